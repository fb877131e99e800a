// The CSRs that are not in the register file (mtvec, mscratch, mepc and mtval are: lith_regfile.v), and interrupts.
//
// `addr` is asked for in the execute stage: `known`, `in_regfile` and `rdata` answer at once. `we` writes in the same
// cycle; writes to read-only fields are ignored. A trap has priority over a write.
`default_nettype none
`include "lith_isa.vh"

module lith_csr #(
    parameter RV_C = 1,
    parameter RV_M = 2,
    parameter COUNTERS = 1
) (
    input  wire        clk,
    input  wire        rst,

    input  wire [11:0] addr,
    output reg         known,
    output reg         in_regfile,
    output reg  [31:0] rdata,
    input  wire        writing,     // an instruction that writes has begun: from its read to `we`, which is its last cycle
    input  wire        we,
    input  wire [31:0] wdata,

    input  wire        trap,        // a trap is taken
    input  wire [5:0]  trap_cause,  // bit 5: interrupt
    input  wire        mret,
    input  wire        retire,      // an instruction has ended
    output wire [5:0]  cause,       // mcause: interrupt bit, code
    output reg         vector_mode,    // mtvec's mode, kept here too, for speed

    input  wire        irq_timer,
    input  wire        irq_external,
    input  wire        irq_heap,
    output wire        irq_waiting, // some enabled interrupt is pending, whatever mstatus says
    output wire        irq_take,    // and mstatus lets it in
    output wire [4:0]  irq_cause

`ifdef RISCV_FORMAL
    , // what lith_rvfi.v tells of them: all bits, at any time
    output wire [31:0] rvfi_mstatus,
    output wire [31:0] rvfi_misa,
    output wire [31:0] rvfi_mie,
    output wire [31:0] rvfi_mip,
    output wire [31:0] rvfi_mcause,
    output wire [63:0] rvfi_mcycle,
    output wire [63:0] rvfi_minstret
`endif
);
  reg       mie, mpie;
  reg [2:0] enable, pending; // heap, external, timer
  reg [5:0] mcause;

  wire [2:0] active = enable & pending;
  assign irq_waiting = active != 3'd0;
  assign irq_take  = irq_waiting && mie;
  assign irq_cause = active[1] ? `LITH_IRQ_EXTERNAL : active[0] ? `LITH_IRQ_TIMER : `LITH_IRQ_HEAP;
  assign cause     = mcause;

  always @(posedge clk) begin
    pending <= {irq_heap, irq_external, irq_timer};
    if (we && addr == `LITH_CSR_MTVEC) vector_mode <= wdata[0];
    if (we && addr == `LITH_CSR_MIE) enable <= {wdata[`LITH_IRQ_HEAP], wdata[`LITH_IRQ_EXTERNAL], wdata[`LITH_IRQ_TIMER]};
    if (we && addr == `LITH_CSR_MCAUSE) mcause <= {wdata[31], wdata[4:0]};
    if (we && addr == `LITH_CSR_MSTATUS) {mpie, mie} <= {wdata[7], wdata[3]};
    if (mret) {mpie, mie} <= {1'b1, mpie};
    if (trap) begin
      mcause <= trap_cause;
      {mpie, mie} <= {mie, 1'b0};
    end
    if (rst) begin
      enable  <= 3'd0;
      pending <= 3'd0;
      mcause  <= 6'd0;
      vector_mode <= 1'b0;
      {mpie, mie} <= 2'b00;
    end
  end

  // The registers as they are read. Only machine mode is there: MPP is 3.
  function [31:0] at_irqs(input [2:0] lines);
    begin
      at_irqs = 32'd0;
      {at_irqs[`LITH_IRQ_HEAP], at_irqs[`LITH_IRQ_EXTERNAL], at_irqs[`LITH_IRQ_TIMER]} = lines;
    end
  endfunction
  wire [31:0] mstatus = {19'd0, 2'b11, 3'd0, mpie, 3'd0, mie, 3'd0};
  wire [31:0] misa = {2'b01, 6'd0, 1'b1, 10'd0, RV_M != 0, 3'd0, 1'b1, 5'd0, RV_C != 0, 2'd0}; // X, M, I, C
  wire [31:0] mcause_word = {mcause[5], 26'd0, mcause[4:0]};

  // mcycle and minstret, and their user-mode copies; the other counters read 0. A write takes the place of what the
  // counter would count meanwhile: it stands still, both halves, from the instruction's read to its write.
  wire [31:0] counter_rdata;
  wire        counter_known;
  generate
    if (COUNTERS != 0) begin : g_counters
      reg [63:0] cycles, retired;
      wire user    = addr[11:8] == 4'hc;
      wire machine = addr[11:8] == 4'hb;
      wire is_counter = (user || machine) && addr[6:5] == 2'b00;
      wire event_select = addr[11:5] == 7'b0011_001 && (addr[4:0] == 5'd0 || addr[4:0] > 5'd2);
      assign counter_known = (is_counter && addr[4:0] != 5'd1) || event_select;
      wire sel_cycles  = is_counter && addr[4:0] == 5'd0;
      wire sel_retired = is_counter && addr[4:0] == 5'd2;
      wire high = addr[7];
      assign counter_rdata = sel_cycles ? (high ? cycles[63:32] : cycles[31:0]) :
                             sel_retired ? (high ? retired[63:32] : retired[31:0]) : 32'd0;
`ifdef LITH_FAULT_COUNTER
      wire still = 1'b0;
      wire unused = &{1'b0, writing};
`else
      wire still = writing;
`endif
`ifdef RISCV_FORMAL
      assign {rvfi_mcycle, rvfi_minstret} = {cycles, retired};
`endif
      always @(posedge clk) begin
        if (!(still && sel_cycles)) cycles <= cycles + 64'd1;
        if (retire && !(still && sel_retired)) retired <= retired + 64'd1;
        if (we && sel_cycles && !high) cycles[31:0] <= wdata;
        if (we && sel_cycles && high) cycles[63:32] <= wdata;
        if (we && sel_retired && !high) retired[31:0] <= wdata;
        if (we && sel_retired && high) retired[63:32] <= wdata;
        if (rst) begin
          cycles  <= 64'd0;
          retired <= 64'd0;
        end
      end
    end else begin : g_no_counters
      assign counter_known = 1'b0;
      assign counter_rdata = 32'd0;
`ifdef RISCV_FORMAL
      assign {rvfi_mcycle, rvfi_minstret} = 128'd0;
`endif
      wire unused = &{1'b0, retire, writing, wdata[30:17], wdata[15:12], wdata[10:8], wdata[6:5]};
    end
  endgenerate

`ifdef RISCV_FORMAL
  assign rvfi_mstatus = mstatus;
  assign rvfi_misa    = misa;
  assign rvfi_mie     = at_irqs(enable);
  assign rvfi_mip     = at_irqs(pending);
  assign rvfi_mcause  = mcause_word;
`endif

  always @* begin
    known = 1'b1;
    in_regfile = 1'b0;
    rdata = 32'd0;
    case (addr)
      `LITH_CSR_MTVEC, `LITH_CSR_MSCRATCH, `LITH_CSR_MEPC, `LITH_CSR_MTVAL: in_regfile = 1'b1;
      `LITH_CSR_MSTATUS: rdata = mstatus;
      `LITH_CSR_MISA:    rdata = misa;
      `LITH_CSR_MIE:     rdata = at_irqs(enable);
      `LITH_CSR_MIP:     rdata = at_irqs(pending);
      `LITH_CSR_MCAUSE:  rdata = mcause_word;
      `LITH_CSR_MSTATUSH, `LITH_CSR_MVENDORID, `LITH_CSR_MARCHID, `LITH_CSR_MIMPID, `LITH_CSR_MHARTID, `LITH_CSR_MCONFIGPTR:
        rdata = 32'd0;
      default: begin
        known = counter_known;
        rdata = counter_rdata;
      end
    endcase
  end
endmodule

`default_nettype wire
