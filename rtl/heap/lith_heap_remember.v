// Remembered cells: those in which a reference from old to young may have come to be (docs/collector.md, "Generations").
//
//   a write --> its place is compared --> the index answers --> the list answers --> the list, if it is not there
//
//                read         since         tail
//   list     . . . | roots of   | remembered  | . . .
//                  | this minor | since then  |
//
// The list is a ring of handles. Whether one is in it is asked of an index, which says for the low bits of a handle where in
// the list one like it was put last; the list's word there tells whether it is this one. So the index needs no clearing
// (Briggs and Torczon, "An Efficient Representation for Sparse Sets", 1993). Handles with the same low bits that are written
// by turns fill the list; when it is full, the next collection must be a major one.
`default_nettype none

module lith_heap_remember #(
  parameter AW   = 14,
  parameter HW   = 13,
  parameter BITS = 9    // log2 of the handles in the list, less than HW; 0: no generations, every collection is a major one
) (
  input  wire          clk,
  input  wire          rst,

  // A reference has been written in this cycle into the cell at `place`, an atom or an open one; or its block was exchanged.
  input  wire          wrote,
  input  wire          exchanged,
  input  wire [HW-1:0] wrote_h,
  input  wire [AW-1:0] wrote_place,
  output wire          remembering, // what was written is still on its way to the list

  // Where blocks lie (lith_heap_allocator).
  input  wire          collecting,
  input  wire          in_gap,      // cells are made below the upper blocks
  input  wire [AW-1:0] old_end,
  input  wire [AW-1:0] start,
  input  wire [AW-1:0] high,

  // Collections.
  input  wire          gc_start,    // not while busy
  input  wire          gc_minor,    // with gc_start
  input  wire          kept_young,  // the collection that ends leaves cells of its snapshot young
  output wire          overflow,    // no minor collection may start
  output wire          r_valid,
  output wire          r_empty,     // all of this minor collection have been taken
  output wire [HW-1:0] r_head,
  input  wire          r_pop
);

  generate
    if (BITS == 0) begin : none
      assign overflow = 1'b1;
      assign remembering = 1'b0;
      assign r_valid = 1'b0;
      assign r_empty = 1'b1;
      assign r_head  = {HW{1'b0}};
      wire unused_ok = &{1'b0, clk, rst, wrote, exchanged, wrote_h, wrote_place, collecting, in_gap, old_end, start, high, gc_start,
                         gc_minor, kept_young, r_pop};
    end else begin : remember
      localparam SIZE = 1 << BITS;
      // What is read in the cycle of a write to the same word is not used, or is asked of another word too.
      (* no_rw_check *) reg [HW-1:0] list  [0:SIZE-1];   // for the collector
      (* no_rw_check *) reg [HW-1:0] again [0:SIZE-1];   // the same words, for the question whether a handle is among them
      (* no_rw_check *) reg [BITS:0] index [0:SIZE-1];
      reg [BITS:0]   read, since, tail;                  // counted modulo twice the size
      reg            full;
      reg            lost;                               // a handle that found no room

      reg            at_place, at_index, at_list;
      reg            is_exchanged;
      reg [HW-1:0]   h_place, h_index, h_list;
      reg [AW-1:0]   p_place;
      reg [BITS:0]   from_index;
      reg            in_list;
      reg [HW-1:0]   from_list, head;
      reg            head_there;

`ifdef LITH_FAULT_REMEMBER_DURING
      wire           old = p_place < old_end;
`else
      wire           old = p_place < (collecting ? start : old_end) || collecting && in_gap && p_place >= high;
`endif
      wire [BITS:0]  back   = tail - from_index;         // from 1 to `count` for what was put there since the last start
      wire [BITS:0]  count  = tail - since;
`ifdef LITH_FAULT_REMEMBER_ALIAS
      wire           append = at_list && !in_list;
`else
      wire           append = at_list && !(in_list && from_list == h_list);
`endif
      wire           put    = append && !full;
      wire           pop    = r_pop && head_there;
      wire [BITS:0]  used   = tail - read + {{BITS{1'b0}}, put};

      always @(posedge clk) begin
        h_place      <= wrote_h;
        p_place      <= wrote_place;
        is_exchanged <= exchanged;
        h_index      <= h_place;
        from_index   <= index[h_place[BITS-1:0]];
        h_list       <= h_index;
        in_list      <= back != 0 && back <= count;
        from_list    <= again[from_index[BITS-1:0]];
        if (put) begin
          list[tail[BITS-1:0]]    <= h_list;
          again[tail[BITS-1:0]]   <= h_list;
          index[h_list[BITS-1:0]] <= tail;
        end
        head <= list[read[BITS-1:0]];
        full <= used[BITS];
      end

      always @(posedge clk)
        if (rst) begin
          {at_place, at_index, at_list} <= 3'b000;
          {read, since, tail}           <= 0;
          lost       <= 1'b0;
          head_there <= 1'b0;
        end else begin
          at_place <= wrote || exchanged;
          at_index <= at_place && (is_exchanged || old);
          at_list  <= at_index;
          if (put) tail <= tail + 1'b1;
          if (gc_start) since <= tail;
          if (gc_start && !gc_minor) read <= tail;
          else if (pop) read <= read + 1'b1;
          head_there <= !pop && !gc_start && read != since;   // `head` is a cycle behind `read`
`ifndef LITH_FAULT_REMEMBER_FULL
          if (append && full || kept_young) lost <= 1'b1;
          else if (gc_start) lost <= 1'b0;
`endif
        end

      assign overflow = lost;
      assign remembering = at_place || at_index || at_list;
      assign r_valid = head_there;
      assign r_empty = read == since;
      assign r_head  = head;
    end
  endgenerate

endmodule

`default_nettype wire
