// What several files of the core have to agree on.
`ifndef LITH_CORE_DEFS_VH
`define LITH_CORE_DEFS_VH

// Bits 6:2 of the opcodes of RV32I. The two bits below are 11 in every instruction of 32 bits.
`define LITH_OPCODE_LOAD     5'b00000
`define LITH_OPCODE_MISC_MEM 5'b00011
`define LITH_OPCODE_OP_IMM   5'b00100
`define LITH_OPCODE_AUIPC    5'b00101
`define LITH_OPCODE_STORE    5'b01000
`define LITH_OPCODE_OP       5'b01100
`define LITH_OPCODE_LUI      5'b01101
`define LITH_OPCODE_BRANCH   5'b11000
`define LITH_OPCODE_JALR     5'b11001
`define LITH_OPCODE_JAL      5'b11011
`define LITH_OPCODE_SYSTEM   5'b11100

// What the logic unit of the ALU gives of its operands a and b (lith_alu.v).
`define LITH_LOGIC_B       3'd0
`define LITH_LOGIC_B_NOT_A 3'd1
`define LITH_LOGIC_AND     3'd2
`define LITH_LOGIC_OR      3'd3
`define LITH_LOGIC_XOR     3'd4
`define LITH_LOGIC_A       3'd7

// Words of the register file behind x0 to x31: the CSRs that live there, and how a csr instruction names one of them.
`define LITH_SLOT_MTVEC 6'd37
`define LITH_SLOT_MSCRATCH 6'd40
`define LITH_SLOT_MEPC  6'd41
`define LITH_SLOT_MTVAL 6'd43
`define LITH_SLOT_OF_CSR(insn) {2'b10, insn[26], insn[22:20]}
`endif
