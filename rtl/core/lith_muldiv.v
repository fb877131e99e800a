// Iterative multiplier and divider, one bit a cycle, on one adder.
//
// `start` for one cycle with the operands and `op` (f3 of the instruction: 0 mul, 1 mulh, 2 mulhsu, 3 mulhu, 4 div,
// 5 divu, 6 rem, 7 remu); then `done` is 1 in one cycle, with the result in it: 34 cycles later (multiply), 34 or 35
// (divide). The operands need to be there only in the cycle of `start`. With MULTIPLY = 0 only op 4-7 may come.
// Under RISCV_FORMAL_ALTOPS the substitute for the result comes in the next cycle (lith_altops.v).
//
//   multiply: {acc, low} is shifted right; the multiplier leaves at the bottom of low, the product enters at the top
//   divide:   {acc, low} is shifted left; the dividend's magnitude leaves low, the quotient's bits enter
`default_nettype none

module lith_muldiv #(
    parameter MULTIPLY = 1
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        start,
    input  wire [2:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire        done,
    output wire [31:0] result
);
`ifdef RISCV_FORMAL_ALTOPS
  wire [31:0] substitute;
  reg  [31:0] substituted;
  reg         substituting;
  lith_altops altops (.op({MULTIPLY == 0 || op[2], op[1:0]}), .a(a), .b(b), .result(substitute));
  always @(posedge clk) begin
    substituting <= start && !rst;
    if (start) substituted <= substitute;
  end
  assign done   = substituting;
  assign result = substituted;
`else
  reg [32:0] acc;
  reg [31:0] low;
  reg [32:0] other;   // multiplicand or divisor, sign-extended
  reg [5:0]  count;   // steps left
  reg        running, negate, divide, high;

  wire op_divide = MULTIPLY == 0 || op[2];
  wire a_signed  = op_divide ? !op[0] : op[1:0] != 2'b11;
  wire b_signed  = op_divide ? !op[0] : !op[1];
  wire a_neg     = a_signed && a[31];
  wire b_neg     = b_signed && b[31];

  // The one adder. Multiply: acc + other (minus at the last step, where the multiplier's sign bit weighs negative).
  // Divide: {acc, top bit of low} - |other|. Last: 0 - result to negate it.
  wire        last = count == 6'd0;
  wire [32:0] x = divide ? (last ? 33'd0 : {acc[31:0], low[31]}) : acc;
  wire [32:0] y = divide && last ? {1'b0, high ? acc[31:0] : low} : other;
  wire        mul_signed_last;
  wire        sub = divide ? last || !other[32] : mul_signed_last;
  wire [32:0] addend = y ^ {33{sub}};
  wire [32:0] total;
  wire        carry;
  assign {carry, total} = {1'b0, x} + {1'b0, addend} + {33'd0, sub};

  generate
    if (MULTIPLY != 0) begin : g_multiply
      reg b_is_signed;
      always @(posedge clk) if (start) b_is_signed <= b_signed;
      assign mul_signed_last = b_is_signed && count == 6'd1;
    end else begin : g_divide_only
      assign mul_signed_last = 1'b0;
    end
  endgenerate

  wire        fits = !total[32]; // divide: the divisor goes into the partial remainder
  wire [32:0] partial = low[0] ? total : acc;
  wire        top     = low[0] ? x[32] ^ addend[32] ^ carry : acc[32]; // bit 33 of the sum

  assign done   = running && last;
  assign result = divide && negate ? total[31:0] : high ? acc[31:0] : low;

  // The dividend's magnitude is made on the way in.
  wire [31:0] a_magnitude = (a ^ {32{a_neg}}) + {31'd0, a_neg};

  always @(posedge clk) begin
    if (start) begin
      running <= 1'b1;
      divide  <= op_divide;
      high    <= op_divide ? op[1] : op[1:0] != 2'b00;
      count   <= 6'd32;
      acc     <= 33'd0;
      if (op_divide) begin
        low    <= a_magnitude;
        other  <= {b_neg, b};
        // The quotient of a division by 0 is all ones, whatever the signs.
        negate <= op[1] ? a_neg : (a_neg ^ b_neg) && b != 32'd0;
      end else begin
        low    <= b;
        other  <= {a_neg, a};
        negate <= 1'b0;
      end
    end else if (running) begin
      count <= count - 6'd1;
      if (last) running <= 1'b0;
      else if (divide) begin
        acc <= fits ? total : x;
        low <= {low[30:0], fits};
      end else begin
        acc <= {top, partial[32:1]};
        low <= {partial[0], low[31:1]};
      end
    end
    if (rst) running <= 1'b0;
  end
`endif
endmodule

`default_nettype wire
