// Pacer: the collector's sure share, as the number of requests that may end between two of its steps.
//
//   free >= 128 x left   8        `free`: words that are free. `left`: words still to be marked or slid; those to be
//   free >=  64 x left   4        marked count twice, since they are slid as well. Both in units of 64 words.
//   free >=  32 x left   2
//   else                 1        docs/heap.md says what this law makes sure of.
//
// `due` tells that no further request may begin before the collector's next step.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_pacer #(
  parameter PACE = 1,   // 0: always 1
  parameter AW   = 14
) (
  input  wire          clk,

  input  wire [1:0]    phase,
  input  wire [AW-1:0] alloc,
  input  wire [AW-1:0] ceil,
  input  wire [AW-1:0] src,      // slide: the block in work
  input  wire          ended,    // a request ends
  input  wire          g_go,     // the collector makes a step
  output wire          due       // if a request ends in this cycle, it is the last one before a step
);

  wire unused_low = &{1'b0, alloc[5:0], ceil[5:0], src[5:0]};

  generate
    if (PACE == 0) begin : every
      assign due = 1'b1;
      wire unused_ok = &{1'b0, clk, phase, alloc, ceil, src, ended, g_go};
    end else begin : law
      localparam UW = AW - 6;
      wire          sliding = phase == `LITH_PHASE_SLIDE;
      reg  [UW-1:0] room, above;   // free units; units from `src` to alloc
      reg  [2:0]    count, most;   // requests ended since the last step, and before the last that may: 0, 1, 3 or 7
      wire [UW+8:0] free  = {9'd0, room};
      wire [UW+8:0] slide = {9'd0, above} + 1'b1;
      wire [UW+8:0] left  = sliding ? slide : slide << 1;

      always @(posedge clk) begin
        room  <= ceil[AW-1:6] - alloc[AW-1:6];
        above <= alloc[AW-1:6] - (sliding ? src[AW-1:6] : {UW{1'b0}});
`ifdef LITH_FAULT_PACE
        most  <= 3'd7;
`else
        most  <= {free >= left << 7, free >= left << 6, free >= left << 5};
`endif
        if (phase == `LITH_PHASE_IDLE || g_go) count <= 3'd0;
        else if (ended && !due) count <= count + 3'd1;
      end
      assign due = count >= most;
    end
  endgenerate

endmodule

`default_nettype wire
