// Decodes the 32-bit instruction in the execute stage: class, immediate, and what the data path is to do.
// Exactly one class output is 1 for a legal instruction; for an illegal one the other outputs mean nothing.
`default_nettype none

module lith_decode #(
    parameter RV_M = 2
) (
    input  wire [31:0] insn,
    output reg  [31:0] imm,
    output wire        illegal,

    // classes
    output wire        is_lui,
    output wire        is_auipc,
    output wire        is_jal,
    output wire        is_jalr,
    output wire        is_branch,
    output wire        is_load,
    output wire        is_store,
    output wire        is_compute, // ALU with register or immediate
    output wire        is_muldiv,
    output wire        is_csr,
    output wire        is_fence,
    output wire        is_fencei,
    output wire        is_ecall,
    output wire        is_ebreak,
    output wire        is_mret,
    output wire        is_wfi,
    output wire        is_kind,    // xc.kind
    output wire        is_cell,    // a request to the heap controller

    output wire        use_imm,    // operand b is the immediate
    output wire        writes_rd,  // the class writes its rd field (which may still be 0)
    output wire        reads_rs1,
    output wire        reads_rs2,
    output wire        reads_rd,   // a third source, in the rd field
    output wire        kernel,     // forbidden in code cells
    output wire [4:0]  cell_op     // request code of docs/heap.md
);
  wire [4:0] opcode = insn[6:2];
  wire [2:0] f3     = insn[14:12];
  wire [6:0] f7     = insn[31:25];
  wire       full   = insn[1:0] == 2'b11;

  assign is_lui    = opcode == 5'b01101;
  assign is_auipc  = opcode == 5'b00101;
  assign is_jal    = opcode == 5'b11011;
  assign is_jalr   = opcode == 5'b11001;
  assign is_branch = opcode == 5'b11000;
  assign is_load   = opcode == 5'b00000;
  assign is_store  = opcode == 5'b01000;
  wire op_imm    = opcode == 5'b00100;
  wire op_reg    = opcode == 5'b01100;
  wire misc_mem  = opcode == 5'b00011;
  wire system    = opcode == 5'b11100;
  wire custom0   = opcode == 5'b00010;
  wire custom1   = opcode == 5'b01010;

  assign is_muldiv  = RV_M != 0 && op_reg && f7[0];
  assign is_compute = op_imm || (op_reg && !f7[0]);
  assign is_fence   = misc_mem && !f3[0];
  assign is_fencei  = misc_mem && f3[0];
  assign is_csr     = system && f3 != 3'd0;

  // ecall 000, ebreak 001, mret 302, wfi 105 in the immediate; the other fields are 0.
  wire priv      = system && f3 == 3'd0;
  assign is_ecall  = priv && !insn[29] && !insn[22] && !insn[20];
  assign is_ebreak = priv && !insn[22] && insn[20];
  assign is_mret   = priv && insn[29];
  assign is_wfi    = priv && insn[22];
  wire priv_known  = (insn[31:20] == 12'h000 || insn[31:20] == 12'h001 || insn[31:20] == 12'h302 ||
                      insn[31:20] == 12'h105) && insn[19:15] == 5'd0 && insn[11:7] == 5'd0;

  // Xcell
  wire f3_zero    = f3 == 3'd0;
  wire xc_store   = f3_zero && f7[4:1] == 4'b0001;            // set, setb
  wire xc_cas     = f3_zero && f7[4:0] == 5'd9;
  assign is_kind  = custom0 && f3_zero && f7[4:0] == 5'd6;
  assign is_cell  = (custom0 && !is_kind) || custom1;
  assign kernel   = custom0 && f3_zero && f7[4];
  assign reads_rd = custom0 && (xc_store || xc_cas);
  assign cell_op  = custom1 ? {3'b000, f3[0], 1'b0} : f3_zero ? f7[4:0]
                                                                : {3'b110, f3[1] && f3[0], f3[1] && !f3[0]};
  wire xc_known   = f7[6:5] == 2'b00 && !f3[2] &&
                    (!f3_zero || f7[4:0] <= 5'd10 || (f7[4:0] >= 5'd16 && f7[4:0] <= 5'd20));

  // immediates, by format: I is also right for jalr and geti, S for seti
  wire format_u = is_lui || is_auipc;
  wire format_s = is_store || (custom1 && f3[0]);
  wire format_i = op_imm || is_load || is_jalr || (custom1 && !f3[0]);
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

  assign use_imm   = is_lui || op_imm || is_load || is_store || is_jalr || priv || custom1;
  assign writes_rd = !(is_branch || is_store || misc_mem || priv || (custom0 && xc_store) || (custom1 && f3[0]));
  assign reads_rs1 = !(is_lui || is_auipc || is_jal || misc_mem || (system && f3[2]));
  assign reads_rs2 = op_reg || is_branch || is_store || system || custom0 || (custom1 && f3[0]);

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
      (system && (f3_zero ? priv_known : f3[1:0] != 2'b00)) ||
      (custom0 && xc_known) ||
      (custom1 && f3[2:1] == 2'b00)));
endmodule

`default_nettype wire
