// The tag rules for ALU results (invariant I2; docs/xcell.md). A result carries its tag only when the operation is the
// identity on its one tagged operand:
//
//   T1  addi, ori, xori with 0; add, or, xor with an other operand equal to 0 (either side)
//   T2  sub with a second operand equal to 0: only the first operand's tag
//   T3  andi with -1; and with an other operand equal to -1 (either side)
//   T4  slli, srli, srai by 0; never a shift by a register
//   T5  two tagged operands never give a tagged result
//
// Everything that is not a compute instruction gets its tag elsewhere: loads and cell answers from the bus, csrr of
// mtval from the register file, and all else none.
`default_nettype none

module lith_tag (
    input  wire [2:0]  operation, // of the ALU: f3 of the instruction
    input  wire        subtract,  // the register form with f7 = 0x20
    input  wire        immediate, // operand b is an immediate: it has no tag
    input  wire [31:0] a,
    input  wire [31:0] b,
    input  wire        a_tag,
    input  wire        b_tag,
    output wire        tag
);
  localparam [2:0] ADD = 3'd0, SLL = 3'd1, XOR = 3'd4, SR = 3'd5, OR = 3'd6, AND = 3'd7;

  // The neutral element of AND is all ones, that of the others is 0.
  wire [31:0] neutral   = {32{operation == AND}};
  wire        a_neutral = a == neutral;
`ifdef LITH_FAULT_TAG_ADD
  wire        b_neutral = b == neutral || operation == ADD;
`else
  wire        b_neutral = b == neutral;
`endif
  wire        no_shift  = immediate && b[4:0] == 5'd0;

  wire shifts    = operation == SLL || operation == SR;
  wire symmetric = (operation == ADD && !subtract) || operation == XOR || operation == OR || operation == AND; // T1, T3
  wire from_a    = symmetric || operation == ADD ? b_neutral : shifts && no_shift; // T1-T4
  wire from_b    = symmetric && a_neutral;

  assign tag = a_tag ? !b_tag && from_a : b_tag && from_b; // T5
endmodule

`default_nettype wire
