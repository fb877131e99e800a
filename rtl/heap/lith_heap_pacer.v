// Pacer: the collector's sure share. When so many requests have been taken since its last step, no further one is until it
// has made one more, or has none to make:
//
//   room >= 64 x left   8     `room`: words free where cells are made. `left`: words still to be marked or slid; those to
//   room >= 16 x left   4     be marked count twice, since they are slid as well. Both in units of 64 words.
//   else                2     PACE 0: always 4.
//
// `hold` is a register, and req_ready hangs on nothing else of it. A step that falls between two requests anyway counts, so
// a program that leaves the port at rest now and then is never held.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_pacer #(
  parameter PACE = 1,
  parameter AW   = 14
) (
  input  wire          clk,

  input  wire [1:0]    phase,
  input  wire [AW-1:0] room,
  input  wire [AW-1:0] used,     // words in blocks
  input  wire [AW-1:0] slid,     // slide: words that have been put down, or need not be
  input  wire [AW-1:0] kept,     // words that this collection does not look at
  input  wire          taken,    // a request is taken
  input  wire          resting,  // no request is in work
  input  wire          g_step,   // the collector wants to make a step
  input  wire          g_go,     // it makes one
  output reg           hold
);

  wire       idle = phase == `LITH_PHASE_IDLE;
  reg  [2:0] count;   // requests taken since the last step
  wire [2:0] most;    // of those, before the last that may be: 1, 3 or 7

  always @(posedge clk) begin
    if (idle || g_go || resting && !g_step) count <= 3'd0;
    else if (taken && !(&count)) count <= count + 3'd1;
`ifdef LITH_FAULT_SHARE
    hold <= 1'b0;
`else
    hold <= !idle && !g_go && (hold ? g_step || !resting : taken && count >= most);
`endif
  end

  generate
    if (PACE == 0) begin : plain
      assign most = 3'd3;
      wire unused_ok = &{1'b0, room, used, slid, kept};
    end else begin : by_space
      localparam UW = AW - 6;
      wire          sliding = phase == `LITH_PHASE_SLIDE;
      reg  [UW-1:0] units, above;
      reg  [2:0]    law;
      wire [UW+7:0] free  = {8'd0, units};
      wire [UW+7:0] slide = {8'd0, above} + 1'b1;
      wire [UW+7:0] left  = sliding ? slide : slide << 1;

      always @(posedge clk) begin
        units <= room[AW-1:6];
        above <= used[AW-1:6] - (sliding ? slid[AW-1:6] : kept[AW-1:6]);
`ifdef LITH_FAULT_PACE
        law   <= 3'd7;
`else
        law   <= {free >= left << 6, free >= left << 4, 1'b1};
`endif
      end
      assign most = law;
      wire unused_low = &{1'b0, room[5:0], used[5:0], slid[5:0], kept[5:0]};
    end
  endgenerate

endmodule

`default_nettype wire
