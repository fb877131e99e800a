// The root walker: hands every reference that the core holds to the collector, and clears those in dead stack.
//
// It sits between the core's data port and the tagged RAM. A collection starts with gc_start; that instant is the
// snapshot. The walker then hands in the core's registers, and after them the tagged words of RAM, in cycles in which
// nobody else uses the RAM. Meanwhile the program runs on, so a store to a word that is still to be walked first reads
// the old word and hands that in (the overwrite barrier): what was in RAM at the snapshot is handed in at least once,
// whatever the program does.
//
//          dead                       Words below the walk are done. The dead words [gc_lo, gc_hi) may hold references to
//   +------+------+----------------+  cells that are long gone: they are no roots, the barrier leaves them alone, and
//   | done |      |   to be walked |  their tags are cleared.
//   +------+------+----------------+
//       walk ->
//
// Each word carries its tag and an epoch, which flips at gc_start and which stores write. A tagged word of the old
// epoch has been there since the snapshot; one of the new epoch was stored since: it is no root, even in the dead range,
// where the program may be pushing live references again. The walker stamps the words that it hands in with the new
// epoch, so a word of the old epoch is also one that is still to be walked. Until the walker has come by, a load of an
// old word from the dead range gives tag 0.
//
// Most of RAM never holds a tag: code, the rest of the stack, numbers. So RAM is walked in lines, and one bit for each says
// whether a tagged word may be in it. A store of a tagged word sets it, and the walk of a line writes it anew: 0 when it has
// left no tagged word there and none has been stored meanwhile. A line whose bit is 0 is passed over: what was in it at the
// snapshot is no root, and no tag is left there to clear. The bits need no reset: the boot ROM begins with writing all of
// RAM, and where no tag is a bit may be what it likes.
//
//   step:  ASK ----> ANSWER ----> WORDS ----> NOTE         ASK reads the line's bit, NOTE writes it.
//           ^           | bit 0                 |          Stores write theirs a cycle late, and go before NOTE.
//           +-----------+-----------------------+
//
// A store in the very cycle of gc_start belongs to the program after the start. It goes through without barrier: what it
// writes is in a register at the snapshot, and what it overwrites nobody can reach any more.
//
// What the walker costs the program, while it walks: a store waits for the word the walker looks at (1 cycle), for its
// stamp (1), for the read of its own old word (1), and for room in the queue; a load waits for a stamp or for the
// walker's turn (1).
`default_nettype none
`include "lith_memmap.vh"

module lith_roots #(
    parameter RAM_AW = 16,     // log2 of the words of RAM
    parameter QUEUE_LOG2 = 3,  // log2 of the depth of the queue in front of the root port; 0: one word
    parameter LINE_LOG2 = 6,   // log2 of the words of a line, less than RAM_AW; 0: all of RAM is one line, always walked
    parameter PATIENCE = 7     // cycles that the walker lets others go first before it takes one (at most 7)
) (
    input  wire              clk,
    input  wire              rst,

    // From the controller. gc_lo and gc_hi are byte addresses, valid in the one cycle of gc_start and in that in which a
    // collection is asked for. With gc_hi 0 nothing is dead; else both are addresses of RAM words, and gc_hi may be that behind
    // the last one.
    input  wire              gc_start,
    input  wire [31:0]       gc_lo,
    input  wire [31:0]       gc_hi,
    output wire              gc_range, // that is a range of RAM words; if not, no collection starts
    // Root port of the controller: a word is taken when valid and ready are both 1.
    output wire              root_valid,
    input  wire              root_ready,
    output wire [32:0]       root_data,
    output wire              root_done,
    // The core's registers; rr_busy is 1 from the cycle after gc_start until the last one is taken.
    input  wire              rr_valid,
    output wire              rr_ready,
    input  wire [32:0]       rr_data,
    input  wire              rr_busy,

    // The core's data port, for addresses in RAM (word index). The answer to a load taken in this cycle is d_rdata in
    // the next one. d_gnt depends on no input but d_we.
    input  wire              d_req,
    // What may become d_req in this cycle, known early: the port reads; what is read for nobody does no harm.
    input  wire              d_early,
    output wire              d_gnt,
    input  wire              d_we,
    input  wire [3:0]        d_be,
    input  wire [RAM_AW-1:0] d_addr,
    input  wire              d_again, // d_addr is d_addr_again, which is known early
    input  wire [RAM_AW-1:0] d_addr_again,
    input  wire [32:0]       d_wdata,
    output wire [32:0]       d_rdata,
    // 1: somebody else has lately wanted this port of the RAM; he may have it when m_en is 0.
    input  wire              other_req,

    // RAM port: an access in each cycle in which m_en is 1, with the word and its mark {epoch, tag} in the next cycle.
    // A write writes the mark and the bytes in m_be. m_rd, which comes early, excludes a write. While m_full, which says
    // that the RAM has a write to finish in the next cycle without m_rd, the walker does not read.
    output wire              m_en,
    output wire              m_rd,
    input  wire              m_full,
    output wire              m_we,
    output wire [3:0]        m_be,
    output wire [RAM_AW-1:0] m_addr,
    output wire              m_new,      // m_addr is d_addr, and d_again is 0; else it is m_addr_old, which is known early
    output wire [RAM_AW-1:0] m_addr_old,
    output wire [31:0]       m_wdata,
    output wire [1:0]        m_wmark,
    input  wire [31:0]       m_rdata,
    input  wire [1:0]        m_rmark
);
  localparam DEPTH = 1 << QUEUE_LOG2;
  localparam PTR_W = QUEUE_LOG2 == 0 ? 1 : QUEUE_LOG2;
  // Half of the queue is kept free of walked words, for the barrier: there the program waits for room, here only we do.
  localparam WALK_DEPTH = DEPTH == 1 ? 1 : DEPTH / 2;
  localparam PLACE_AW = LINE_LOG2 == 0 ? RAM_AW : LINE_LOG2;
  localparam LINE_AW = RAM_AW - PLACE_AW; // log2 of the lines
  localparam [PTR_W-1:0] STEP = QUEUE_LOG2 == 0 ? 0 : 1;
  localparam [2:0] WAIT_LIMIT = PATIENCE[2:0];

  localparam [31:0] BASE = `LITH_RAM_BASE;
  wire [31:0] lo_word = gc_lo ^ BASE, hi_word = gc_hi ^ BASE, hi_end = hi_word ^ (32'd4 << RAM_AW);
  wire lo_in = lo_word[31:RAM_AW+2] == 0 && gc_lo[1:0] == 2'd0;
  wire hi_in = hi_word[31:RAM_AW+2] == 0 && gc_hi[1:0] == 2'd0;
`ifdef LITH_FAULT_ROOTS_RANGE
  assign gc_range = 1'b1;
  wire _unused_range = &{1'b0, lo_in, hi_in, hi_end};
`else
  assign gc_range = gc_hi == 32'd0 || lo_in && (hi_in || hi_end == 32'd0);
`endif

  localparam [1:0] DONE = 2'd0, REGISTERS = 2'd1, WALK = 2'd2, DRAIN = 2'd3;
  reg [1:0] state;

  localparam [1:0] ASK = 2'd0, ANSWER = 2'd1, WORDS = 2'd2, NOTE = 2'd3;
  reg  [1:0] line_step; // of the walk, in a line
  wire [1:0] step = LINE_LOG2 == 0 ? WORDS : line_step;

  reg            epoch;
  reg [LINE_AW:0]      line;  // first line that is not done; after the last one its top bit is 1
  reg [PLACE_AW-1:0]   place; // first word in it that is not done
  reg [RAM_AW:0] dead_lo, dead_hi;
  reg            look;     // the walker has read the word at `place` in the last cycle
  reg            stamp;    // the word at `place` is to be stamped
  reg            stamp_tag;
  reg            old_read; // the barrier has read the old word of the waiting store in the last cycle
  reg [RAM_AW-1:0] last;   // address of the last cycle
  reg [2:0]      waited;
  reg            turn;     // the walker may read in this cycle: decided in the last one, since all that chooses an address is late

  // About the word that was read in the last cycle: it is tagged and has been since the snapshot; it is dead.
  wire m_old  = m_rmark[0] && m_rmark[1] != epoch;
`ifdef LITH_FAULT_ROOTS_DEAD
  wire m_dead = 1'b0;
  wire _unused_dead = &{1'b0, last, dead_lo, dead_hi};
`else
  wire m_dead = {1'b0, last} >= dead_lo && {1'b0, last} < dead_hi;
`endif

  // Queue of roots found in RAM. Only tagged words enter, so the tag need not be kept.
  reg [31:0]         queue [0:DEPTH-1];
  reg [PTR_W-1:0]    head, tail;
  reg [QUEUE_LOG2:0] count;
  wire in_flight = look || old_read;
  wire push = in_flight && m_old && !m_dead;
  wire pop  = count != 0 && root_ready;
  localparam [QUEUE_LOG2:0] BARRIER_LAST = DEPTH[QUEUE_LOG2:0] - 1'b1, WALKER_LAST = WALK_DEPTH[QUEUE_LOG2:0] - 1'b1;
  wire barrier_room = count <= BARRIER_LAST && !(in_flight && count == BARRIER_LAST);
  wire walker_room  = count <= WALKER_LAST && !(in_flight && count == WALKER_LAST);

  assign root_valid = count != 0 || rr_valid;
  assign root_data  = count != 0 ? {1'b1, queue[head]} : rr_data;
  assign rr_ready   = root_ready && count == 0;
  assign root_done  = state == DONE;

  reg  [PLACE_AW:0]   place_up;   // {1'b0, place} + 1, kept ready: what chooses the RAM's address is late
  wire [PLACE_AW-1:0] place_next = place_up[PLACE_AW-1:0];

  // The lines' bits. What the program stores is noted a cycle late.
  reg  left_tag;  // the walk has left a tagged word in this line, or one has been stored there since
  wire set_here;  // a tagged word was stored there in the last cycle
  wire pass;      // the answer: no tagged word is in this line
  wire walking;   // words of a line are looked at
  wire last_word = place_up[PLACE_AW]; // at `place` is the last one
  wire noted;     // its bit can be written now
  generate
    if (LINE_LOG2 != 0) begin : g_lines
      (* no_rw_check *) reg may_hold [0:(1<<LINE_AW)-1]; // a tagged word may be in the line
      reg               answer;    // the bit asked for...
      reg               overtaken; // ...but it was set in that very cycle
      reg               set;
      reg [LINE_AW-1:0] set_line;
`ifdef LITH_FAULT_ROOTS_LINE
      assign set_here = 1'b0; // what is stored into the line that is being walked does not keep its bit
`else
      assign set_here = set && set_line == line[LINE_AW-1:0];
`endif
      assign pass      = !answer && !overtaken;
      assign noted     = !set;
      assign walking   = step == WORDS;
      always @(posedge clk) begin
        set       <= m_we && m_wmark[0];
        set_line  <= m_addr[RAM_AW-1:LINE_LOG2];
        answer    <= may_hold[line[LINE_AW-1:0]];
        overtaken <= set_here;
        if (set) may_hold[set_line] <= 1'b1;
        else if (state == WALK && step == NOTE) may_hold[line[LINE_AW-1:0]] <= left_tag;
      end
    end else begin : g_one_line
      assign set_here  = 1'b0;
      assign pass      = 1'b0;
      assign noted     = 1'b1;
      assign walking   = state == WALK && !line[LINE_AW];
      wire _unused_tag = &{1'b0, left_tag};
    end
  endgenerate

  // Whose turn is it? The program goes first, but a loop without a free cycle must not hold up the collection for ever.
  wire impatient  = waited == WAIT_LIMIT;
  wire read_turn  = turn && !old_read && !m_full && walking && !stamp && walker_room && !(look && last_word);
  wire flush       = turn && impatient && m_full; // the RAM finishes its write first
  wire walker_turn = read_turn || stamp;

  wire [RAM_AW:0]   walk = {line, look ? place_next : place}; // the word to be stamped, or read next
  wire [RAM_AW-1:0] word = walker_turn ? walk[RAM_AW-1:0] : d_addr;
  assign m_new      = !walker_turn && !d_again;
  assign m_addr_old = walker_turn ? walk[RAM_AW-1:0] : d_addr_again;

  // While the walker looks at a word, a store must wait: it might be to that word, which may be about to be stamped.
  wire old_needed   = state != DONE && !old_read;
  wire may_go       = !walker_turn && !flush && !(d_we && look);
`ifdef LITH_FAULT_ROOTS_BARRIER
  wire barrier_read = 1'b0;
  assign d_gnt      = may_go;
  wire _unused_fault = &{1'b0, old_needed, barrier_room};
`else
  wire barrier_read = d_req && may_go && d_we && old_needed && barrier_room;
  assign d_gnt      = may_go && !(d_we && old_needed);
`endif

  assign m_en    = walker_turn || d_early;
  assign m_rd    = read_turn || (!stamp && !flush && d_early && !(d_we && d_gnt));
  assign m_we    = stamp || (d_req && d_gnt && d_we);
  assign m_be    = stamp ? 4'b0000 : d_be;
  assign m_addr  = word;
  assign m_wdata = d_wdata[31:0];
  assign m_wmark = {epoch != gc_start, stamp ? stamp_tag : d_wdata[32] && d_be == 4'b1111};

`ifdef LITH_FAULT_ROOTS_STALE
  wire stale = 1'b0;
  wire keep_tag = 1'b1;
`else
  wire stale = state != DONE && m_dead && m_old;
  wire keep_tag = !m_dead;
`endif
  assign d_rdata = {m_rmark[0] && !stale, m_rdata};

  always @(posedge clk) begin
    look      <= read_turn && !(look && m_old); // what was read behind a word that needs a stamp is read again
    stamp     <= look && m_old;
    stamp_tag <= keep_tag;
    old_read  <= barrier_read;
    turn      <= impatient || (!d_req && !other_req);
    last      <= word;
    if (push) begin
      queue[tail] <= m_rdata;
      tail <= tail + STEP;
    end
    if (pop) head <= head + STEP;
    count <= count + {{QUEUE_LOG2{1'b0}}, push} - {{QUEUE_LOG2{1'b0}}, pop};

    if (!walking || walker_turn) waited <= 3'd0;
    else if (waited != WAIT_LIMIT) waited <= waited + 3'd1;

    if (state == WALK)
      case (step)
        ASK: line_step <= ANSWER;
        ANSWER: begin
          left_tag <= 1'b0;
          if (pass) begin
            line <= line + 1'b1;
            line_step <= ASK;
          end else line_step <= WORDS;
        end
        WORDS: begin
          if (set_here || (look && m_rmark[0] && (!m_old || keep_tag))) left_tag <= 1'b1;
          if ((look && !m_old) || stamp) begin
            place    <= place_next;
            place_up <= {1'b0, place_next} + 1'b1;
            if (last_word && LINE_LOG2 != 0) line_step <= NOTE;
            if (last_word && LINE_LOG2 == 0) line <= line + 1'b1;
          end
        end
        NOTE: begin
          if (set_here) left_tag <= 1'b1;
          if (noted) begin
            line <= line + 1'b1;
            line_step <= ASK;
          end
        end
      endcase
    case (state)
      DONE: ;
      REGISTERS: if (!rr_busy) state <= WALK;
      WALK:      if (line[LINE_AW]) state <= DRAIN;
      DRAIN:     if (count == 0) state <= DONE;
    endcase

    if (gc_start) begin
      state   <= REGISTERS;
      epoch   <= !epoch;
      line    <= 0;
      place   <= 0;
      place_up <= 1;
      line_step <= ASK;
      dead_lo <= gc_lo[RAM_AW+2:2];
      dead_hi <= gc_hi[RAM_AW+2:2];
    end
    if (rst) begin
      state    <= DONE;
      epoch    <= 1'b0;
      line_step <= ASK;
      look     <= 1'b0;
      stamp    <= 1'b0;
      old_read <= 1'b0;
      head     <= 0;
      tail     <= 0;
      count    <= 0;
      waited   <= 3'd0;
      turn     <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  // For the simulator: cycles in which the walk held up a load or a store.
  reg [31:0] held_up /* verilator public_flat_rd */;
  wire _unused_held = &{1'b0, held_up};
  always @(posedge clk)
    if (rst) held_up <= 32'd0;
    else if (d_req && !d_gnt && state != DONE) held_up <= held_up + 32'd1;

  // For waveforms.
  reg [8*9-1:0] dbg_state;
  always @(*)
    case (state)
      DONE:      dbg_state = "done";
      REGISTERS: dbg_state = "registers";
      WALK:      dbg_state = "walk";
      DRAIN:     dbg_state = "drain";
    endcase
  wire _unused_dbg = &{1'b0, dbg_state};
`endif

  wire _unused = &{1'b0, walk[RAM_AW], lo_word[RAM_AW+1:0], hi_word[RAM_AW+1:0]};
endmodule
