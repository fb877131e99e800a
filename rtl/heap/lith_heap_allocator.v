// Allocator: where blocks lie, and where the next one goes (docs/collector.md, "Where blocks lie").
//
//   0     old_end   alloc       high        other         ceil
//   | old | young   |    gap    |  young    |    free     | table |    lower: cells are made in the gap
//   | old | young   |   gap     |  young    |    free     | table |    upper: they are made above all others
//   0     old_end   other       high        alloc         ceil
//   | old | young                           |    free     | table |    single: there is no gap (lower is 1, other = high)
//   0     old_end                           alloc         ceil
//
// To turn is to swap `alloc` and `other`. While a collection runs there is no turning: cells are made from `start` on, where
// `alloc` was when it started, and the walk of the slide leaves them out. Its end makes them the upper blocks, what the slide
// kept is old, and the gap is all between. If none were made, all above is free: single. The gap is filled first: its words
// have been touched lately, so they lie in lines that are at hand.
//
// When cells are made in the gap, the upper blocks may not all find room below `start`. Those that do not stay above the gap
// (`kept_upper`): then nothing changes but the end of the upper blocks. But while a cell waits for space and none has been
// made, `start` itself goes above all blocks (g_above), and they are slid as far as they can be.
`default_nettype none

module lith_heap_allocator #(
  parameter AW = 14
) (
  input  wire          clk,
  input  wire          rst,

  output reg  [AW-1:0] alloc,
  output reg  [AW-1:0] ceil,
  output reg  [AW-1:0] old_end,
  output wire [AW-1:0] used,        // words in blocks

  // A cell of so many fields fits: as of the cycle before, since it would be the longest path there is. When the collector
  // has just made more room (room_now = 0), a "yes" still holds, and a "no" is asked again; when cells are made elsewhere
  // from now on neither holds (room_known = 0).
  input  wire [11:0]   cells,
  output wire          room_for,
  output wire [AW-1:0] room,        // words free where cells are made
  output reg           room_now,
  output reg           steady,
  output reg           lower,
  output reg           single,
  output reg           any,         // a cell was made since the start
  output reg           more_above,  // cells are made in the gap, and there is more room above, in units of 64 words (as of two
                                    // cycles before; if steady, nothing has changed since)

  input  wire          use_fresh,   // the next cell takes a handle never used before, hence a word of the table
  input  wire          made,
  input  wire [AW-1:0] sum,         // end of the cell made, or of what the slide kept (g_end)
  input  wire          turn,        // only without a collection, or with g_above; not if single
  input  wire          set_limit,
  input  wire [AW-1:0] limit,

  // The collector's walk: up to `bound` of the lower blocks, from `high` to `bound` of the upper ones.
  input  wire          collecting,  // from the cycle after gc_start to g_end
  input  wire          gc_start,
  input  wire          g_above,     // with turn: nothing was made, and what will be is made above
  input  wire          in_upper,
  output wire [AW-1:0] bound,
  output wire [AW-1:0] high,
  output wire [AW-1:0] start,
  input  wire          g_free,
  input  wire          g_end,
  input  wire          kept_upper,
  input  wire [AW-1:0] mv_dst       // end of what the slide kept
);

  localparam SW = (AW > 13 ? AW : 13) + 1;

  // What is subtracted is kept inverted: so adders serve, which on the iCE40 take half the cells.
  reg  [AW-1:0] high_n, start_n;
  assign high  = ~high_n;
  assign start = ~start_n;

  reg  [AW-1:0] other;
  reg           room_known;
  reg           put_above;   // `alloc` has gone above all blocks in the cycle before

  wire          in_gap  = lower && !single;
  wire [AW-1:0] end_n   = in_gap ? high_n : ~ceil;
  wire [AW:0]   minus_above = {1'b0, other} + {1'b0, ~ceil} + 1'b1;   // if lower; bit AW: there is none
  reg  [SW-1:0] minus_room;                          // words free where cells are made, negative
  reg           entry_too;                           // the table's next word is one of them
  wire [SW-1:0] over    = minus_room + {{(SW - 12){1'b0}}, cells} + {{(SW - 1){1'b0}}, entry_too};   // less the header

  assign room_for   = room_known && over[SW-1];
  assign room       = minus_room[SW-1] ? ~minus_room[AW-1:0] : {AW{1'b0}};   // less one
  assign used       = alloc + other + high_n + 1'b1;
`ifdef LITH_FAULT_BOUND
  assign bound      = lower != in_upper ? alloc : other;
`else
  assign bound      = lower != in_upper ? start : other;
`endif
  wire larger       = in_gap && !minus_above[AW] && (!minus_room[SW-1] || minus_room[AW-1:6] > minus_above[AW-1:6]);
  wire unused_low   = &{1'b0, minus_above[5:0]};

  always @(posedge clk) begin
    minus_room <= {{(SW - AW){1'b0}}, alloc} + {{(SW - AW){1'b1}}, end_n} + 1'b1;
    // In the gap, the word that the table grows by is one above the upper blocks.
`ifndef LITH_FAULT_TABLE
    if (in_gap && use_fresh && minus_above[AW]) minus_room <= {SW{1'b0}};
`endif
    entry_too  <= use_fresh && !in_gap;
    more_above <= larger;
    steady     <= room_now && !g_free && !g_end && !turn;
    room_now   <= !g_free && !g_end && !turn;
    room_known <= !turn && !g_end;
    put_above  <= g_above;
  end

  always @(posedge clk)
    if (rst) begin
      alloc  <= {AW{1'b0}};
      ceil   <= {AW{1'b1}};
      other  <= {AW{1'b0}};
      high_n <= {AW{1'b1}};
      lower  <= 1'b1;
      single <= 1'b1;
      old_end <= {AW{1'b0}};
    end else begin
      if (made || turn || g_end && !kept_upper) alloc <= turn ? other : sum;
      if (g_end || turn) other <= g_end && kept_upper ? mv_dst : alloc;
      if (g_end && !kept_upper) high_n <= start_n;
      if (g_end && !kept_upper) old_end <= mv_dst;
      if (!collecting || put_above) start_n <= ~alloc;
      if (gc_start || made) any <= made;
      if (g_end && !kept_upper) begin
        lower  <= 1'b1;
        single <= !any;
      end else if (turn) lower <= !lower;
      if (made && use_fresh) ceil <= ceil - 1'b1;
      if (set_limit) ceil <= limit;
    end

`ifndef SYNTHESIS
  // Blocks run neither into others nor into the table.
  always @(posedge clk)
    if (!rst && alloc > ~end_n) begin
      $display("lith_heap: blocks up to %0d run into what begins at %0d", alloc, ~end_n);
      $stop;
    end
`endif

endmodule

`default_nettype wire
