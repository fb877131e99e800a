// The heap controller (docs/heap.md): a heap of tagged immutable cells behind a request port.
//
//   request port --> mutator --+                +--> Wishbone
//                      |  ^    +--> mem --------+
//   root port --> rootq|  |    |
//                   +--v--|----+
//                   collector
//
// The mutator side serves requests, the collector marks and slides in the cycles that they leave.
`default_nettype none
`include "lith_isa.vh"

module lith_heap #(
  parameter AW           = 14,  // log2 of the memory in words, 8..23
  parameter HW           = 13,  // width of a handle, up to 20 and up to AW
  parameter HCACHE       = 0,   // log2 of the lines of the handle cache, 0: none; less than HW
  parameter CCACHE       = 0,   // log2 of the lines of the cell cache, 0: none; up to 12
  parameter ROOTQ        = 1,   // log2 of the depth of the root queue, at least 1
  parameter MARK_STACK   = 4,   // log2 of the depth of the mark stack, 0: none; up to 12
  parameter STATS        = 1,   // 1: counters
  parameter REMEMBER     = 0,   // log2 of the handles of cells that are remembered, less than HW; 0: no generations
  parameter DURABLE      = 1,   // 1: the requests DURABLE and REF
  parameter COPY         = 1,   // 1: the request COPY
  parameter PACE         = 1,   // 1: the collector's sure share grows as space runs short; 0: a step for every four requests
  parameter LINES        = 0,   // log2 of the lines before the memory (lith_lines), 0: none
  parameter MAX_GC_STALL = 1    // cycles that a request may wait for the collector
) (
  input  wire          clk,
  input  wire          rst,

  // Request port: taken when valid and ready; one answer a request, in order, at the earliest a cycle later.
  // req_ready depends on no input of this port.
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

  // Root port: gc_start begins a collection, then every root is handed in, then root_done is held until the next start.
  output wire          gc_start,
  output wire [31:0]   gc_lo,
  output wire [31:0]   gc_hi,
  input  wire          gc_range,   // they are a range of the walker's words; if not, none is begun
  output wire          gc_marking,
  input  wire          root_valid,
  output wire          root_ready,
  input  wire [32:0]   root_data,
  input  wire          root_done,

  output wire          irq_low,    // free memory is below the low-water mark and no collection runs

  // Wishbone B4 pipelined master; word addresses.
  output wire          wb_cyc,
  output wire          wb_stb,
  output wire          wb_we,
  output wire [AW-1:0] wb_adr,
  output wire [3:0]    wb_sel,
  output wire [31:0]   wb_dat_w,
  input  wire          wb_stall,
  input  wire          wb_ack,
  input  wire [31:0]   wb_dat_r,

  // Reads that give way (lith_lines); only with LINES.
  output wire          wb_weak,
  output wire          wb_wanted,
  input  wire          wb_given_up,
  input  wire          wb_owed,
  input  wire          wb_late,
  input  wire          wb_calm
);

  wire          m_free, m_stb, m_we, m_table, m_plus1, m_spec, m_ahead, m_can, m_ack, m_blocked, m_open;
  wire [HW-1:0] m_handle;
  wire [AW-1:0] m_base;
  wire [11:0]   m_off;
  wire [31:0]   m_wdat;
  wire [3:0]    m_sel;
  wire          g_step, g_stb, g_we, g_table, g_plus1, g_go, g_ack, g_wants, hold, resting;
  wire [HW-1:0] g_handle;
  wire [AW-1:0] g_base, sum;
  wire [11:0]   g_off;
  wire [31:0]   g_wdat;

  wire [1:0]    phase;
  wire [1:0]    colour;
  wire          gc_minor, minor, in_gap, wrote, exchanged, remembering, overflow, r_valid, r_empty, r_pop;
  wire [HW-1:0] wrote_h, r_head;
  wire [AW-1:0] wrote_place, old_end;
  wire          moving, wrote_held, wrote_entry, made_durable, between;
  wire [11:0]   mv_index, g_len;
  wire [29:23]  g_bits;
  wire [AW-1:0] mv_dst, ceil, used, room, bound, high, start;
  wire          lower, in_upper, kept_upper, none_made, g_above;
  wire [HW-1:0] free_head;
  wire          g_look, g_moved, g_free, g_end, rt_keep;
  wire          m_kept, rt_durable;
  wire          q_push, q_room, q_valid, q_empty, q_pop, q_wanted;
  wire [HW-1:0] q_push_h, q_head;
  wire          ev_made, ev_done, ev_wait, ev_queue, ev_freed, ev_word;
  wire [7:0]    st_wait;
  wire [4:0]    stat_index;
  wire [31:0]   stat_data;

  lith_heap_mutator #(.AW(AW), .HW(HW), .HCACHE(HCACHE), .CCACHE(CCACHE), .COPY(COPY), .DURABLE(DURABLE),
                      .REMEMBER(REMEMBER)) mutator (
    .clk(clk), .rst(rst),
    .req_valid(req_valid), .req_ready(req_ready), .req_op(req_op), .req_kind(req_kind),
    .req_ref(req_ref), .req_a(req_a), .req_b(req_b),
    .resp_valid(resp_valid), .resp_data(resp_data), .resp_trap(resp_trap), .resp_cause(resp_cause),
    .m_free(m_free), .m_stb(m_stb), .m_we(m_we), .m_table(m_table), .m_handle(m_handle), .m_base(m_base),
    .m_off(m_off), .m_plus1(m_plus1), .m_wdat(m_wdat), .m_kept(m_kept), .m_sel(m_sel), .m_spec(m_spec),
    .m_ahead(m_ahead), .m_can(m_can), .m_ack(m_ack), .m_blocked(m_blocked), .m_open(m_open), .dat(wb_dat_r), .sum(sum),
    .phase(phase), .colour(colour), .minor(minor), .moving(moving), .g_handle(g_handle), .mv_index(mv_index),
    .mv_dst(mv_dst), .wrote_held(wrote_held), .wrote_entry(wrote_entry), .made_durable(made_durable),
    .gc_start(gc_start), .gc_minor(gc_minor), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(gc_range), .between(between),
    .hold(hold), .resting(resting), .room(room),
    .wrote(wrote), .exchanged(exchanged), .wrote_h(wrote_h), .wrote_place(wrote_place), .remembering(remembering),
    .overflow(overflow),
    .q_push(q_push), .q_push_h(q_push_h), .q_room(q_room), .q_wanted(q_wanted),
    .g_look(g_look), .g_moved(g_moved), .g_len(g_len), .g_bits(g_bits), .g_free(g_free),
    .g_end(g_end), .none_made(none_made), .g_above(g_above), .kept_upper(kept_upper), .in_upper(in_upper),
    .bound(bound), .high(high), .start(start), .in_gap(in_gap), .lower(lower),
    .ceil(ceil), .old_end(old_end), .used(used), .free_head(free_head), .irq_low(irq_low),
    .rt_keep(rt_keep), .rt_durable(rt_durable),
    .ev_made(ev_made), .ev_done(ev_done), .st_wait(st_wait), .ev_wait(ev_wait), .ev_queue(ev_queue),
    .stat_index(stat_index), .stat_data(stat_data));

  lith_heap_collector #(.LINES(LINES), .AW(AW), .HW(HW), .HCACHE(HCACHE), .MARK_STACK(MARK_STACK), .DURABLE(DURABLE)) collector (
    .clk(clk), .rst(rst),
    .gc_start(gc_start), .gc_minor(gc_minor), .root_done(root_done), .phase(phase), .colour(colour), .minor(minor),
    .old_end(old_end), .r_valid(r_valid), .r_empty(r_empty), .r_head(r_head), .r_pop(r_pop),
    .q_valid(q_valid), .q_empty(q_empty), .q_head(q_head), .q_pop(q_pop),
    .g_step(g_step), .g_stb(g_stb), .g_we(g_we), .g_table(g_table), .g_handle(g_handle), .g_base(g_base),
    .g_off(g_off), .g_plus1(g_plus1), .g_wdat(g_wdat), .g_go(g_go), .g_ack(g_ack), .dat(wb_dat_r), .sum(sum),
    .moving(moving), .mv_index(mv_index), .g_len(g_len), .g_bits(g_bits), .mv_dst(mv_dst),
    .wrote_held(wrote_held), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w), .wrote_entry(wrote_entry),
    .made_durable(made_durable), .between(between),
    .g_look(g_look), .g_moved(g_moved), .g_free(g_free),
    .g_end(g_end), .bound(bound), .high(high), .start(start), .lower(lower), .in_upper(in_upper),
    .kept_upper(kept_upper), .none_made(none_made), .g_above(g_above), .free_head(free_head),
    .rt_keep(rt_keep), .rt_durable(rt_durable),
    .ev_freed(ev_freed), .ev_word(ev_word));

  lith_heap_mem #(.AW(AW), .HW(HW), .LINES(LINES)) mem (
    .clk(clk), .rst(rst),
    .m_free(m_free), .m_stb(m_stb), .m_we(m_we), .m_table(m_table), .m_handle(m_handle), .m_base(m_base),
    .m_off(m_off), .m_plus1(m_plus1), .m_wdat(m_wdat), .m_kept(m_kept), .m_sel(m_sel), .m_spec(m_spec),
    .m_ahead(m_ahead), .m_can(m_can), .m_ack(m_ack), .m_blocked(m_blocked), .m_open(m_open),
    .g_step(g_step), .g_stb(g_stb), .g_we(g_we), .g_table(g_table), .g_handle(g_handle), .g_base(g_base),
    .g_off(g_off), .g_plus1(g_plus1), .g_wdat(g_wdat), .g_go(g_go), .g_ack(g_ack),
    .g_wants(g_wants), .sum(sum),
    .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
    .wb_stall(wb_stall), .wb_ack(wb_ack),
    .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
    .wb_calm(wb_calm));

  lith_heap_remember #(.AW(AW), .HW(HW), .BITS(REMEMBER)) remember (
    .clk(clk), .rst(rst), .wrote(wrote), .exchanged(exchanged), .wrote_h(wrote_h), .wrote_place(wrote_place),
    .remembering(remembering),
    .collecting(phase != `LITH_PHASE_IDLE), .in_gap(in_gap), .old_end(old_end), .start(start), .high(high),
    .gc_start(gc_start), .gc_minor(gc_minor), .kept_young(g_end && kept_upper), .overflow(overflow),
    .r_valid(r_valid), .r_empty(r_empty), .r_head(r_head), .r_pop(r_pop));

  lith_heap_pacer #(.PACE(PACE), .AW(AW)) pacer (
    .clk(clk), .phase(phase), .room(room), .used(used), .slid(mv_dst), .kept(minor ? old_end : {AW{1'b0}}),
    .taken(req_valid && req_ready), .resting(resting), .g_step(g_wants), .g_go(g_go), .hold(hold));

  // The overwrite barrier of atoms and open cells goes before the walker's roots.
  assign gc_marking = phase == `LITH_PHASE_MARK;
  wire   wanted     = gc_marking && root_valid && root_data[32];
  assign root_ready = !gc_marking || q_room && !q_wanted;

  lith_heap_rootq #(.BITS(ROOTQ), .HW(HW)) rootq (
    .clk(clk), .rst(rst),
    .push(q_push || wanted && root_ready), .push_h(q_push ? q_push_h : root_data[8 +: HW]), .room(q_room),
    .pop(q_pop), .valid(q_valid), .head(q_head), .empty(q_empty));

  lith_heap_stats #(.ENABLE(STATS), .AW(AW)) stats (
    .clk(clk), .rst(rst),
    .ev_made(ev_made), .ev_freed(ev_freed), .ev_word(ev_word), .ev_end(g_end), .ev_done(ev_done),
    .st_wait(st_wait), .ev_wait(ev_wait), .ev_barrier(ev_queue),
    .minor(minor), .promoted(kept_upper ? {AW{1'b0}} : mv_dst - old_end), .ev_overflow(REMEMBER != 0 && overflow),
    .phase(phase), .alloc(used), .ceil(ceil), .index(stat_index), .data(stat_data));

  wire unused_ok = &{1'b0, root_data};

  // Parameters that cannot be are refused when the design is elaborated: the tool misses a module whose name says why.
  generate
    if (AW < 8 || AW > 23) begin : refused_aw
      AW_is_from_8_to_23 refused ();
    end
    if (HW < 1 || HW > 20 || HW > AW) begin : refused_hw
      HW_is_from_1_to_20_and_at_most_AW refused ();
    end
    if (HCACHE < 0 || HCACHE >= HW) begin : refused_hcache
      HCACHE_is_less_than_HW refused ();
    end
    if (CCACHE < 0 || CCACHE > 12) begin : refused_ccache
      CCACHE_is_at_most_12 refused ();
    end
    if (ROOTQ < 1) begin : refused_rootq
      ROOTQ_is_at_least_1 refused ();
    end
    if (MARK_STACK < 0 || MARK_STACK > 12) begin : refused_mark_stack
      MARK_STACK_is_at_most_12 refused ();
    end
    if (STATS < 0 || STATS > 1) begin : refused_stats
      STATS_is_0_or_1 refused ();
    end
    if (REMEMBER < 0 || REMEMBER == 1 || REMEMBER >= HW) begin : refused_remember
      REMEMBER_is_0_or_from_2_and_less_than_HW refused ();
    end
    if (DURABLE < 0 || DURABLE > 1) begin : refused_durable
      DURABLE_is_0_or_1 refused ();
    end
    if (COPY < 0 || COPY > 1) begin : refused_copy
      COPY_is_0_or_1 refused ();
    end
    if (PACE < 0 || PACE > 1) begin : refused_pace
      PACE_is_0_or_1 refused ();
    end
  endgenerate

`ifndef SYNTHESIS
  // A request never waits longer for the collector than MAX_GC_STALL cycles (I6).
  always @(posedge clk)
    if (!rst) begin
      if ({24'd0, st_wait} > MAX_GC_STALL) begin
        $display("lith_heap: a request has waited %0d cycles for the collector, the bound is %0d", st_wait, MAX_GC_STALL);
        $stop;
      end
    end

  // A write that must wait for room in the root queue has it when the marker has ended the cell it is at, which takes at
  // most six accesses: a field, entry read and written, the length; or, for the mark stack, two of a cell put off.
  localparam QUEUE_WAIT = 6 * MAX_GC_STALL + 8;
  reg [31:0] queue_wait;
  always @(posedge clk)
    if (rst || !ev_queue) queue_wait <= 32'd0;
    else begin
      queue_wait <= queue_wait + 32'd1;
      if (queue_wait >= QUEUE_WAIT) begin
        $display("lith_heap: a write has waited %0d cycles for the root queue, the bound is %0d", queue_wait, QUEUE_WAIT);
        $stop;
      end
    end
`endif

endmodule

`default_nettype wire
