// The handle cache and the cell cache, as the mutator side uses them: who looks up, and what is written into them.
//
// A lookup is started in the cycle in which a request may be taken, or by the collector (g_look), or by a copy (copy_asks).
// The handle cache's answer stands from the next cycle on.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_lookup #(
  parameter AW     = 14,
  parameter HW     = 13,
  parameter HCACHE = 0,
  parameter CCACHE = 0
) (
  input  wire          clk,

  // Lookup for the request that may be taken.
  input  wire          req_ready,
  input  wire          accept,
  input  wire [4:0]    req_op,
  input  wire [HW-1:0] req_h,
  input  wire [13:0]   req_index,
  output reg           lost,        // the request in work has had no lookup
  input  wire          waiting,     // it waits for space: its line may be out of date

  // Of the request in work.
  input  wire [HW-1:0] ref_h,
  input  wire [HW-1:0] a_h,
  input  wire          is_make,
  input  wire          is_sized,
  input  wire          is_atom,
  input  wire [4:0]    kind,
  input  wire [1:0]    slack,       // of the cell made
  input  wire [HW-1:0] h,
  input  wire [11:0]   left,
  input  wire [31:0]   ent,
  input  wire [11:0]   header_len,  // the length that has been read
  input  wire          same_cell,

  // Handle cache: its answer, and what is written.
  output wire          hc_hit,
  output wire [AW-1:0] hc_place,
  output wire [11:0]   hc_len,
  output wire [1:0]    hc_slack,
  output wire          hc_open,
  output wire          hc_absent,
  input  wire          hc_fill,     // the line of a cell whose entry and length have been read
  input  wire          hc_made,     // that of a new cell
  input  wire          hc_sealed,   // the line there is, without its open bit
  input  wire          hc_empty,    // none, for ref_h or, if retarget_second, a_h
  input  wire          retarget_second,

  // Cell cache.
  input  wire          copy_asking, // a copy asks, if anybody,
  input  wire          copy_asks,   // does
  input  wire [11:0]   ask_index,   // for this word of the source
  input  wire [11:0]   query_index, // what the line is compared with
  output wire          cc_hit,
  output wire [31:0]   cc_data,
  input  wire          cc_keep,     // a field has been read or written: it is `word`,
  input  wire [11:0]   keep_index,
  input  wire [31:0]   word,
  input  wire          forget,      // or must be read the next time
  input  wire          flush,       // every line of that number (left)

  // Collector.
  input  wire [HW-1:0] g_handle,
  input  wire          g_look,
  input  wire          g_moved,
  input  wire [11:0]   g_len,
  input  wire [29:23]  g_bits,
  input  wire [AW-1:0] mv_dst
);

  // The collector's lookup, and its change of a line, take the cache's port before a request. A request that is taken
  // in such a cycle counts as a miss (`lost`): so it does not wait for the collector, and the collector's steps do not
  // depend on req_valid, which comes late.
  reg  looked, has_line;   // has_line: the cell under motion has a line, or got one since the collector looked
  always @(posedge clk) begin
    if (accept) lost <= g_look || g_moved;
`ifndef LITH_FAULT_COPY_LOST
    else if (waiting) lost <= 1'b1;   // the source of a copy may have been moved since
`endif
    looked <= g_look;
    if (looked) has_line <= hc_hit;
    else if (hc_fill && same_cell) has_line <= 1'b1;
  end

  lith_heap_hcache #(.BITS(HCACHE), .AW(AW), .HW(HW)) hcache (
    .clk(clk),
    .re(req_ready || g_look), .rh(g_look ? g_handle : req_h),
    .qh(looked ? g_handle : ref_h), .q_hit(hc_hit), .q_place(hc_place), .q_len(hc_len), .q_slack(hc_slack),
    .q_open(hc_open), .q_absent(hc_absent),
    .we(hc_fill || hc_made || hc_sealed || hc_empty || g_moved && has_line),
    .w_empty(hc_empty),
    .wh(g_moved ? g_handle : hc_made ? h : retarget_second ? a_h : ref_h),
    .w_place(g_moved ? mv_dst : hc_sealed ? hc_place : ent[AW-1:0]),
    .w_len(hc_made ? left : hc_fill ? (is_atom ? 12'd1 : header_len) : hc_sealed ? hc_len : g_len),
    .w_slack(hc_made ? slack : hc_fill ? ent[`LITH_ENTRY_SLACK] : hc_sealed ? hc_slack : g_bits[`LITH_ENTRY_SLACK]),
    .w_open(hc_made ? is_sized : hc_fill ? ent[`LITH_ENTRY_OPEN] : !hc_sealed && g_bits[`LITH_ENTRY_OPEN]),
    .w_absent(hc_made ? kind == `LITH_KIND_ABSENT : hc_fill ? ent[`LITH_ENTRY_ABSENT] : hc_sealed ? hc_absent
            : g_bits[`LITH_ENTRY_ABSENT]));

  wire [11:0] field = req_op == `LITH_OP_GETB || req_op == `LITH_OP_SETB ? req_index[13:2]
                    : req_op[3] || req_op == `LITH_OP_AGET ? 12'd0 : req_index[11:0];

  lith_heap_ccache #(.BITS(CCACHE), .HW(HW)) ccache (
    .clk(clk),
    .re(req_ready || copy_asks), .rh(req_h), .ri(field), .own(copy_asking), .oi(ask_index),
    .qh(ref_h), .qi(query_index), .q_hit(cc_hit), .q_data(cc_data),
    .we(cc_keep), .w_empty(forget), .w_all(flush),
    .wh(is_make ? h : ref_h), .wi(keep_index), .w_data(word));

  wire unused_ok = &{1'b0, g_bits[26], g_bits[24:23], ent};

endmodule

`default_nettype wire
