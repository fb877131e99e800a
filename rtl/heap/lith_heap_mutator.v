// Mutator side of the heap controller: carries out one request after the other. This is the order of steps, what each does
// to memory, and the answer; what the steps need is known elsewhere:
//
//   lith_heap_request    the request: latched, decoded, refused for its words alone
//   lith_heap_lookup     handle cache and cell cache
//   lith_heap_access     the cell in work: which word, where it lies, whether the request may have it, what is told
//   lith_heap_make       a new cell: its length, handle, entry and place (lith_heap_allocator)
//   lith_heap_copy       the words of a copy
//   lith_heap_barrier    what marking must be handed
//   lith_heap_retarget   the steps of RETARGET
//
// A request is latched when it is taken and looked at in the next cycle (LOOK), together with the handle cache's line.
// From there on, one memory access a cycle where the memory allows:
//
//   read, hit:     LOOK -> DATA                          (field)             get: 2 cycles
//   read, miss:    LOOK -> ENTRY -> HEADER -> DATA       (entry, header, field)
//                                                        (before a slow memory the field is asked for right behind the header)
//   atom, miss:    LOOK -> ENTRY -> DATA                 (an atom has length 1: no header needed)
//   set, hit:      LOOK -> FIELD                         (field)
//   write after a read (swap, cas, set while marking): ... DATA -> WRITE if not at once
//   the same, when the old word is a reference, while marking: ... DATA -> OLD_ENTRY -> OLD_MARK -> WRITE
//   seal, durable: LOOK -> ENTRY -> WRITE_ENTRY
//   seal, the cell made last, before a slow memory, hit: LOOK -> WRITE_ENTRY
//   ref:           LOOK -> ASK_ENTRY -> ENTRY -> GIVE
//   make a cell:   LOOK -> FREE_LINK -> NEW_HEADER -> NEW_FIELDS...   (link of the free handle, entry, header, fields)
//                                                        cons: 5 cycles, answered in the second
//   copy a cell:   LOOK (-> ENTRY -> HEADER) -> COPY_ROOM -> FREE_LINK -> NEW_HEADER (-> NEW_FIELDS...) -> COPY_WORD...
//                                                        (from the last word that both have down to the first; before
//                                                        them what the source does not have is filled)
//   retarget:      LOOK -> RETARGET (lith_heap_retarget) -> FLUSH... (lines of the cell cache)
//   refusal:       LOOK -> FIELD                         (or where the checks were made -> FIELD or DATA)
//   no room:       LOOK -> WAIT until the collection under way ends, then LOOK again
//
// Once length, open and absent are known (`settled`), the checks are made and their verdict is kept for the next cycle.
// Reads do not wait for it: a read that should not have been made harms nothing, its answer is dropped. Writes, lengths, and
// reads that the cell cache may answer go through FIELD, which has the verdict; so no answer depends on a cache line
// of the same cycle.
//
// What an access needs from a read goes to memory in the cycle of that read's ack; where the memory stalls, the states
// ASK_HEADER, FIELD, NEW_ENTRY and WRITE issue the same access again from registers. With a cell cache, that is before a slow
// memory, nothing leaves for memory in LOOK but what a make needs: FIELD and ASK_ENTRY issue it a cycle later, and the clock
// is not held up by the lookup. No answer waits until the memory takes an access: a write is answered as soon as its checks
// have passed, since nothing can stop it then; the next request waits until it is done.
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
  output wire [HW-1:0] m_handle,
  output wire [AW-1:0] m_base,
  output wire [11:0]   m_off,
  output reg           m_plus1,
  output wire [31:0]   m_wdat,
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
  input  wire          between,      // the collector is idle or between two blocks of the slide: retarget may go

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
  output wire [HW-1:0] free_head,
  output wire          irq_low,

  // Words that the collector keeps for retarget, which needs one more register while the collector stands still.
  output wire          rt_keep,
  output wire          m_kept,       // the word to write is the kept one
  input  wire          rt_durable,   // its durable bit

  // Counters (lith_heap_stats).
  output wire          ev_made,
  output wire          ev_done,     // a request ends; st_wait is what it waited for the collector
  output reg  [7:0]    st_wait,
  output wire          ev_wait,      // a cycle spent in WAIT
  output wire          ev_queue,     // a cycle spent waiting to queue an old word
  output wire [4:0]    stat_index,
  input  wire [31:0]   stat_data
);

  localparam IDLE = 5'd0, LOOK = 5'd1, ASK_ENTRY = 5'd2, ENTRY = 5'd3, ASK_HEADER = 5'd4, HEADER = 5'd5, FIELD = 5'd6,
             DATA = 5'd7, WRITE = 5'd8, WAIT = 5'd9, FREE_LINK = 5'd10, NEW_ENTRY = 5'd11, NEW_HEADER = 5'd12,
             NEW_FIELDS = 5'd13, RETARGET = 5'd14, WRITE_ENTRY = 5'd15, COPY_ROOM = 5'd16, COPY_WORD = 5'd17,
             COPY_READ = 5'd18, OLD_ENTRY = 5'd19, OLD_MARK = 5'd20, GIVE = 5'd21, FLUSH = 5'd22;

  // With a cell cache the memory is slow: then nothing leaves for it on what a cache line says in the same cycle.
  localparam [0:0] SLOW = CCACHE != 0;
  localparam [31:0] LAST_LINE = (1 << CCACHE) - 1;

  reg  [4:0]    state, next;
  reg  [31:0]   ent;      // entry of the cell in work (its place: also the place of the cell being made)
  reg  [HW-1:0] h;        // handle being made; old value's handle; retarget's second handle
  reg  [11:0]   left;     // making: length, then fields still to fill or to copy, less one; retarget: length
  reg           hit;      // a hit, kept from LOOK on (the line itself stands until the next lookup)
  reg           v_trap;   // verdict of the checks, made in the cycle before
  reg  [4:0]    v_cause;
  reg           v_hit;    // the cell cache has the word
  reg  [AW-1:0] field_at; // with SLOW: place of the block that has the field, which the cell under motion has two of
  reg           begun;    // the first access has been made
  reg           owing;    // making, changing an entry: the answer has not been given yet

  wire          accept;
  wire          left_falls; // left is one less
  wire          m_go      = m_stb && m_can;
  wire          field_go  = m_go && !m_table && m_plus1;   // a field access has just left
  wire          looking   = state == LOOK;
  wire          at_entry  = state == ENTRY && m_ack;
  wire          at_header = state == HEADER && m_ack;

  wire marking  = phase == `LITH_PHASE_MARK;
  wire sliding  = phase == `LITH_PHASE_SLIDE;
  wire idle_gc  = phase == `LITH_PHASE_IDLE;

  // ---- The parts ----------------------------------------------------------------------------------------------------------
  wire [4:0]    kind, ref_kind, refused_as;
  wire [32:0]   r_ref, r_a, r_b;
  wire [HW-1:0] ref_h, a_h;
  wire [1:0]    ref_class;
  wire          raw, atom, refused, retarget_refused;
  wire          op_peek, op_len, op_cas, op_rov, op_retarget, op_mk2, op_copy, op_durable, op_ref, op_gcstart, op_stat;
  wire          op_ctl, op_getb, op_setb, is_byte, is_set, is_xchg, is_atom, is_make, at_once, is_sized, of_entry, is_read;
  wire          is_access;

  lith_heap_request #(.HW(HW), .COPY(COPY), .DURABLE(DURABLE)) request (
    .clk(clk), .accept(accept), .req_op(req_op), .req_kind(req_kind), .req_ref(req_ref), .req_a(req_a), .req_b(req_b),
    .kind(kind), .r_ref(r_ref), .r_a(r_a), .r_b(r_b), .ref_h(ref_h), .a_h(a_h), .ref_kind(ref_kind), .ref_class(ref_class),
    .raw(raw), .atom(atom),
    .op_peek(op_peek), .op_len(op_len), .op_cas(op_cas), .op_rov(op_rov), .op_retarget(op_retarget),
    .op_mk2(op_mk2), .op_copy(op_copy), .op_durable(op_durable), .op_ref(op_ref), .op_gcstart(op_gcstart),
    .op_stat(op_stat), .op_ctl(op_ctl), .op_getb(op_getb), .op_setb(op_setb),
    .is_byte(is_byte), .is_set(is_set), .is_xchg(is_xchg), .is_atom(is_atom), .is_make(is_make), .at_once(at_once),
    .is_sized(is_sized), .of_entry(of_entry), .is_read(is_read), .is_access(is_access),
    .refused(refused), .refused_as(refused_as), .retarget_refused(retarget_refused));

  wire          lost, hc_hit, hc_open, hc_absent, cc_hit;
  wire [AW-1:0] hc_place;
  wire [11:0]   hc_len;
  wire [1:0]    hc_slack;
  wire [31:0]   cc_data;
  wire          hc_fill, hc_made, hc_sealed, hc_empty, atom_line, cc_keep;
  wire          copy_asking, copy_asks;
  wire [11:0]   ask_index, asked, index, index_kept;
  wire [1:0]    slack;
  wire          same_cell, retarget_second;

  lith_heap_lookup #(.AW(AW), .HW(HW), .HCACHE(HCACHE), .CCACHE(CCACHE)) lookup (
    .clk(clk),
    .req_ready(req_ready), .accept(accept), .req_op(req_op), .req_h(req_ref[8 +: HW]), .req_index(req_a[13:0]),
    .lost(lost), .waiting(state == WAIT),
    .ref_h(ref_h), .a_h(a_h), .is_make(is_make), .is_sized(is_sized), .is_atom(is_atom), .kind(kind), .slack(slack), .h(h),
    .left(left), .ent(ent), .header_len(dat[31:20]), .same_cell(same_cell),
    .hc_hit(hc_hit), .hc_place(hc_place), .hc_len(hc_len), .hc_slack(hc_slack), .hc_open(hc_open), .hc_absent(hc_absent),
    .hc_fill(hc_fill), .hc_made(hc_made), .hc_sealed(hc_sealed), .hc_empty(hc_empty), .retarget_second(retarget_second),
    .copy_asking(copy_asking), .copy_asks(copy_asks), .ask_index(ask_index), .query_index(op_copy ? asked : index),
    .cc_hit(cc_hit), .cc_data(cc_data), .cc_keep(cc_keep),
    .keep_index(state == FLUSH || is_make ? left : index_kept), .word(field_go && m_we ? m_wdat : dat),
    .forget(state == FLUSH || op_setb), .flush(state == FLUSH),
    .g_handle(g_handle), .g_look(g_look), .g_moved(g_moved), .g_len(g_len), .g_bits(g_bits), .mv_dst(mv_dst));

  wire          use_line, settled, entry_refused, cell_refused, behind, behind_kept, astray_kept, held, absent_kept;
  wire [11:0]   len, len_kept;
  wire [1:0]    slack_kept;
  wire [4:0]    cell_refused_as;
  wire [32:0]   told, told_length;

  lith_heap_access #(.HW(HW), .HCACHE(HCACHE)) access (
    .clk(clk),
    .ref_h(ref_h), .r_a(r_a), .sealed_word(r_ref[7]), .raw(raw), .op_peek(op_peek), .op_len(op_len), .op_copy(op_copy),
    .op_durable(op_durable), .op_ref(op_ref), .op_getb(op_getb), .is_byte(is_byte), .is_set(is_set), .is_xchg(is_xchg),
    .is_atom(is_atom), .is_access(is_access), .of_entry(of_entry),
    .looking(looking), .lost(lost), .hc_hit(hc_hit), .hc_len(hc_len), .hc_slack(hc_slack), .hc_open(hc_open),
    .hc_absent(hc_absent), .at_entry(at_entry), .at_header(at_header), .ent(ent), .dat(dat),
    .use_line(use_line), .settled(settled), .len(len), .len_kept(len_kept), .slack_kept(slack_kept),
    .entry_refused(entry_refused), .cell_refused(cell_refused), .cell_refused_as(cell_refused_as),
    .index(index), .index_kept(index_kept), .same_cell(same_cell), .behind(behind), .behind_kept(behind_kept),
    .astray_kept(astray_kept), .held(held),
    .moving(moving), .g_handle(g_handle), .mv_index(mv_index),
    .word(CCACHE != 0 && state == FIELD ? cc_data : dat), .absent_kept(absent_kept), .told(told),
    .told_length(told_length));

  wire [31:0]   length_asked;
  wire [11:0]   cells;
  wire          too_long, use_fresh, fits, full, gc_ready, any, at_newest;
  wire [31:23]  new_bits;
  wire [AW-1:0] alloc;
  wire [HW-1:0] new_h;
  wire [HW:0]   fresh;
  wire          refused_early = refused || at_once && too_long;

  // Whether there is a range comes late and is used a cycle later: the core waits for the answer.
  reg  gc_looked, gc_ranged;
  always @(posedge clk) begin
    gc_looked <= looking && op_gcstart;
    gc_ranged <= gc_range;
  end
  wire gc_asked = looking && op_gcstart && gc_looked && idle_gc && gc_ranged && !(r_ref[0] && overflow);

  lith_heap_make #(.AW(AW), .HW(HW), .SLOW(SLOW)) make (
    .clk(clk), .rst(rst),
    .kind(kind), .is_sized(is_sized), .op_mk2(op_mk2), .op_ctl(op_ctl), .ctl_low(r_ref[0]), .r_a(r_a[31:0]),
    .length_asked(length_asked), .looking(looking),
    .cells(cells), .slack(slack), .too_long(too_long), .new_bits(new_bits), .alloc(alloc), .new_h(new_h),
    .use_fresh(use_fresh), .fresh(fresh), .free_head(free_head), .fits(fits), .full(full),
    .choosing(looking || state == COPY_ROOM),
    .asks_room(looking && at_once && !refused_early || state == COPY_ROOM && !v_trap && !too_long),
    .gc_asked(gc_asked), .gc_ready(gc_ready), .ev_made(ev_made),
    .at_link(state == FREE_LINK), .linked(state == FREE_LINK && m_ack), .dat(dat), .sum(sum),
    .in_header(state == NEW_HEADER), .h(h), .ref_h(ref_h), .in_write_entry(state == WRITE_ENTRY), .at_newest(at_newest),
    .marking(marking), .idle_gc(idle_gc), .colour(colour), .gc_start(gc_start), .g_free(g_free), .g_handle(g_handle),
    .g_end(g_end), .g_above(g_above), .kept_upper(kept_upper), .in_upper(in_upper), .mv_dst(mv_dst), .any(any),
    .room(room), .bound(bound), .high(high), .start(start), .in_gap(in_gap), .lower(lower), .ceil(ceil),
    .old_end(old_end), .used(used), .irq_low(irq_low));

  wire [AW-1:0] source_place;
  wire          longer, known, copied;
  wire [31:0]   copied_word;

  lith_heap_copy #(.AW(AW), .CCACHE(CCACHE), .COPY(COPY)) copy (
    .clk(clk),
    .accept(accept), .req_op(req_op), .req_ref(req_ref[31:0]), .req_a(req_a[31:0]), .r_ref(r_ref[31:0]),
    .length_asked(length_asked),
    .settled(settled), .at_header(at_header), .len(len), .len_kept(len_kept), .slack_kept(slack_kept),
    .astray_kept(astray_kept), .ent(ent), .hc_place(hc_place), .mv_index(mv_index), .mv_dst(mv_dst),
    .cells(cells), .slack(slack),
    .op_copy(op_copy), .in_room(state == COPY_ROOM), .in_header(state == NEW_HEADER), .in_word(state == COPY_WORD),
    .in_read(state == COPY_READ), .left(left), .left_falls(left_falls), .m_can(m_can), .m_ack(m_ack), .dat(dat),
    .copy_asking(copy_asking), .copy_asks(copy_asks), .ask_index(ask_index), .asked(asked), .cc_hit(cc_hit), .cc_data(cc_data),
    .longer(longer), .source_place(source_place), .known(known), .copied_word(copied_word), .copied(copied));

  wire          need_old, keep_old, q_blocked, given;

  lith_heap_barrier #(.AW(AW), .HW(HW)) barrier (
    .clk(clk),
    .r_ref(r_ref[31:0]), .ref_h(ref_h), .ref_kind(ref_kind), .ref_class(ref_class), .raw(raw), .op_ref(op_ref),
    .fresh(fresh),
    .need_old(need_old), .keep_old(keep_old), .h(h), .clear(state == DATA || state == FIELD),
    .old_read(state == OLD_MARK && m_ack), .in_write(state == WRITE), .m_go(m_go),
    .at_entry(at_entry), .in_give(state == GIVE), .given(given),
    .marking(marking), .sliding(sliding), .colour(colour), .minor(minor), .old_end(old_end), .dat(dat),
    .q_wanted(q_wanted), .q_push(q_push), .q_push_h(q_push_h), .q_room(q_room), .q_blocked(q_blocked));

  wire          retarget_begins = looking && op_retarget && between && !refused && m_can;
  wire          retarget_refuses, retarget_written, retarget_exchanged;
  wire          retarget_stb, retarget_we, retarget_table, of_second;
  wire          keep_entry, keep_length, keep_ref_h;

  lith_heap_retarget #(.HW(HW)) retarget (
    .clk(clk), .rst(rst),
    .retarget_begins(retarget_begins), .retarget_refuses(retarget_refuses), .retarget_written(retarget_written),
    .retarget_stb(retarget_stb), .retarget_we(retarget_we), .retarget_table(retarget_table), .of_second(of_second),
    .m_can(m_can), .m_ack(m_ack), .dat(dat),
    .ent(ent), .h(h), .ref_h(ref_h), .keep_entry(keep_entry), .keep_length(keep_length), .keep_ref_h(keep_ref_h),
    .rt_keep(rt_keep), .m_kept(m_kept), .retarget_second(retarget_second), .retarget_exchanged(retarget_exchanged));

  // ---- What goes to memory ------------------------------------------------------------------------------------------------
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
      // Registers, for whether the memory takes an access hangs on them. They are right from the cycle behind LOOK on.
      reg  early_atom, early_field;   // the latter in the first cycle of HEADER
      wire early = is_read && !op_len && !op_copy && !cc_hit;
      always @(posedge clk) begin
        early_atom  <= early && is_atom;
        early_field <= early && (state == ENTRY || state == ASK_HEADER) && m_go;
      end
      assign reads_early = early_atom || early_field;
    end
  endgenerate
  assign m_ahead = state == HEADER && reads_early;
  always @(posedge clk) read_early <= state == HEADER && (read_early || m_go && reads_early);

  // Where and what, which matters only when an access is made (below).
  wire          to_make   = looking && at_once || state == COPY_ROOM;
  wire          copying   = state == COPY_WORD || state == COPY_READ;
  wire [31:0]   field     = is_sized ? (kind[4] ? 32'd0 : `LITH_NIL_WORD) : op_setb ? {4{r_b[7:0]}}
                          : is_make && !left[0] ? r_ref[31:0] : is_set ? r_b[31:0] : r_a[31:0];
  wire          durable   = DURABLE != 0 && (retarget_second ? rt_durable : ent[`LITH_ENTRY_DURABLE] || op_durable);
  wire [31:23]  bits      = is_make ? new_bits
                          : {ent[`LITH_ENTRY_COLOUR], ent[`LITH_ENTRY_OPEN] && !of_entry, ent[`LITH_ENTRY_SLACK], durable,
                             ent[`LITH_ENTRY_ABSENT], ent[`LITH_ENTRY_CLASS]};
  wire [23:0]   place     = {{(24 - AW){1'b0}}, !SLOW ? m_base : to_make ? alloc : ent[AW-1:0]};
  wire [20:0]   name      = {{(21 - HW){1'b0}}, h};

  // The place of the block, by what is there in this cycle: a cell under motion has two.
  wire          in_entry  = state == ENTRY;
  wire          moved     = in_entry && !is_atom || state == ASK_HEADER ? astray_kept
                          : looking ? HCACHE != 0 && !SLOW && behind
                          : behind_kept && is_access && !op_copy && !of_entry && (in_entry || !SLOW);

  assign m_handle = to_make && !op_copy ? new_h
                  : state == FREE_LINK || state == NEW_ENTRY || state == COPY_ROOM || of_second || state == OLD_ENTRY
                  ? h : ref_h;
  assign m_base   = !SLOW && to_make ? alloc : moved ? mv_dst : in_entry ? dat[AW-1:0]
                  : HCACHE != 0 && !SLOW && looking ? hc_place : COPY != 0 && state == COPY_WORD && !known ? source_place
                  : SLOW ? field_at : ent[AW-1:0];
  assign m_off    = !m_plus1 ? 12'd0 : !is_make ? (SLOW ? index_kept : index) : !SLOW && to_make ? cells : left;
  assign m_wdat   = m_table ? {bits, place[22:0]} : !m_plus1 ? {left, name[19:0]} : copying ? copied_word : field;
  assign m_spec   = in_entry || state == HEADER;
  assign m_sel    = m_we && op_setb ? 4'b0001 << r_a[1:0] : 4'b1111;

  always @* begin
    m_stb   = 1'b0;
    m_we    = 1'b0;
    m_table = 1'b0;
    m_plus1 = 1'b1;
    case (state)
      LOOK:
        if (at_once) begin
          m_table = 1'b1;
          m_we    = use_fresh;
          m_stb   = !refused && !too_long && fits;
        end else if (!SLOW && use_line) begin
          m_stb   = !refused && !lazy;
        end else begin
          m_table = 1'b1;
          m_stb   = !refused && (is_access && !SLOW || op_retarget && between);
        end
      ASK_ENTRY: begin
        m_table = 1'b1;
        m_stb   = SLOW || op_ref;
      end
      ENTRY: begin
        m_plus1 = is_atom;
        m_stb   = m_ack && !of_entry && !op_ref && !(is_atom && lazy && !reads_early);
      end
      ASK_HEADER: begin
        m_plus1 = 1'b0;
        m_stb   = 1'b1;
      end
      HEADER: m_stb = m_ack && !lazy || reads_early;
      FIELD: begin
        m_we  = direct;
        m_stb = !v_trap && !op_len && !(v_hit && is_read);
      end
      DATA: begin
        m_we  = 1'b1;
        m_stb = m_ack && !is_read && !v_trap && do_write && !keep_old;
      end
      WRITE: begin
        m_we  = 1'b1;
        m_stb = !q_blocked;
      end
      WRITE_ENTRY: begin
        m_table = 1'b1;
        m_we    = 1'b1;
        m_stb   = ent[`LITH_ENTRY_OPEN] || op_durable;
      end
      FREE_LINK, NEW_ENTRY: begin
        m_table = 1'b1;
        m_we    = 1'b1;
        m_stb   = state == NEW_ENTRY || m_ack;
      end
      NEW_HEADER: begin
        m_plus1 = 1'b0;
        m_we    = 1'b1;
        m_stb   = 1'b1;
      end
      NEW_FIELDS: begin
        m_we  = 1'b1;
        m_stb = 1'b1;
      end
      COPY_ROOM: begin
        m_table = 1'b1;
        m_we    = use_fresh;
        m_stb   = !v_trap && !too_long && fits;
      end
      COPY_WORD: begin
        m_we  = known;
        m_stb = 1'b1;
      end
      COPY_READ: begin
        m_we  = 1'b1;
        m_stb = m_ack;
      end
      OLD_ENTRY: begin
        m_table = 1'b1;
        m_stb   = 1'b1;
      end
      RETARGET: begin
        m_table = retarget_table;
        m_plus1 = 1'b0;
        m_we    = retarget_we;
        m_stb   = retarget_stb;
      end
      default: ;
    endcase
  end

  // ---- Next state and answer ----------------------------------------------------------------------------------------------
  wire [32:0] new_ref = {1'b1, {(24 - HW){1'b0}}, h, 1'b0, kind, 2'b01};

  reg fin;               // this cycle ends the request
  // It does, in the states that take the next request in their last cycle; the core waits for these, so they are apart.
  wire field_ends  = op_len || v_hit && is_read || direct && m_can;
  wire data_ends   = m_ack && (is_read || !do_write || m_can && !keep_old);
  wire write_ends  = m_can && !q_blocked;
  wire fields_end  = m_can && left == 12'd0;
  // Answered in LOOK unless it is refused, and what it may be refused for then.
  wire look_answers = !is_access && !at_once && !op_ref && !(op_retarget && between) && !(op_gcstart && !gc_looked)
                   && !(gc_asked && !gc_start);
  wire look_refuses = op_rov && (!r_ref[32] || !atom) || retarget_refused;
  reg answer, refuse;
  reg [4:0] cause;

  always @* begin
    next      = state;
    fin       = 1'b0;
    answer    = 1'b0;
    refuse    = 1'b0;
    cause     = v_cause;
    case (state)
      LOOK: begin
        if (look_answers) begin
          answer = !look_refuses;
          fin    = !look_refuses;
          next   = FIELD;
        end else if (refused_early) next = FIELD;
        else if (at_once) begin
          if (fits && m_can) next = use_fresh ? NEW_HEADER : FREE_LINK;
          if (full) next = idle_gc ? FIELD : WAIT;
        end else if (is_access) begin
          if (!SLOW && use_line && lazy) next = op_copy ? COPY_ROOM : FIELD;   // SLOW: look_next
          else if (SLOW) next = ASK_ENTRY;
          else if (m_can) next = use_line ? DATA : ENTRY;
        end else if (op_ref) next = ASK_ENTRY;
        else if (op_retarget && m_can) next = RETARGET;   // a GCSTART that is still to start stays here
      end
      ASK_ENTRY: if (m_can) next = ENTRY;
      ENTRY:
        if (m_ack) begin
          if (entry_refused) next = FIELD;
          else if (op_ref) next = GIVE;
          else if (of_entry) next = WRITE_ENTRY;
          else if (is_atom) next = m_can && (!lazy || reads_early) ? DATA : FIELD;
          else next = m_can ? HEADER : ASK_HEADER;
        end
      ASK_HEADER: if (m_can) next = HEADER;
      HEADER:
        if (m_ack) begin
          answer = op_len;
          fin    = op_len;
          next   = op_copy ? COPY_ROOM : read_early || m_can && !lazy ? DATA : FIELD;
        end
      FIELD:
        if (v_trap) refuse = 1'b1;
        else begin
          answer = op_len || v_hit && is_read || direct;
          fin    = field_ends;
          if (direct) next = WRITE;
          else if (m_can) next = DATA;
        end
      DATA:
        if (v_trap) refuse = 1'b1;
        else if (m_ack) begin
          answer = 1'b1;
          fin    = data_ends;
          next   = keep_old ? OLD_ENTRY : WRITE;
        end
      OLD_ENTRY: if (m_can) next = OLD_MARK;
      OLD_MARK:  if (m_ack) next = WRITE;
      WRITE:     fin = write_ends;
      WRITE_ENTRY: begin
        answer = owing;
        fin    = m_can || !ent[`LITH_ENTRY_OPEN] && !op_durable;
      end
      GIVE: if (DURABLE != 0) begin
        answer = !q_blocked;
        fin    = !q_blocked;
      end
      WAIT: if (idle_gc) next = LOOK;
      FREE_LINK: begin
        answer = owing;
        if (m_ack) next = m_can ? NEW_HEADER : NEW_ENTRY;
      end
      NEW_ENTRY: if (m_can) next = NEW_HEADER;
      NEW_HEADER: begin
        answer = owing;
        if (m_can) next = op_copy && !longer ? COPY_WORD : NEW_FIELDS;
        fin = m_can && left == 12'd0;
      end
      NEW_FIELDS: begin
        if (m_can && op_copy && left == len_kept) next = COPY_WORD;
        fin = fields_end;
      end
      COPY_ROOM:
        if (v_trap) refuse = 1'b1;
        else if (too_long) next = FIELD;
        else if (fits) begin
          if (m_can) next = use_fresh ? NEW_HEADER : FREE_LINK;
        end else if (full) next = idle_gc ? FIELD : WAIT;
      COPY_WORD: begin
        if (m_can && !known) next = COPY_READ;
        fin = m_can && known && left == 12'd0;
      end
      COPY_READ: begin
        if (m_ack) next = COPY_WORD;
        fin = m_ack && m_can && left == 12'd0;
      end
      RETARGET: begin
        refuse = retarget_refuses;
        cause  = `LITH_TRAP_KIND;
        if (retarget_written) next = FLUSH;
      end
      FLUSH: begin
        answer = left == 12'd0;
        fin    = left == 12'd0;
      end
      default: ;
    endcase
    if (refuse) fin = 1'b1;
    // By the operation alone, so that the answer's way is short.
    resp_data  = is_make ? new_ref
               : op_rov || of_entry ? {r_ref[32:8], r_ref[7] || op_rov, r_ref[6:0]}
               : op_len ? told_length
               : op_stat ? {1'b0, stat_data}
               : op_ref ? (given ? {1'b1, r_ref[31:8], 1'b0, ref_kind, 2'b01} : {1'b0, `LITH_NIL_WORD})
               : is_set || op_ctl ? 33'd0
               : op_retarget || op_gcstart ? {32'd0, state == FLUSH || gc_start} : told;
    resp_valid = answer || refuse;
    resp_trap  = refuse;
    resp_cause = cause;
  end

  // Only states whose end hangs on little else take the next request in their last cycle. A write to the handle cache in that
  // cycle would meet the lookup of the next request.
  wire ready   = state == IDLE || !v_trap && (state == FIELD && field_ends || state == DATA && data_ends && !atom_line
                                              || state == WRITE && write_ends || state == NEW_FIELDS && fields_end);
  assign req_ready = ready && !hold;
  assign resting   = state == IDLE;
  assign accept    = req_valid && req_ready;
  // (q_blocked: the collector must go on to make room; nothing of the request is written yet, and marking cannot end.)
  // On a slow memory a collector's access does not hang on the answer of the same cycle: the next cycle will do.
  assign m_free    = state == IDLE || state == WAIT || q_blocked
                  || !SLOW && state == DATA && m_ack && is_read && !v_trap && !hc_fill;

  // Before a slow memory an access goes on from LOOK with the line, if there is one, and else asks for the entry.
  wire [4:0] state_next;
  lith_heap_late #(.W(5)) look_next (
    .asked(SLOW && looking && is_access && (!of_entry || !op_durable && at_newest) && !refused_early && !lost), .hit(hc_hit),
    .if_hit(op_copy ? COPY_ROOM : of_entry ? WRITE_ENTRY : FIELD), .other(accept ? LOOK : fin ? IDLE : next),
    .choice(state_next));

  always @(posedge clk)
    if (rst) state <= IDLE;
    else state <= state_next;

  // ---- Registers of the request in work -----------------------------------------------------------------------------------
  wire [AW-1:0] first_place = to_make || HCACHE == 0 ? alloc : hc_place;
  wire          entry_read  = at_entry || keep_entry;
  // Of the entry of the cell made last, which is open and not durable.
  wire [31:23]  bits_known  = {colour, hc_open, hc_slack, 2'b00, ref_class};

  always @(posedge clk) begin
    if (looking) hit <= hc_hit && !lost;

    if (looking || state == COPY_ROOM) begin
      ent[AW-1:0] <= first_place;
      field_at    <= behind && !to_make ? mv_dst : first_place;
    end else if (entry_read) begin
      ent[AW-1:0] <= dat[AW-1:0];
      field_at    <= behind_kept ? mv_dst : dat[AW-1:0];
    end
    if (entry_read) ent[31:AW] <= dat[31:AW];
    else if (SLOW && looking) ent[31:23] <= bits_known;

    if (looking || at_entry || at_header) begin
      v_trap  <= cell_refused || looking && (refused_early || at_once && !fits);
      v_cause <= !looking || !refused_early && !at_once ? cell_refused_as
               : refused ? refused_as : too_long ? `LITH_TRAP_BOUNDS : `LITH_TRAP_FULL;
      v_hit   <= CCACHE != 0 && cc_hit && !(looking && !use_line);
    end else if (COPY != 0 && state == COPY_ROOM && !v_trap) begin
      v_trap  <= too_long || full;
      v_cause <= too_long ? `LITH_TRAP_BOUNDS : `LITH_TRAP_FULL;
    end

    owing <= ev_made || at_entry && of_entry || looking && of_entry;
    if (looking) h <= op_retarget ? a_h : new_h;
    else if (state == DATA && m_ack) h <= dat[8 +: HW];
    else if (keep_ref_h) h <= ref_h;

    if (looking || state == COPY_ROOM) left <= cells;
    else if (keep_length) left <= dat[31:20];
    else if (retarget_we && !retarget_table && m_can) left <= LAST_LINE[11:0];
    else if (left_falls) left <= left - 12'd1;
  end

  assign left_falls = (state == NEW_HEADER || state == NEW_FIELDS) && m_go || state == FLUSH || copied;
  assign ev_made    = (looking && at_once || state == COPY_ROOM) && m_go;

  // ---- What the request leaves in the caches ------------------------------------------------------------------------------
  assign atom_line = HCACHE != 0 && state == DATA && m_ack && is_atom && !hit;
  assign hc_fill   = HCACHE != 0 && at_header || atom_line;
  assign hc_made   = HCACHE != 0 && state == NEW_HEADER;
  assign hc_sealed = HCACHE != 0 && state == WRITE_ENTRY && hit;
  assign hc_empty  = HCACHE != 0 && (m_kept || retarget_second || state == WRITE_ENTRY && lost);

  // Every field read or written passes through the cell cache; a byte write makes it forget the word.
  assign cc_keep   = state == FLUSH || field_go && m_we
                  || state == DATA && m_ack && is_read && !v_trap && !(op_peek && absent_kept);

  // ---- What the collector must know of it ---------------------------------------------------------------------------------
  assign wrote_held  = field_go && m_we && !is_make && held;
  assign wrote_entry = state == WRITE_ENTRY && m_go && same_cell;
`ifdef LITH_FAULT_DURABLE_HOLD
  assign made_durable = 1'b0;
`else
  assign made_durable = op_durable;
`endif

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
  assign exchanged   = REMEMBER != 0 && retarget_exchanged;
`endif
  assign wrote_h     = retarget_second ? a_h : ref_h;
  assign wrote_place = ent[AW-1:0];

  // ---- Collector control and counters ---------------------------------------------------------------------------------------
  assign gc_start   = gc_asked && gc_ready && !remembering;
  assign gc_minor   = REMEMBER != 0 && r_ref[0];
  assign gc_lo      = {r_ref[31:1], 1'b0};
  assign gc_hi      = r_a[31:0];
  assign none_made  = state == WAIT && !any;
  assign stat_index = r_ref[4:0];

  assign ev_done  = fin;
  assign ev_wait  = state == WAIT;
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

  wire unused_ok = &{1'b0, place[23], name[20], ent[22:0]};

`ifndef SYNTHESIS
  // For waveforms.
  reg [8*11-1:0] dbg_state;
  wire unused_dbg = &{1'b0, dbg_state};
  always @*
    case (state)
      IDLE:        dbg_state = "idle";
      LOOK:        dbg_state = "look";
      ASK_ENTRY:   dbg_state = "ask_entry";
      ENTRY:       dbg_state = "entry";
      ASK_HEADER:  dbg_state = "ask_header";
      HEADER:      dbg_state = "header";
      FIELD:       dbg_state = "field";
      DATA:        dbg_state = "data";
      WRITE:       dbg_state = "write";
      WAIT:        dbg_state = "wait";
      FREE_LINK:   dbg_state = "free_link";
      NEW_ENTRY:   dbg_state = "new_entry";
      NEW_HEADER:  dbg_state = "new_header";
      NEW_FIELDS:  dbg_state = "new_fields";
      RETARGET:    dbg_state = "retarget";
      WRITE_ENTRY: dbg_state = "write_entry";
      COPY_ROOM:   dbg_state = "copy_room";
      COPY_WORD:   dbg_state = "copy_word";
      COPY_READ:   dbg_state = "copy_read";
      OLD_ENTRY:   dbg_state = "old_entry";
      OLD_MARK:    dbg_state = "old_mark";
      GIVE:        dbg_state = "give";
      FLUSH:       dbg_state = "flush";
      default:     dbg_state = "?";
    endcase
`endif

endmodule

`default_nettype wire
