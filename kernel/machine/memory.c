/* When the heap is collected (memory.h). */
#include "memory.h"
#include "kernel/process/machine.h"
#include "line.h"
#include "lisp/cells/error.h"
#include "lisp/interpreter/vm.h"
#include "reserve.h"
#include <lith/runtime.h>

static uint32_t free_words(void) { return cell_stat(STAT_CEIL) - cell_stat(STAT_ALLOC); }

static uint32_t
    heap_size; /* 0 until memory_init: while the library is loaded, the VM's stack is in use without the VM */

static bool start(void) {
    if (heap_size) vm_wipe_dead();
    return gc_start();
}

/* The line is looked after meanwhile, so that nothing that comes in is lost. */
static void collect(void) {
    while (!start())
        ;
    gc_started++;
    while (gc_running()) line_interrupt();
}

static uint32_t started(void) { return *(volatile uint32_t *)&gc_started; }

static bool exhausted;   /* the error has been thrown, and memory has not come back since */
static bool end_awaited; /* the low-water interrupt means that the collection has ended */

/* A collection is under way. While memory is exhausted its end is looked for, since that is when memory has come back,
 * and a program may soon have filled it anew: with the mark above all that can be free, the interrupt comes at the end.
 */
static void await_end(void) {
    if (!RESERVE_IS_KEPT || !exhausted) return;
    end_awaited = true;
    gc_at_low_water(heap_size);
}

/* Waits for a collection that begins after the call, which the low-water interrupt may start as well. */
void machine_collect(void) {
    vm_wipe_unread();
    uint32_t before = started();
    while (started() == before)
        if (start()) gc_started++;
    await_end();
    before = started();
    while (gc_running() && started() == before)
        ;
}

/* Memory counts as exhausted when a whole collection leaves less than this: a 64th of the heap, so that the last words
 * are not fought for with a collection each. A program that makes no garbage has used those too by then; what the
 * handler of the error has to work with is kept back elsewhere (reserve.h). */
static uint32_t low_limit;
static uint32_t last_alloc, last_ceil; /* as the last collection left them */
static uint32_t freed_before;          /* STAT_CELLS_FREED when the low water mark was last reached */

/* A build with GC_STRESS sets the mark to nearly the whole heap: memory is then always below it, and a new collection
 * starts whenever none runs. It is for the cycle-accurate machines: on the functional model, where a collection takes
 * no time, nothing else would run. */
static void set_mark(uint32_t words) {
#ifdef GC_STRESS
    words = heap_size - 64;
#endif
    gc_at_low_water(words);
}

void memory_init(uint32_t heap_words) {
    heap_size = heap_words;
    low_limit = heap_words / 64 + 256;
    if (RESERVE_IS_KEPT) reserve_init(heap_words);
    set_mark(heap_words / 4);
}

/* Called when a collection is about to start, or has ended, with `left` words free. A collection starts when a quarter
 * of the heap is left; but while what lives comes close to that, so that collecting wins little, the mark goes down by
 * half each time instead of having one collection follow the other. */
static void set_low_water(uint32_t left) {
    uint32_t freed = cell_stat(STAT_CELLS_FREED);
    bool won = (freed - freed_before) * 4 > heap_size / 8;
    freed_before = freed;
    uint32_t mark = won ? heap_size / 4 : left / 2;
    set_mark(mark < heap_size / 4 ? mark : heap_size / 4);
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
    end_awaited = false;
    set_low_water(heap_size / 2);
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

static void low(void) {
    uint32_t left = free_words();
    bool ended = RESERVE_IS_KEPT && end_awaited;
    end_awaited = false;
    set_low_water(left);
    if (ended) {
        look_for_recovery(left);
    } else {
        gc_started += start();
        await_end();
    }
}

bool memory_trap(struct trap_frame *frame) {
    uint32_t cause = frame->cause;
    if (cause == CAUSE_FULL) {
        full(frame);
    } else if (cause == (CAUSE_IRQ | IRQ_HEAP)) {
        low();
    } else if (cause >= CAUSE_UNTAGGED && cause <= CAUSE_ABSENT) {
        frame->x[10] = (struct cell *)(uintptr_t)cause;
        frame->x[11] = frame->value;
        frame->pc = (uint32_t)(uintptr_t)cell_trap;
    } else {
        return false;
    }
    return true;
}
