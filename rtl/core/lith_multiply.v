// Products from the DSP blocks: operands in one cycle, `result` in the next. One can start in each cycle.
`default_nettype none

module lith_multiply (
    input  wire        clk,
    input  wire        start,
    input  wire [1:0]  op, // f3 of the instruction: 0 mul, 1 mulh, 2 mulhsu, 3 mulhu
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
`ifdef RISCV_FORMAL_ALTOPS
  wire [31:0] substitute;
  reg  [31:0] substituted;
  lith_altops altops (.op({1'b0, op}), .a(a), .b(b), .result(substitute));
  always @(posedge clk) if (start) substituted <= substitute;
  assign result = substituted;
`else
  reg signed [32:0] signed_a, signed_b;
  reg               high;
  // 66 bits in all; the top two only repeat the sign.
  wire signed [65:0] product = signed_a * signed_b;
  always @(posedge clk)
    if (start) begin
      signed_a <= {a[31] && op != 2'b11, a};
      signed_b <= {b[31] && !op[1], b};
      high     <= op != 2'b00;
    end
  assign result = high ? product[63:32] : product[31:0];
  wire unused = &{1'b0, product[65:64]};
`endif
endmodule

`default_nettype wire
