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
#include "kernel/store/write.h"
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

#define BATCH 64u       /* atoms that are set in the tree at once */
#define PERIOD_MS 1000u /* changes wait no longer for a commit, if nobody asks for one */

static struct {
    bool open;
    struct log log;
    struct writer writer;
    struct commit last; /* number 0: none */
    val state;          /* of the last commit */
    val tags;           /* as they are now */
    bool tagged;        /* since the last commit */
    val asking;         /* list of processes that have asked for a commit */
    uint64_t restoring; /* number of the commit that is to be the state, 0: none */
    uint64_t due;       /* ticks of the next commit; SCHEDULER_NEVER: nothing has changed */
    uint32_t made;      /* processes, at the last look for changes */
    bool reported;      /* that a commit nobody asked for failed */
} store;

/* ---- absent cells ---- */

static const char *absent_needs(val absent, uint32_t *words) { return read_needs(&store.log, absent, words); }
static const char *absent_read(val absent) { return read_absent(&store.log, &store.last.atoms, absent); }
static const struct absent_cells absent_cells = {absent_needs, absent_read};

/* ---- opening ---- */

const char *store_open(struct device *device, bool *has_state) {
    const char *wrong = log_open(&store.log, device);
    if (!wrong) wrong = log_claim(&store.log, machine_cycles() | 1, 0);
    store.last = (struct commit){.atoms = {.root = ADDRESS_NONE}};
    store.writer = (struct writer){&store.log, ATOM_FIRST, 0};
    store.state = store.tags = store.asking = NIL;
    store.due = SCHEDULER_NEVER;
    if (!wrong && store.log.commit != ADDRESS_NONE) wrong = commit_read(&store.log, store.log.commit, &store.last);
    if (wrong) return wrong;
    *has_state = store.last.number;
    store.open = true;
    memory_absent = &absent_cells;
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

/* From now on what is on the store is known. */
static val watch(void *unused) {
    (void)unused;
    kept_init();
    atom_watch = kept_changes;
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
    store.state = state;
    store.tags = tags == ABSENT ? NIL : tags;
    store.writer.atoms = store.last.count;
    return NIL;
}

const char *store_begin(void) {
    const char *wrong = NULL;
    val unused;
    if (!store.last.number) return vm_protect(watch, NULL, &unused) ? NULL : "no room for its tables";
    return vm_protect(take_state, &wrong, &unused) ? wrong : "no room for the state";
}

/* ---- committing ---- */

static struct {
    struct setting settings[BATCH];
    uint32_t count;
} batch;

static void put_batch(struct atoms *atoms) {
    for (uint32_t i = 1; i < batch.count; i++)
        for (uint32_t j = i; j && batch.settings[j].number < batch.settings[j - 1].number; j--) {
            struct setting other = batch.settings[j];
            batch.settings[j] = batch.settings[j - 1];
            batch.settings[j - 1] = other;
        }
    const char *wrong = atoms_set(&store.log, atoms, batch.settings, batch.count);
    batch.count = 0;
    if (wrong) store_error(wrong);
}

static void set(struct atoms *atoms, uint32_t number, val value) {
    struct field field;
    write_value(&store.writer, value, &field);
    batch.settings[batch.count++] = (struct setting){number, field};
    if (batch.count == BATCH) put_batch(atoms);
}

/* What a request to the outside has to remember means nothing to another machine, and may be open: the token is on the
 * store without it. */
static void write_tokens(void) {
    for (val l = services_waiting(); l != NIL; l = cdr(l)) {
        val token = car(l), copy;
        struct field field;
        if (kept_address(token) != ADDRESS_NONE) continue;
        copy = cell_copy(KIND_TUPLE, token, SNAPSHOT_WORDS);
        cell_seti(copy, SNAPSHOT_NOTE, NIL);
        write_value(&store.writer, cell_seal(copy), &field);
        kept_cell_is(token, field.address);
    }
}

static void append(struct commit *c) {
    c->identity = state_identity();
    c->time = machine_clock();
    if (!store.log.super.claimed) store.log.super.claimed = c->time;
    c->count = store.writer.atoms;
    c->cells = store.writer.cells;
    const char *wrong = commit_append(&store.log, c);
    if (!wrong) wrong = log_sync(&store.log);
    if (wrong) store_error(wrong);
    store.last = *c;
    store.tagged = false;
    store.writer.cells = 0;
}

static val commit_all(void *unused) {
    struct commit c = {.atoms = store.last.atoms};
    (void)unused;
    batch.count = 0;
    write_tokens();
    val state = state_value();
    set(&c.atoms, ATOM_ROOT, state);
    set(&c.atoms, ATOM_TAGS, store.tags);
    for (val atom = kept_first_changed(); atom != NIL; atom = kept_next_changed(atom))
        set(&c.atoms, kept_number(atom), atom_get(atom));
    put_batch(&c.atoms);
    append(&c);
    kept_all_unchanged();
    store.state = state;
    return NIL;
}

/* ---- when ---- */

static val differs(void *unused) {
    (void)unused;
    return boolean(state_differs(state_value(), store.state));
}

static bool has_changed(void) {
    val answer;
    if (!store.last.number || store.tagged || kept_first_changed() != NIL) return true;
    return !vm_protect(differs, NULL, &answer) || answer == TRUE;
}

/* Those that have asked for a commit and wait in the run queue go on with the value. */
static void answer_all(val value) {
    for (; store.asking != NIL; store.asking = cdr(store.asking))
        if (queue_has(car(store.asking))) atom_write(cell_geti(car(store.asking), PROCESS_ANSWER), value);
}

static val make_raise(void *error) { return raise_new(*(val *)error); }

/* The answer is in the state that is committed: who has asked goes on with it then, too. */
static void commit(void) {
    val error, asking = store.asking;
    answer_all(integer((int64_t)store.last.number + 1));
    store.due = SCHEDULER_NEVER;
    if (vm_protect(commit_all, NULL, &error)) {
        store.reported = false;
        return;
    }
    store.asking = asking;
    val raise = NIL;
    if (asking == NIL && !store.reported) {
        store.reported = true;
        lisp_report(error, NIL);
    } else if (vm_protect(make_raise, &error, &raise)) {
        answer_all(raise);
    }
    store.asking = NIL;
}

/* What the commit had becomes the state, and nothing of what is now: that is in the history. */
static val restore_all(void *wrong_at) {
    uint64_t address;
    struct commit c;
    const char **wrong = wrong_at;
    *wrong = commit_find(&store.log, store.log.commit, store.restoring, &address, &c);
    if (*wrong || address == ADDRESS_NONE) return NIL;
    batch.count = 0;
    set(&c.atoms, ATOM_TAGS, store.tags);
    put_batch(&c.atoms);
    append(&c);
    scheduler_drop(integer((int64_t)store.restoring));
    take_state(wrong);
    return NIL;
}

static void restore(void) {
    const char *wrong = NULL;
    val unused;
    bool done = vm_protect(restore_all, &wrong, &unused);
    store.restoring = 0;
    if (!done || wrong) machine_panic(wrong ? wrong : "no room for the state that is restored");
}

static void between(void) {
    if (!store.open) return;
    if (store.asking != NIL || store.restoring || has_changed()) commit();
    if (store.restoring) restore();
}

void store_settle(void) { between(); }

bool store_close(void) {
    if (!store.open) return true;
    between();
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

static val ask(void) {
    store.asking = cons(vm.process, store.asking);
    services_want();
    request_yield();
    return ABSENT;
}

static val r_commit(val *a) {
    (void)a;
    check_open();
    return ask();
}

static val r_tag(val *a) {
    check_open();
    store.tags = map_assoc(store.tags == NIL ? map_empty() : store.tags, a[0], integer((int64_t)store.last.number + 1));
    store.tagged = true;
    return ask();
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
    store.restoring = c.number;
    services_want();
    request_yield();
    return ABSENT;
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

#define KIND(NAME, ARGUMENTS, FUNCTION) {NAME, ARGUMENTS, FUNCTION, NULL, NULL},

static const struct request_kind kinds[] = {STORE_KINDS(KIND){NULL, NULL, NULL, NULL, NULL}};

const struct service store_service = {.name = "store", .kinds = kinds, .poll = poll, .between = between, .due = due};
