// The controller with lines and SDRAM controller behind it, as on ulx3s but with fewer lines. The Wishbone signals between
// them are outputs here, so that the bench sees what the controller asks for and what it gets. Reset apart: a new run of the
// controller need not wait for the SDRAM's power-up.
`default_nettype none

module heap_lines #(
    parameter AW = 14,
    parameter HW = 13,
    parameter HCACHE = 0,
    parameter CCACHE = 0,
    parameter ROOTQ = 1,
    parameter MARK_STACK = 0,
    parameter REMEMBER = 0,
    parameter STATS = 1,
    parameter COPY = 1,
    parameter PACE = 1,
    parameter DURABLE = 1,
    parameter MAX_GC_STALL = 1,
    parameter LINES = 3,
    parameter LINE_WORDS = 2
) (
    input  wire          clk,
    input  wire          rst,
    input  wire          memory_rst,

    input  wire          req_valid,
    output wire          req_ready,
    input  wire [4:0]    req_op,
    input  wire [4:0]    req_kind,
    input  wire [32:0]   req_ref,
    input  wire [32:0]   req_a,
    input  wire [32:0]   req_b,
    output wire          resp_valid,
    output wire [32:0]   resp_data,
    output wire          resp_trap,
    output wire [4:0]    resp_cause,
    output wire          gc_start,
    output wire [31:0]   gc_lo,
    output wire [31:0]   gc_hi,
    input  wire          gc_range,
    output wire          gc_marking,
    input  wire          root_valid,
    output wire          root_ready,
    input  wire [32:0]   root_data,
    input  wire          root_done,
    output wire          irq_low,

    output wire          wb_cyc,
    output wire          wb_stb,
    output wire          wb_we,
    output wire [AW-1:0] wb_adr,
    output wire [3:0]    wb_sel,
    output wire [31:0]   wb_dat_w,
    output wire          wb_stall,
    output wire          wb_ack,
    output wire [31:0]   wb_dat_r,
    output wire          wb_given_up,
    output wire          wb_owed,
    output wire          wb_late,

    output wire          sdram_cke,
    output wire          sdram_ras_n,
    output wire          sdram_cas_n,
    output wire          sdram_we_n,
    output wire [1:0]    sdram_ba,
    output wire [12:0]   sdram_a,
    output wire [1:0]    sdram_dqm,
    output wire [15:0]   sdram_dq_o,
    output wire          sdram_dq_oe,
    input  wire [15:0]   sdram_dq_i
);
  wire wb_weak, wb_wanted, wb_calm;
  lith_heap #(.AW(AW), .HW(HW), .HCACHE(HCACHE), .CCACHE(CCACHE), .ROOTQ(ROOTQ), .MARK_STACK(MARK_STACK),
              .REMEMBER(REMEMBER), .STATS(STATS),
              .COPY(COPY), .DURABLE(DURABLE), .PACE(PACE), .LINES(LINES), .MAX_GC_STALL(MAX_GC_STALL)) heap (
      .clk(clk), .rst(rst),
      .req_valid(req_valid), .req_ready(req_ready), .req_op(req_op), .req_kind(req_kind), .req_ref(req_ref), .req_a(req_a),
      .req_b(req_b), .resp_valid(resp_valid), .resp_data(resp_data), .resp_trap(resp_trap), .resp_cause(resp_cause),
      .gc_start(gc_start), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(gc_range), .gc_marking(gc_marking),
      .root_valid(root_valid), .root_ready(root_ready), .root_data(root_data), .root_done(root_done), .irq_low(irq_low),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm)
  );

  wire          mem_req, mem_we, mem_ready, mem_valid, next_req;
  wire [AW-1:0] mem_adr;
  wire [AW-1:8] next_adr;
  wire [31:0]   mem_dat_w, mem_dat_r;
  lith_lines #(.AW(AW), .LINES(LINES), .LINE_WORDS(LINE_WORDS)) lines (
      .clk(clk), .rst(memory_rst),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm),
      .mem_req(mem_req), .mem_we(mem_we), .mem_adr(mem_adr), .mem_dat_w(mem_dat_w),
      .mem_ready(mem_ready), .mem_valid(mem_valid), .mem_dat_r(mem_dat_r), .next_req(next_req), .next_adr(next_adr)
  );
  lith_sdram sdram (
      .clk(clk), .rst(memory_rst),
      .mem_req(mem_req), .mem_we(mem_we), .mem_adr({{(23 - AW){1'b0}}, mem_adr}), .mem_dat_w(mem_dat_w),
      .mem_ready(mem_ready), .mem_valid(mem_valid), .mem_dat_r(mem_dat_r), .next_req(next_req),
      .next_adr({{(23 - AW){1'b0}}, next_adr}),
      .sdram_cke(sdram_cke), .sdram_ras_n(sdram_ras_n), .sdram_cas_n(sdram_cas_n), .sdram_we_n(sdram_we_n),
      .sdram_ba(sdram_ba), .sdram_a(sdram_a), .sdram_dqm(sdram_dqm),
      .sdram_dq_o(sdram_dq_o), .sdram_dq_oe(sdram_dq_oe), .sdram_dq_i(sdram_dq_i)
  );
endmodule

`default_nettype wire
