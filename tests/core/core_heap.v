// The core with the real heap controller and a small heap memory, for the core's tests. What the root walker does is
// left to the harness: it takes the register roots, hands in the tagged words of RAM, then raises root_done.
`default_nettype none

module core_heap #(
    parameter RV_C = 1,
    parameter RV_M = 2,
    parameter QUICK = 1,
    parameter COPY = 1,
    parameter DURABLE = 1
) (
    input  wire        clk,
    input  wire        rst,

    output wire        i_req,
    input  wire        i_gnt,
    output wire [31:0] i_addr,
    input  wire        i_rvalid,
    input  wire [31:0] i_rdata,
    input  wire        i_err,

    output wire        d_req,
    input  wire        d_gnt,
    output wire [31:0] d_addr,
    output wire        d_we,
    output wire [3:0]  d_be,
    output wire [32:0] d_wdata,
    input  wire        d_rvalid,
    input  wire [32:0] d_rdata,
    input  wire        d_err,

    output wire        rr_valid,
    output wire [32:0] rr_data,
    input  wire        rr_ready,  // the harness lets the word through to the controller
    output wire        rr_taken,
    output wire        rr_busy,

    input  wire        ram_root_valid,
    output wire        ram_root_ready,
    input  wire [31:0] ram_root,
    input  wire        root_done,
    output wire        gc_start,

    input  wire        hold_requests, // keeps the core's cell requests waiting
    input  wire        irq_timer,
    input  wire        irq_external,
    input  wire        irq_heap,
    output wire        sleeping
);
  localparam AW = 12, HW = 11;

  wire        h_req_valid, h_req_ready, h_resp_valid, h_resp_trap;
  wire [4:0]  h_req_op, h_req_kind, h_resp_cause;
  wire [32:0] h_req_ref, h_req_a, h_req_b, h_resp_data;
  wire        d_early, unused_again;
  wire [31:0] unused_new, unused_addr_again;

`ifndef SYNTHESIS
  always @(posedge clk)
    if (d_req && !d_early) begin
      $display("lith_core: d_req without d_early");
      $stop;
    end
`endif

  lith_core #(.RV_C(RV_C), .RV_M(RV_M), .COUNTERS(1), .COPY(COPY), .DURABLE(DURABLE), .REGS_DISTRIBUTED(QUICK)) core (
      .clk(clk), .rst(rst),
      .i_req(i_req), .i_gnt(i_gnt), .i_addr(i_addr), .i_rvalid(i_rvalid), .i_rdata(i_rdata), .i_err(i_err),
      .d_req(d_req), .d_early(d_early), .d_again(unused_again), .d_gnt(d_gnt), .d_addr(d_addr), .d_addr_new(unused_new),
      .d_addr_again(unused_addr_again), .d_we(d_we), .d_be(d_be), .d_wdata(d_wdata),
      .d_rvalid(d_rvalid), .d_rdata(d_rdata), .d_err(d_err),
      .h_req_valid(h_req_valid), .h_req_ready(h_req_ready && !hold_requests), .h_req_op(h_req_op),
      .h_req_kind(h_req_kind), .h_req_ref(h_req_ref), .h_req_a(h_req_a), .h_req_b(h_req_b),
      .h_resp_valid(h_resp_valid), .h_resp_data(h_resp_data), .h_resp_trap(h_resp_trap),
      .h_resp_cause(h_resp_cause),
      .rr_valid(rr_valid), .rr_data(rr_data), .rr_ready(rr_taken), .rr_busy(rr_busy),
      .irq_timer(irq_timer), .irq_external(irq_external), .irq_heap(irq_heap), .sleeping(sleeping));

  wire          root_ready, wb_cyc, wb_stb, wb_we, gc_marking, irq_low;
  wire [31:0]   gc_lo, gc_hi, wb_dat_w;
  wire [3:0]    wb_sel;
  wire [AW-1:0] wb_adr;
  wire          wb_weak, wb_wanted;
  reg           wb_ack;
  reg  [31:0]   wb_dat_r;
  reg  [31:0]   memory [0:(1 << AW) - 1];

  assign rr_taken = rr_valid && rr_ready && root_ready;
  assign ram_root_ready = root_ready && !rr_busy;

  lith_heap #(.AW(AW), .HW(HW), .ROOTQ(1), .STATS(1)) heap (
      .clk(clk), .rst(rst),
      .req_valid(h_req_valid && !hold_requests), .req_ready(h_req_ready), .req_op(h_req_op), .req_kind(h_req_kind),
      .req_ref(h_req_ref), .req_a(h_req_a), .req_b(h_req_b),
      .resp_valid(h_resp_valid), .resp_data(h_resp_data), .resp_trap(h_resp_trap), .resp_cause(h_resp_cause),
      .gc_start(gc_start), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(1'b1), .gc_marking(gc_marking),
      .root_valid(rr_busy ? rr_valid && rr_ready : ram_root_valid), .root_ready(root_ready),
      .root_data(rr_busy ? rr_data : {1'b1, ram_root}), .root_done(root_done), .irq_low(irq_low),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(1'b0), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(1'b0), .wb_owed(1'b0), .wb_late(1'b0), .wb_calm(1'b0));

  integer lane;
  always @(posedge clk) begin
    wb_ack <= wb_cyc && wb_stb && !rst;
    if (wb_cyc && wb_stb) begin
      wb_dat_r <= memory[wb_adr];
      for (lane = 0; lane < 4; lane = lane + 1)
        if (wb_we && wb_sel[lane]) memory[wb_adr][8*lane +: 8] <= wb_dat_w[8*lane +: 8];
    end
  end

  wire unused = &{1'b0, gc_marking, irq_low, gc_lo, gc_hi, wb_weak, wb_wanted};
endmodule

`default_nettype wire
