// Collector: marks from a snapshot, then slides the live cells down. One memory access a step.
//
//   mark, a loop at CHOOSE:  a handle from the root queue    -> colour it
//                            a field of the cell in work     -> colour what it refers to
//                            the top of the mark stack       -> it is the cell in work again, from its next field on
//                            a remembered cell (minor)       -> young: colour it; old: it is the cell in work
//                            the head of the grey queue      -> own handle back into its header; it is the cell in work
//                            nothing left, all roots in      -> slide
//   colour (COLOUR_*):       read the entry; if not marked, mark it; if it holds values, it is the cell in work at once
//                            (HEADER: its length), and the one before, if it has fields left, goes onto the mark stack.
//                            When that is full (or there is none) the new cell waits instead (GREY_*): its header is
//                            read, and it is put at the head of the grey queue, which is linked through the headers'
//                            handles
//
// The stack holds cells that are begun, not cells that wait: so its depth is that of the graph, where a cell's last field
// does not count. A list as long as the heap takes one place or none, whatever its elements are, and so does the widest cell.
//   slide, a loop at BLOCK:  read the header at src, then its entry; dead: entry to the free list, src moves on;
//                            live: header and fields one by one to mv_dst, entry set to mv_dst; until src meets `bound`, first
//                            that of the lower blocks, then (JUMP) that of the upper ones (lith_heap_allocator)
//   no room below what was made since the start: the words left there are filled (TEST, FILL, FILL_NEXT), each with a
//                            header that names no handle, so that the next slide steps over them (HOLE); mv_dst goes on at
//                            the upper blocks (JUMP), which stay above the gap
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
  output reg  [11:0]   mv_index,    // fields copied so far
  output reg  [11:0]   g_len,       // length of the cell in work
  output reg  [29:23]  g_bits,      // open to class of its entry
  output reg  [AW-1:0] mv_dst,
  input  wire          wrote_held,  // the word under motion has just been written: these lanes of it
  input  wire [3:0]    wb_sel,
  input  wire [31:0]   wb_dat_w,
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

  // A word kept for retarget, which runs only while `between`: g_wdat is that word until the next step.
  input  wire          rt_keep,
  output wire          rt_durable,  // its durable bit

  output wire          ev_freed,
  output wire          ev_word      // a word of a cell was moved
);

  localparam OFF = 5'd0, CHOOSE = 5'd1, SCAN = 5'd2, COLOUR_READ = 5'd3, COLOUR_WRITE = 5'd4, GREY_READ = 5'd5,
             GREY_WRITE = 5'd6, POP_ENTRY = 5'd7, POP_HEADER = 5'd8, POP_WRITE = 5'd9, BLOCK = 5'd10, BLOCK_ENTRY = 5'd11,
             FREE = 5'd12, SKIP = 5'd13, MOVE_HEADER = 5'd14, MOVE_READ = 5'd15, MOVE_WRITE = 5'd16, MOVE_PAST = 5'd17,
             MOVE_LOOK = 5'd18, MOVE_ENTRY = 5'd19, JUMP = 5'd20, HOLE = 5'd21, TEST = 5'd22, FILL = 5'd23,
             FILL_NEXT = 5'd24, LAST = 5'd25, HEADER = 5'd26;

  reg [4:0]    state;
  reg          last_major, last_minor;  // low bits of the colours of the last major and the last minor collection
  reg          remembered;  // COLOUR_READ: the handle is a remembered one
  reg [AW-1:0] src;       // mark: place of the cell in work; slide: block in work
  reg          waiting;   // the read of this state has left, its ack is awaited
  reg          scanning;  // fields from mv_index on are still to be looked at
  reg [HW-1:0] grey;      // head of the grey queue, 0: empty
  reg [31:0]   held;      // word read and to be written
  reg          looked;    // the handle cache is answering: MOVE_ENTRY waits for that
  reg          gap;       // a dead block lies below src: live cells must move
  reg          reached;   // BLOCK_ENTRY: the block in work would run into what was made since the start; then: mv_dst is there

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

  wire        at_bound = state == BLOCK && src == bound;
  wire        done   = state == CHOOSE && !q_valid && !scanning && !kept_any && r_empty && grey == {HW{1'b0}} && q_empty
                    && root_done;
  wire [11:0] index1 = mv_index + 12'd1;
  wire        whole  = index1 == g_len;
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
      always @(posedge clk) written <= waiting ? written | {4{take_written}} & wb_sel : 4'b0000;
      assign newer = written;
`endif
    end
  endgenerate

  // ---- Mark stack ---------------------------------------------------------------------------------------------------------
  wire           kept_any, stack_room;
  wire [AW-1:0]  kept_place;
  wire [11:0]    kept_index, kept_len;
  // An entry has been read whose cell is to be scanned; the cell in work, if it has fields left, makes room for it.
  wire           unscanned = ack && state == COLOUR_READ && !entry_stale && !marked && !old && !wordless(dat[25:23]);
  wire           put_off   = unscanned && scanning && stack_room;
  wire           resume    = state == CHOOSE && !q_valid && !scanning && kept_any;
  // It is known late, so the place of the new cell in work and what goes on the stack come a cycle later, in COLOUR_WRITE.
  reg            put_off_then;
  reg  [AW+23:0] put_off_cell;
  always @(posedge clk) begin
    put_off_then <= put_off && !rst;
`ifdef LITH_FAULT_MARK_RESUME
    put_off_cell <= {src, index1, g_len};
`else
    put_off_cell <= {src, mv_index, g_len};
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
  wire [23:0] dst_place = {{(24 - AW){1'b0}}, mv_dst};

  assign g_table = state == COLOUR_READ || state == COLOUR_WRITE || state == POP_ENTRY || state == BLOCK_ENTRY
                || state == FREE || state == MOVE_ENTRY;
  assign g_we    = state == COLOUR_WRITE || state == GREY_WRITE || state == POP_WRITE || state == FREE
                || state == MOVE_HEADER || state == MOVE_WRITE || state == MOVE_ENTRY || state == FILL;
  wire   aside   = state == SKIP || state == MOVE_PAST || state == MOVE_LOOK || state == JUMP || state == HOLE || state == TEST
                || state == FILL_NEXT || state == FILL && reached || state == LAST || at_bound;   // a step without memory
  assign g_stb   = state != OFF && state != CHOOSE && !aside;

  // Steps without memory that must not fall into a request ask for a grant too.
  assign g_step  = !waiting && !(HCACHE != 0 && looked) && (g_stb || aside || done);

  wire at_dst    = state == GREY_READ || state == GREY_WRITE || state == MOVE_HEADER || state == MOVE_WRITE
                || state == MOVE_ENTRY || state == BLOCK_ENTRY || state == TEST || state == FILL || state == FILL_NEXT
                || state == LAST;
  wire at_field  = state == SCAN || state == MOVE_READ || state == MOVE_WRITE;
  wire past_cell = state == FREE || state == SKIP || state == MOVE_PAST || state == MOVE_ENTRY;
  assign g_base  = state == JUMP ? high : at_dst ? mv_dst : src;
  assign g_off   = at_field ? mv_index : past_cell || state == BLOCK_ENTRY ? g_len : 12'd0;
  assign g_plus1 = at_field || past_cell || state == HOLE || state == FILL_NEXT;

`ifdef LITH_FAULT_OVERRUN
  wire no_room   = 1'b0;
`else
  wire no_room   = reached && lower && in_upper && !kept_upper;   // for the block in work
`endif
  assign g_above = state == TEST && g_go && none_made;

  always @*
    case (state)
      COLOUR_WRITE:           g_wdat = {colour, held[29:0]};
      GREY_WRITE, FILL:       g_wdat = {held[31:20], grey_link[19:0]};   // FILL: handle 0, the grey queue is empty
      POP_WRITE, MOVE_HEADER: g_wdat = {held[31:20], own_name[19:0]};
`ifdef LITH_FAULT_DURABLE_OUTLIVES
      FREE:                   g_wdat = {5'd0, g_bits[`LITH_ENTRY_DURABLE], 1'b0, `LITH_CLASS_FREE, 3'd0, free_link[19:0]};
`else
      FREE:                   g_wdat = {7'd0, `LITH_CLASS_FREE, 3'd0, free_link[19:0]};
`endif
      MOVE_ENTRY:             g_wdat = {colour, g_bits, dst_place[22:0]};
      default:                g_wdat = held;
    endcase

  // ---- Steps --------------------------------------------------------------------------------------------------------------
  // On with the cell in work, by way of CHOOSE where logic is short: there it takes a cycle more.
  wire [4:0] go_on = MARK_STACK != 0 && scanning && !q_valid ? SCAN : CHOOSE;
  // Before the marker goes down into a cell it takes what is in the queue: a write may wait for room there.
`ifdef LITH_FAULT_DOWN_FIRST
  wire       queue_first = 1'b0;
`else
  wire       queue_first = q_valid;
`endif

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
            state  <= CHOOSE;
            phase  <= `LITH_PHASE_MARK;
            colour <= gc_minor ? {1'b0, !last_minor} : {1'b1, !last_major};
            minor  <= gc_minor;
            if (gc_minor) last_minor <= !last_minor;
            else last_major <= !last_major;
          end
        CHOOSE:
          if (q_valid) state <= COLOUR_READ;
          else if (scanning) state <= SCAN;
          else if (kept_any) begin
            scanning <= 1'b1;
            state    <= SCAN;
          end else if (r_valid) state <= COLOUR_READ;
          else if (grey != {HW{1'b0}}) state <= POP_ENTRY;
          else if (g_go) begin
            state <= BLOCK;
            phase <= `LITH_PHASE_SLIDE;
          end
        SCAN:
          if (ack) begin
            scanning <= !whole;
            state    <= is_ref ? COLOUR_READ : whole || q_valid ? CHOOSE : SCAN;
          end
        COLOUR_READ:
          if (ack && !entry_stale) begin
            if (put_off) scanning <= 1'b0;
            state <= old && remembered && !wordless(dat[25:23]) ? HEADER : marked || old ? go_on : COLOUR_WRITE;
          end
        COLOUR_WRITE:
          if (entry_stale) state <= COLOUR_READ;
          else if (g_go) state <= wordless(held[25:23]) ? go_on : scanning ? GREY_READ : HEADER;
        HEADER:
          if (ack) begin
            scanning <= dat[31:20] != 12'd0;
            state    <= dat[31:20] != 12'd0 && !queue_first ? SCAN : CHOOSE;
          end
        GREY_READ: if (ack) state <= GREY_WRITE;
        GREY_WRITE:
          if (g_go) begin
            grey  <= g_handle;
            state <= CHOOSE;
          end
        POP_ENTRY: if (ack) state <= POP_HEADER;
        POP_HEADER:
          if (ack) begin
            grey  <= dat[HW-1:0];
            state <= POP_WRITE;
          end
        POP_WRITE:
          if (g_go) begin
            scanning <= g_len != 12'd0;
            state    <= CHOOSE;
          end
        BLOCK:
`ifdef LITH_FAULT_HOLE
          if (ack) state <= BLOCK_ENTRY;
`else
          if (ack) state <= dat[HW-1:0] == {HW{1'b0}} ? HOLE : BLOCK_ENTRY;
`endif
          else if (at_bound && g_go) state <= in_upper ? LAST : JUMP;
        LAST:
          if (g_go) begin
            state <= OFF;
            phase <= `LITH_PHASE_IDLE;
          end
        JUMP:        if (g_go) state <= BLOCK;
        HOLE:        if (g_go) state <= BLOCK;
        BLOCK_ENTRY: if (ack) state <= !marked ? FREE : no_room ? TEST : gap ? MOVE_HEADER : SKIP;
        TEST:        if (g_go) state <= none_made ? MOVE_HEADER : FILL;
        FILL:        if (g_go) state <= reached ? JUMP : FILL_NEXT;
        FILL_NEXT:   if (g_go) state <= FILL;
        FREE:        if (g_go) state <= BLOCK;
        SKIP:        if (g_go) state <= BLOCK;
        MOVE_HEADER: if (g_go) state <= g_len == 12'd0 ? MOVE_PAST : MOVE_READ;
        MOVE_READ:   if (ack) state <= MOVE_WRITE;
        MOVE_WRITE:  if (g_go) state <= whole ? MOVE_PAST : MOVE_READ;
        MOVE_PAST:   if (g_go) state <= HCACHE == 0 ? MOVE_ENTRY : MOVE_LOOK;
        MOVE_LOOK:   if (g_go) state <= MOVE_ENTRY;
        MOVE_ENTRY:  if (g_go) state <= BLOCK;
        default: state <= OFF;
      endcase
    end

  integer i;
  always @(posedge clk) begin
    if (state == CHOOSE) begin
      g_handle   <= q_valid ? q_head : r_valid ? r_head : grey;
      remembered <= r_pop;
      gap        <= 1'b0;
      if (done) src <= minor ? old_end : {AW{1'b0}};
    end else if (ack && (state == SCAN || state == BLOCK)) begin
      g_handle   <= state == SCAN ? dat[8 +: HW] : dat[HW-1:0];
      remembered <= 1'b0;
    end

    if (ack && (state == POP_ENTRY || state == COLOUR_READ && !scanning)) src <= dat[AW-1:0];
    else if (put_off_then) src <= held[AW-1:0];
    else if (resume) src <= kept_place;
    else if (g_go && (state == FREE || state == SKIP || state == MOVE_PAST || state == HOLE || state == JUMP && !in_upper))
      src <= sum;

    if (done) mv_dst <= minor ? old_end : {AW{1'b0}};
    else if (state == COLOUR_WRITE) mv_dst <= held[AW-1:0];
    else if (g_go && (state == SKIP || state == MOVE_ENTRY || state == FILL_NEXT || state == JUMP && in_upper)) mv_dst <= sum;

    if (ack && (state == POP_HEADER || state == HEADER || state == BLOCK)) g_len <= dat[31:20];
    else if (resume) g_len <= kept_len;

    if (state == POP_HEADER || state == HEADER || state == MOVE_HEADER) mv_index <= 12'd0;
    else if (resume) mv_index <= kept_index;
    else if (ack && state == SCAN || g_go && state == MOVE_WRITE) mv_index <= index1;

    for (i = 0; i < 4; i = i + 1)
      if (take_written && wb_sel[i]) held[8 * i +: 8] <= wb_dat_w[8 * i +: 8];
      else if (ack && !newer[i] && state != SCAN && state != BLOCK_ENTRY || rt_keep) held[8 * i +: 8] <= dat[8 * i +: 8];

    if (ack && state == BLOCK_ENTRY) g_bits <= {dat[29:27], DURABLE != 0 && dat[26], dat[25:23]};
    else if (wrote_entry) begin
      g_bits[`LITH_ENTRY_OPEN] <= 1'b0;
      if (made_durable) g_bits[`LITH_ENTRY_DURABLE] <= 1'b1;
    end

    if (state == FREE || state == HOLE || state == JUMP) gap <= 1'b1;
    if (g_go && (state == BLOCK_ENTRY || state == TEST || state == FILL_NEXT)) reached <= sum >= start;
    if (state == CHOOSE) begin
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
  assign q_pop    = state == CHOOSE && q_valid;
  assign r_pop    = state == CHOOSE && !q_valid && !scanning && !kept_any && r_valid;
  assign moving   = state == MOVE_READ || state == MOVE_WRITE || state == MOVE_PAST || state == MOVE_LOOK
                 || state == MOVE_ENTRY;
  assign between  = state == OFF || state == BLOCK && !waiting;
  assign g_look   = state == MOVE_LOOK && g_go;
  assign g_moved  = state == MOVE_ENTRY && g_go;
  assign g_free   = state == FREE && g_go;
  assign g_end    = state == LAST && g_go;
  assign rt_durable = held[`LITH_ENTRY_DURABLE];
  assign ev_freed = g_free;
  assign ev_word  = g_go && (state == MOVE_HEADER || state == MOVE_WRITE);

`ifndef SYNTHESIS
  // A block that the slide visits belongs to the handle in its header: the entry points back at it.
  always @(posedge clk)
    if (!rst && ack && state == BLOCK_ENTRY && dat[AW-1:0] != src) begin
      $display("lith_heap: the block at %0d names handle %0d, whose entry points to %0d", src, g_handle, dat[AW-1:0]);
      $stop;
    end

  // A reference never names a free handle: the walker hands in live words only, and clears the stale ones.
  always @(posedge clk)
    if (!rst && ack && state == COLOUR_READ && dat[`LITH_ENTRY_CLASS] == `LITH_CLASS_FREE) begin
      $display("lith_heap: a root or field names handle %0d, which is free", g_handle);
      $stop;
    end

  reg [8*12-1:0] dbg_state;
  wire unused_dbg = &{1'b0, dbg_state};
  always @*
    case (state)
      OFF:          dbg_state = "off";
      CHOOSE:       dbg_state = "choose";
      SCAN:         dbg_state = "scan";
      COLOUR_READ:  dbg_state = "colour_read";
      COLOUR_WRITE: dbg_state = "colour_write";
      GREY_READ:    dbg_state = "grey_read";
      GREY_WRITE:   dbg_state = "grey_write";
      POP_ENTRY:    dbg_state = "pop_entry";
      POP_HEADER:   dbg_state = "pop_header";
      POP_WRITE:    dbg_state = "pop_write";
      BLOCK:        dbg_state = "block";
      BLOCK_ENTRY:  dbg_state = "block_entry";
      FREE:         dbg_state = "free";
      SKIP:         dbg_state = "skip";
      MOVE_HEADER:  dbg_state = "move_header";
      MOVE_READ:    dbg_state = "move_read";
      MOVE_WRITE:   dbg_state = "move_write";
      MOVE_PAST:    dbg_state = "move_past";
      MOVE_LOOK:    dbg_state = "move_look";
      MOVE_ENTRY:   dbg_state = "move_entry";
      JUMP:         dbg_state = "jump";
      HOLE:         dbg_state = "hole";
      TEST:         dbg_state = "test";
      FILL:         dbg_state = "fill";
      FILL_NEXT:    dbg_state = "fill_next";
      LAST:         dbg_state = "last";
      HEADER:       dbg_state = "header";
      default:      dbg_state = "?";
    endcase
`endif

endmodule

`default_nettype wire
