/* When the heap is collected, and what happens when it is full. */
#ifndef KERNEL_MACHINE_MEMORY_H
#define KERNEL_MACHINE_MEMORY_H

#include <lith/cell.h>
#include <lith/trap.h>
#include <stdbool.h>
#include <stdint.h>

/* Called once, when the library has been loaded: collections start by themselves from then on. */
void memory_init(uint32_t heap_words);

/* Who knows the words of absent cells. needs: words that must be free, handles counted, before they are read; read:
 * puts them into the cell. Both give NULL, or what is wrong. */
struct absent_cells {
    const char *(*needs)(ref absent, uint32_t *words);
    const char *(*read)(ref absent);
    ref (*error)(void); /* that is thrown where one cannot be read: made beforehand, with nothing absent in it */
};
#ifndef VM_COMPACT
extern const struct absent_cells *memory_absent; /* NULL: nobody does */
#endif

/* The heap's part of trap_other (lith/trap.h). When a cell did not fit: collects; then the instruction is tried again,
 * or the program sees "out of memory". At the low water mark a collection starts. An absent cell gets its words, and
 * the instruction is tried again. Other traps of cell instructions go on in cell_trap (error.h). False: it was none of
 * these. */
bool memory_trap(struct trap_frame *frame);

#endif
