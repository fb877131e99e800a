// What the mutator side must hand to marking: the reference that a write takes away (the snapshot's), and the cell that a
// durable handle's reference is given for (REF).
//
// An overwritten reference is queued only if what it refers to is not marked yet: each cell is marked once, so the queue runs
// empty and marking ends however often references are overwritten.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_barrier #(
  parameter AW = 14,
  parameter HW = 13
) (
  input  wire          clk,

  // The request (lith_heap_request).
  input  wire [31:0]   r_ref,
  input  wire [HW-1:0] ref_h,
  input  wire [4:0]    ref_kind,
  input  wire [1:0]    ref_class,
  input  wire          raw,
  input  wire          op_ref,
  input  wire [HW:0]   fresh,      // next handle never used

  // The old word.
  output wire          need_old,   // it must be looked at before it is overwritten
  output wire          keep_old,   // dat, which is the old word, is a reference: its entry must be looked at
  input  wire [HW-1:0] h,          // its handle
  input  wire          clear,      // none yet
  input  wire          old_read,   // dat is its entry
  input  wire          in_write,   // its place is being written,
  input  wire          m_go,       // and is

  // The durable cell.
  input  wire          at_entry,   // dat is its entry
  input  wire          in_give,    // the reference is being given,
  output reg           given,      // or nil

  // Collector.
  input  wire          marking,
  input  wire          sliding,
  input  wire [1:0]    colour,
  input  wire          minor,
  input  wire [AW-1:0] old_end,
  input  wire [31:0]   dat,

  // Root queue.
  output wire          q_wanted,
  output wire          q_push,
  output wire [HW-1:0] q_push_h,
  input  wire          q_room,
  output wire          q_blocked
);

  // The cell whose entry is being read is neither marked nor old.
  wire unreached = dat[`LITH_ENTRY_COLOUR] != colour && !(minor && dat[AW-1:0] < old_end);

`ifdef LITH_FAULT_NO_SATB
  assign need_old = 1'b0;
  assign keep_old = 1'b0;
`else
  assign need_old = marking && !raw;
  assign keep_old = need_old && dat[1:0] == 2'b01;
`endif
`ifdef LITH_FAULT_QUEUE_ALL
  wire   old_unmarked = 1'b1;
`else
  wire   old_unmarked = unreached;
`endif
  reg    pending;   // the old value is not marked yet, and must go to the root queue first
  always @(posedge clk)
    if (clear) pending <= 1'b0;
    else if (old_read) pending <= old_unmarked;

  // While marking a given cell becomes a root, since the snapshot need not have had it. While sliding, what has not the colour
  // of this collection is condemned: what the slide has passed has it, and so have the cells made meanwhile. What is old is
  // left alone by a minor one. The verdict is kept: on what is to be queued hangs whose turn it is at the memory.
  reg        in_table;      // the handle has been used at some time: it has an entry
  always @(posedge clk)
    in_table <= r_ref[31:8] < {{(23 - HW){1'b0}}, fresh} && ref_h != {HW{1'b0}};
`ifdef LITH_FAULT_REF_CONDEMNED
  wire       condemned = 1'b0;
`else
  wire       condemned = sliding && unreached;
`endif
`ifdef LITH_FAULT_REF_CLASS
  wire       fits_class = 1'b1;
`else
  wire       fits_class = dat[`LITH_ENTRY_CLASS] == ref_class;
`endif
  wire       gives     = op_ref && in_table && dat[`LITH_ENTRY_DURABLE] && fits_class
                      && ref_kind[4:1] != 4'b1111 && !condemned;
  reg        give_root;
  always @(posedge clk)
    if (at_entry) begin
      given     <= gives;
      give_root <= gives && marking && unreached;
    end

`ifdef LITH_FAULT_REF_ROOT
  assign q_wanted  = in_write && pending;
  wire unused_root = &{1'b0, give_root};
`else
  assign q_wanted  = in_write && pending || in_give && give_root;
`endif
  assign q_push    = q_wanted && (in_give ? q_room : m_go);
  assign q_push_h  = op_ref ? ref_h : h;
  assign q_blocked = q_wanted && !q_room;

  wire unused_ok = &{1'b0, r_ref[7:0], ref_kind, dat};

endmodule

`default_nettype wire
