// The RISC-V formal interface, only under RISCV_FORMAL: what each instruction did, one a cycle at most, in order.
//
// Facts are gathered when the instruction leaves the execute stage (`leave`), completed when it leaves the respond
// stage (`retire` or `trap`), and given out in the cycle after; those of a trapping instruction wait until the jump to
// the handler (`vector`), because its address is part of them. rtl/core/README.md gives the meaning of each output.
`default_nettype none

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

    // From respond
    input  wire        retire,
    input  wire        trap,
    input  wire [5:0]  trap_cause,
    input  wire        rd_we,
    input  wire [4:0]  rd_addr,
    input  wire [32:0] data,      // register write, or mtval of a trap
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

  reg        p_irq, p_cell;
  reg [31:0] p_insn, p_mem_addr;
  reg [31:1] p_pc, p_pc_after;
  reg [4:0]  p_rs1_addr, p_rs2_addr;
  reg [32:0] p_rs1, p_rs2, p_rs3, p_mem_wdata;
  reg [3:0]  p_mem_rmask, p_mem_wmask;

  reg        trapped;   // a trap is on its way to its handler
  reg        next_intr; // the next instruction is the first of an interrupt handler
  reg [5:0]  cause;
  reg [32:0] tval;
  wire       give = retire || (vector && trapped && !p_irq);

  always @(posedge clk) begin
    if (leave) begin
      p_irq <= irq;
      p_cell <= is_cell;
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
      rvfi_trap <= !retire;
      rvfi_intr <= next_intr;
      rvfi_rs1_addr <= p_rs1_addr;
      rvfi_rs2_addr <= p_rs2_addr;
      {rvfi_x_rs1_tag, rvfi_rs1_rdata} <= p_rs1;
      {rvfi_x_rs2_tag, rvfi_rs2_rdata} <= p_rs2;
      {rvfi_x_rs3_tag, rvfi_x_rs3_rdata} <= p_rs3;
      rvfi_rd_addr <= retire && rd_we ? rd_addr : 5'd0;
      {rvfi_x_rd_tag, rvfi_rd_wdata} <= retire && rd_we ? data : 33'd0;
      rvfi_pc_rdata <= {p_pc, 1'b0};
      rvfi_pc_wdata <= {retire ? p_pc_after : vector_target, 1'b0};
      rvfi_mem_addr <= p_mem_addr;
      rvfi_mem_rmask <= retire ? p_mem_rmask : 4'd0;
      rvfi_mem_wmask <= retire ? p_mem_wmask : 4'd0;
      {rvfi_x_mem_rtag, rvfi_mem_rdata} <= mem_rdata;
      {rvfi_x_mem_wtag, rvfi_mem_wdata} <= p_mem_wdata;
      rvfi_x_cell <= p_cell;
      rvfi_x_trap_cause <= {cause[5], 26'd0, cause[4:0]};
      rvfi_x_mtval <= tval;
    end

    if (rst) begin
      rvfi_valid <= 1'b0;
      rvfi_order <= ~64'd0; // the first instruction is number 0
      trapped <= 1'b0;
      next_intr <= 1'b0;
    end
  end
endmodule
`endif

`default_nettype wire
