// Decodes the 32-bit instruction in the execute stage: class, operands, and what the data path is to do.
// Exactly one class output is 1 for a legal instruction; for an illegal one the other outputs mean nothing.
//
// Which instructions Xcell has stands in isa/xcell.table; lith_isa.vh tells them apart, by some bits (LITH_XCELL_...).
`default_nettype none
`include "lith_isa.vh"
`include "lith_core_defs.vh"

module lith_decode #(
    parameter RV_M = 2,
    parameter COPY = 1,
    parameter DURABLE = 1
) (
    input  wire [31:0] insn,
    input  wire        second,     // the second cycle of an instruction that takes two: csr, mret, one with reads_rd
    output wire        illegal,

    // Classes
    output wire        is_lui,
    output wire        is_auipc,
    output wire        is_jal,
    output wire        is_jalr,
    output wire        is_branch,
    output wire        is_load,
    output wire        is_store,
    output wire        is_compute,  // ALU with register or immediate
    output wire        is_multiply, // in the DSP blocks
    output wire        is_muldiv,   // multiplication or division bit by bit
    output wire        is_csr,
    output wire        is_fencei,
    output wire        is_ecall,
    output wire        is_ebreak,
    output wire        is_mret,
    output wire        is_wfi,
    output wire        is_kind,    // xc.kind
    output wire        is_cell,    // a request to the heap controller
    output wire        is_gcstart, // that of xc.gcstart
    output wire        kernel,     // forbidden in code cells

    // Operands
    output wire [4:0]  rd,
    output wire [4:0]  rs1,
    output wire [4:0]  rs2,
    output reg  [31:0] imm,
    output wire        use_imm,    // operand b is the immediate
    output wire        writes_rd,  // the class writes its rd field (which may still be 0)
    output wire        reads_rs1,
    output wire        reads_rs2,
    output wire        reads_rd,   // a third source, in the rd field
    output wire        expects,    // it is the expected word of xc.cas, which is read before rs2, not after it

    // What is done with them
    output wire [2:0]  operation,        // which of its class: of the ALU, access width, product or quotient
    output wire        subtract,         // also to compare
    output wire        compare_unsigned,
    output reg  [2:0]  logic_op,         // of lith_alu.v
    output wire        shift_left,
    output wire        shift_arithmetic,
    output wire        branch_unsigned,
    output wire        branch_on_less,   // a branch is taken when a < b; 0: when a = b
    output wire        branch_inverted,  // when that is not so
    output wire        gives_sum,        // the result is the ALU's: sum, logic_out, shift_out or less
    output wire        gives_logic,
    output wire        gives_shift,
    output wire        gives_less,

    // CSR instructions
    output wire [11:0] csr_address,
    output wire [5:0]  csr_slot,      // in the register file, for a CSR that is there
    output wire        csr_write,
    output wire        csr_immediate, // the rs1 field is the operand itself

    // Requests to the heap controller (docs/heap.md)
    output wire [4:0]  cell_op,
    output wire [4:0]  cell_kind
);
  wire [4:0] opcode = insn[6:2];
  wire [2:0] f3     = insn[14:12];
  wire [6:0] f7     = insn[31:25];
  wire       full   = insn[1:0] == 2'b11;

  assign is_lui    = opcode == `LITH_OPCODE_LUI;
  assign is_auipc  = opcode == `LITH_OPCODE_AUIPC;
  assign is_jal    = opcode == `LITH_OPCODE_JAL;
  assign is_jalr   = opcode == `LITH_OPCODE_JALR;
  assign is_branch = opcode == `LITH_OPCODE_BRANCH;
  assign is_load   = opcode == `LITH_OPCODE_LOAD;
  assign is_store  = opcode == `LITH_OPCODE_STORE;
  wire op_imm    = opcode == `LITH_OPCODE_OP_IMM;
  wire op_reg    = opcode == `LITH_OPCODE_OP;
  wire misc_mem  = opcode == `LITH_OPCODE_MISC_MEM;
  wire system    = opcode == `LITH_OPCODE_SYSTEM;

  wire multiplies_or_divides = RV_M != 0 && op_reg && f7[0];
  assign is_multiply = RV_M == 2 && multiplies_or_divides && !f3[2];
  assign is_muldiv  = multiplies_or_divides && !is_multiply;
  assign is_compute = op_imm || (op_reg && !f7[0]);
  assign is_fencei  = misc_mem && f3[0];
  assign is_csr     = system && f3 != 3'd0;

  // ecall 000, ebreak 001, mret 302, wfi 105 in the immediate; the other fields are 0.
  wire priv      = system && f3 == 3'd0;
  assign is_ecall  = priv && !insn[29] && !insn[22] && !insn[20];
  assign is_ebreak = priv && !insn[22] && insn[20];
  assign is_mret   = priv && insn[29];
  assign is_wfi    = priv && insn[22];
  wire priv_known  = (insn[31:20] == 12'h000 || insn[31:20] == 12'h001 || insn[31:20] == 12'h302 ||
                      insn[31:20] == 12'h105) && rs1 == 5'd0 && rd == 5'd0;

  // Xcell
  wire xcell        = opcode[1:0] == 2'b10 && opcode[4] == opcode[2]; // custom-0 to custom-3
  wire xc_immediate = `LITH_XCELL_IMMEDIATE(insn);
  wire xc_stored    = `LITH_XCELL_STORED(insn);
  assign is_cell    = `LITH_XCELL_REQUEST(insn);
  assign is_kind    = `LITH_XCELL_IS_KIND(insn);
  assign is_gcstart = `LITH_XCELL_IS_GCSTART(insn);
  assign kernel     = `LITH_XCELL_KERNEL(insn);
  assign reads_rd   = `LITH_XCELL_READS_RD(insn);
  assign expects    = `LITH_XCELL_EXPECTS(insn);
  assign cell_op    = {`LITH_XCELL_OP_4(insn), `LITH_XCELL_OP_3(insn), `LITH_XCELL_OP_2(insn), `LITH_XCELL_OP_1(insn),
                       `LITH_XCELL_OP_0(insn)};
  assign cell_kind  = insn[29:25];

  // Operands. Immediates by format: I is also right for jalr.
  assign rd  = insn[11:7];
  assign rs1 = insn[19:15];
  assign rs2 = insn[24:20];
  wire format_u = is_lui || is_auipc;
  wire format_s = is_store || xc_stored;
  wire format_i = op_imm || is_load || is_jalr || (xc_immediate && !xc_stored);
  always @* begin
    imm[31]    = insn[31] && !system && !misc_mem;
    imm[30:20] = format_u ? insn[30:20] : {11{imm[31]}};
    imm[19:12] = format_u || is_jal ? insn[19:12] : {8{imm[31]}};
    imm[11]    = format_u ? 1'b0 : is_jal ? insn[20] : is_branch ? insn[7] : imm[31];
    imm[10:5]  = format_u || system || misc_mem ? 6'd0 : insn[30:25];
    imm[4:1]   = format_i || is_jal ? insn[24:21] : format_s || is_branch ? insn[11:8]
                                   : {2'b00, misc_mem, 1'b0}; // fence.i goes on at pc + 4
    imm[0]     = format_i ? insn[20] : format_s && insn[7];
  end

  assign use_imm   = is_lui || op_imm || is_load || is_store || is_jalr || priv || xc_immediate;
  assign writes_rd = !(is_branch || is_store || misc_mem || priv || `LITH_XCELL_NO_RESULT(insn));
  assign reads_rs1 = !(is_lui || is_auipc || is_jal || misc_mem || (system && f3[2]));
  assign reads_rs2 = op_reg || is_branch || is_store || system || (xcell && !(xc_immediate && !xc_stored));

  // The data path
  assign operation        = f3;
  assign subtract         = is_branch || (is_compute && (f3[2:1] == 2'b01 || (!use_imm && insn[30])));
  assign compare_unsigned = is_branch ? f3[1] : f3[0];
  assign shift_left       = !f3[2];
  assign shift_arithmetic = insn[30];
  assign branch_unsigned  = f3[1];
  assign branch_on_less   = f3[2];
  assign branch_inverted  = f3[0];
  assign gives_sum   = is_lui || is_load || is_store || (is_compute && f3 == 3'd0);
  assign gives_logic = is_csr || is_cell || (is_compute && f3[2] && f3[1:0] != 2'b01);
  assign gives_shift = is_compute && f3[1:0] == 2'b01;
  assign gives_less  = is_compute && f3[2:1] == 2'b01;
  always @* begin
    logic_op = `LITH_LOGIC_A; // operand of a cell instruction, or csrrw
    // In the first of two cycles: the third operand is on its way, or the CSR's old value goes to rd.
    if ((reads_rd || is_csr) && !second) logic_op = `LITH_LOGIC_B;
    else if (is_csr)
      logic_op = f3[1:0] == 2'b10 ? `LITH_LOGIC_OR : f3[1:0] == 2'b11 ? `LITH_LOGIC_B_NOT_A : `LITH_LOGIC_A;
    else if (is_compute) logic_op = f3[1:0] == 2'b00 ? `LITH_LOGIC_XOR : f3[0] ? `LITH_LOGIC_AND : `LITH_LOGIC_OR;
  end

  assign csr_address   = insn[31:20];
  assign csr_slot      = `LITH_SLOT_OF_CSR(insn);
  assign csr_write     = f3[1:0] == 2'b01 || rs1 != 5'd0;
  assign csr_immediate = is_csr && f3[2];
  wire   csr_read_only = csr_address[11:10] == 2'b11;

  wire f7_zero = f7 == 7'h00;
  wire f7_alt  = f7 == 7'h20;
  wire compute_known = op_imm ? (f3 == 3'd1 ? f7_zero : f3 == 3'd5 ? f7_zero || f7_alt : 1'b1)
                              : f7_zero || (f7_alt && (f3 == 3'd0 || f3 == 3'd5)) || (RV_M != 0 && f7 == 7'h01);

  assign illegal = !(full && (
      is_lui || is_auipc || is_jal ||
      (is_jalr && f3 == 3'd0) ||
      (is_branch && f3[2:1] != 2'b01) ||
      (is_load && f3 != 3'd3 && f3[2:1] != 2'b11) ||
      (is_store && !f3[2] && f3[1:0] != 2'b11) ||
      ((op_imm || op_reg) && compute_known) ||
      (misc_mem && f3[2:1] == 2'b00) ||
      (system && (f3 == 3'd0 ? priv_known : f3[1:0] != 2'b00 && !(csr_write && csr_read_only))) ||
      (`LITH_XCELL_LEGAL(insn) && (COPY != 0 || !`LITH_XCELL_IS_COPY(insn)) &&
       (DURABLE != 0 || !`LITH_XCELL_IS_DURABLE(insn) && !`LITH_XCELL_IS_REF(insn)))));
endmodule

`default_nettype wire
