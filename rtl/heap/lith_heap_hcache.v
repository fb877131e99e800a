// Handle cache: direct mapped, handle -> place, length, slack, open, absent.
//
// No line is ever valid or invalid. A handle is only ever used after the cell was made, and making a cell writes its
// line; from then on the tag comparison is always right, after a warm reset as well. Handle 0, which does not exist,
// stands for "nothing" when a line must be emptied.
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
  input  wire            w_empty,  // write "nothing" instead
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
      localparam LW = HW + AW + 16;  // the whole handle is kept: a tag of 0 must be told from handle 0's line

      (* no_rw_check *) reg [LW-1:0] mem [0:(1 << BITS) - 1];
      reg [LW-1:0] line;
      wire [HW-1:0] line_h;

      always @(posedge clk) begin
        if (we) mem[wh[BITS-1:0]] <= {w_empty ? {HW{1'b0}} : wh, w_place, w_len, w_slack, w_open, w_absent};
        if (re) line <= mem[rh[BITS-1:0]];
      end

      assign {line_h, q_place, q_len, q_slack, q_open, q_absent} = line;
      assign q_hit = line_h == qh;
      wire unused_ok = &{1'b0, rh};
    end
  endgenerate

endmodule

`default_nettype wire
