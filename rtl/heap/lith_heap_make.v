// Making a cell: how long it is, whether it fits, its handle, its entry; and with that, where cells are made at all
// (lith_heap_allocator).
//
// Handles come from the free list, which is linked through the entries, and when that is empty from those never used.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_make #(
  parameter AW   = 14,
  parameter HW   = 13,
  parameter SLOW = 0    // the memory is slow (lith_heap_mutator)
) (
  input  wire          clk,
  input  wire          rst,

  // The request (lith_heap_request).
  input  wire [4:0]    kind,
  input  wire          is_sized,
  input  wire          op_mk2,
  input  wire          op_ctl,
  input  wire          ctl_low,      // CTL: the low-water mark, else the limit
  input  wire [31:0]   r_a,
  input  wire [31:0]   length_asked,
  input  wire          looking,      // it is looked at: CTL takes effect

  // The cell to make.
  output wire [11:0]   cells,        // its fields
  output wire [1:0]    slack,
  output wire          too_long,
  output wire [31:23]  new_bits,     // its entry, but for the place
  output wire [AW-1:0] alloc,        // its place
  output wire [HW-1:0] new_h,
  output reg           use_fresh,    // its handle has never been used
  output reg  [HW:0]   fresh,        // next handle never used
  output reg  [HW-1:0] free_head,
  output wire          fits,
  output wire          full,         // it fits nowhere
  input  wire          choosing,     // it is asked whether a cell fits, or a collection is to start
  input  wire          asks_room,    // a cell is to be made in this cycle
  input  wire          gc_asked,     // a collection is to start in this cycle
  output wire          gc_ready,     // it may
  input  wire          ev_made,      // the cell has got its place and handle
  input  wire          at_link,      // dat is the free handle's entry,
  input  wire          linked,       // now
  input  wire [31:0]   dat,
  input  wire          in_header,    // its header is being written
  input  wire [HW-1:0] h,            // its handle then
  input  wire [HW-1:0] ref_h,        // the cell in work
  input  wire          in_write_entry,  // whose entry is being sealed
  output wire          at_newest,    // is the open one made last, whose entry is known
  input  wire [AW-1:0] sum,          // end of the cell made (adder of addresses), or of what the slide kept (g_end)

  // Collector.
  input  wire          marking,
  input  wire          idle_gc,
  input  wire [1:0]    colour,
  input  wire          gc_start,
  input  wire          g_free,
  input  wire [HW-1:0] g_handle,
  input  wire          g_end,
  input  wire          g_above,
  input  wire          kept_upper,
  input  wire          in_upper,
  input  wire [AW-1:0] mv_dst,
  output wire          any,          // a cell has been made since the start of the collection

  // Where blocks lie.
  output wire [AW-1:0] room,
  output wire [AW-1:0] bound,
  output wire [AW-1:0] high,
  output wire [AW-1:0] start,
  output wire          in_gap,
  output wire          lower,
  output wire [AW-1:0] ceil,
  output wire [AW-1:0] old_end,
  output wire [AW-1:0] used,
  output wire          irq_low
);

  // ---- Its length ---------------------------------------------------------------------------------------------------------
  wire [12:0] words    = {1'b0, length_asked[13:2]} + {12'd0, length_asked[1] || length_asked[0]};   // of so many bytes
  assign      too_long = is_sized && (kind[4] ? |length_asked[31:14] || words[12] : |length_asked[31:12]);
  assign      cells    = !is_sized ? {10'd0, op_mk2, !op_mk2} : kind[4] ? words[11:0] : length_asked[11:0];
  assign      slack    = is_sized && kind[4] ? 2'd0 - length_asked[1:0] : 2'd0;

  // ---- Its entry ----------------------------------------------------------------------------------------------------------
`ifdef LITH_FAULT_BORN
  wire [1:0]  born     = marking ? ~colour : colour;
`else
  wire [1:0]  born     = colour;
`endif
`ifdef LITH_FAULT_DURABLE_OUTLIVES
  wire        still    = at_link && dat[`LITH_ENTRY_DURABLE];
`else
  wire        still    = 1'b0;
`endif
  assign new_bits = {born, is_sized, slack, still, kind == `LITH_KIND_ABSENT,
                 kind == `LITH_KIND_ATOM ? `LITH_CLASS_ATOM : kind[4] ? `LITH_CLASS_RAW : `LITH_CLASS_VALUE};

  // ---- Its handle ---------------------------------------------------------------------------------------------------------
  reg virgin;   // no cell made yet
  assign new_h = use_fresh ? fresh[HW-1:0] : free_head;

  always @(posedge clk)
    if (rst) begin
      free_head <= {HW{1'b0}};
      use_fresh <= 1'b1;
      fresh     <= {{HW{1'b0}}, 1'b1};
      virgin    <= 1'b1;
    end else begin
      if (ev_made) begin
        virgin <= 1'b0;
        if (use_fresh) fresh <= fresh + 1'b1;
      end
      if (linked) begin
        free_head <= dat[HW-1:0];
        use_fresh <= dat[HW-1:0] == {HW{1'b0}};
      end
`ifndef LITH_FAULT_LEAK
      if (g_free) begin
        free_head <= g_handle;
        use_fresh <= 1'b0;
      end
`endif
    end

  // ---- The cell made last -------------------------------------------------------------------------------------------------
  // Usually it is the next one to be sealed. Until a collection starts its entry is known but for what its line in the handle
  // cache says: it has the colour of the last start, and what is open is not durable.
  generate
    if (SLOW == 0) begin : entry_read
      assign at_newest = 1'b0;
      wire unused_newest = &{1'b0, in_header, h, ref_h, in_write_entry};
    end else begin : entry_known
      reg          known;
      reg [HW-1:0] newest;
      wire         same_newest;
      lith_heap_same #(.HW(HW)) same_as_newest (.a(ref_h), .b(newest), .same(same_newest));
      assign at_newest = known && same_newest;
      always @(posedge clk) begin
`ifdef LITH_FAULT_SEAL_COLOUR
        if (rst) known <= 1'b0;
`else
        if (rst || gc_start) known <= 1'b0;
`endif
        else if (in_header && is_sized) known <= kind != `LITH_KIND_ABSENT;
`ifndef LITH_FAULT_SEAL_TWICE
        else if (in_write_entry && same_newest) known <= 1'b0;   // then it may get another block, which may be absent
`endif
        if (in_header && is_sized) newest <= h;
      end
    end
  endgenerate

  // ---- Its place ----------------------------------------------------------------------------------------------------------
  wire single, steady, more_above, room_for, room_now;
  assign in_gap = lower && !single;
  assign fits   = room_for && !(use_fresh && fresh[HW]);

  // What does not fit is tried in the other region as well, the upper one last: from there the next collection leaves all
  // that is free in one piece. A collection starts with the larger region to make cells in.
  reg  turned;
  wire try_other = idle_gc && !single && !(turned && !lower);
  wire turn      = g_above || room_now && (asks_room && !fits && try_other || gc_asked && steady && more_above);
  assign full     = !fits && room_now && !try_other;
  assign gc_ready = steady && !more_above;
  always @(posedge clk) turned <= choosing && (turned || turn);

  // Where free memory begins behind the cell that is being made. Its entry needs no sum, so the adder of addresses is free, but
  // then all that says how long the cell is stands in front of it: before a slow memory this has one of its own.
  wire [AW-1:0] cell_end;
  generate
    if (SLOW != 0) begin : own_adder
      localparam SW = (AW > 12 ? AW : 12) + 1;
      wire [SW-1:0] total = {{(SW - AW){1'b0}}, alloc} + {{(SW - 12){1'b0}}, cells} + {{(SW - 1){1'b0}}, 1'b1};
      wire unused_carry = &{1'b0, total[SW-1:AW]};
      assign cell_end = total[AW-1:0];
    end else begin : adder_of_addresses
      assign cell_end = sum;
    end
  endgenerate

  wire set_limit = looking && op_ctl && !ctl_low && virgin && r_a[31:AW] == 0;

  lith_heap_allocator #(.AW(AW)) allocator (
    .clk(clk), .rst(rst), .alloc(alloc), .ceil(ceil), .old_end(old_end), .used(used),
    .cells(cells), .room_for(room_for), .room(room), .room_now(room_now), .steady(steady), .lower(lower), .single(single),
    .any(any), .more_above(more_above),
    .use_fresh(use_fresh), .made(ev_made), .sum(g_end ? sum : cell_end), .turn(turn), .set_limit(set_limit), .limit(r_a[AW-1:0]),
    .collecting(!idle_gc), .gc_start(gc_start), .g_above(g_above), .in_upper(in_upper), .bound(bound), .high(high),
    .start(start), .g_free(g_free), .g_end(g_end), .kept_upper(kept_upper), .mv_dst(mv_dst));

  // ---- The low-water mark -------------------------------------------------------------------------------------------------
  reg  [AW-7:0] low_water;
  wire [AW-6:0] wanted = {1'b0, used[AW-1:6]} + {1'b0, low_water};
  assign irq_low = idle_gc && wanted > {1'b0, ceil[AW-1:6]};

  always @(posedge clk)
    if (rst) low_water <= {(AW - 6){1'b0}};
    else if (looking && op_ctl && ctl_low) low_water <= r_a[AW-1:6];

  wire unused_ok = &{1'b0, marking, at_link, dat};

endmodule

`default_nettype wire
