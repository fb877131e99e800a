// Copying a cell (COPY). The source is looked up as for a read, then the new cell is made, then the words that both have are
// copied, the last one first. The collector stands still all the time, so the source stays where it is, though it may be
// under motion.
//
// While a word is written the cell cache is asked for the next one: a word that it has costs one cycle, another one is read
// first. What a cell cache says is used a cycle later only, as everywhere.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_copy #(
  parameter AW     = 14,
  parameter CCACHE = 0,
  parameter COPY   = 1
) (
  input  wire          clk,

  // The length of the new cell, which other requests for a cell have in another word.
  input  wire          accept,
  input  wire [4:0]    req_op,
  input  wire [31:0]   req_ref,
  input  wire [31:0]   req_a,
  input  wire [31:0]   r_ref,
  output wire [31:0]   length_asked,

  // The source (lith_heap_access).
  input  wire          settled,
  input  wire          at_header,
  input  wire [11:0]   len,
  input  wire [11:0]   len_kept,
  input  wire [1:0]    slack_kept,
  input  wire          astray_kept,
  input  wire [31:0]   ent,
  input  wire [AW-1:0] hc_place,
  input  wire [11:0]   mv_index,
  input  wire [AW-1:0] mv_dst,

  // The new cell (lith_heap_make).
  input  wire [11:0]   cells,
  input  wire [1:0]    slack,

  // The state of the request, and the words still to copy, less one.
  input  wire          op_copy,
  input  wire          in_room,
  input  wire          in_header,
  input  wire          in_word,
  input  wire          in_read,
  input  wire [11:0]   left,
  input  wire          left_falls,
  input  wire          m_can,
  input  wire          m_ack,
  input  wire [31:0]   dat,

  // Cell cache (lith_heap_lookup).
  output wire          copy_asking,  // it may be asked, and by no request,
  output wire          copy_asks,    // and is,
  output wire [11:0]   ask_index,    // for this word
  output wire [11:0]   asked,        // its line is about this word of the source
  input  wire          cc_hit,
  input  wire [31:0]   cc_data,

  output wire          longer,       // the new cell is longer than its source
  output wire [AW-1:0] source_place, // of the source's word `left`
  output wire          known,        // that word is here already
  output wire [31:0]   copied_word,
  output wire          copied        // a word has just been written
);

  generate
    if (COPY == 0) begin : none
      assign length_asked = r_ref;
      assign {copy_asking, copy_asks, ask_index, asked, longer, source_place, known, copied_word, copied} = 0;
      wire unused_ok = &{1'b0, clk, accept, req_op, req_ref, req_a, settled, at_header, len, len_kept, slack_kept, astray_kept,
                         ent, hc_place, mv_index, mv_dst, cells, slack, op_copy, in_room, in_header, in_word, in_read, left,
                         left_falls, m_can, m_ack, dat, cc_hit, cc_data};
    end else begin : words
      reg [31:0]   asked_for;
      reg [AW-1:0] place;
      // Lengths and last words of source and new cell, a cycle old: what hangs on them is asked of the cell cache at once.
      reg [11:0]   top_there, new_len, new_top;
      reg [11:0]   line_index, next_index;
      reg [31:0]   word;
      reg          has_word;
      reg          top;        // no word has been copied yet
      reg [1:0]    top_slack;  // bytes of the first word copied, the last of the cell, that only one of the two has

      wire         equally_long = new_len == len_kept;
      wire [11:0]  top_index    = longer ? top_there : new_top;
`ifdef LITH_FAULT_COPY_REDIRECT
      wire         left_moved   = 1'b0;
      wire unused_moved = &{1'b0, astray_kept, mv_index, left, left_falls};
`else
      reg          left_moved;   // the source's word `left` is at its new place already
      always @(posedge clk)
        if (left_falls) left_moved <= astray_kept && left <= mv_index;
`endif

      assign length_asked = asked_for;
`ifdef LITH_FAULT_COPY_TAIL
      assign longer       = 1'b0;
`else
      assign longer       = new_len > len_kept;
`endif
      assign source_place = left_moved ? mv_dst : place;
      assign known        = has_word;
      // As the memory side says in these states, but for nothing that hangs on others.
      assign copied       = (in_word && known || in_read && m_ack) && m_can;

      assign copy_asking = op_copy && (in_room || in_header || in_word || in_read);
      assign copy_asks   = in_room || in_header && op_copy && m_can || copied;
      assign ask_index   = in_room ? top_index : next_index;
      assign asked       = line_index;

      wire [31:0]  whole = in_read ? dat : word;
`ifdef LITH_FAULT_COPY_SLACK
      assign copied_word = whole;
      wire unused_slack  = &{1'b0, top, top_slack};
`else
      wire [1:0]   cut   = top ? top_slack : 2'd0;
      assign copied_word = {whole[31:24] & {8{cut == 2'd0}}, whole[23:16] & {8{!cut[1]}},
                            whole[15:8] & {8{cut != 2'd3}}, whole[7:0]};
`endif

      always @(posedge clk) begin
        new_len <= cells;
        new_top <= cells - 12'd1;
        if (accept) asked_for <= req_op == `LITH_OP_COPY ? req_a : req_ref;
        if (settled) begin
          place     <= at_header ? ent[AW-1:0] : hc_place;
          top_there <= len - 12'd1;
        end
        if (copy_asks) begin
          line_index <= ask_index;
          next_index <= ask_index - 12'd1;
        end
        if (in_room) begin
          top       <= 1'b1;
          top_slack <= longer || equally_long && slack_kept > slack ? slack_kept : slack;
        end else if (copied) top <= 1'b0;
        if (in_header || copied) begin
`ifdef LITH_FAULT_COPY_AHEAD
          has_word <= CCACHE != 0;
`else
          has_word <= CCACHE != 0 && cc_hit;
`endif
          word     <= cc_data;
        end else if (in_read && m_ack) begin   // the memory stalls
          has_word <= 1'b1;
          word     <= dat;
        end
      end
      wire unused_ok = &{1'b0, r_ref, ent, cc_hit};
    end
  endgenerate

endmodule

`default_nettype wire
