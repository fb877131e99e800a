// Collector: marks from a snapshot, then slides the live cells down. One memory access a step.
//
//   mark, a loop at TOP:  a handle from the root queue    -> colour it
//                         a field of the cell in work     -> colour what it refers to
//                         the top of the mark stack       -> it is the cell in work again, from its next field on
//                         the head of the grey queue      -> own handle back into its header; it is the cell in work
//                         nothing left, all roots in      -> slide
//   colour (CH_*):        read the entry; if not marked, mark it; if it holds values, it is the cell in work at once
//                         (HEAD: its length), and the one before, if it has fields left, goes onto the mark stack. When
//                         that is full (or there is none) the new cell waits instead: its header is read, and it is put at
//                         the head of the grey queue, which is linked through the headers' handles
//
// The stack holds cells that are begun, not cells that wait: so its depth is that of the graph, where a cell's last field
// does not count. A list as long as the heap takes one place or none, whatever its elements are, and so does the widest cell.
//   slide, a loop at SL:  read the header at src, then its entry; dead: entry to the free list, src moves on;
//                         live: header and fields one by one to dst, entry set to dst; until src meets alloc
//
// What the mutator may change between a read here and the write that follows is answered by reading again (`wrote_held`,
// a field of the cell under motion; `wrote_entry`, an entry sealed while it is held), or by correcting the copy (the open bit
// of the cell under motion).
`default_nettype none
`include "lith_isa.vh"

module lith_heap_collector #(
  parameter AW     = 14,
  parameter HW     = 13,
  parameter HCACHE = 0,
  parameter MARK_STACK = 0,
  parameter DURABLE = 1
) (
  input  wire          clk,
  input  wire          rst,

  input  wire          gc_start,
  input  wire          root_done,
  output reg  [1:0]    phase,
  output wire [1:0]    colour,      // of what this collection, or the last one, has marked: 1 and 2 in turn

  // Root queue.
  input  wire          q_valid,
  input  wire          q_empty,
  input  wire [HW-1:0] q_head,
  output wire          q_pop,

  // Memory (lith_heap_mem).
  output wire          g_step,
  output wire          g_stb,
  output wire          g_we,
  output wire          g_table,
  output reg  [HW-1:0] g_handle,    // the cell in work, or the one being coloured
  output wire [AW-1:0] g_base,
  output wire [11:0]   g_off,
  output wire          g_plus1,
  output reg  [31:0]   g_wdat,
  input  wire          g_go,
  input  wire          g_ack,
  input  wire [31:0]   dat,
  input  wire [AW-1:0] sum,

  // The cell under motion, for the mutator.
  output wire          moving,
  output reg  [11:0]   index,       // fields copied so far
  output reg  [11:0]   len,         // length of the cell in work
  output reg  [29:23]  bits,        // open to class of its entry
  output reg  [AW-1:0] dst,
  input  wire          wrote_held,
  input  wire          wrote_entry,
  input  wire          made_durable,
  output wire          between,     // idle, or between two blocks

  // Handle cache and allocator.
  output wire          g_look,
  output wire          g_moved,
  output wire          g_free,
  output wire          g_end,
  input  wire [AW-1:0] alloc,
  input  wire [HW-1:0] free_head,

  // A word kept for retarget, which runs only while `between`.
  input  wire          rt_keep,
  output wire [31:0]   rt_kept,

  output wire          ev_freed,
  output wire          ev_word      // a word of a cell was moved
);

  localparam OFF = 5'd0, TOP = 5'd1, SCAN = 5'd2, CH_R = 5'd3, CH_W = 5'd4, CH_HR = 5'd5, CH_HW = 5'd6, POP_R = 5'd7,
             POP_H = 5'd8, POP_W = 5'd9, SL = 5'd10, SL_E = 5'd11, FREE = 5'd12, SKIP = 5'd13,
             MV_H = 5'd14, MV_R = 5'd15, MV_W = 5'd16, MV_S = 5'd17, MV_L = 5'd18, MV_C = 5'd19, HEAD = 5'd20;

  reg [4:0]    state;
  reg          second;    // the colour is 2
  reg          waiting;   // the read of this state has left, its ack is awaited
  reg [AW-1:0] src;       // mark: place of the cell in work; slide: block in work
  reg          scanning;  // fields from index on are still to be looked at
  reg [HW-1:0] grey;      // head of the grey queue, 0: empty
  reg [31:0]   held;      // word read and to be written
  reg          looked;    // the handle cache is answering: MV_C waits for that
  reg          gap;       // a dead block lies below src: live cells must move

`ifdef LITH_FAULT_MOVE_HOLD
  wire word_stale = 1'b0;
`else
  wire word_stale = wrote_held;
`endif
`ifdef LITH_FAULT_MARK_HOLD
  wire entry_stale = 1'b0;
`else
  wire entry_stale = wrote_entry;
`endif

  wire        at_end = state == SL && src == alloc;
  wire        done   = state == TOP && !q_valid && !scanning && !kept_any && grey == {HW{1'b0}} && q_empty && root_done;
  wire [11:0] index1 = index + 12'd1;
  wire        whole  = index1 == len;
  wire        ack    = waiting && g_ack;
  wire        is_ref = dat[1:0] == 2'b01;
  wire        marked = dat[`LITH_ENTRY_COLOUR] == colour;

  // Nothing in a cell with this entry is a reference: raw bytes, or a stub.
  function wordless(input [25:23] entry);
    wordless = entry[`LITH_ENTRY_ABSENT] || entry[`LITH_ENTRY_CLASS] >= `LITH_CLASS_RAW;  // (never a free one)
  endfunction

  // ---- Mark stack ---------------------------------------------------------------------------------------------------------
  wire           kept_any, stack_room;
  wire [AW-1:0]  kept_place;
  wire [11:0]    kept_index, kept_len;
  // An entry has been read whose cell is to be scanned; the cell in work, if it has fields left, makes room for it.
  wire           unscanned = ack && state == CH_R && !entry_stale && !marked && !wordless(dat[25:23]);
  wire           put_off   = unscanned && scanning && stack_room;
  wire           resume    = state == TOP && !q_valid && !scanning && kept_any;

  lith_heap_markstack #(.BITS(MARK_STACK), .AW(AW)) markstack (
    .clk(clk), .rst(rst),
`ifdef LITH_FAULT_MARK_RESUME
    .push(put_off), .push_cell({src, index1, len}), .room(stack_room),
`else
    .push(put_off), .push_cell({src, index, len}), .room(stack_room),
`endif
    .pop(resume), .any(kept_any), .top({kept_place, kept_index, kept_len}));

  // ---- What each state does to memory -------------------------------------------------------------------------------------
  wire [20:0] free_link = {{(21 - HW){1'b0}}, free_head};
  wire [20:0] grey_link = {{(21 - HW){1'b0}}, grey};
  wire [20:0] own_name  = {{(21 - HW){1'b0}}, g_handle};
  wire [23:0] dst_place = {{(24 - AW){1'b0}}, dst};

  assign g_table = state == CH_R || state == CH_W || state == POP_R || state == SL_E || state == FREE || state == MV_C;
  assign g_we    = state == CH_W || state == CH_HW || state == POP_W || state == FREE || state == MV_H || state == MV_W
                || state == MV_C;
  assign g_stb   = state != OFF && state != TOP && state != SKIP && state != MV_S && state != MV_L && !at_end;

  // Steps without memory that must not fall into a request ask for a grant too.
  assign g_step  = !waiting && !(HCACHE != 0 && looked) && (g_stb || state == SKIP || state == MV_S || state == MV_L || at_end || done);

  wire at_dst    = state == CH_HR || state == CH_HW || state == MV_H || state == MV_W || state == MV_C;
  wire at_field  = state == SCAN || state == MV_R || state == MV_W;
  wire past_cell = state == FREE || state == SKIP || state == MV_S || state == MV_C;
  assign g_base  = at_dst ? dst : src;
  assign g_off   = at_field ? index : past_cell ? len : 12'd0;
  assign g_plus1 = at_field || past_cell;

  always @*
    case (state)
      CH_W:         g_wdat = {colour, held[29:0]};
      CH_HW:        g_wdat = {held[31:20], grey_link[19:0]};
      POP_W, MV_H:  g_wdat = {held[31:20], own_name[19:0]};
`ifdef LITH_FAULT_DURABLE_OUTLIVES
      FREE:         g_wdat = {5'd0, bits[`LITH_ENTRY_DURABLE], 1'b0, `LITH_CLASS_FREE, 3'd0, free_link[19:0]};
`else
      FREE:         g_wdat = {7'd0, `LITH_CLASS_FREE, 3'd0, free_link[19:0]};
`endif
      MV_C:         g_wdat = {colour, bits, dst_place[22:0]};
      default:      g_wdat = held;
    endcase

  // ---- Steps --------------------------------------------------------------------------------------------------------------
  // On with the cell in work, by way of TOP where logic is short: there it takes a cycle more.
  wire [4:0] go_on = MARK_STACK != 0 && scanning && !q_valid ? SCAN : TOP;

  always @(posedge clk)
    if (rst) begin
      state      <= OFF;
      waiting    <= 1'b0;
      phase      <= `LITH_PHASE_IDLE;
      second     <= 1'b0;
      scanning   <= 1'b0;
      grey       <= {HW{1'b0}};
    end else begin
      waiting <= waiting ? !g_ack : g_go && g_stb && !g_we;
      case (state)
        OFF:
          if (gc_start) begin
            state  <= TOP;
            phase  <= `LITH_PHASE_MARK;
            second <= !second;
          end
        TOP:
          if (q_valid) state <= CH_R;
          else if (scanning) state <= SCAN;
          else if (kept_any) begin
            scanning <= 1'b1;
            state    <= SCAN;
          end else if (grey != {HW{1'b0}}) state <= POP_R;
          else if (g_go) begin
            state <= SL;
            phase <= `LITH_PHASE_SLIDE;
          end
        SCAN:
          if (ack) begin
            scanning <= !whole;
            state    <= is_ref ? CH_R : whole || q_valid ? TOP : SCAN;
          end
        CH_R:
          if (ack && !entry_stale) begin
            if (put_off) scanning <= 1'b0;
            state <= marked ? go_on : CH_W;
          end
        CH_W:
          if (entry_stale) state <= CH_R;
          else if (g_go) state <= wordless(held[25:23]) ? go_on : scanning ? CH_HR : HEAD;
        HEAD:
          if (ack) begin
            scanning <= dat[31:20] != 12'd0;
            state    <= dat[31:20] != 12'd0 ? SCAN : TOP;
          end
        CH_HR: if (ack) state <= CH_HW;
        CH_HW:
          if (g_go) begin
            grey  <= g_handle;
            state <= TOP;
          end
        POP_R: if (ack) state <= POP_H;
        POP_H:
          if (ack) begin
            grey  <= dat[HW-1:0];
            state <= POP_W;
          end
        POP_W:
          if (g_go) begin
            scanning <= len != 12'd0;
            state    <= TOP;
          end
        SL:
          if (ack) state <= SL_E;
          else if (at_end && g_go) begin
            state <= OFF;
            phase <= `LITH_PHASE_IDLE;
          end
        SL_E:  if (ack) state <= !marked ? FREE : gap ? MV_H : SKIP;
        FREE:  if (g_go) state <= SL;
        SKIP:  if (g_go) state <= SL;
        MV_H:  if (g_go) state <= len == 12'd0 ? MV_S : MV_R;
        MV_R:  if (ack && !word_stale) state <= MV_W;
        MV_W:
          if (word_stale) state <= MV_R;
          else if (g_go) state <= whole ? MV_S : MV_R;
        MV_S:  if (g_go) state <= HCACHE == 0 ? MV_C : MV_L;
        MV_L:  if (g_go) state <= MV_C;
        MV_C:  if (g_go) state <= SL;
        default: state <= OFF;
      endcase
    end

  always @(posedge clk) begin
    if (state == TOP) begin
      g_handle <= q_valid ? q_head : grey;
      gap      <= 1'b0;
      if (done) src <= {AW{1'b0}};
    end else if (ack && (state == SCAN || state == SL)) g_handle <= state == SCAN ? dat[8 +: HW] : dat[HW-1:0];

    if (ack && (state == POP_R || state == CH_R && !scanning) || put_off) src <= dat[AW-1:0];
    else if (resume) src <= kept_place;
    else if (g_go && (state == FREE || state == SKIP || state == MV_S)) src <= sum;

    if (done) dst <= {AW{1'b0}};
    else if (state == CH_W) dst <= held[AW-1:0];
    else if (g_go && (state == SKIP || state == MV_C)) dst <= sum;

    if (ack && (state == POP_H || state == HEAD || state == SL)) len <= dat[31:20];
    else if (resume) len <= kept_len;

    if (state == POP_H || state == HEAD || state == MV_H) index <= 12'd0;
    else if (resume) index <= kept_index;
    else if (ack && state == SCAN || g_go && state == MV_W) index <= index1;

    if (ack && state != SCAN && state != SL_E || rt_keep) held <= dat;

    if (ack && state == SL_E) bits <= {dat[29:27], DURABLE != 0 && dat[26], dat[25:23]};
    else if (wrote_entry) begin
      bits[`LITH_ENTRY_OPEN] <= 1'b0;
      if (made_durable) bits[`LITH_ENTRY_DURABLE] <= 1'b1;
    end

    if (state == FREE) gap <= 1'b1;
    looked <= g_look;
  end

  wire unused_pad = &{1'b0, free_link[20], grey_link[20], own_name[20], dst_place[23]};

  assign colour = {second, !second};

  // ---- Outputs ------------------------------------------------------------------------------------------------------------
  assign q_pop    = state == TOP && q_valid;
  assign moving   = state == MV_R || state == MV_W || state == MV_S || state == MV_L || state == MV_C;
  assign between  = state == OFF || state == SL && !waiting;
  assign g_look   = state == MV_L && g_go;
  assign g_moved  = state == MV_C && g_go;
  assign g_free   = state == FREE && g_go;
  assign g_end    = at_end && g_go;
  assign rt_kept  = held;
  assign ev_freed = g_free;
  assign ev_word  = g_go && (state == MV_H || state == MV_W);

`ifndef SYNTHESIS
  // A block that the slide visits belongs to the handle in its header: the entry points back at it.
  always @(posedge clk)
    if (!rst && ack && state == SL_E && dat[AW-1:0] != src) begin
      $display("lith_heap: the block at %0d names handle %0d, whose entry points to %0d", src, g_handle, dat[AW-1:0]);
      $stop;
    end

  // A reference never names a free handle: the walker hands in live words only, and clears the stale ones.
  always @(posedge clk)
    if (!rst && ack && state == CH_R && dat[`LITH_ENTRY_CLASS] == `LITH_CLASS_FREE) begin
      $display("lith_heap: a root or field names handle %0d, which is free", g_handle);
      $stop;
    end

  reg [8*5-1:0] dbg_state;
  wire unused_dbg = &{1'b0, dbg_state};
  always @*
    case (state)
      OFF: dbg_state = "off";
      TOP: dbg_state = "top";
      SCAN: dbg_state = "scan";
      CH_R: dbg_state = "ch_r";
      CH_W: dbg_state = "ch_w";
      CH_HR: dbg_state = "ch_hr";
      CH_HW: dbg_state = "ch_hw";
      POP_R: dbg_state = "pop_r";
      POP_H: dbg_state = "pop_h";
      POP_W: dbg_state = "pop_w";
      SL: dbg_state = "sl";
      SL_E: dbg_state = "sl_e";
      FREE: dbg_state = "free";
      SKIP: dbg_state = "skip";
      MV_H: dbg_state = "mv_h";
      MV_R: dbg_state = "mv_r";
      MV_W: dbg_state = "mv_w";
      MV_S: dbg_state = "mv_s";
      MV_L: dbg_state = "mv_l";
      MV_C: dbg_state = "mv_c";
      HEAD: dbg_state = "head";
      default: dbg_state = "?";
    endcase
`endif

endmodule

`default_nettype wire
