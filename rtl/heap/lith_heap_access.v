// Access to the cell in work: which of its words, where that lies, whether the request may have it, and what it is told.
//
// Length, slack, open and absent come from the handle cache's line (use_line), from the entry (at_entry) or from the header
// (at_header), whichever is there in this cycle. Once they are known (`settled`), the checks are made (`refused`).
`default_nettype none
`include "lith_isa.vh"

module lith_heap_access #(
  parameter HW     = 13,
  parameter HCACHE = 0
) (
  input  wire          clk,

  // The request (lith_heap_request).
  input  wire [HW-1:0] ref_h,
  input  wire [32:0]   r_a,
  input  wire          sealed_word,  // the reference allows reading alone
  input  wire          raw,
  input  wire          op_peek,
  input  wire          op_len,
  input  wire          op_copy,
  input  wire          op_durable,
  input  wire          op_ref,
  input  wire          op_getb,
  input  wire          is_byte,
  input  wire          is_set,
  input  wire          is_xchg,
  input  wire          is_atom,
  input  wire          is_access,
  input  wire          of_entry,

  // What is known of the cell in this cycle.
  input  wire          looking,      // what the handle cache says,
  input  wire          lost,
  input  wire          hc_hit,
  input  wire [11:0]   hc_len,
  input  wire [1:0]    hc_slack,
  input  wire          hc_open,
  input  wire          hc_absent,
  input  wire          at_entry,     // its entry, in dat,
  input  wire          at_header,    // or its header, in dat, and its entry
  input  wire [31:0]   ent,
  input  wire [31:0]   dat,
  output wire          use_line,
  output wire          settled,
  output wire [11:0]   len,
  output reg  [11:0]   len_kept,     // a cycle later
  output reg  [1:0]    slack_kept,

  output wire          entry_refused,  // in ENTRY already
  output wire          cell_refused,
  output wire [4:0]    cell_refused_as,

  // Which word.
  output wire [11:0]   index,
  output reg  [11:0]   index_kept,   // what follows, a cycle after it is known: what chooses an address is to hang on registers
  output wire          same_cell,    // it is the one under motion, or whose entry the collector holds
  output wire          behind,       // the word lies at mv_dst already
  output reg           behind_kept,
  output reg           astray_kept,  // the cell is under motion
  output wire          held,         // it is the word that the collector holds

  // The cell under motion.
  input  wire          moving,
  input  wire [HW-1:0] g_handle,
  input  wire [11:0]   mv_index,

  // What a reader is told: of this word, and of the length.
  input  wire [31:0]   word,
  output reg           absent_kept,
  output wire [32:0]   told,
  output wire [32:0]   told_length
);

  assign index    = is_byte ? r_a[13:2] : is_atom ? 12'd0 : r_a[11:0];
  assign use_line = looking && hc_hit && !lost && is_access && !of_entry;
  assign settled  = use_line || at_header || at_entry && is_atom;
  assign len      = at_header ? dat[31:20] : hc_len;
  wire [1:0] slack_there = at_header ? ent[`LITH_ENTRY_SLACK] : hc_slack;
  wire   open     = at_header ? ent[`LITH_ENTRY_OPEN] : hc_open;
  wire   entry_absent = dat[`LITH_ENTRY_ABSENT];   // of the entry; the line's answer comes late

  // ---- Checks -------------------------------------------------------------------------------------------------------------
  wire [12:0] beyond   = {1'b0, len} + {1'b1, ~index};            // len - index - 1; bit 12: negative
  wire        last     = beyond[11:0] == 12'd0;
  wire        in_slack = last && {1'b0, r_a[1:0]} + {1'b0, slack_there} > 3'd3;
  wire        outside  = !is_atom && !op_len && !op_copy
                      && ((is_byte ? |r_a[31:14] : |r_a[31:12]) || beyond[12] || is_byte && in_slack);

  wire stub_counts = !op_peek && !op_durable && !op_ref;
  wire trap_open   = op_durable && at_entry && dat[`LITH_ENTRY_OPEN];
  wire trap_absent = (at_entry ? entry_absent : use_line && hc_absent) && stub_counts;
  wire trap_sealed = is_set && !open || is_xchg && sealed_word;
  assign entry_refused   = entry_absent && stub_counts || trap_open;
  assign cell_refused    = trap_absent || trap_open || settled && (outside || trap_sealed);
  assign cell_refused_as = trap_open ? `LITH_TRAP_KIND : trap_absent ? `LITH_TRAP_ABSENT : outside ? `LITH_TRAP_BOUNDS
                       : `LITH_TRAP_SEALED;

  // ---- Where it lies ------------------------------------------------------------------------------------------------------
  // A cell under motion has its header and its first mv_index fields at mv_dst already. While a request looks at it the
  // collector moves nothing.
  lith_heap_same #(.HW(HW)) same_handle (.a(ref_h), .b(g_handle), .same(same_cell));
  wire   astray = moving && same_cell;
`ifdef LITH_FAULT_REDIRECT
  assign behind = astray && index <= mv_index;
`else
  assign behind = astray && index < mv_index;
`endif
  assign held   = astray_kept && index_kept == mv_index;

  always @(posedge clk) begin
    if (settled) begin
      len_kept   <= len;
      slack_kept <= slack_there;
    end
    if (looking) begin
      index_kept  <= index;
      astray_kept <= astray;
      behind_kept <= behind;
    end
    if (looking) absent_kept <= hc_absent;
    else if (at_entry) absent_kept <= entry_absent;
  end

  // ---- What it is told ----------------------------------------------------------------------------------------------------
  wire [7:0] byte_of = r_a[1] ? (r_a[0] ? word[31:24] : word[23:16]) : (r_a[0] ? word[15:8] : word[7:0]);
  wire       is_ref  = !raw && word[1:0] == 2'b01 && !(op_peek && absent_kept);
  assign     told    = op_getb ? {25'd0, byte_of} : {is_ref, word};

  // On a hit from registers: the line comes late, and the answer has a long way to go in the core.
  wire [11:0] len_told   = at_header || HCACHE == 0 ? dat[31:20] : len_kept;
  wire [1:0]  slack_told = at_header || HCACHE == 0 ? ent[`LITH_ENTRY_SLACK] : slack_kept;
  assign      told_length = {19'd0, raw ? {len_told, 2'b00} - {12'd0, slack_told} : {2'b00, len_told}};

  wire unused_ok = &{1'b0, r_a[32], ent, dat};

endmodule

`default_nettype wire
