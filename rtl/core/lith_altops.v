// What riscv-formal expects of a multiplication or division under RISCV_FORMAL_ALTOPS, since no checker gets through the
// real ones: the sum, for operations that do not commute the difference, of the operands, told apart by a mask
// (riscv-formal, docs/source/rvfi.rst, "Alternative arithmetic operations"; the lower halves of its masks).
`default_nettype none

`ifdef RISCV_FORMAL_ALTOPS
module lith_altops (
    input  wire [2:0]  op, // f3 of the instruction: 0 mul, 1 mulh, 2 mulhsu, 3 mulhu, 4 div, 5 divu, 6 rem, 7 remu
    input  wire [31:0] a,
    input  wire [31:0] b,
    output reg  [31:0] result
);
  wire [31:0] sum = a + b, difference = a - b;
  always @*
    case (op)
      3'd0: result = sum ^ 32'h5876063e;
      3'd1: result = sum ^ 32'hf6583fb7;
      3'd2: result = difference ^ 32'hecfbe137;
      3'd3: result = sum ^ 32'h949ce5e8;
      3'd4: result = difference ^ 32'h7f8529ec;
      3'd5: result = difference ^ 32'h10e8fd70;
      3'd6: result = difference ^ 32'h8da68fa5;
      3'd7: result = difference ^ 32'h3138d0e1;
    endcase
endmodule
`endif

`default_nettype wire
