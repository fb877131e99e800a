// Looks at the instruction that fetch offers, before it comes into execute: makes the 32-bit instruction of it, says
// which registers it reads, so that the register file is addressed in time, and whether it is a jump that fetch may
// follow.
//
// All but `insn` is taken from the raw instruction, beside its expansion, because time is short here. The registers of
// an illegal instruction mean nothing, nor do those that an instruction does not have, nor the offset of no jump.
`default_nettype none
`include "lith_isa.vh"
`include "lith_core_defs.vh"

module lith_predecode #(
    parameter RV_C = 1
) (
    input  wire [31:0] raw,       // as fetched: a compressed instruction is in the lower half
    output wire        short,     // it is compressed
    output wire [31:0] insn,

    output wire [5:0]  read1,     // words of the register file
    output wire [5:0]  read2,     // the CSR of a system instruction, the expected word of xc.cas, else rs2

    output wire        is_jal,
    output wire        is_branch,
    output wire        backwards, // of a branch: its offset is negative
    output wire [20:1] offset     // of jal or a branch: to the target, in bytes
);
  // Registers
  wire [4:0] rs1, rs2;
  generate
    if (RV_C != 0) begin : g_c
      wire [31:0] expanded;
      wire [4:0]  c_rs1, c_rs2;
      lith_decompress decompress (.c(raw[15:0]), .insn(expanded), .rs1(c_rs1), .rs2(c_rs2));
      assign short = raw[1:0] != 2'b11;
      assign insn  = short ? expanded : raw;
      assign rs1   = short ? c_rs1 : raw[19:15];
      assign rs2   = short ? c_rs2 : raw[24:20];
    end else begin : g_no_c
      assign short = 1'b0;
      assign insn  = raw;
      assign rs1   = raw[19:15];
      assign rs2   = raw[24:20];
    end
  endgenerate

  wire full    = raw[1:0] == 2'b11;
  wire system  = full && raw[6:2] == `LITH_OPCODE_SYSTEM;
  wire expects = full && `LITH_XCELL_EXPECTS(raw);
  assign read1 = {1'b0, rs1};
  assign read2 = system ? `LITH_SLOT_OF_CSR(raw) : {1'b0, expects ? raw[11:7] : rs2};

  // Jumps. c.j and c.jal, c.beqz and c.bnez have 01 in their low bits.
  wire short_jump  = raw[1:0] == 2'b01;
  assign is_jal    = short ? short_jump && raw[14:13] == 2'b01 : raw[6:2] == `LITH_OPCODE_JAL;
  assign is_branch = short ? short_jump && raw[15:14] == 2'b11 : raw[6:2] == `LITH_OPCODE_BRANCH;
  assign backwards = short ? raw[12] : raw[31];

  // One bit tells a jump's format from a branch's.
  wire        long_jal = raw[2];
  wire [20:1] long_offset;
  assign long_offset[20:12] = long_jal ? {raw[31], raw[19:12]} : {9{raw[31]}};
  assign long_offset[11]    = long_jal ? raw[20] : raw[7];
  assign long_offset[10:5]  = raw[30:25];
  assign long_offset[4:1]   = long_jal ? raw[24:21] : raw[11:8];
  wire        short_branch = raw[14];
  wire [11:1] short_offset;
  assign short_offset[11:9] = short_branch ? {3{raw[12]}} : {raw[12], raw[8], raw[10]};
  assign short_offset[8:6]  = short_branch ? {raw[12], raw[6:5]} : {raw[9], raw[6], raw[7]};
  assign short_offset[5]    = raw[2];
  assign short_offset[4:1]  = short_branch ? {raw[11:10], raw[4:3]} : {raw[11], raw[5:3]};
  assign offset = short ? {{9{raw[12]}}, short_offset} : long_offset;
endmodule

`default_nettype wire
