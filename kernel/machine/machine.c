/* What the language needs of the machine, on the bare machine: the UART, cycles, and traps that become Lisp errors. */
#include "machine.h"
#include "error.h"
#include "vm.h"
#include <lith/runtime.h>
#include <lith/trap.h>

void machine_write(int stream, uint8_t byte) {
    (void)stream;
    uart_put(byte);
}

void machine_flush(void) { uart_flush(); }

/* Control-D ends the input. */
int machine_read(void) {
    int c;
    do c = uart_get();
    while (c < 0);
    return c == 4 ? -1 : c;
}

uint64_t machine_cycles(void) {
    uint32_t high, low, again;
    do __asm__ volatile("csrr %0, mcycleh; csrr %1, mcycle; csrr %2, mcycleh" : "=r"(high), "=r"(low), "=r"(again));
    while (high != again);
    return (uint64_t)high << 32 | low;
}

static uint32_t free_words(void) { return cell_stat(STAT_CEIL) - cell_stat(STAT_ALLOC); }

static bool start(void) {
    vm_wipe_dead();
    return gc_start();
}

static void collect(void) {
    while (!start())
        ;
    gc_started++;
    while (gc_running())
        ;
}

void machine_collect(void) { collect(); }

/* Memory counts as exhausted when a whole collection leaves less than this: a 64th of the heap, so that the handler of
 * the error has something to work with, and so that the last words are not fought for with a collection each. */
static uint32_t reserve, heap_size;
static bool in_reserve; /* the error has been thrown; the reserve may be used */
static uint32_t last_alloc, last_ceil;
static uint32_t freed_before; /* STAT_CELLS_FREED when the low water mark was last reached */

void machine_memory_init(uint32_t heap_words) {
    heap_size = heap_words;
    reserve = heap_words / 64 + 256;
    gc_at_low_water(heap_words / 4);
}

/* Called when a collection is about to start with `left` words free. A collection starts when a quarter of the heap is
 * left; but while what lives comes close to that, so that collecting wins little, the mark goes down by half each time
 * instead of having one collection follow the other. */
static void set_low_water(uint32_t left) {
    uint32_t freed = cell_stat(STAT_CELLS_FREED);
    bool won = (freed - freed_before) * 4 > heap_size / 8;
    freed_before = freed;
    uint32_t mark = won ? heap_size / 4 : left / 2;
    gc_at_low_water(mark < heap_size / 4 ? mark : heap_size / 4);
}

_Noreturn static void throw_out_of_memory(void) { lisp_throw(error_out_of_memory); }

static void out_of_room(struct trap_frame *frame) {
    set_low_water(heap_size / 2);
    collect();
    gc_forced++;
    uint32_t left = free_words(), alloc = cell_stat(STAT_ALLOC), ceil = cell_stat(STAT_CEIL);
    bool stuck = alloc == last_alloc && ceil == last_ceil;
    last_alloc = alloc;
    last_ceil = ceil;
    if (left > 2 * reserve) in_reserve = false;
    /* Stuck with words left: the cell is too large, or the handles have run out. */
    if (!stuck && (left >= reserve || in_reserve)) return;
    in_reserve = true;
    frame->pc = (uint32_t)(uintptr_t)throw_out_of_memory;
}

bool trap_other(struct trap_frame *frame) {
    switch (frame->cause) {
    case CAUSE_FULL:
        out_of_room(frame);
        return true;
    case CAUSE_IRQ | IRQ_HEAP:
        set_low_water(free_words());
        gc_started += start();
        return true;
    default:
        if (frame->cause < CAUSE_UNTAGGED || frame->cause > CAUSE_ABSENT) return false;
        frame->x[10] = (struct cell *)(uintptr_t)frame->cause;
        frame->x[11] = frame->value;
        frame->pc = (uint32_t)(uintptr_t)cell_trap;
        return true;
    }
}
