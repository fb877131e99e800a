/* The store of the machine (store.h), and as a service: commits, history, states of the past. */
#include "kernel/store/store.h"
#include "kernel/machine/memory.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "kernel/process/service.h"
#include "kernel/store/kept.h"
#include "kernel/store/kinds.h"
#include "kernel/store/read.h"
#include "kernel/store/state.h"
#include "kernel/store/work.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "store/commit.h"

#define PIECES_APART 40000u /* ticks that processes have between two pieces of a commit */
#define PERIOD_MS 1000u     /* changes wait no longer for a commit, if nobody asks for one */

static struct {
    bool open;
    struct log log;
    struct writer writer;
    struct commit last; /* number 0: none */
    struct work work;
    val state;              /* of the last commit */
    val unreadable;         /* the error where an absent cell cannot be read */
    val tags, kept_tags;    /* as they are now, and of the last commit */
    val asking;             /* tokens of those who wait for the next commit */
    val answering, answer;  /* of those who wait for the one under way, and its number */
    val queue[QUEUE_ROOTS]; /* the run queue before its moment */
    bool answered;          /* they are in the queue */
    uint64_t restoring;     /* number of the commit that is to be the state, 0: none */
    val restorer;           /* list of the token of who has asked for that */
    val raise_memory;       /* an answer: the error of exhausted memory */
    uint64_t due;           /* ticks of the next commit; SCHEDULER_NEVER: nothing has changed */
    uint32_t made;          /* processes, at the last look for changes */
    bool reported;          /* that a commit nobody asked for failed */
} store;

/* ---- absent cells ---- */

static const char *absent_needs(val absent, uint32_t *words) { return read_needs(&store.log, absent, words); }
static const char *absent_read(val absent) { return read_absent(&store.log, &store.last.atoms, absent); }
static val absent_error(void) { return store.unreadable; }
static const struct absent_cells absent_cells = {absent_needs, absent_read, absent_error};

/* ---- opening ---- */

const char *store_open(struct device *device, bool *has_state) {
    const char *wrong = log_open(&store.log, device);
    if (!wrong)
        wrong = log_claim(&store.log, store.log.super.owner ? store.log.super.owner : machine_cycles() | 1,
                          store.log.super.claimed);
    store.last = (struct commit){.atoms = {.root = ADDRESS_NONE}};
    store.writer = (struct writer){&store.log, ATOM_FIRST, 0, NIL};
    store.state = store.tags = store.kept_tags = store.asking = store.answering = store.restorer = NIL;
    store.due = SCHEDULER_NEVER;
    if (!wrong && store.log.commit != ADDRESS_NONE) wrong = commit_read(&store.log, store.log.commit, &store.last);
    if (wrong) return wrong;
    *has_state = store.last.number;
    store.open = true;
    memory_absent = &absent_cells;
    services_watch();
    return NULL;
}

/* The value of an atom at a commit; ABSENT: it had none. */
static const char *value_at(const struct commit *commit, uint32_t number, val *value) {
    struct field field;
    bool there;
    const char *wrong = atoms_get(&store.log, &commit->atoms, number, &field, &there);
    *value = !wrong && there ? read_field(&field) : ABSENT;
    return wrong;
}

/* Symbols may not be there yet: then it has no type. */
static void make_unreadable(val type) {
    store.unreadable = error_placed(string_from_c("the store cannot be read"), NIL, NIL, EMPTY, type);
}

/* From now on what is on the store is known. */
static val watch(void *unused) {
    (void)unused;
    make_unreadable(NIL);
    kept_init();
    atom_watch = kept_changes;
    return NIL;
}

static val watch_library(void *unused) {
    watch(unused);
    make_unreadable(keyword_c("store"));
    return NIL;
}

/* The machine becomes what the last commit has. */
static val take_state(void *wrong_at) {
    const char **wrong = wrong_at;
    val state = ABSENT, tags = ABSENT;
    watch(NULL);
    *wrong = value_at(&store.last, ATOM_ROOT, &state);
    if (!*wrong) *wrong = value_at(&store.last, ATOM_TAGS, &tags);
    if (!*wrong && store.last.identity != state_identity()) *wrong = "it belongs to another build of Lith";
    if (!*wrong) *wrong = state_take(state);
    if (!*wrong) make_unreadable(keyword_c("store"));
    store.state = state;
    store.tags = store.kept_tags = tags == ABSENT ? NIL : tags;
    store.writer.atoms = store.last.count;
    return NIL;
}

/* What an error says, in C. */
static const char *words_of(val error) {
    static char text[100];
    val message = is_box(error, BOX_ERROR) ? cell_geti(error, ERROR_MESSAGE) : NIL;
    uint32_t n = is_string(message) ? string_copy(message, text, sizeof text - 1) : 0;
    text[n] = 0;
    return n ? text : "an error";
}

const char *store_begin(void) {
    const char *wrong = NULL;
    val error;
    if (!store.last.number) return vm_protect(watch_library, NULL, &error) ? NULL : words_of(error);
    return vm_protect(take_state, &wrong, &error) ? wrong : words_of(error);
}

/* ---- committing ---- */

/* The answer is in the state that is committed: who has asked goes on with it then, too. Until it is certain they wait
 * again. */
static void before_moment(void) {
    queue_roots(store.queue);
    store.answering = store.asking;
    store.asking = NIL;
    store.answered = true;
    for (val l = store.answering; l != NIL; l = cdr(l)) process_answer(car(l), store.answer);
}

static void after_moment(void) {
    if (!store.answered) return;
    store.answered = false;
    for (val l = store.answering; l != NIL; l = cdr(l)) {
        queue_take_back(store.queue, cell_geti(car(l), SNAPSHOT_PROCESS));
        process_park(car(l));
    }
}

static void answer(val tokens, val value) {
    for (; tokens != NIL; tokens = cdr(tokens)) process_answer(car(tokens), value);
}

static val make_answer(void *unused) {
    (void)unused;
    return integer((int64_t)store.last.number + 1);
}

static val make_raise(void *error) { return raise_new(*(val *)error); }

/* Who has asked is told, or else it is reported, once. */
static void failed(val error) {
    val raise;
    after_moment();
    work_give_up(&store.work);
    store.tags = store.kept_tags;
    val lists[] = {store.asking, store.answering, store.restorer};
    bool asked = false;
    store.asking = store.answering = store.restorer = NIL;
    store.restoring = 0;
    for (uint32_t i = 0; i < sizeof lists / sizeof *lists; i++) asked |= lists[i] != NIL;
    if (!asked) {
        if (!store.reported) lisp_report(error, NIL);
        store.reported = true;
        return;
    }
    /* Without memory for that they go on with the error of exhausted memory, which is there. */
    if (!vm_protect(make_raise, &error, &raise)) raise = store.raise_memory;
    for (uint32_t i = 0; i < sizeof lists / sizeof *lists; i++) answer(lists[i], raise);
}

static void begin(void) {
    if (!vm_protect(make_answer, NULL, &store.answer)) return failed(store.answer);
    store.work.before = before_moment;
    store.work.after = after_moment;
    work_begin(&store.work, &store.writer, &store.last);
}

static val piece(void *unused) {
    (void)unused;
    return boolean(work_piece(&store.work, store.tags));
}

static void go_on(void) {
    val done;
    if (!vm_protect(piece, NULL, &done)) return failed(done);
    if (done != TRUE) return;
    store.last = store.work.commit;
    store.state = store.work.state;
    store.kept_tags = store.work.tags;
    store.reported = false;
    answer(store.answering, store.answer);
    store.answering = NIL;
}

/* ---- when ---- */

static val differs(void *unused) {
    (void)unused;
    return boolean(state_differs(state_value(), store.state));
}

static bool has_changed(void) {
    val answer;
    if (!store.last.number || store.tags != store.kept_tags || kept_first_changed() != NIL) return true;
    return !vm_protect(differs, NULL, &answer) || answer == TRUE;
}

static bool is_asked(void) { return store.asking != NIL || store.restoring; }

/* What the commit had becomes that of a new one, but for the tags. */
static val append_old(void *unused) {
    uint64_t address;
    struct commit c;
    struct setting tags = {.number = ATOM_TAGS};
    (void)unused;
    const char *wrong = commit_find(&store.log, store.log.commit, store.restoring, &address, &c);
    if (!wrong && address == ADDRESS_NONE) wrong = "the commit is not there any more";
    if (wrong) store_error(wrong);
    write_value(&store.writer, store.tags, &tags.value);
    wrong = atoms_set(&store.log, &c.atoms, &tags, 1);
    c.count = store.writer.atoms;
    c.cells = store.writer.cells;
    c.time = machine_clock();
    if (!wrong) wrong = commit_append(&store.log, &c);
    if (!wrong) wrong = log_sync(&store.log);
    if (wrong) store_error(wrong);
    store.last = c;
    store.writer.cells = 0;
    return NIL;
}

/* Nothing stays of what is now: that is in the history. */
static void restore(void) {
    const char *wrong = NULL;
    val error;
    if (!vm_protect(append_old, NULL, &error)) return failed(error);
    scheduler_drop(integer((int64_t)store.restoring));
    store.restoring = 0;
    store.restorer = NIL;
    if (!vm_protect(take_state, &wrong, &error)) wrong = words_of(error);
    if (wrong) machine_panic(wrong);
}

static void between(void) {
    if (!store.open) return;
    if (!store.work.phase && (is_asked() || has_changed())) begin();
    if (store.work.phase) go_on();
    if (!store.work.phase && store.restoring) restore();
    store.due = SCHEDULER_NEVER;
    if (store.work.phase || is_asked()) store.due = machine_ticks() + (queue_empty() ? 0 : PIECES_APART);
}

void store_settle(void) {
    do between();
    while (store.work.phase || (store.open && is_asked()));
}

bool store_close(void) {
    if (!store.open) return true;
    store_settle();
    store.open = false;
    const char *wrong = log_close(&store.log);
    return !wrong && !store.reported;
}

static void poll(void) {
    if (!store.open) return;
    bool changed = kept_first_changed() != NIL || processes_made() != store.made;
    store.made = processes_made();
    if (changed && store.due == SCHEDULER_NEVER)
        store.due = machine_ticks() + (uint64_t)PERIOD_MS * machine_ticks_per_ms();
    if (store.due <= machine_ticks()) services_want();
}

static uint64_t due(void) { return store.open ? store.due : SCHEDULER_NEVER; }

/* ---- requests ---- */

static void check_open(void) {
    if (!store.open) lisp_error("store", "there is no store: start lith with --store");
}

static void ask(val token) {
    store.asking = cons(token, store.asking);
    services_want();
}

static val r_commit(val *a) {
    (void)a;
    check_open();
    return ABSENT;
}

static val r_tag(val *a) {
    check_open();
    request_note(a[0]);
    return ABSENT;
}

/* The tag is that of the commit that answers it: the one under way, or the next if that has had its moment. */
static void tag(val token) {
    val name = cell_geti(token, SNAPSHOT_NOTE);
    uint64_t number = store.last.number + 1 + (store.work.phase > WORK_COPY);
    store.tags = map_assoc(store.tags == NIL ? map_empty() : store.tags, name, integer((int64_t)number));
    ask(token);
}

static val r_tags(val *a) {
    (void)a;
    check_open();
    return store.tags == NIL ? map_empty() : store.tags;
}

/* The commit of that number, or an error. */
static void find(val number, struct commit *c) {
    uint64_t address;
    check_open();
    const char *wrong = commit_find(&store.log, store.log.commit, (uint64_t)integer_value(number), &address, c);
    if (wrong) store_error(wrong);
    if (address == ADDRESS_NONE) lisp_error("store", "there is no commit %v", number);
}

static val r_restore(val *a) {
    struct commit c;
    find(a[0], &c);
    if (c.identity != state_identity()) lisp_error("store", "commit %v belongs to another build of Lith", a[0]);
    request_note(integer((int64_t)c.number));
    return ABSENT;
}

static void restore_at(val token) {
    store.restorer = cons(token, NIL);
    store.restoring = (uint64_t)integer_value(cell_geti(token, SNAPSHOT_NOTE));
    services_want();
}

static val r_as_of(val *a) {
    struct commit c;
    val value = ABSENT;
    find(a[0], &c);
    uint32_t number = kept_number(a[1]);
    const char *wrong = number && number < c.count ? value_at(&c, number, &value) : NULL;
    if (wrong) store_error(wrong);
    return value == ABSENT ? a[2] : value;
}

/* At most n commits from the one of that number on (nil: the last), the newest first: (number time cells ...). */
static val r_history(val *a) {
    struct commit c = store.last;
    val list = NIL;
    check_open();
    if (!c.number) return NIL;
    if (a[1] != NIL) find(a[1], &c);
    for (int32_t n = fixnum_value(a[0]); n > 0; n--) {
        list = cons(integer((int64_t)c.cells), cons(integer((int64_t)c.time), cons(integer((int64_t)c.number), list)));
        if (c.before == ADDRESS_NONE) break;
        const char *wrong = commit_read(&store.log, c.before, &c);
        if (wrong) store_error(wrong);
        lisp_poll_round((uint32_t)n);
    }
    return list_reverse(list);
}

static val r_stats(val *a) {
    val m = map_empty();
    (void)a;
    check_open();
    m = map_assoc(m, keyword_c("commits"), integer((int64_t)store.last.number));
    m = map_assoc(m, keyword_c("atoms"), integer(store.writer.atoms));
    m = map_assoc(m, keyword_c("cells-read"), integer(read_count()));
    m = map_assoc(m, keyword_c("segments"), integer(store.log.super.segments));
    m = map_assoc(m, keyword_c("segments-used"), integer((int64_t)store.log.at.sequence));
    return map_assoc(m, keyword_c("segment-bytes"), integer((int64_t)store.log.super.segment_blocks * BLOCK_BYTES));
}

#define KIND(NAME, ARGUMENTS, NOW, PARKED) {NAME, ARGUMENTS, NOW, PARKED, NULL},

static const struct request_kind kinds[] = {STORE_KINDS(KIND){NULL, NULL, NULL, NULL, NULL}};

static val waiting(val list) {
    for (val l = store.asking; l != NIL; l = cdr(l))
        if (process_waits(car(l))) list = cons(car(l), list);
    for (val l = store.answering; l != NIL; l = cdr(l))
        if (process_waits(car(l))) list = cons(car(l), list);
    return list;
}

static void forget(void) { store.asking = store.answering = store.restorer = NIL; }

static void init(void) {
    forget();
    store.raise_memory = raise_new(error_out_of_memory);
}

const struct service store_service = {.name = "store",
                                      .kinds = kinds,
                                      .init = init,
                                      .poll = poll,
                                      .forget = forget,
                                      .waiting = waiting,
                                      .between = between,
                                      .due = due};
