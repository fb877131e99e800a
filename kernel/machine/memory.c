/* When the heap is collected (memory.h). */
#include "memory.h"
#include "kernel/process/machine.h"
#include "line.h"
#include "lisp/cells/error.h"
#include "lisp/interpreter/vm.h"
#include "panic.h"
#include "reserve.h"
#include <lith/runtime.h>

static uint32_t free_words(void) { return cell_stat(STAT_CEIL) - cell_stat(STAT_ALLOC); }

static uint32_t
    heap_size; /* 0 until memory_init: while the library is loaded, the VM's stack is in use without the VM */

static __attribute__((noinline)) bool start(bool minor) {
    if (heap_size) vm_wipe_dead();
    return GENERATIONS && minor ? gc_start_minor() : gc_start();
}

/* The line is looked after meanwhile, so that nothing that comes in is lost. */
static void collect(void) {
    while (!start(false))
        ;
    gc_started++;
    while (gc_running()) line_interrupt();
    gc_ended();
}

static uint32_t started(void) { return *(volatile uint32_t *)&gc_started; }

static bool exhausted; /* the error has been thrown, and memory has not come back since */

/* Waits for a major collection that begins after the call. */
void machine_collect(void) {
    vm_wipe_unread();
    while (!start(false))
        ;
    gc_began(false);
    gc_started++;
    uint32_t before = started();
    while (gc_running() && started() == before)
        ;
}

/* Memory counts as exhausted when a whole collection leaves less than this: a 64th of the heap, so that the last words
 * are not fought for with a collection each. A program that makes no garbage has used those too by then; what the
 * handler of the error has to work with is kept back elsewhere (reserve.h). */
static uint32_t low_limit;
static uint32_t last_alloc, last_ceil; /* as the last collection left them */

/* A build with GC_STRESS has the next collection start when so many words have been made since the last, minor and
 * major ones in turn. It is for the cycle-accurate machines: on the functional model, where a collection takes no time,
 * little else would run. */
#ifdef GC_STRESS
enum { STRESS_WORDS = 128 };
#else
enum { STRESS_WORDS = 0 };
#endif

static void stress(void) {
    if (STRESS_WORDS && free_words() > STRESS_WORDS) gc_at_low_water(free_words() - STRESS_WORDS);
}

void memory_init(uint32_t heap_words) {
    heap_size = heap_words;
    low_limit = heap_words / 64 + 256;
    if (RESERVE_IS_KEPT) reserve_init(heap_words);
    gc_when(GC_NURSERY, heap_words / 4);
    stress();
}

_Noreturn static void throw_out_of_memory(void) { lisp_throw(error_out_of_memory); }

/* Handles that are free and have been in use before: what their table has grown to, less the cells that there are. */
static uint32_t free_handles(void) {
    return heap_size - cell_stat(STAT_CEIL) - (cell_stat(STAT_CELLS_MADE) - cell_stat(STAT_CELLS_FREED));
}

/* Called when a collection has ended, with this many words free. */
static void look_for_recovery(uint32_t left) {
    if (left > 2 * low_limit && (!RESERVE_IS_KEPT || reserve_fill(left, free_handles()))) exhausted = false;
}

static void full(struct trap_frame *frame) {
    uint32_t alloc = cell_stat(STAT_ALLOC), ceil = cell_stat(STAT_CEIL);
    bool nothing_made = alloc == last_alloc && ceil == last_ceil;
    collect();
    gc_forced++;
    if (free_words() < low_limit && vm_wipe_unread()) collect();
    uint32_t left = free_words();
    last_alloc = cell_stat(STAT_ALLOC);
    last_ceil = cell_stat(STAT_CEIL);
    /* Nothing made since the last collection, and nothing freed: the cell is too large, or the handles have run out. */
    bool stuck = nothing_made && last_alloc == alloc && last_ceil == ceil;
    look_for_recovery(left);
    uint32_t enough = !exhausted ? low_limit : RESERVE_IS_KEPT ? reserve_margin() : 0;
    if (!stuck && left >= enough) return;
    exhausted = true;
    if (RESERVE_IS_KEPT) reserve_give(left, stuck && left > CELL_WORDS_MAX + 1);
    frame->pc = (uint32_t)(uintptr_t)throw_out_of_memory;
}

/* ---- absent cells ---- */

#ifdef VM_COMPACT /* has none */
enum { memory_absent = false };
static void bring(struct trap_frame *frame) { (void)frame; }
#else
const struct absent_cells *memory_absent;
static bool unreadable; /* the error has been thrown, and none has been read since */

_Noreturn static void throw_unreadable(void) { lisp_throw(memory_absent->error()); }

static void bring(struct trap_frame *frame) {
    uint32_t words;
    const char *wrong = memory_absent->needs(frame->value, &words);
    if (!wrong && free_words() < words) collect();
    if (!wrong && free_words() < words) {
        exhausted = true;
        if (RESERVE_IS_KEPT) reserve_give(free_words(), false);
        frame->pc = (uint32_t)(uintptr_t)throw_out_of_memory;
        return;
    }
    if (!wrong) wrong = memory_absent->read(frame->value);
    /* What deals with the error needs cells that cannot be read either: there is no end to that. */
    if (wrong && unreadable) panic("the store cannot be read: %s", wrong);
    unreadable = wrong != NULL;
    if (wrong) frame->pc = (uint32_t)(uintptr_t)throw_unreadable;
}
#endif

static void low(void) {
    enum gc_due due = gc_due();
    if (GENERATIONS && due == GC_ENDED) {
        if (RESERVE_IS_KEPT && exhausted) look_for_recovery(free_words());
        stress();
        return;
    }
    if (STRESS_WORDS) due = gc_started % 2 ? GC_MINOR : GC_MAJOR;
    bool minor = GENERATIONS && due == GC_MINOR && start(true);
    gc_started += minor || start(false);
    gc_began(minor);
}

bool memory_trap(struct trap_frame *frame) {
    uint32_t cause = frame->cause;
    if (cause == CAUSE_FULL) {
        full(frame);
    } else if (cause == (CAUSE_IRQ | IRQ_HEAP)) {
        low();
    } else if (cause == CAUSE_ABSENT && memory_absent) {
        bring(frame);
    } else if (cause >= CAUSE_UNTAGGED && cause <= CAUSE_ABSENT) {
        frame->x[10] = (struct cell *)(uintptr_t)cause;
        frame->x[11] = frame->value;
        frame->pc = (uint32_t)(uintptr_t)cell_trap;
    } else {
        return false;
    }
    return true;
}
