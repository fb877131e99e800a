// Mutator side of the heap controller: carries out one request after the other.
//
// A request is latched when it is taken and looked at in the next cycle (LOOK), together with the handle cache's line.
// From there on, one memory access a cycle where the memory allows:
//
//   read, hit:     LOOK -> DAT                       (field)                get: 2 cycles
//   read, miss:    LOOK -> ENT -> HDR -> DAT         (entry, header, field)
//                                                    (before a slow memory the field is asked for right behind the header)
//   atom, miss:    LOOK -> ENT -> DAT                (an atom has length 1: no header needed)
//   set, hit:      LOOK -> FLD                       (field)
//   write after a read (swap, cas, set while marking): ... DAT -> WR if not at once
//   the same, when the old word is a reference, while marking: ... DAT -> OLD_ENTRY -> OLD_MARK -> WR
//   seal, durable: LOOK -> ENT -> SEALW
//   seal, the cell made last, before a slow memory, hit: LOOK -> SEALW
//   ref:           LOOK -> ENTI -> ENT -> GIVE
//   make a cell:   LOOK -> ALNK -> AHDR -> AFLD...   (link of the free handle, entry, header, fields)
//                                                    cons: 5 cycles, answered in the second
//   copy a cell:   LOOK (-> ENT -> HDR) -> COPY_ROOM -> ALNK -> AHDR (-> AFLD...) -> COPY_WORD...
//                                                    (from the last word that both have down to the first; before them
//                                                    what the source does not have is filled)
//   refusal:       LOOK -> FLD                       (or where the checks were made -> FLD or DAT)
//   no room:       LOOK -> WAIT until the collection under way ends, then LOOK again
//
// Once length, open and absent are known (`settled`), the checks are made and their verdict is kept for the next cycle.
// Reads do not wait for it: a read that should not have been made harms nothing, its answer is dropped. Writes, lengths, and
// reads that the cell cache may answer go through FLD, which has the verdict; so no answer depends on a cache line
// of the same cycle.
//
// What an access needs from a read goes to memory in the cycle of that read's ack; where the memory stalls, the states
// HDRI, FLD, AENT and WR issue the same access again from registers. With a cell cache, that is before a slow memory, nothing
// leaves for memory in LOOK but what a make needs: FLD and ENTI issue it a cycle later, and the clock is not held up by
// the lookup. No answer waits until the memory takes an access: a write is answered as soon as its checks have passed,
// since nothing can stop it then; the next request waits until it is done.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_mutator #(
  parameter AW     = 14,
  parameter HW     = 13,
  parameter HCACHE = 0,
  parameter CCACHE = 0,
  parameter COPY   = 1,
  parameter DURABLE  = 1,
  parameter REMEMBER = 0
) (
  input  wire          clk,
  input  wire          rst,

  // Request port (docs/heap.md).
  input  wire          req_valid,
  output wire          req_ready,
  input  wire [4:0]    req_op,
  input  wire [4:0]    req_kind,
  input  wire [32:0]   req_ref,
  input  wire [32:0]   req_a,
  input  wire [32:0]   req_b,
  output reg           resp_valid,
  output reg  [32:0]   resp_data,
  output reg           resp_trap,
  output reg  [4:0]    resp_cause,

  // Memory (lith_heap_mem).
  output wire          m_free,
  output reg           m_stb,
  output reg           m_we,
  output reg           m_table,
  output reg  [HW-1:0] m_handle,
  output reg  [AW-1:0] m_base,
  output reg  [11:0]   m_off,
  output reg           m_plus1,
  output reg  [31:0]   m_wdat,
  output wire [3:0]    m_sel,
  output wire          m_spec,       // may turn out unwanted a cycle later: leaves only if the memory takes it now
  output wire          m_ahead,      // may leave while the access before it, a read of the same request, is outstanding
  input  wire          m_can,
  input  wire          m_ack,
  input  wire          m_blocked,
  input  wire          m_open,       // the memory takes an access in this cycle, whosever
  input  wire [31:0]   dat,
  input  wire [AW-1:0] sum,

  // Collector: its phase, and the cell under motion.
  input  wire [1:0]    phase,
  input  wire [1:0]    colour,       // of what the collection under way has marked; cells made meanwhile have it too
  input  wire          minor,        // it is a minor one
  input  wire          moving,       // words before mv_index of the fields, and the header, are at mv_dst
  input  wire [HW-1:0] g_handle,     // cell under motion, or whose entry the collector holds
  input  wire [11:0]   mv_index,
  input  wire [AW-1:0] mv_dst,
  output wire          wrote_held,   // the word of g_handle that is under motion has just been written
  output wire          wrote_entry,  // g_handle's entry has just been sealed, or
  output wire          made_durable, // (with wrote_entry) found sealed and made durable
  output wire          gc_start,
  output wire          gc_minor,     // with gc_start
  output wire [31:0]   gc_lo,
  output wire [31:0]   gc_hi,
  input  wire          gc_range,     // gc_lo and gc_hi, which stand from LOOK on, are a range of roots (used a cycle later)
  input  wire          gc_between,   // the collector is idle or between two blocks of the slide: retarget may go

  // The collector's share (lith_heap_pacer): no request is taken.
  input  wire          hold,
  output wire          resting,      // no request is in work
  output wire [AW-1:0] room,         // words free where cells are made

  // Writes that may have to be remembered (lith_heap_remember).
  output wire          wrote,        // a reference has been written to a cell that is no new one
  output wire          exchanged,    // the cell has been given another block
  output wire [HW-1:0] wrote_h,
  output wire [AW-1:0] wrote_place,
  input  wire          remembering,  // one is still on its way
  input  wire          overflow,     // no minor collection may start

  // Old words for the root queue.
  output wire          q_push,
  output wire [HW-1:0] q_push_h,
  input  wire          q_room,
  output wire          q_wanted,     // an old word is to be queued

  // The collector's part of the handle cache and of the allocator.
  input  wire          g_look,       // find out whether g_handle has a line
  input  wire          g_moved,      // the cell is at mv_dst now: update its line if it is there
  input  wire [11:0]   g_len,        // what else the line says
  input  wire [29:23]  g_bits,       // (the entry's, from the open bit to the class)
  input  wire          g_free,       // g_handle becomes the head of the free list
  input  wire          g_end,        // the slide is over: what it kept ends at mv_dst
  output wire          none_made,    // since the start of the collection, and a cell waits for space
  input  wire          g_above,      // (lith_heap_allocator)
  input  wire          kept_upper,
  input  wire          in_upper,
  output wire [AW-1:0] bound,
  output wire [AW-1:0] high,
  output wire [AW-1:0] start,
  output wire          in_gap,       // cells are made in the gap
  output wire          lower,
  output wire [AW-1:0] ceil,
  output wire [AW-1:0] old_end,
  output wire [AW-1:0] used,
  output reg  [HW-1:0] free_head,
  output wire          irq_low,

  // Words that the collector keeps for retarget, which needs one more register while the collector stands still.
  output wire          rt_keep,
  input  wire [31:0]   rt_kept,

  // Counters (lith_heap_stats).
  output wire          ev_made,
  output wire          ev_done,     // a request ends; st_wait is what it waited for the collector
  output reg  [7:0]    st_wait,
  output wire          ev_wait,      // a cycle spent in WAIT
  output wire          ev_queue,     // a cycle spent waiting to queue an old word
  output wire [4:0]    stat_index,
  input  wire [31:0]   stat_data
);

  localparam IDLE = 5'd0, LOOK = 5'd1, ENT = 5'd2, HDRI = 5'd3, HDR = 5'd4, FLD = 5'd5, DAT = 5'd6, WR = 5'd7,
             SEALW = 5'd8, WAIT = 5'd9, ALNK = 5'd10, AENT = 5'd11, AHDR = 5'd12, AFLD = 5'd13,
             RTA = 5'd14, RTBI = 5'd15, RTB = 5'd16, RTWA = 5'd17, RTWB = 5'd18, RTHI = 5'd19, RTH = 5'd20,
             RTHW = 5'd21, RTEI = 5'd22, RTE = 5'd23, FLUSH = 5'd24, ENTI = 5'd25,
             COPY_ROOM = 5'd26, COPY_WORD = 5'd27, COPY_READ = 5'd28, OLD_ENTRY = 5'd29, OLD_MARK = 5'd30, GIVE = 5'd31;

  // With a cell cache the memory is slow: then nothing leaves for it on what a cache line says in the same cycle.
  localparam [0:0] SLOW = CCACHE != 0;
  localparam [31:0] LAST_LINE = (1 << CCACHE) - 1;

  wire         accept;
  wire         left_falls; // left is one less than cells, or than it was
  wire         same_cell;  // the request in work is about g_handle
  reg [4:0]    state, next;
  reg [4:0]    op, kind;
  reg [32:0]   r_ref, r_a, r_b;
  reg [31:0]   ent;      // entry of the cell in work (its place: also the place of the cell being made)
  reg [HW-1:0] h;        // handle being made; old value's handle; retarget's second handle
  reg [11:0]   left;     // fields still to fill or to copy, less one; retarget: length
  reg          pending;  // WR: the old value is not marked yet, and must go to the root queue first
  reg          hit;      // a hit, kept from LOOK on (the line itself stands until the next lookup)
  reg [HW:0]   fresh;    // next handle never used
  reg          virgin;   // no cell made yet
  reg          r_absent; // the cell in work is absent
  reg [11:0]   len_kept;    // length and slack of the cell in work, a cycle after they are known
  reg [1:0]    slack_kept;
  reg          v_trap;   // verdict of the checks, made in the cycle before
  reg [4:0]    v_cause;
  reg          v_hit;    // the cell cache has the word
  reg [11:0]   index_kept;  // index, and where the cell in work is (below), a cycle after they are known: what chooses an
  reg          astray_kept; // address is to hang on registers alone
  reg          behind_kept;
  reg [AW-1:0] field_at;    // with SLOW: place of the block that has the field, which the cell under motion has two of
  reg          begun;    // the first access has been made
  reg          owing;    // making, sealing: the answer has not been given yet
  reg [AW-7:0] low_water;

  // ---- The request, decoded ---------------------------------------------------------------------------------------------
  wire [HW-1:0] ref_h = r_ref[8 +: HW];
  wire [HW-1:0] a_h   = r_a[8 +: HW];
  wire [4:0]    ref_kind = r_ref[6:2];
  wire          raw   = ref_kind[4];
  wire          atom  = ref_kind == `LITH_KIND_ATOM;

  wire op_get   = op == `LITH_OP_GET;
  wire op_peek  = op == `LITH_OP_PEEK;
  wire op_seal  = op == `LITH_OP_SEAL;
  wire op_len   = op == `LITH_OP_LEN;
  wire op_cas   = op == `LITH_OP_CAS;
  wire op_rov   = op == `LITH_OP_ROV;
  wire op_rt    = op == `LITH_OP_RETARGET;
  wire op_new   = op == `LITH_OP_NEW;
  wire op_mk2   = op == `LITH_OP_MK2;
  wire op_copy  = COPY != 0 && op == `LITH_OP_COPY;
  wire op_durable = DURABLE != 0 && op == `LITH_OP_DURABLE;
  wire op_ref     = DURABLE != 0 && op == `LITH_OP_REF;
  wire op_gcs   = op == `LITH_OP_GCSTART;
  wire op_stat  = op == `LITH_OP_STAT;
  wire op_ctl   = op == `LITH_OP_CTL;
  wire is_byte  = op == `LITH_OP_GETB || op == `LITH_OP_SETB;
  wire is_set   = op == `LITH_OP_SET || op == `LITH_OP_SETB;
  wire is_xchg  = op == `LITH_OP_SWAP || op_cas;
  wire is_atom  = op == `LITH_OP_AGET || is_xchg || op_rov;   // operations of atoms
  wire is_make  = op[4:3] == 2'b11;
  wire at_once  = is_make && !op_copy;   // a cell is made without looking at another first
  wire is_sized = op_new || op_copy;     // it is open and has the length asked for
  wire of_entry = op_seal || op_durable;   // changes the entry alone
  wire is_read  = !is_set && !is_xchg && !op_len && !of_entry;   // of the accesses
  wire is_access = !op[4] && !op_rov || op_peek || op_copy || op_durable;

  // Words that a cell cannot hold: reference patterns (and the reserved ones) without tag, references among raw bytes.
  wire to_raw = is_make ? kind[4] : raw;
`ifdef LITH_FAULT_FORGE
  wire bad_ref = to_raw && r_ref[32];
  wire bad_a   = to_raw && r_a[32];
  wire bad_b   = to_raw && r_b[32];
`else
  wire bad_ref = to_raw ? r_ref[32] : !r_ref[32] && r_ref[0];
  wire bad_a   = to_raw ? r_a[32]   : !r_a[32]   && r_a[0];
  wire bad_b   = to_raw ? r_b[32]   : !r_b[32]   && r_b[0];
`endif

  // A copy of values among raw bytes would show handles, one of raw bytes among values would forge references.
`ifdef LITH_FAULT_COPY_KIND
  wire other_class = 1'b0;
`else
  wire other_class = kind[4] != raw;
`endif

  // Of retarget, when the second entry is there: a block of another class, which is no stub.
`ifdef LITH_FAULT_RETARGET_CLASS
  wire other_block = 1'b0;
`else
  wire other_block = dat[`LITH_ENTRY_CLASS] != ent[`LITH_ENTRY_CLASS] && !dat[`LITH_ENTRY_ABSENT];
`endif

  wire rt_untagged   = !r_ref[32] || !r_a[32];
  wire rt_other_kind = r_a[6:2] != ref_kind && r_a[6:2] != `LITH_KIND_ABSENT;
  wire trap_untagged = (is_access || op_rov) && !r_ref[32] || op_rt && rt_untagged;
  wire trap_kind     = is_byte && !raw || (op_get || op == `LITH_OP_SET) && atom || is_atom && !atom
                    || (is_sized || op_mk2) && kind == `LITH_KIND_ATOM || is_make && kind == `LITH_KIND_FREE
                    || op_copy && (atom || other_class)
                    || op_durable && (atom || ref_kind == `LITH_KIND_ABSENT)
                    || op_rt && rt_other_kind;
  wire trap_value    = (is_set || op_cas) && bad_b || (is_xchg || op_mk2) && bad_a
                    || is_make && !is_sized && bad_ref;
  wire       trap_now   = trap_untagged || trap_kind || trap_value;
  wire       trap_early = trap_now || at_once && make_oob;
  wire [4:0] trap_first = trap_untagged ? `LITH_TRAP_UNTAGGED : trap_kind ? `LITH_TRAP_KIND : `LITH_TRAP_VALUE;

  // ---- The handle cache and the cell cache --------------------------------------------------------------------------------
  wire          hc_hit, hc_open, hc_absent, cc_hit;
  wire [AW-1:0] hc_place;
  wire [11:0]   hc_len;
  wire [1:0]    hc_slack;
  wire [31:0]   cc_data;
  wire          hc_fill, hc_made, hc_sealed, hc_empty, atom_line;
  wire          cc_we, cc_empty;
  wire [11:0]   index, cells;
  wire [1:0]    slack;

  // The collector's lookup, and its change of a line, take the cache's port before a request. A request that is taken
  // in such a cycle counts as a miss (`lost`): so it does not wait for the collector, and the collector's steps do not
  // depend on req_valid, which comes late.
  reg  lost, looked, has_line;  // has_line: the cell under motion has a line, or got one since the collector looked
  always @(posedge clk) begin
    if (accept) lost <= g_look || g_moved;
`ifndef LITH_FAULT_COPY_LOST
    else if (state == WAIT) lost <= 1'b1;   // the source of a copy may have been moved since
`endif
    looked <= g_look;
    if (looked) has_line <= hc_hit;
    else if (hc_fill && same_cell) has_line <= 1'b1;
  end

  lith_heap_hcache #(.BITS(HCACHE), .AW(AW), .HW(HW)) hcache (
    .clk(clk),
    .re(req_ready || g_look), .rh(g_look ? g_handle : req_ref[8 +: HW]),
    .qh(looked ? g_handle : ref_h), .q_hit(hc_hit), .q_place(hc_place), .q_len(hc_len), .q_slack(hc_slack),
    .q_open(hc_open), .q_absent(hc_absent),
    .we(hc_fill || hc_made || hc_sealed || hc_empty || g_moved && has_line),
    .w_empty(hc_empty),
    .wh(g_moved ? g_handle : hc_made ? h : state == RTWB ? a_h : ref_h),
    .w_place(g_moved ? mv_dst : hc_sealed ? hc_place : ent[AW-1:0]),
    .w_len(hc_made ? cells : hc_fill ? (is_atom ? 12'd1 : dat[31:20]) : hc_sealed ? hc_len : g_len),
    .w_slack(hc_made ? slack : hc_fill ? ent[`LITH_ENTRY_SLACK] : hc_sealed ? hc_slack : g_bits[`LITH_ENTRY_SLACK]),
    .w_open(hc_made ? is_sized : hc_fill ? ent[`LITH_ENTRY_OPEN] : !hc_sealed && g_bits[`LITH_ENTRY_OPEN]),
    .w_absent(hc_made ? kind == `LITH_KIND_ABSENT : hc_fill ? ent[`LITH_ENTRY_ABSENT] : hc_sealed ? hc_absent
            : g_bits[`LITH_ENTRY_ABSENT]));

  wire [11:0] req_index = req_op == `LITH_OP_GETB || req_op == `LITH_OP_SETB ? req_a[13:2]
                        : req_op[3] || req_op == `LITH_OP_AGET ? 12'd0 : req_a[11:0];
  wire        m_go      = m_stb && m_can;
  wire        field_go  = m_go && !m_table && m_plus1;   // a field access has just left

  lith_heap_ccache #(.BITS(CCACHE), .HW(HW)) ccache (
    .clk(clk),
    .re(req_ready || ask), .rh(req_ref[8 +: HW]), .ri(req_index), .own(asking), .oi(ask_index),
    .qh(ref_h), .qi(op_copy ? asked : index), .q_hit(cc_hit), .q_data(cc_data),
    .we(cc_we), .w_empty(cc_empty), .w_all(state == FLUSH),
    .wh(is_make ? h : ref_h), .wi(state == FLUSH || is_make ? left : index_kept),
    .w_data(field_go && m_we ? m_wdat : dat));

  // ---- The cell in work: from the line, the entry or the header, whichever is there in this cycle ------------------------
  assign index = is_byte ? r_a[13:2] : is_atom ? 12'd0 : r_a[11:0];

  wire          at_hdr   = state == HDR && m_ack;
  wire          at_ent   = state == ENT && m_ack;
  wire          use_line = state == LOOK && hc_hit && !lost && is_access && !of_entry;
  wire          settled  = use_line || at_hdr || at_ent && is_atom;   // all that the checks need is known
  wire [11:0]   len      = at_hdr ? dat[31:20] : hc_len;
  wire [1:0]    i_slack  = at_hdr ? ent[`LITH_ENTRY_SLACK] : hc_slack;
  wire          i_open   = at_hdr ? ent[`LITH_ENTRY_OPEN] : hc_open;
  wire          ent_absent = dat[`LITH_ENTRY_ABSENT];  // of the entry, in ENT; the line's answer comes late

  wire [12:0]   beyond   = {1'b0, len} + {1'b1, ~index};            // len - index - 1; bit 12: negative
  wire          last     = beyond[11:0] == 12'd0;
  wire          in_slack = last && {1'b0, r_a[1:0]} + {1'b0, i_slack} > 3'd3;
  wire          oob      = !is_atom && !op_len && !op_copy
                        && ((is_byte ? |r_a[31:14] : |r_a[31:12]) || beyond[12] || is_byte && in_slack);

  wire stub_counts = !op_peek && !op_durable && !op_ref;
  wire trap_open   = op_durable && at_ent && dat[`LITH_ENTRY_OPEN];
  wire trap_entry  = ent_absent && stub_counts || trap_open;
  wire trap_absent = (at_ent ? ent_absent : use_line && hc_absent) && stub_counts;
  wire trap_sealed = is_set && !i_open || is_xchg && r_ref[7];
  wire       trap_cell  = trap_absent || trap_open || settled && (oob || trap_sealed);
  wire [4:0] trap_which = trap_open ? `LITH_TRAP_KIND : trap_absent ? `LITH_TRAP_ABSENT : oob ? `LITH_TRAP_BOUNDS : `LITH_TRAP_SEALED;

  // A cell under motion has its header and its first mv_index fields at mv_dst already. From LOOK to the end of the request
  // the collector moves nothing.
  lith_heap_same #(.HW(HW)) same_handle (.a(ref_h), .b(g_handle), .same(same_cell));
  wire   astray    = moving && same_cell;
`ifdef LITH_FAULT_REDIRECT
  wire   behind    = astray && index <= mv_index;
`else
  wire   behind    = astray && index < mv_index;
`endif

  // ---- The cell made last ------------------------------------------------------------------------------------------------
  // Usually it is the next one to be sealed. Until a collection starts its entry is known but for what its line in the handle
  // cache says: it has the colour of the last start, and what is open is not durable.
  wire at_newest;
  generate
    if (!SLOW) begin : entry_read
      assign at_newest = 1'b0;
    end else begin : entry_known
      reg          known;
      reg [HW-1:0] newest;
      wire         same_newest;
      lith_heap_same #(.HW(HW)) same_as_newest (.a(ref_h), .b(newest), .same(same_newest));
      assign at_newest = known && same_newest;
      always @(posedge clk) begin
`ifdef LITH_FAULT_SEAL_COLOUR
        if (rst) known <= 1'b0;
`else
        if (rst || gc_start) known <= 1'b0;
`endif
        else if (state == AHDR && is_sized) known <= kind != `LITH_KIND_ABSENT;
`ifndef LITH_FAULT_SEAL_TWICE
        else if (state == SEALW && same_newest) known <= 1'b0;   // then it may get another block, which may be absent
`endif
        if (state == AHDR && is_sized) newest <= h;
      end
    end
  endgenerate

  // ---- Making a cell ----------------------------------------------------------------------------------------------------
  wire [31:0]   length_asked;
  wire [12:0]   new_words = {1'b0, length_asked[13:2]} + {12'd0, length_asked[1] || length_asked[0]};
  wire          make_oob  = is_sized && (kind[4] ? |length_asked[31:14] || new_words[12] : |length_asked[31:12]);
  assign        cells     = !is_sized ? {10'd0, op_mk2, !op_mk2} : kind[4] ? new_words[11:0] : length_asked[11:0];
  assign        slack     = is_sized && kind[4] ? 2'd0 - length_asked[1:0] : 2'd0;
  reg           use_fresh; // the free list is empty
  wire [HW-1:0] new_h     = use_fresh ? fresh[HW-1:0] : free_head;
  wire          set_limit = state == LOOK && op_ctl && !r_ref[0] && virgin && r_a[31:AW] == 0;
  wire          set_low   = state == LOOK && op_ctl && r_ref[0];
  wire [AW-1:0] alloc;
  assign        in_gap    = lower && !single;
  wire          room_for, room_now, steady, single, more_above, any;
  wire          fits      = room_for && !(use_fresh && fresh[HW]);
  wire          may_make  = at_once && !trap_now && !make_oob && fits;

  wire marking  = phase == `LITH_PHASE_MARK;
  wire idle_gc  = phase == `LITH_PHASE_IDLE;

  // What does not fit is tried in the other region as well, the upper one last: from there the next collection leaves all
  // that is free in one piece. A collection starts with the larger region to make cells in.
  reg  turned;
  // Whether there is a range comes late and is used a cycle later: the core waits for the answer.
  reg  gc_looked, gc_ranged;
  always @(posedge clk) begin
    gc_looked <= state == LOOK && op_gcs;
    gc_ranged <= gc_range;
  end
  wire gc_asked  = state == LOOK && op_gcs && gc_looked && idle_gc && gc_ranged && !(r_ref[0] && overflow);
  wire try_other = idle_gc && !single && !(turned && !lower);
  wire asks_room = state == LOOK && at_once && !trap_early || state == COPY_ROOM && !v_trap && !make_oob;
  wire turn      = g_above || room_now && (asks_room && !fits && try_other || gc_asked && steady && more_above);
  always @(posedge clk) begin
    turned <= (state == LOOK || state == COPY_ROOM) && (turned || turn);
  end

  lith_heap_allocator #(.AW(AW)) allocator (
    .clk(clk), .rst(rst), .alloc(alloc), .ceil(ceil), .used(used), .cells(cells), .fits(room_for), .room(room), .room_now(room_now), .steady(steady),
    .lower(lower), .single(single), .more_above(more_above), .old_end(old_end), .fresh(use_fresh), .made(ev_made),
    .sum(SLOW && !g_end ? next_alloc : sum), .turn(turn), .g_above(g_above), .any(any), .set_limit(set_limit), .limit(r_a[AW-1:0]), .gc_start(gc_start), .in_upper(in_upper),
    .bound(bound), .high(high), .start(start), .g_free(g_free), .g_end(g_end), .kept_upper(kept_upper), .dst(mv_dst));

  // ---- Copying a cell -----------------------------------------------------------------------------------------------------
  // The source is looked up as for a read, then the new cell is made, then the words that both have are copied, the last
  // one first. The collector stands still all the time, so the source stays where it is, though it may be under motion.
  // While a word is written the cell cache is asked for the next one: a word that it has costs one cycle, another one is
  // read first. What a cell cache says is used a cycle later only, as everywhere.
  wire [11:0]   asked;        // the cell cache's line is about this word of the source
  wire [11:0]   ask_index;    // the cell cache may be asked for this one
  wire          asking;       // (and for no request)
  wire          ask;          // it is
  wire [11:0]   source_len;
  wire [AW-1:0] source_place; // of the source's word `left`
  wire          longer;       // the new cell is longer than its source
  wire          known;        // the source's word `left` is here already
  wire [31:0]   copied_word;
  wire          copied;       // a word has just been written
  generate
    if (COPY == 0) begin : no_copy
      assign length_asked = r_ref[31:0];
      assign {asked, ask_index, asking, ask, source_len, source_place, longer, known, copied_word, copied} = 0;
      wire unused_ok = &{1'b0, mv_index, i_slack};
    end else begin : copy
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
`else
      reg          left_moved;   // astray && left < mv_index
      always @(posedge clk)
        if (left_falls) left_moved <= astray_kept && (state == AHDR ? cells : left) <= mv_index;
`endif

      assign length_asked = asked_for;
      assign source_len   = len_kept;
`ifdef LITH_FAULT_COPY_TAIL
      assign longer       = 1'b0;
`else
      assign longer       = new_len > len_kept;
`endif
      assign source_place = left_moved ? mv_dst : place;
      assign known        = has_word;
      // As m_go says in these states, but for nothing that hangs on others.
      assign copied       = (state == COPY_WORD && known || state == COPY_READ && m_ack) && m_can;

      assign asking    = op_copy && (state == COPY_ROOM || state == AHDR || state == COPY_WORD || state == COPY_READ);
      assign ask       = state == COPY_ROOM || state == AHDR && op_copy && m_can || copied;
      assign ask_index = state == COPY_ROOM ? top_index : next_index;
      assign asked     = line_index;

      wire [31:0]  whole = state == COPY_READ ? dat : word;
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
        if (accept) asked_for <= req_op == `LITH_OP_COPY ? req_a[31:0] : req_ref[31:0];
        if (settled) begin
          place       <= at_hdr ? ent[AW-1:0] : hc_place;
          top_there   <= len - 12'd1;
        end
        if (ask) begin
          line_index <= ask_index;
          next_index <= ask_index - 12'd1;
        end
        if (state == COPY_ROOM) begin
          top       <= 1'b1;
          top_slack <= longer || equally_long && slack_kept > slack ? slack_kept : slack;
        end else if (copied) top <= 1'b0;
        if (state == AHDR || copied) begin
`ifdef LITH_FAULT_COPY_AHEAD
          has_word <= CCACHE != 0;
`else
          has_word <= CCACHE != 0 && cc_hit;
`endif
          word     <= cc_data;
        end else if (state == COPY_READ && m_ack) begin   // the memory stalls
          has_word <= 1'b1;
          word     <= dat;
        end
      end
    end
  endgenerate

  // ---- Barrier: while marking, an overwritten reference is queued before it is lost ---------------------------------------
  // Only if what it refers to is not marked yet: each cell is marked once, so the queue runs empty and marking ends however
  // often references are overwritten.
`ifdef LITH_FAULT_NO_SATB
  wire need_old = 1'b0;
  wire keep_old = 1'b0;
`else
  wire need_old = marking && !raw;
  wire keep_old = need_old && dat[1:0] == 2'b01;
`endif
  // The cell whose entry is being read is neither marked nor old.
  wire unreached = dat[`LITH_ENTRY_COLOUR] != colour && !(minor && dat[AW-1:0] < old_end);
`ifdef LITH_FAULT_QUEUE_ALL
  wire old_unmarked = 1'b1;
`else
  wire old_unmarked = unreached;
`endif
`ifdef LITH_FAULT_REF_ROOT
  assign q_wanted  = state == WR && pending;
`else
  assign q_wanted  = state == WR && pending || state == GIVE && give_root;
`endif
  assign q_push    = q_wanted && (state == GIVE ? q_room : m_go);
  assign q_push_h  = op_ref ? ref_h : h;
  wire   q_blocked = q_wanted && !q_room;

  // ---- The reference of a durable cell: GIVE --------------------------------------------------------------------------------
  // While marking it becomes a root, since the snapshot need not have had it. While sliding, what has not the colour of this
  // collection is condemned: what the slide has passed has it, and so have the cells made meanwhile. What is old is left alone
  // by a minor one. The verdict is made in ENT: on what is to be queued hangs whose turn it is at the memory.
  wire [1:0] class_asked = raw ? `LITH_CLASS_RAW : atom ? `LITH_CLASS_ATOM : `LITH_CLASS_VALUE;
  reg        in_table;     // the handle has been used at some time: it has an entry
  always @(posedge clk)
    in_table <= r_ref[31:8] < {{(23 - HW){1'b0}}, fresh} && ref_h != {HW{1'b0}};
`ifdef LITH_FAULT_REF_CONDEMNED
  wire       condemned = 1'b0;
`else
  wire       condemned = phase == `LITH_PHASE_SLIDE && unreached;
`endif
`ifdef LITH_FAULT_REF_CLASS
  wire       fits_class = 1'b1;
`else
  wire       fits_class = dat[`LITH_ENTRY_CLASS] == class_asked;
`endif
  wire       gives     = op_ref && in_table && dat[`LITH_ENTRY_DURABLE] && fits_class
                      && ref_kind[4:1] != 4'b1111 && !condemned;
  reg        given, give_root;
  always @(posedge clk)
    if (at_ent) begin
      given     <= gives;
      give_root <= gives && marking && unreached;
    end

`ifdef LITH_FAULT_CAS
  wire do_write = 1'b1;
`else
  wire do_write = !op_cas || dat == r_b[31:0];
`endif
  wire direct   = is_set && !need_old;   // written without looking at the old word
  wire lazy     = op_len || op_copy || direct || SLOW && is_read;   // nothing goes to memory before the verdict

  // On a miss of the handle cache the checks take a header to wait for. Before a slow memory, unless the cell cache has the
  // word, a read of a field goes out behind that of the header, that of an atom in the place of one.
  wire reads_early;
  reg  read_early;   // it has
  generate
    if (!SLOW) begin : reads_when_checked
      assign reads_early = 1'b0;
    end else begin : reads_before
      reg has_word, first;   // the cell cache has the word; first cycle of HDR
      always @(posedge clk) begin
        has_word <= cc_hit;
        first    <= (state == ENT || state == HDRI) && m_go;
      end
      assign reads_early = is_read && !op_len && !op_copy && !has_word && (is_atom || first);
    end
  endgenerate
  assign m_ahead = state == HDR && reads_early;
  always @(posedge clk) read_early <= state == HDR && (read_early || m_go && reads_early);

  // ---- What goes to memory ------------------------------------------------------------------------------------------------
  wire [31:0] set_word  = op == `LITH_OP_SETB ? {4{r_b[7:0]}} : is_set ? r_b[31:0] : r_a[31:0];
  wire [31:0] fill_word = is_sized ? (kind[4] ? 32'd0 : `LITH_NIL_WORD) : left[0] ? r_a[31:0] : r_ref[31:0];
  wire [23:0] new_place = {{(24 - AW){1'b0}}, state == LOOK || state == COPY_ROOM ? alloc : ent[AW-1:0]};
`ifdef LITH_FAULT_BORN
  wire [1:0]  born      = marking ? ~colour : colour;
`else
  wire [1:0]  born      = colour;
`endif
`ifdef LITH_FAULT_DURABLE_OUTLIVES
  wire        still     = state == ALNK && dat[`LITH_ENTRY_DURABLE];
`else
  wire        still     = 1'b0;
`endif
  wire [31:0] new_entry = {born, is_sized, slack, still, kind == `LITH_KIND_ABSENT,
                           kind == `LITH_KIND_ATOM ? `LITH_CLASS_ATOM : kind[4] ? `LITH_CLASS_RAW : `LITH_CLASS_VALUE,
                           new_place[22:0]};

  // (Spelled out, so that there is no such bit where DURABLE is 0.)
  wire        was_durable = DURABLE != 0 && ent[`LITH_ENTRY_DURABLE];

  wire [20:0] name      = {{(21 - HW){1'b0}}, h};

  // Where free memory begins behind the cell that is being made. Its entry needs no sum, so the adder of addresses is free, but
  // then all that says how long the cell is stands in front of it: before a slow memory this has one of its own.
  wire [AW-1:0] next_alloc;
  generate
    if (SLOW) begin : own_adder
      localparam SW = (AW > 12 ? AW : 12) + 1;
      wire [SW-1:0] next_alloc_w = {{(SW - AW){1'b0}}, alloc} + {{(SW - 12){1'b0}}, cells} + {{(SW - 1){1'b0}}, 1'b1};
      wire unused_carry = &{1'b0, next_alloc_w[SW-1:AW]};
      assign next_alloc = next_alloc_w[AW-1:0];
    end else begin : adder_of_addresses
      assign next_alloc = sum;
    end
  endgenerate

  always @* begin
    m_stb    = 1'b0;
    m_we     = 1'b0;
    m_table  = 1'b0;
    m_handle = ref_h;
    m_base   = SLOW ? field_at : ent[AW-1:0];
    m_off    = SLOW ? index_kept : index;
    m_plus1  = 1'b1;
    m_wdat   = set_word;
    case (state)
      LOOK: begin
        if (at_once) begin
          if (!SLOW) begin
            m_base = alloc;
            m_off  = cells;
          end
          m_table  = 1'b1;
          m_handle = new_h;
          m_we     = use_fresh;
          m_wdat   = new_entry;
          m_stb    = may_make;
        end else if (!SLOW && use_line) begin
          m_base   = behind ? mv_dst : hc_place;
          m_stb    = !trap_now && !lazy;
        end else begin
          m_table  = 1'b1;
          m_stb    = !trap_now && (is_access && !SLOW || op_rt && gc_between);
        end
      end
      ENTI: begin
        m_table = 1'b1;
        m_stb   = SLOW || op_ref;
      end
      ENT: begin
        m_base  = (is_atom ? behind_kept : astray_kept) ? mv_dst : dat[AW-1:0];
        m_plus1 = is_atom;
        m_off   = 12'd0;
        m_stb   = m_ack && !of_entry && !op_ref && !(is_atom && lazy && !reads_early);
      end
      HDRI: begin
        m_base  = astray_kept ? mv_dst : ent[AW-1:0];
        m_plus1 = 1'b0;
        m_off   = 12'd0;
        m_stb   = 1'b1;
      end
      HDR: begin
        if (!SLOW && behind_kept) m_base = mv_dst;
        m_stb = m_ack && !lazy || reads_early;
      end
      FLD: begin
        if (!SLOW && behind_kept) m_base = mv_dst;
        m_we  = direct;
        m_stb = !v_trap && !op_len && !(v_hit && is_read);
      end
      DAT: begin
        if (!SLOW && behind_kept) m_base = mv_dst;
        m_we  = 1'b1;
        m_stb = m_ack && !is_read && !v_trap && do_write && !keep_old;
      end
      WR: begin
        if (!SLOW && behind_kept) m_base = mv_dst;
        m_we  = 1'b1;
        m_stb = !q_blocked;
      end
      SEALW: begin
        m_table = 1'b1;
        m_we    = 1'b1;
        m_wdat  = {ent[`LITH_ENTRY_COLOUR], 1'b0, ent[`LITH_ENTRY_SLACK], was_durable || op_durable, ent[25:0]};
        m_stb   = ent[`LITH_ENTRY_OPEN] || op_durable;
      end
      ALNK, AENT: begin
        m_table  = 1'b1;
        m_handle = h;
        m_we     = 1'b1;
        m_wdat   = new_entry;
        m_stb    = state == AENT || m_ack;
      end
      AHDR: begin
        m_plus1 = 1'b0;
        m_off   = 12'd0;
        m_we    = 1'b1;
        m_wdat  = {cells, name[19:0]};
        m_stb   = 1'b1;
      end
      AFLD: begin
        m_off  = left;
        m_we   = 1'b1;
        m_wdat = fill_word;
        m_stb  = 1'b1;
      end
      COPY_ROOM: begin
        if (!SLOW) begin
          m_base = alloc;
          m_off  = cells;
        end
        m_table  = 1'b1;
        m_handle = h;
        m_we     = use_fresh;
        m_wdat   = new_entry;
        m_stb    = !v_trap && !make_oob && fits;
      end
      COPY_WORD: begin
        m_off  = left;
        m_we   = known;
        m_wdat = copied_word;
        m_stb  = 1'b1;
        if (!known) m_base = source_place;
      end
      COPY_READ: begin
        m_off  = left;
        m_we   = 1'b1;
        m_wdat = copied_word;
        m_stb  = m_ack;
      end
      RTBI, OLD_ENTRY: begin
        m_table  = 1'b1;
        m_handle = h;
        m_stb    = 1'b1;
      end
      RTWA: begin
        m_table = 1'b1;
        m_we    = 1'b1;
        m_wdat  = {rt_kept[31:27], was_durable, rt_kept[`LITH_ENTRY_ABSENT], ent[`LITH_ENTRY_CLASS], rt_kept[`LITH_ENTRY_PLACE]};
        m_stb   = 1'b1;
      end
      RTWB: begin
        m_table  = 1'b1;
        m_handle = h;
        m_we     = 1'b1;
        m_wdat   = {ent[31:27], DURABLE != 0 && rt_kept[`LITH_ENTRY_DURABLE], ent[25:0]};
        m_stb    = 1'b1;
      end
      RTHI: begin
        m_plus1 = 1'b0;
        m_off   = 12'd0;
        m_stb   = 1'b1;
      end
      RTHW: begin
        m_plus1 = 1'b0;
        m_off   = 12'd0;
        m_we    = 1'b1;
        m_wdat  = {left, name[19:0]};
        m_stb   = 1'b1;
      end
      RTEI: begin
        m_table = 1'b1;
        m_stb   = 1'b1;
      end
      default: ;
    endcase
  end

  assign m_spec = state == ENT || state == HDR;
  assign m_sel  = m_we && op == `LITH_OP_SETB ? 4'b0001 << r_a[1:0] : 4'b1111;

  // ---- Next state and answer ----------------------------------------------------------------------------------------------
  wire [31:0] word      = CCACHE != 0 && state == FLD ? cc_data : dat;
  wire [7:0]  byte_of   = r_a[1] ? (r_a[0] ? word[31:24] : word[23:16]) : (r_a[0] ? word[15:8] : word[7:0]);
  wire        tag_it    = !raw && word[1:0] == 2'b01 && !(op_peek && r_absent);
  wire [32:0] read_back = op == `LITH_OP_GETB ? {25'd0, byte_of}
                        : is_set ? 33'd0 : {tag_it, word};
  // On a hit from registers: the line comes late, and the answer has a long way to go in the core.
  wire [11:0] len_told   = at_hdr ? dat[31:20] : len_kept;
  wire [1:0]  slack_told = at_hdr ? ent[`LITH_ENTRY_SLACK] : slack_kept;
  wire [32:0] length    = {19'd0, raw ? {len_told, 2'b00} - {12'd0, slack_told} : {2'b00, len_told}};
  wire [32:0] new_ref   = {1'b1, {(24 - HW){1'b0}}, h, 1'b0, kind, 2'b01};

  reg fin;               // this cycle ends the request
  // It does, in the states that take the next request in their last cycle; the core waits for these, so they are apart.
  wire fld_ends  = op_len || v_hit && is_read || direct && m_can;
  wire dat_ends  = m_ack && (is_read || !do_write || m_can && !keep_old);
  wire wr_ends   = m_can && !q_blocked;
  wire afld_ends = m_can && left == 12'd0;
  // Answered in LOOK unless it is refused, and what it may be refused for then.
  wire look_answers = !is_access && !at_once && !op_ref && !(op_rt && gc_between) && !(op_gcs && !gc_looked)
                 && !(gc_asked && !gc_start);
  wire look_refuses = op_rov && (!r_ref[32] || !atom) || op_rt && (rt_untagged || rt_other_kind);
  reg answer, refuse;
  reg [4:0] cause;

  always @* begin
    next      = state;
    fin       = 1'b0;
    answer    = 1'b0;
    refuse    = 1'b0;
    cause     = v_cause;
    resp_data = read_back;
    case (state)
      LOOK: begin
        if (look_answers) begin
          answer    = !look_refuses;
          fin       = !look_refuses;
          next      = FLD;
          resp_data = op_rov ? {r_ref[32:8], 1'b1, r_ref[6:0]}
                    : op_gcs ? {32'd0, gc_start}
                    : op_stat ? {1'b0, stat_data} : 33'd0;
        end else if (trap_early) next = FLD;
        else if (at_once) begin
          if (fits && m_can) next = use_fresh ? AHDR : ALNK;
          if (!fits && room_now && !try_other) next = idle_gc ? FLD : WAIT;
        end else if (is_access) begin
          if (!SLOW && use_line && lazy) next = op_copy ? COPY_ROOM : FLD;   // SLOW: look_next
          else if (SLOW) next = ENTI;
          else if (m_can) next = use_line ? DAT : ENT;
        end else if (op_ref) next = ENTI;
        else if (op_rt && m_can) next = RTA;   // a GCSTART that is still to start stays here
      end
      ENTI: if (m_can) next = ENT;
      ENT:
        if (m_ack) begin
          if (trap_entry) next = FLD;
          else if (op_ref) next = GIVE;
          else if (of_entry) next = SEALW;
          else if (is_atom) next = m_can && (!lazy || reads_early) ? DAT : FLD;
          else next = m_can ? HDR : HDRI;
        end
      HDRI: if (m_can) next = HDR;
      HDR:
        if (m_ack) begin
          resp_data = length;
          answer    = op_len;
          fin       = op_len;
          next      = op_copy ? COPY_ROOM : read_early || m_can && !lazy ? DAT : FLD;
        end
      FLD:
        if (v_trap) refuse = 1'b1;
        else begin
          if (op_len) resp_data = length;
          answer = op_len || v_hit && is_read || direct;
          fin    = fld_ends;
          if (direct) next = WR;
          else if (m_can) next = DAT;
        end
      DAT:
        if (v_trap) refuse = 1'b1;
        else if (m_ack) begin
          answer = 1'b1;
          fin    = dat_ends;
          next   = keep_old ? OLD_ENTRY : WR;
        end
      OLD_ENTRY: if (m_can) next = OLD_MARK;
      OLD_MARK:  if (m_ack) next = WR;
      WR:    fin = wr_ends;
      SEALW: begin
        resp_data = r_ref;
        answer    = owing;
        fin       = m_can || !ent[`LITH_ENTRY_OPEN] && !op_durable;
      end
      GIVE: if (DURABLE != 0) begin
        resp_data = given ? {1'b1, r_ref[31:8], 1'b0, ref_kind, 2'b01} : {1'b0, `LITH_NIL_WORD};
        answer    = !q_blocked;
        fin       = !q_blocked;
      end
      WAIT: if (idle_gc) next = LOOK;
      ALNK: begin
        resp_data = new_ref;
        answer    = owing;
        if (m_ack) next = m_can ? AHDR : AENT;
      end
      AENT: if (m_can) next = AHDR;
      AHDR: begin
        resp_data = new_ref;
        answer    = owing;
        if (m_can) next = op_copy && !longer ? COPY_WORD : AFLD;
        fin = m_can && cells == 12'd0;
      end
      AFLD: begin
        if (m_can && op_copy && left == source_len) next = COPY_WORD;
        fin = afld_ends;
      end
      COPY_ROOM:
        if (v_trap) refuse = 1'b1;
        else if (make_oob) next = FLD;
        else if (fits) begin
          if (m_can) next = use_fresh ? AHDR : ALNK;
        end else if (room_now && !try_other) next = idle_gc ? FLD : WAIT;
      COPY_WORD: begin
        if (m_can && !known) next = COPY_READ;
        fin = m_can && known && left == 12'd0;
      end
      COPY_READ: begin
        if (m_ack) next = COPY_WORD;
        fin = m_ack && m_can && left == 12'd0;
      end
      RTA:
        if (m_ack) begin
          refuse = dat[`LITH_ENTRY_OPEN];
          cause  = `LITH_TRAP_KIND;
          next   = RTBI;
        end
      RTBI: if (m_can) next = RTB;
      RTB:
        if (m_ack) begin
          // A block never comes under a reference of another class, or its bytes would be taken for references.
          refuse = dat[`LITH_ENTRY_OPEN] || other_block;
          cause  = `LITH_TRAP_KIND;
          next   = RTWA;
        end
      RTWA: if (m_can) next = RTWB;
      RTWB: if (m_can) next = RTHI;
      RTHI: if (m_can) next = RTH;
      RTH:  if (m_ack) next = RTHW;
      RTHW: begin
        if (m_can) next = h == ref_h ? FLUSH : RTEI;
      end
      RTEI: if (m_can) next = RTE;
      RTE:  if (m_ack) next = RTHI;
      FLUSH: begin
        resp_data = 33'd1;
        answer    = left == 12'd0;
        fin       = left == 12'd0;
      end
      default: ;
    endcase
    if (refuse) fin = 1'b1;
    resp_valid = answer || refuse;
    resp_trap  = refuse;
    resp_cause = cause;
  end

  // Only states whose end hangs on little else take the next request in their last cycle. A write to the handle cache in that
  // cycle would meet the lookup of the next request.
  wire ready   = state == IDLE || !v_trap && (state == FLD && fld_ends || state == DAT && dat_ends && !atom_line
                                              || state == WR && wr_ends || state == AFLD && afld_ends);
  assign req_ready = ready && !hold;
  assign resting   = state == IDLE;
  assign accept    = req_valid && req_ready;
  // (q_blocked: the collector must go on to make room; nothing of the request is written yet, and marking cannot end.)
  // On a slow memory a collector's access does not hang on the answer of the same cycle: the next cycle will do.
  assign m_free    = state == IDLE || state == WAIT || q_blocked
                  || !SLOW && state == DAT && m_ack && is_read && !v_trap && !hc_fill;

  // Before a slow memory an access goes on from LOOK with the line, if there is one, and else asks for the entry.
  wire [4:0] state_next;
  lith_heap_late #(.W(5)) look_next (
    .asked(SLOW && state == LOOK && is_access && (!of_entry || op_seal && at_newest) && !trap_early && !lost), .hit(hc_hit),
    .if_hit(op_copy ? COPY_ROOM : of_entry ? SEALW : FLD), .other(accept ? LOOK : fin ? IDLE : next), .choice(state_next));

  always @(posedge clk)
    if (rst) state <= IDLE;
    else state <= state_next;

  always @(posedge clk)
    if (accept) begin
      op    <= req_op;
      kind  <= req_kind;
      r_ref <= req_ref;
      r_a   <= req_a;
      r_b   <= req_b;
    end

  wire [23:0] look_place = {{(24 - AW){1'b0}}, at_once ? alloc : hc_place};

  wire unused_pad = &{1'b0, new_place[23], name[20], look_place[23], g_bits[26], g_bits[24:23], rt_kept[24:23]};

  // ---- Registers of the request in work -----------------------------------------------------------------------------------
  always @(posedge clk) begin
    if (state == LOOK) begin
      hit <= hc_hit && !lost;
      ent <= {SLOW ? {colour, hc_open, hc_slack, 2'b00, class_asked} : 9'd0, look_place[22:0]};
      field_at <= at_once ? alloc : behind ? mv_dst : hc_place;
    end else if (state == COPY_ROOM) begin
      ent      <= {9'd0, new_place[22:0]};
      field_at <= alloc;
    end else if ((state == ENT || state == RTA || state == RTE) && m_ack) begin
      ent      <= dat;
      field_at <= behind_kept ? mv_dst : dat[AW-1:0];
    end

    if (settled) begin
      len_kept   <= len;
      slack_kept <= i_slack;
    end

    if (state == LOOK) begin
      index_kept  <= index;
      astray_kept <= astray;
      behind_kept <= behind;
    end

    if (state == LOOK) r_absent <= hc_absent;
    else if (at_ent) r_absent <= ent_absent;

    if (state == LOOK || at_ent || at_hdr) begin
      v_trap  <= trap_cell || state == LOOK && (trap_early || at_once && !fits);
      v_cause <= state != LOOK || !trap_early && !at_once ? trap_which
               : trap_now ? trap_first : make_oob ? `LITH_TRAP_BOUNDS : `LITH_TRAP_FULL;
      v_hit   <= CCACHE != 0 && cc_hit && !(state == LOOK && !use_line);
    end else if (COPY != 0 && state == COPY_ROOM && !v_trap) begin
      v_trap  <= make_oob || !fits && room_now && !try_other;
      v_cause <= make_oob ? `LITH_TRAP_BOUNDS : `LITH_TRAP_FULL;
    end

    owing <= ev_made || at_ent && of_entry || state == LOOK && of_entry;
    if (state == LOOK) h <= op_rt ? a_h : new_h;
    else if (state == DAT && m_ack) h <= dat[8 +: HW];
    else if (state == RTE) h <= ref_h;

    if (state == DAT || state == FLD) pending <= 1'b0;
    else if (state == OLD_MARK && m_ack) pending <= old_unmarked;

    if (state == RTH && m_ack) left <= dat[31:20];
    else if (state == RTHW && m_go) left <= LAST_LINE[11:0];
    else if (left_falls) left <= (state == AHDR ? cells : left) - 12'd1;
  end

  assign left_falls = state == AHDR || state == AFLD && m_go || state == FLUSH || copied;

  assign atom_line = HCACHE != 0 && state == DAT && m_ack && is_atom && !hit;
  assign hc_fill   = HCACHE != 0 && at_hdr || atom_line;
  assign hc_made   = HCACHE != 0 && state == AHDR;
  assign hc_sealed = HCACHE != 0 && state == SEALW && hit;
  assign hc_empty  = HCACHE != 0 && (state == RTWA || state == RTWB || state == SEALW && lost);

  // Every field read or written passes through the cell cache; a byte write makes it forget the word.
  assign cc_empty = state == FLUSH || op == `LITH_OP_SETB;
  assign cc_we    = state == FLUSH || field_go && m_we
                 || state == DAT && m_ack && is_read && !v_trap && !(op_peek && r_absent);

  assign wrote_held  = field_go && m_we && !is_make && astray_kept && index_kept == mv_index;
  assign wrote_entry = state == SEALW && m_go && same_cell;
`ifdef LITH_FAULT_DURABLE_HOLD
  assign made_durable = 1'b0;
`else
  assign made_durable = op_durable;
`endif
  assign rt_keep     = state == RTB && m_ack;

  // The cells among whose fields a reference from old to young may come to be: atoms and open ones that are written, and those
  // that get another block. What is made new refers to nothing younger.
`ifdef LITH_FAULT_REMEMBER_NONE
  assign wrote       = 1'b0;
`else
  assign wrote       = REMEMBER != 0 && field_go && m_we && !is_make && !raw && (is_set ? r_b[32] : r_a[32]);
`endif
`ifdef LITH_FAULT_REMEMBER_EXCHANGE
  assign exchanged   = 1'b0;
`else
  assign exchanged   = REMEMBER != 0 && (state == RTWA || state == RTWB) && m_go;
`endif
  assign wrote_h     = state == RTWB ? a_h : ref_h;
  assign wrote_place = ent[AW-1:0];

  // ---- Handles and the low-water mark -------------------------------------------------------------------------------------
  assign ev_made = (state == LOOK && at_once || state == COPY_ROOM) && m_go;

  always @(posedge clk)
    if (rst) begin
      free_head <= {HW{1'b0}};
      use_fresh <= 1'b1;
      fresh     <= {{HW{1'b0}}, 1'b1};
      virgin    <= 1'b1;
      low_water <= {(AW - 6){1'b0}};
    end else begin
      if (ev_made) begin
        virgin <= 1'b0;
        if (use_fresh) fresh <= fresh + 1'b1;
      end
      if (state == ALNK && m_ack) begin
        free_head <= dat[HW-1:0];
        use_fresh <= dat[HW-1:0] == {HW{1'b0}};
      end
`ifndef LITH_FAULT_LEAK
      if (g_free) begin
        free_head <= g_handle;
        use_fresh <= 1'b0;
      end
`endif
      if (set_low) low_water <= r_a[AW-1:6];
    end

  wire [AW-6:0] wanted = {1'b0, used[AW-1:6]} + {1'b0, low_water};
  assign irq_low = idle_gc && wanted > {1'b0, ceil[AW-1:6]};

  // ---- Collector control and counters ---------------------------------------------------------------------------------------
  assign gc_start   = gc_asked && steady && !more_above && !remembering;
  assign gc_minor   = REMEMBER != 0 && r_ref[0];
  assign gc_lo      = {r_ref[31:1], 1'b0};
  assign gc_hi      = r_a[31:0];
  assign stat_index = r_ref[4:0];

  assign ev_done = fin;
  assign ev_wait  = state == WAIT;
  assign none_made = state == WAIT && !any;
  assign ev_queue = q_wanted && !q_push;

  // Cycles in which a request was not taken because the collector went first. Those in which the memory could not have
  // taken an access do not count: it was at work for the request before.
  reg [7:0] held_for;
  always @(posedge clk)
    if (rst || accept || !req_valid) held_for <= 8'd0;
    else if (ready && hold && m_open && held_for != 8'hff) held_for <= held_for + 8'd1;

  always @(posedge clk)
    if (rst || accept) begin
      st_wait <= rst ? 8'd0 : held_for;
      begun   <= 1'b0;
    end else begin
      if (m_go) begun <= 1'b1;
      if (m_blocked && !begun && st_wait != 8'hff) st_wait <= st_wait + 8'd1;
    end

`ifndef SYNTHESIS
  // For waveforms.
  reg [8*5-1:0] dbg_state;
  wire unused_dbg = &{1'b0, dbg_state};
  always @*
    case (state)
      IDLE:     dbg_state = "idle";
      LOOK:     dbg_state = "look";
      ENT:      dbg_state = "ent";
      HDRI:     dbg_state = "hdri";
      HDR:      dbg_state = "hdr";
      FLD:      dbg_state = "fld";
      DAT:      dbg_state = "dat";
      WR:       dbg_state = "wr";
      SEALW:    dbg_state = "sealw";
      WAIT:     dbg_state = "wait";
      ALNK:     dbg_state = "alnk";
      AENT:     dbg_state = "aent";
      AHDR:     dbg_state = "ahdr";
      AFLD:     dbg_state = "afld";
      RTA:      dbg_state = "rta";
      RTBI:     dbg_state = "rtbi";
      RTB:      dbg_state = "rtb";
      RTWA:     dbg_state = "rtwa";
      RTWB:     dbg_state = "rtwb";
      RTHI:     dbg_state = "rthi";
      RTH:      dbg_state = "rth";
      RTHW:     dbg_state = "rthw";
      RTEI:     dbg_state = "rtei";
      RTE:      dbg_state = "rte";
      FLUSH:    dbg_state = "flush";
      ENTI:     dbg_state = "enti";
      COPY_ROOM: dbg_state = "room";
      COPY_WORD: dbg_state = "word";
      COPY_READ: dbg_state = "read";
      OLD_ENTRY: dbg_state = "olde";
      OLD_MARK: dbg_state = "oldm";
      GIVE:     dbg_state = "give";
      default:  dbg_state = "?";
    endcase
`endif

endmodule

`default_nettype wire
