/* When Lith's heap collects: by the policy that C programs have (gc_when); and, the program waiting, when it is full.
 * With WHEN_FULL only then. */
#include "heap.h"
#include <lith/runtime.h>
#include <lith/trap.h>
#include <lith_memmap.h>

#ifndef WHEN_FULL
#define WHEN_FULL 0
#endif

ref row_new(uint32_t n) {
    ref c = cell_new(KIND_VECTOR, n);
    for (uint32_t i = 0; i < n; i++) cell_set(c, i, atom_new(NONE));
    return cell_seal(c);
}

/* A collection is started, and what did not fit is tried again: it waits in the controller until that has ended. If
 * three have given nothing (of the first, the start may have been before the last garbage), there is no more to be had.
 */
bool trap_other(struct trap_frame *frame) {
    static uint32_t made_last = UINT32_MAX, in_vain;
    if (frame->cause != CAUSE_FULL) return false;
    uint32_t made = cell_stat(STAT_CELLS_MADE);
    in_vain = made == made_last ? in_vain + 1 : 0;
    if (in_vain == 3) does_not_fit();
    made_last = made;
    if (gc_start()) gc_began(false);
    return true;
}

void heap_start(void) {
#ifdef HEAP_TORTURE
    gc_every(100 * HEAP_TORTURE);
#endif
    if (!WHEN_FULL) gc_when(GC_NURSERY, *(volatile uint32_t *)LITH_SYSTEM_HEAP_WORDS / 4);
}
