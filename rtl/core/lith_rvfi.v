// The RISC-V formal interface, only under RISCV_FORMAL: what each instruction did, one a cycle at most, in order.
//
// Facts are gathered when the instruction leaves the execute stage (`leave`), completed when it leaves the respond
// stage (`retire` or `trap`), and given out in the cycle after; those of a trapping instruction wait until the jump to
// the handler (`vector`), because its address is part of them. Those of a CSR instruction, which retires when it has read,
// wait until it has written too. rtl/core/README.md gives the meaning of each output.
`default_nettype none
`include "lith_isa.vh"
`include "lith_core_defs.vh"

`ifdef RISCV_FORMAL
module lith_rvfi (
    input  wire        clk,
    input  wire        rst,

    // From execute, in the cycle of `leave`; 33-bit words carry their tag.
    input  wire        leave,
    input  wire        irq,       // it is not an instruction that leaves but an interrupt
    input  wire [31:0] insn,
    input  wire [31:1] pc,
    input  wire [31:1] pc_after,
    input  wire [4:0]  rs1_addr,
    input  wire [4:0]  rs2_addr,
    input  wire [32:0] rs1,
    input  wire [32:0] rs2,
    input  wire [32:0] rs3,
    input  wire [31:0] mem_addr,
    input  wire [3:0]  mem_rmask,
    input  wire [3:0]  mem_wmask,
    input  wire [32:0] mem_wdata,
    input  wire        is_cell,
    input  wire        is_mret,
    input  wire        is_csr,
    input  wire [11:0] csr_address,
    input  wire        csr_write,
    input  wire [31:0] csr_old,   // what it reads

    input  wire        csr_done,  // the CSR instruction's last cycle; what it writes is there in the next

    // CSRs, as they are (lith_csr.v)
    input  wire [31:0] mstatus,
    input  wire [31:0] misa,
    input  wire [31:0] mie,
    input  wire [31:0] mip,
    input  wire [31:0] mcause,
    input  wire [63:0] mcycle,
    input  wire [63:0] minstret,

    // From respond
    input  wire        retire,
    input  wire        trap,
    input  wire [5:0]  trap_cause,
    input  wire        rd_we,
    input  wire [4:0]  rd_addr,
    input  wire        slot_we,   // any write to the register file, with rd_addr's word or a CSR's
    input  wire [5:0]  slot,
    input  wire [32:0] data,      // what is written: a register, a CSR, mtval of a trap
    input  wire [32:0] mem_rdata,

    input  wire        vector,    // the jump to the handler is done
    input  wire [31:1] vector_target,
`define LITH_RVFI_OUT reg
`include "lith_rvfi_ports.vh"
`undef LITH_RVFI_OUT
);
  assign rvfi_halt = 1'b0;
  assign rvfi_mode = 2'd3;
  assign rvfi_ixl  = 2'd1;

  reg        p_irq, p_cell, p_mret, p_csr, p_csr_write;
  reg [11:0] p_csr_address;
  reg [31:0] p_csr_old, p_mstatus, p_mie, p_mip, p_mcause;
  reg [63:0] p_mcycle, p_minstret;
  reg [31:0] p_insn, p_mem_addr;
  reg [31:1] p_pc, p_pc_after;
  reg [4:0]  p_rs1_addr, p_rs2_addr;
  reg [32:0] p_rs1, p_rs2, p_rs3, p_mem_wdata;
  reg [3:0]  p_mem_rmask, p_mem_wmask;

  reg        trapped;   // a trap is on its way to its handler
  reg        next_intr; // the next instruction is the first of an interrupt handler
  reg [5:0]  cause;
  reg [32:0] tval;
  reg        csr_ended; // the CSR instruction in p_ has written
  reg        read_we;   // to what it has read, when it retired
  reg [4:0]  read_addr;
  reg [32:0] read_data;
  wire       sound = csr_ended || (retire && !p_csr);
  wire       give = sound || (vector && trapped && !p_irq);
  wire        give_we   = csr_ended ? read_we : retire && rd_we;
  wire [4:0]  give_addr = csr_ended ? read_addr : rd_addr;
  wire [32:0] give_data = csr_ended ? read_data : data;

  // CSRs in the register file, followed by what is written there.
  reg  [31:0] kept_mtvec, kept_mscratch, kept_mepc, kept_mtval;
  wire [31:0] now_mtvec    = slot_we && slot == `LITH_SLOT_MTVEC ? data[31:0] : kept_mtvec;
  wire [31:0] now_mscratch = slot_we && slot == `LITH_SLOT_MSCRATCH ? data[31:0] : kept_mscratch;
  wire [31:0] now_mepc     = slot_we && slot == `LITH_SLOT_MEPC ? data[31:0] : kept_mepc;
  wire [31:0] now_mtval    = slot_we && slot == `LITH_SLOT_MTVAL ? data[31:0] : kept_mtval;

  // Which CSR the instruction has read and perhaps written. A counter's halves and user-mode copies count as one.
  wire [11:0] half = {p_csr_address[11:8], 1'b0, p_csr_address[6:0]};
  wire of_mtvec    = sound && p_csr && p_csr_address == `LITH_CSR_MTVEC;
  wire of_mscratch = sound && p_csr && p_csr_address == `LITH_CSR_MSCRATCH;
  wire of_mepc     = sound && p_csr && p_csr_address == `LITH_CSR_MEPC;
  wire of_mtval    = sound && p_csr && p_csr_address == `LITH_CSR_MTVAL;
  wire of_mcycle   = sound && p_csr && (half == `LITH_CSR_MCYCLE || half == `LITH_CSR_CYCLE);
  wire of_minstret = sound && p_csr && (half == `LITH_CSR_MINSTRET || half == `LITH_CSR_INSTRET);
  wire to_mstatus  = sound && p_csr && p_csr_write && p_csr_address == `LITH_CSR_MSTATUS;
  wire to_mie      = sound && p_csr && p_csr_write && p_csr_address == `LITH_CSR_MIE;
  wire to_mcause   = sound && p_csr && p_csr_write && p_csr_address == `LITH_CSR_MCAUSE;
  wire [63:0] half_mask = p_csr_address[7] ? {{32{p_csr_write}}, 32'd0} : {32'd0, {32{p_csr_write}}};

  always @(posedge clk) begin
    if (leave) begin
      p_irq <= irq;
      p_cell <= is_cell;
      p_mret <= is_mret;
      p_csr <= is_csr;
      p_csr_write <= csr_write;
      p_csr_address <= csr_address;
      p_csr_old <= csr_old;
      p_mstatus <= mstatus;
      p_mie <= mie;
      p_mip <= mip;
      p_mcause <= mcause;
      p_mcycle <= mcycle;
      p_minstret <= minstret;
      p_insn <= insn;
      p_pc <= pc;
      p_pc_after <= pc_after;
      p_rs1_addr <= rs1_addr;
      p_rs2_addr <= rs2_addr;
      p_rs1 <= rs1;
      p_rs2 <= rs2;
      p_rs3 <= rs3;
      p_mem_addr <= mem_addr;
      p_mem_rmask <= mem_rmask;
      p_mem_wmask <= mem_wmask;
      p_mem_wdata <= mem_wdata;
    end
    csr_ended <= csr_done;
    if (retire) begin
      read_we <= rd_we;
      read_addr <= rd_addr;
      read_data <= data;
    end
    kept_mtvec <= now_mtvec;
    kept_mscratch <= now_mscratch;
    kept_mepc <= now_mepc;
    kept_mtval <= now_mtval;
    if (trap) begin
      trapped <= 1'b1;
      cause <= trap_cause;
      tval <= data;
    end
    if (vector) begin
      trapped <= 1'b0;
      if (p_irq) next_intr <= 1'b1;
    end

    rvfi_valid <= give;
    if (give) begin
      next_intr <= 1'b0;
      rvfi_order <= rvfi_order + 64'd1;
      rvfi_insn <= p_insn;
      rvfi_trap <= !sound;
      rvfi_intr <= next_intr;
      rvfi_rs1_addr <= p_rs1_addr;
      rvfi_rs2_addr <= p_rs2_addr;
      {rvfi_x_rs1_tag, rvfi_rs1_rdata} <= p_rs1;
      {rvfi_x_rs2_tag, rvfi_rs2_rdata} <= p_rs2;
      {rvfi_x_rs3_tag, rvfi_x_rs3_rdata} <= p_rs3;
      rvfi_rd_addr <= sound && give_we ? give_addr : 5'd0;
      {rvfi_x_rd_tag, rvfi_rd_wdata} <= sound && give_we ? give_data : 33'd0;
      rvfi_pc_rdata <= {p_pc, 1'b0};
      rvfi_pc_wdata <= {sound ? p_pc_after : vector_target, 1'b0};
      rvfi_mem_addr <= p_mem_addr;
      rvfi_mem_rmask <= sound ? p_mem_rmask : 4'd0;
      rvfi_mem_wmask <= sound ? p_mem_wmask : 4'd0;
      {rvfi_x_mem_rtag, rvfi_mem_rdata} <= mem_rdata;
      {rvfi_x_mem_wtag, rvfi_mem_wdata} <= p_mem_wdata;
      rvfi_x_cell <= p_cell;
      rvfi_x_trap_cause <= {cause[5], 26'd0, cause[4:0]};
      rvfi_x_mtval <= tval;

      {rvfi_csr_mstatus_rmask, rvfi_csr_mstatus_rdata} <= {~32'd0, p_mstatus};
      {rvfi_csr_mstatus_wmask, rvfi_csr_mstatus_wdata} <= {{32{to_mstatus || !sound || p_mret}}, mstatus};
      {rvfi_csr_misa_rmask, rvfi_csr_misa_rdata} <= {~32'd0, misa};
      {rvfi_csr_misa_wmask, rvfi_csr_misa_wdata} <= {32'd0, misa};
      {rvfi_csr_mie_rmask, rvfi_csr_mie_rdata} <= {~32'd0, p_mie};
      {rvfi_csr_mie_wmask, rvfi_csr_mie_wdata} <= {{32{to_mie}}, mie};
      {rvfi_csr_mip_rmask, rvfi_csr_mip_rdata} <= {~32'd0, p_mip};
      {rvfi_csr_mip_wmask, rvfi_csr_mip_wdata} <= {32'd0, p_mip};
      {rvfi_csr_mcause_rmask, rvfi_csr_mcause_rdata} <= {~32'd0, p_mcause};
      {rvfi_csr_mcause_wmask, rvfi_csr_mcause_wdata} <= {{32{to_mcause || !sound}}, mcause};
      {rvfi_csr_mtvec_rmask, rvfi_csr_mtvec_rdata} <= {{32{of_mtvec}}, p_csr_old};
      {rvfi_csr_mtvec_wmask, rvfi_csr_mtvec_wdata} <= {{32{of_mtvec && p_csr_write}}, now_mtvec};
      {rvfi_csr_mscratch_rmask, rvfi_csr_mscratch_rdata} <= {{32{of_mscratch}}, p_csr_old};
      {rvfi_csr_mscratch_wmask, rvfi_csr_mscratch_wdata} <= {{32{of_mscratch && p_csr_write}}, now_mscratch};
      {rvfi_csr_mepc_rmask, rvfi_csr_mepc_rdata} <= {{32{of_mepc}}, p_csr_old};
      {rvfi_csr_mepc_wmask, rvfi_csr_mepc_wdata} <= {{32{(of_mepc && p_csr_write) || !sound}}, now_mepc};
      {rvfi_csr_mtval_rmask, rvfi_csr_mtval_rdata} <= {{32{of_mtval}}, p_csr_old};
      {rvfi_csr_mtval_wmask, rvfi_csr_mtval_wdata} <= {{32{(of_mtval && p_csr_write) || !sound}}, now_mtval};
      {rvfi_csr_mcycle_rmask, rvfi_csr_mcycle_rdata} <= {{64{of_mcycle}}, p_mcycle};
      {rvfi_csr_mcycle_wmask, rvfi_csr_mcycle_wdata} <= {half_mask & {64{of_mcycle}}, mcycle};
      {rvfi_csr_minstret_rmask, rvfi_csr_minstret_rdata} <= {{64{of_minstret}}, p_minstret};
      {rvfi_csr_minstret_wmask, rvfi_csr_minstret_wdata} <= {half_mask & {64{of_minstret}}, minstret};
    end

    if (rst) begin
      rvfi_valid <= 1'b0;
      rvfi_order <= ~64'd0; // the first instruction is number 0
      trapped <= 1'b0;
      next_intr <= 1'b0;
      csr_ended <= 1'b0;
    end
  end
endmodule
`endif

`default_nettype wire
