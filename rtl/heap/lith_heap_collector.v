// Collector: marks from a snapshot, then slides the live cells down. One memory access a step.
//
//   mark, a loop at TOP:  a handle from the root queue    -> colour it
//                         a field of the cell in work     -> colour what it refers to
//                         the top of the mark stack       -> it is the cell in work again, from its next field on
//                         a remembered cell (minor)       -> young: colour it; old: it is the cell in work
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
//                         live: header and fields one by one to dst, entry set to dst; until src meets `bound`, first
//                         that of the lower blocks, then (JUMP) that of the upper ones (lith_heap_allocator)
//   no room below what was made since the start: the words left there are filled (TEST, FILL, NEXT), each with a header
//                         that names no handle, so that the next slide steps over them (HOLE); dst goes on at the upper
//                         blocks (JUMP), which stay above the gap
//
// What the mutator may change between a read here and the write that follows: a field of the cell under motion (`wrote_held`)
// and its open bit are corrected in the copy, so that no stream of writes keeps a word from being moved (before lines a
// field may also be written between its read and the answer, which may be older: `newer`); an entry sealed
// while it is held (`wrote_entry`), which happens once to a cell, is read again.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_collector #(
  parameter AW     = 14,
  parameter HW     = 13,
  parameter HCACHE = 0,
  parameter MARK_STACK = 0,
  parameter DURABLE = 1,
  parameter LINES  = 0
) (
  input  wire          clk,
  input  wire          rst,

  input  wire          gc_start,
  input  wire          gc_minor,    // with gc_start
  input  wire          root_done,
  output reg  [1:0]    phase,
  output reg  [1:0]    colour,      // of what this collection, or the last one, has marked, and of what was made since its start
  output reg           minor,       // it looks at nothing below old_end but remembered cells
  input  wire [AW-1:0] old_end,

  // Root queue.
  input  wire          q_valid,
  input  wire          q_empty,
  input  wire [HW-1:0] q_head,
  output wire          q_pop,

  // Remembered cells (lith_heap_remember).
  input  wire          r_valid,
  input  wire          r_empty,
  input  wire [HW-1:0] r_head,
  output wire          r_pop,

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
  input  wire          wrote_held,  // the word under motion has just been written: these lanes of it
  input  wire [3:0]    m_sel,
  input  wire [31:0]   m_wdat,
  input  wire          wrote_entry,
  input  wire          made_durable,
  output wire          between,     // idle, or between two blocks

  // Handle cache and allocator.
  output wire          g_look,
  output wire          g_moved,
  output wire          g_free,
  output wire          g_end,
  input  wire [AW-1:0] bound,       // of the blocks being walked (lith_heap_allocator)
  input  wire [AW-1:0] high,
  input  wire [AW-1:0] start,
  input  wire          lower,
  output reg           in_upper,    // the upper blocks are being walked
  output reg           kept_upper,  // and kept above the gap
  input  wire          none_made,
  output wire          g_above,
  input  wire [HW-1:0] free_head,

  // A word kept for retarget, which runs only while `between`.
  input  wire          rt_keep,
  output wire [31:0]   rt_kept,

  output wire          ev_freed,
  output wire          ev_word      // a word of a cell was moved
);

  localparam OFF = 5'd0, TOP = 5'd1, SCAN = 5'd2, CH_R = 5'd3, CH_W = 5'd4, CH_HR = 5'd5, CH_HW = 5'd6, POP_R = 5'd7,
             POP_H = 5'd8, POP_W = 5'd9, SL = 5'd10, SL_E = 5'd11, FREE = 5'd12, SKIP = 5'd13,
             MV_H = 5'd14, MV_R = 5'd15, MV_W = 5'd16, MV_S = 5'd17, MV_L = 5'd18, MV_C = 5'd19,
             JUMP = 5'd20, HOLE = 5'd21, TEST = 5'd22, FILL = 5'd23, NEXT = 5'd24, LAST = 5'd25, HEAD = 5'd26;

  reg [4:0]    state;
  reg          last_major, last_minor;  // low bits of the colours of the last major and the last minor collection
  reg          remembered;  // CH_R: the handle is a remembered one
  reg [AW-1:0] src;       // mark: place of the cell in work; slide: block in work
  reg          waiting;   // the read of this state has left, its ack is awaited
  reg          scanning;  // fields from index on are still to be looked at
  reg [HW-1:0] grey;      // head of the grey queue, 0: empty
  reg [31:0]   held;      // word read and to be written
  reg          looked;    // the handle cache is answering: MV_C waits for that
  reg          gap;       // a dead block lies below src: live cells must move
  reg          reached;   // SL_E: the block in work would run into what was made since the start; then: dst is there

`ifdef LITH_FAULT_MOVE_HOLD
  wire take_written = 1'b0;
`else
  wire take_written = wrote_held;
`endif
`ifdef LITH_FAULT_MARK_HOLD
  wire entry_stale = 1'b0;
`else
  wire entry_stale = wrote_entry;
`endif

  wire        at_bound = state == SL && src == bound;
  wire        done   = state == TOP && !q_valid && !scanning && !kept_any && r_empty && grey == {HW{1'b0}} && q_empty && root_done;
  wire [11:0] index1 = index + 12'd1;
  wire        whole  = index1 == len;
  wire        ack    = waiting && g_ack;
  wire        is_ref = dat[1:0] == 2'b01;
  wire        marked = dat[`LITH_ENTRY_COLOUR] == colour;
  wire        old    = minor && dat[AW-1:0] < old_end;

  // Nothing in a cell with this entry is a reference: raw bytes, or a stub.
  function wordless(input [25:23] entry);
    wordless = entry[`LITH_ENTRY_ABSENT] || entry[`LITH_ENTRY_CLASS] >= `LITH_CLASS_RAW;  // (never a free one)
  endfunction

  // Bytes of the word under motion that were written while its read was on the way.
  wire [3:0]  newer;
  generate
    if (LINES == 0) begin : answers_first
      assign newer = 4'b0000;
    end else begin : answers_late
`ifdef LITH_FAULT_MOVE_LATE
      assign newer = 4'b0000;
`else
      reg [3:0] written;
      always @(posedge clk) written <= waiting ? written | {4{take_written}} & m_sel : 4'b0000;
      assign newer = written;
`endif
    end
  endgenerate

  // ---- Mark stack ---------------------------------------------------------------------------------------------------------
  wire           kept_any, stack_room;
  wire [AW-1:0]  kept_place;
  wire [11:0]    kept_index, kept_len;
  // An entry has been read whose cell is to be scanned; the cell in work, if it has fields left, makes room for it.
  wire           unscanned = ack && state == CH_R && !entry_stale && !marked && !old && !wordless(dat[25:23]);
  wire           put_off   = unscanned && scanning && stack_room;
  wire           resume    = state == TOP && !q_valid && !scanning && kept_any;
  // It is known late, so the place of the new cell in work and what goes on the stack come a cycle later, in CH_W.
  reg            put_off_then;
  reg  [AW+23:0] put_off_cell;
  always @(posedge clk) begin
    put_off_then <= put_off && !rst;
`ifdef LITH_FAULT_MARK_RESUME
    put_off_cell <= {src, index1, len};
`else
    put_off_cell <= {src, index, len};
`endif
  end

  lith_heap_markstack #(.BITS(MARK_STACK), .AW(AW)) markstack (
    .clk(clk), .rst(rst),
    .push(put_off_then), .push_cell(put_off_cell), .room(stack_room),
    .pop(resume), .any(kept_any), .top({kept_place, kept_index, kept_len}));

  // ---- What each state does to memory -------------------------------------------------------------------------------------
  wire [20:0] free_link = {{(21 - HW){1'b0}}, free_head};
  wire [20:0] grey_link = {{(21 - HW){1'b0}}, grey};
  wire [20:0] own_name  = {{(21 - HW){1'b0}}, g_handle};
  wire [23:0] dst_place = {{(24 - AW){1'b0}}, dst};

  assign g_table = state == CH_R || state == CH_W || state == POP_R || state == SL_E || state == FREE || state == MV_C;
  assign g_we    = state == CH_W || state == CH_HW || state == POP_W || state == FREE || state == MV_H || state == MV_W
                || state == MV_C || state == FILL;
  wire   aside   = state == SKIP || state == MV_S || state == MV_L || state == JUMP || state == HOLE || state == TEST
                || state == NEXT || state == FILL && reached || state == LAST || at_bound;   // a step without memory
  assign g_stb   = state != OFF && state != TOP && !aside;

  // Steps without memory that must not fall into a request ask for a grant too.
  assign g_step  = !waiting && !(HCACHE != 0 && looked) && (g_stb || aside || done);

  wire at_dst    = state == CH_HR || state == CH_HW || state == MV_H || state == MV_W || state == MV_C || state == SL_E
                || state == TEST || state == FILL || state == NEXT || state == LAST;
  wire at_field  = state == SCAN || state == MV_R || state == MV_W;
  wire past_cell = state == FREE || state == SKIP || state == MV_S || state == MV_C;
  assign g_base  = state == JUMP ? high : at_dst ? dst : src;
  assign g_off   = at_field ? index : past_cell || state == SL_E ? len : 12'd0;
  assign g_plus1 = at_field || past_cell || state == HOLE || state == NEXT;

`ifdef LITH_FAULT_OVERRUN
  wire no_room   = 1'b0;
`else
  wire no_room   = reached && lower && in_upper && !kept_upper;   // for the block in work
`endif
  assign g_above = state == TEST && g_go && none_made;

  always @*
    case (state)
      CH_W:         g_wdat = {colour, held[29:0]};
      CH_HW, FILL:  g_wdat = {held[31:20], grey_link[19:0]};   // FILL: handle 0, the grey queue is empty
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
      colour     <= 2'b00;
      minor      <= 1'b0;
      {last_major, last_minor} <= 2'b00;
      scanning   <= 1'b0;
      grey       <= {HW{1'b0}};
    end else begin
      waiting <= waiting ? !g_ack : g_go && g_stb && !g_we;
      case (state)
        OFF:
          if (gc_start) begin
            state  <= TOP;
            phase  <= `LITH_PHASE_MARK;
            colour <= gc_minor ? {1'b0, !last_minor} : {1'b1, !last_major};
            minor  <= gc_minor;
            if (gc_minor) last_minor <= !last_minor;
            else last_major <= !last_major;
          end
        TOP:
          if (q_valid) state <= CH_R;
          else if (scanning) state <= SCAN;
          else if (kept_any) begin
            scanning <= 1'b1;
            state    <= SCAN;
          end else if (r_valid) state <= CH_R;
          else if (grey != {HW{1'b0}}) state <= POP_R;
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
            state <= old && remembered && !wordless(dat[25:23]) ? HEAD : marked || old ? go_on : CH_W;
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
`ifdef LITH_FAULT_HOLE
          if (ack) state <= SL_E;
`else
          if (ack) state <= dat[HW-1:0] == {HW{1'b0}} ? HOLE : SL_E;
`endif
          else if (at_bound && g_go) state <= in_upper ? LAST : JUMP;
        LAST:
          if (g_go) begin
            state <= OFF;
            phase <= `LITH_PHASE_IDLE;
          end
        JUMP:  if (g_go) state <= SL;
        HOLE:  if (g_go) state <= SL;
        SL_E:  if (ack) state <= !marked ? FREE : no_room ? TEST : gap ? MV_H : SKIP;
        TEST:  if (g_go) state <= none_made ? MV_H : FILL;
        FILL:  if (g_go) state <= reached ? JUMP : NEXT;
        NEXT:  if (g_go) state <= FILL;
        FREE:  if (g_go) state <= SL;
        SKIP:  if (g_go) state <= SL;
        MV_H:  if (g_go) state <= len == 12'd0 ? MV_S : MV_R;
        MV_R:  if (ack) state <= MV_W;
        MV_W:  if (g_go) state <= whole ? MV_S : MV_R;
        MV_S:  if (g_go) state <= HCACHE == 0 ? MV_C : MV_L;
        MV_L:  if (g_go) state <= MV_C;
        MV_C:  if (g_go) state <= SL;
        default: state <= OFF;
      endcase
    end

  integer i;
  always @(posedge clk) begin
    if (state == TOP) begin
      g_handle   <= q_valid ? q_head : r_valid ? r_head : grey;
      remembered <= r_pop;
      gap        <= 1'b0;
      if (done) src <= minor ? old_end : {AW{1'b0}};
    end else if (ack && (state == SCAN || state == SL)) begin
      g_handle   <= state == SCAN ? dat[8 +: HW] : dat[HW-1:0];
      remembered <= 1'b0;
    end

    if (ack && (state == POP_R || state == CH_R && !scanning)) src <= dat[AW-1:0];
    else if (put_off_then) src <= held[AW-1:0];
    else if (resume) src <= kept_place;
    else if (g_go && (state == FREE || state == SKIP || state == MV_S || state == HOLE || state == JUMP && !in_upper))
      src <= sum;

    if (done) dst <= minor ? old_end : {AW{1'b0}};
    else if (state == CH_W) dst <= held[AW-1:0];
    else if (g_go && (state == SKIP || state == MV_C || state == NEXT || state == JUMP && in_upper)) dst <= sum;

    if (ack && (state == POP_H || state == HEAD || state == SL)) len <= dat[31:20];
    else if (resume) len <= kept_len;

    if (state == POP_H || state == HEAD || state == MV_H) index <= 12'd0;
    else if (resume) index <= kept_index;
    else if (ack && state == SCAN || g_go && state == MV_W) index <= index1;

    for (i = 0; i < 4; i = i + 1)
      if (take_written && m_sel[i]) held[8 * i +: 8] <= m_wdat[8 * i +: 8];
      else if (ack && !newer[i] && state != SCAN && state != SL_E || rt_keep) held[8 * i +: 8] <= dat[8 * i +: 8];

    if (ack && state == SL_E) bits <= {dat[29:27], DURABLE != 0 && dat[26], dat[25:23]};
    else if (wrote_entry) begin
      bits[`LITH_ENTRY_OPEN] <= 1'b0;
      if (made_durable) bits[`LITH_ENTRY_DURABLE] <= 1'b1;
    end

    if (state == FREE || state == HOLE || state == JUMP) gap <= 1'b1;
    if (g_go && (state == SL_E || state == TEST || state == NEXT)) reached <= sum >= start;
    if (state == TOP) begin
      in_upper   <= 1'b0;
      kept_upper <= 1'b0;
    end else if (state == JUMP && g_go) begin
      in_upper   <= 1'b1;
      kept_upper <= in_upper;
    end
    looked <= g_look;
  end

  wire unused_pad = &{1'b0, free_link[20], grey_link[20], own_name[20], dst_place[23]};

  // ---- Outputs ------------------------------------------------------------------------------------------------------------
  assign q_pop    = state == TOP && q_valid;
  assign r_pop    = state == TOP && !q_valid && !scanning && !kept_any && r_valid;
  assign moving   = state == MV_R || state == MV_W || state == MV_S || state == MV_L || state == MV_C;
  assign between  = state == OFF || state == SL && !waiting;
  assign g_look   = state == MV_L && g_go;
  assign g_moved  = state == MV_C && g_go;
  assign g_free   = state == FREE && g_go;
  assign g_end    = state == LAST && g_go;
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
      JUMP: dbg_state = "jump";
      HOLE: dbg_state = "hole";
      TEST: dbg_state = "test";
      FILL: dbg_state = "fill";
      NEXT: dbg_state = "next";
      LAST: dbg_state = "last";
      HEAD: dbg_state = "head";
      default: dbg_state = "?";
    endcase
`endif

endmodule

`default_nettype wire
