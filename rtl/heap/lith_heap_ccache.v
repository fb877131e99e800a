// Cell cache: direct mapped, (handle, field) -> word. For slow memories.
//
// It is keyed by handle, so moving a cell never touches it, and it holds each word as the memory does: all writes of
// fields pass through it. As with the handle cache no line needs to be valid: making a cell writes or replaces the line
// of every one of its fields, and the length is checked elsewhere before a hit is believed.
//
// Contract: as the handle cache, but `re` and `we` may come in one cycle; the lookup then sees what is written.
`default_nettype none

module lith_heap_ccache #(
  parameter BITS = 10,  // log2 of the number of lines; 0: no cache
  parameter HW   = 20
) (
  input  wire          clk,

  input  wire          re,
  input  wire [HW-1:0] rh,
  input  wire [11:0]   ri,
  input  wire          own,      // the lookup is of field oi of cell qh instead; rh and ri come late and may not wait
  input  wire [11:0]   oi,

  input  wire [HW-1:0] qh,       // key to compare the line with
  input  wire [11:0]   qi,
  output wire          q_hit,
  output wire [31:0]   q_data,

  input  wire          we,
  input  wire          w_empty,  // forget the line instead
  input  wire          w_all,    // with w_empty: wi names the line itself, so that all can be emptied in turn
  input  wire [HW-1:0] wh,
  input  wire [11:0]   wi,
  input  wire [31:0]   w_data
);

  generate
    if (BITS == 0) begin : none
      assign q_hit  = 1'b0;
      assign q_data = 32'd0;
      wire unused_ok = &{1'b0, clk, re, rh, ri, own, oi, qh, qi, we, w_empty, w_all, wh, wi, w_data};
    end else begin : lines
      localparam LW = HW + 12 + 32;

      (* no_rw_check *) reg [LW-1:0] mem [0:(1 << BITS) - 1];
      reg [LW-1:0] line, passed;
      reg          pass;

      // Neighbouring fields of one cell and equal fields of neighbouring cells fall into different lines. So do all fields
      // of neighbouring cells as far as there are lines: the low bits of the handle, which tell neighbours apart, become
      // the high ones of the line's number. (A copy reads the cell made a moment ago and writes the next one.)
      function [BITS-1:0] slot(input [HW-1:0] handle, input [11:0] field);
        integer k;
        for (k = 0; k < BITS; k = k + 1)
          slot[BITS-1-k] = field[BITS-1-k] ^ (k < HW ? handle[k < HW ? k : 0] : 1'b0);
      endfunction

      wire [BITS-1:0] wslot = w_all ? wi[BITS-1:0] : slot(wh, wi);
      wire [BITS-1:0] rslot = own ? slot(qh, oi) : slot(rh, ri);
      wire [LW-1:0]   wline = {w_empty ? {HW{1'b0}} : wh, wi, w_data};

      always @(posedge clk) begin
        if (we) mem[wslot] <= wline;
        if (re) begin
          line   <= mem[rslot];
          pass   <= we && wslot == rslot;
          passed <= wline;
        end
      end

      wire [HW-1:0] line_h;
      wire [11:0]   line_i;
      assign {line_h, line_i, q_data} = pass ? passed : line;
      assign q_hit = line_h == qh && line_i == qi;
      wire unused_ok = &{1'b0, rh, ri};
    end
  endgenerate

endmodule

`default_nettype wire
