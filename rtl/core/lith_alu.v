// The ALU: one adder (also addresses and comparisons), a logic unit, one right shifter used for both directions.
//
// `sum` is a + b, or a - b when `subtract`. `less` and `equal` compare a and b and need `subtract`.
// `logic_op` is one of LITH_LOGIC_... Shifts take their amount from b[4:0].
`default_nettype none
`include "lith_core_defs.vh"

module lith_alu (
    input  wire [31:0] a,
    input  wire [31:0] b,
    input  wire        subtract,
    input  wire        compare_unsigned,
    input  wire [2:0]  logic_op,
    input  wire        shift_left,
    input  wire        shift_arithmetic,
    output wire [31:0] sum,
    output wire        equal,
    output wire        less,
    output reg  [31:0] logic_out,
    output wire [31:0] shift_out
);
  wire carry;
  assign {carry, sum} = {1'b0, a} + {1'b0, b ^ {32{subtract}}} + {32'd0, subtract};
  assign less  = a[31] == b[31] ? !carry : a[31] ^ compare_unsigned;
  assign equal = a == b;

  always @*
    case (logic_op)
      `LITH_LOGIC_B: logic_out = b;
      `LITH_LOGIC_B_NOT_A: logic_out = b & ~a;
      `LITH_LOGIC_AND: logic_out = a & b;
      `LITH_LOGIC_OR: logic_out = a | b;
      `LITH_LOGIC_XOR: logic_out = a ^ b;
      default: logic_out = a;
    endcase

  function [31:0] reverse(input [31:0] x);
    integer i;
    for (i = 0; i < 32; i = i + 1) reverse[i] = x[31-i];
  endfunction

`ifdef LITH_FAULT_SRA
  wire        fill = 1'b0 && shift_arithmetic;
`else
  wire        fill = shift_arithmetic && a[31];
`endif
  wire [31:0] in   = shift_left ? reverse(a) : a;
  wire [31:0] s16  = b[4] ? {{16{fill}}, in[31:16]} : in;
  wire [31:0] s8   = b[3] ? {{8{fill}}, s16[31:8]} : s16;
  wire [31:0] s4   = b[2] ? {{4{fill}}, s8[31:4]} : s8;
  wire [31:0] s2   = b[1] ? {{2{fill}}, s4[31:2]} : s4;
  wire [31:0] s1   = b[0] ? {fill, s2[31:1]} : s2;
  assign shift_out = shift_left ? reverse(s1) : s1;
endmodule

`default_nettype wire
