// Retarget: two handles exchange their blocks. Both entries are read and written crosswise; then each block's header gets
// the handle that it belongs to now, that of the second handle's new block first.
//
// What stays with the handle is its class and its durable bit. The second entry is kept by the collector, which stands still
// (keep_word), until it is written (m_kept); what is read besides comes to the mutator side's registers: entry, length, handle.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_retarget #(
  parameter HW = 13
) (
  input  wire          clk,
  input  wire          rst,

  input  wire          retarget_begins,   // the first entry is being read
  output wire          retarget_refuses,  // this cycle
  output wire          retarget_written,  // the last header has been written

  // Its access to memory.
  output wire          retarget_stb,
  output wire          retarget_we,
  output wire          retarget_table,
  output wire          of_second,         // the entry of the second handle
  input  wire          m_can,
  input  wire          m_ack,
  input  wire [31:0]   dat,

  // What it keeps where.
  input  wire [31:0]   ent,               // the first entry; the entry whose header is next
  input  wire [HW-1:0] h,                 // the handle that this header gets
  input  wire [HW-1:0] ref_h,
  output wire          keep_entry,        // ent is dat
  output wire          keep_length,       // the length is in dat
  output wire          keep_ref_h,        // h is ref_h
  output wire          rt_keep,           // the collector keeps dat
  output wire          m_kept,            // the word to write is what it keeps
  output wire          retarget_second,   // the second entry is being written
  output wire          retarget_exchanged  // an entry has just been written
);

  localparam OFF = 4'd0, FIRST = 4'd1, ASK_SECOND = 4'd2, SECOND = 4'd3, WRITE_FIRST = 4'd4, WRITE_SECOND = 4'd5,
             ASK_HEADER = 4'd6, HEADER = 4'd7, WRITE_HEADER = 4'd8, ASK_ENTRY = 4'd9, ENTRY = 4'd10;

  // Not one-hot, as yosys would have it: that costs 160 LUT4 on the ECP5.
  (* fsm_encoding = "none" *) reg [3:0] state, next;

  // A block never comes under a reference of another class, or its bytes would be taken for references.
`ifdef LITH_FAULT_RETARGET_CLASS
  wire other_block = 1'b0;
`else
  wire other_block = dat[`LITH_ENTRY_CLASS] != ent[`LITH_ENTRY_CLASS] && !dat[`LITH_ENTRY_ABSENT];
`endif
  wire last = h == ref_h;

  assign retarget_refuses = m_ack && (state == FIRST && dat[`LITH_ENTRY_OPEN]
                          || state == SECOND && (dat[`LITH_ENTRY_OPEN] || other_block));
  assign retarget_written = state == WRITE_HEADER && m_can && last;

  always @* begin
    next = state;
    case (state)
      OFF:          if (retarget_begins) next = FIRST;
      FIRST:        if (m_ack) next = ASK_SECOND;
      ASK_SECOND:   if (m_can) next = SECOND;
      SECOND:       if (m_ack) next = WRITE_FIRST;
      WRITE_FIRST:  if (m_can) next = WRITE_SECOND;
      WRITE_SECOND: if (m_can) next = ASK_HEADER;
      ASK_HEADER:   if (m_can) next = HEADER;
      HEADER:       if (m_ack) next = WRITE_HEADER;
      WRITE_HEADER: if (m_can) next = last ? OFF : ASK_ENTRY;
      ASK_ENTRY:    if (m_can) next = ENTRY;
      ENTRY:        if (m_ack) next = ASK_HEADER;
      default:      next = OFF;
    endcase
  end

  always @(posedge clk)
    if (rst) state <= OFF;
    else state <= retarget_refuses ? OFF : next;

  assign retarget_table     = state == ASK_SECOND || state == WRITE_FIRST || state == WRITE_SECOND || state == ASK_ENTRY;
  assign retarget_we        = state == WRITE_FIRST || state == WRITE_SECOND || state == WRITE_HEADER;
  assign retarget_stb       = retarget_table || state == ASK_HEADER || state == WRITE_HEADER;
  assign of_second          = state == ASK_SECOND || state == WRITE_SECOND;

  assign keep_entry         = (state == FIRST || state == ENTRY) && m_ack;
  assign keep_length        = state == HEADER && m_ack;
  assign keep_ref_h         = state == ENTRY;
  assign rt_keep            = state == SECOND && m_ack;
  assign m_kept             = state == WRITE_FIRST;
  assign retarget_second    = state == WRITE_SECOND;
  assign retarget_exchanged = (state == WRITE_FIRST || state == WRITE_SECOND) && m_can;

  wire unused_ok = &{1'b0, dat, ent};

endmodule

`default_nettype wire
