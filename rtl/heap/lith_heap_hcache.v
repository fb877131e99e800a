// Handle cache: direct mapped, handle -> place, length, slack, open, absent.
//
// Lines need no clearing at reset. A handle is only ever used after the cell was made, and making a cell writes its
// line; from then on the tag comparison is always right, after a warm reset as well.
//
// Contract: a lookup is started by `re` (handle `rh`); its answer stands from the next cycle until the next `re`. The
// user never sets `re` and `we` in one cycle, so the block RAM needs no bypass.
`default_nettype none

module lith_heap_hcache #(
  parameter BITS = 8,   // log2 of the number of lines; 0: no cache, nothing ever hits
  parameter AW   = 14,  // width of a place
  parameter HW   = 13   // width of a handle; more than BITS
) (
  input  wire            clk,

  input  wire            re,
  input  wire [HW-1:0]   rh,

  input  wire [HW-1:0]   qh,       // handle to compare the line with
  output wire            q_hit,
  output wire [AW-1:0]   q_place,
  output wire [11:0]     q_len,
  output wire [1:0]      q_slack,
  output wire            q_open,
  output wire            q_absent,

  input  wire            we,
  input  wire            w_empty,  // empty the line instead
  input  wire [HW-1:0]   wh,
  input  wire [AW-1:0]   w_place,
  input  wire [11:0]     w_len,
  input  wire [1:0]      w_slack,
  input  wire            w_open,
  input  wire            w_absent
);

  generate
    if (BITS == 0) begin : none
      assign q_hit    = 1'b0;
      assign q_place  = {AW{1'b0}};
      assign q_len    = 12'd0;
      assign q_slack  = 2'd0;
      assign q_open   = 1'b0;
      assign q_absent = 1'b0;
      wire unused_ok = &{1'b0, clk, re, rh, qh, we, w_empty, wh, w_place, w_len, w_slack, w_open, w_absent};
    end else begin : lines
      localparam TW = HW - BITS;  // the rest of the handle is the line's number
      localparam LW = 1 + TW + AW + 16;

      (* no_rw_check *) reg [LW-1:0] mem [0:(1 << BITS) - 1];
      reg [LW-1:0]  line;
      wire          full;
      wire [TW-1:0] tag;

      always @(posedge clk) begin
        if (we) mem[wh[BITS-1:0]] <= {!w_empty, wh[HW-1:BITS], w_place, w_len, w_slack, w_open, w_absent};
        if (re) line <= mem[rh[BITS-1:0]];
      end

      assign {full, tag, q_place, q_len, q_slack, q_open, q_absent} = line;
      lith_heap_same #(.HW(TW + 1)) same_handle (.a({full, tag}), .b({1'b1, qh[HW-1:BITS]}), .same(q_hit));
      wire unused_ok = &{1'b0, rh, qh};
    end
  endgenerate

endmodule

`default_nettype wire
