/* When the heap is collected (memory.h). */
#include "memory.h"
#include "kernel/process/machine.h"
#include "line.h"
#include "lisp/cells/error.h"
#include "lisp/interpreter/vm.h"
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

/* Waits for a collection that begins after the call, which the low-water interrupt may start as well. */
void machine_collect(void) {
    vm_wipe_unread();
    uint32_t before = started();
    while (started() == before)
        if (start()) gc_started++;
    before = started();
    while (gc_running() && started() == before)
        ;
}

/* Memory counts as exhausted when a whole collection leaves less than this: a 64th of the heap, so that the handler of
 * the error has something to work with, and so that the last words are not fought for with a collection each. */
static uint32_t reserve;
static bool in_reserve;                /* the error has been thrown; the reserve may be used */
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
    reserve = heap_words / 64 + 256;
    set_mark(heap_words / 4);
}

/* Called when a collection is about to start with `left` words free. A collection starts when a quarter of the heap is
 * left; but while what lives comes close to that, so that collecting wins little, the mark goes down by half each time
 * instead of having one collection follow the other. */
static void set_low_water(uint32_t left) {
    uint32_t freed = cell_stat(STAT_CELLS_FREED);
    bool won = (freed - freed_before) * 4 > heap_size / 8;
    freed_before = freed;
    uint32_t mark = won ? heap_size / 4 : left / 2;
    set_mark(mark < heap_size / 4 ? mark : heap_size / 4);
}

_Noreturn static void throw_out_of_memory(void) { lisp_throw(error_out_of_memory); }

static void full(struct trap_frame *frame) {
    uint32_t alloc = cell_stat(STAT_ALLOC), ceil = cell_stat(STAT_CEIL);
    bool nothing_made = alloc == last_alloc && ceil == last_ceil;
    set_low_water(heap_size / 2);
    collect();
    gc_forced++;
    if (free_words() < reserve && vm_wipe_unread()) collect();
    uint32_t left = free_words();
    last_alloc = cell_stat(STAT_ALLOC);
    last_ceil = cell_stat(STAT_CEIL);
    if (left > 2 * reserve) in_reserve = false;
    /* Nothing made since the last collection, and nothing freed: the cell is too large, or the handles have run out. */
    bool stuck = nothing_made && last_alloc == alloc && last_ceil == ceil;
    if (!stuck && (left >= reserve || in_reserve)) return;
    in_reserve = true;
    frame->pc = (uint32_t)(uintptr_t)throw_out_of_memory;
}

static void low(void) {
    set_low_water(free_words());
    gc_started += start();
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
