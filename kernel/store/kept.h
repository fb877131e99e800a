/* What memory has of the store: where a cell's record is, by the cell, and the cell in memory, by the place of its
 * record; the same for atoms and their numbers. These tables keep no cell alive: what they say of a cell counts as long
 * as its handle is durable (docs/heap.md, "Durable cells"). Only atoms that have been written since the last commit are
 * held, as nothing else may have their values. */
#ifndef KERNEL_STORE_KEPT_H
#define KERNEL_STORE_KEPT_H

#include "lisp/cells/value.h"
#include "store/super.h"

/* Makes the tables, empty. Throws when memory runs out, as all do that make them longer. */
void kept_init(void);
/* Words that the tables may take when so many more are kept. */
uint32_t kept_needs(uint32_t more);

/* The address of a cell's record, ADDRESS_NONE: it has none. Not for atoms. */
uint64_t kept_address(val cell);
/* The cell in memory, of that kind, whose record is there, or ABSENT. */
val kept_cell(uint64_t address, uint32_t kind);
/* The record of the cell is there from now on: it becomes durable. */
void kept_cell_is(val cell, uint64_t address);

/* The number of an atom (also of a view of one), 0: it has none. */
uint32_t kept_number(val atom);
/* The atom in memory that has the number, or ABSENT. */
val kept_atom(uint32_t number);
/* The atom has the number from now on, and counts as unchanged. */
void kept_atom_is(val atom, uint32_t number);

/* Atoms that have been written since they were made unchanged, in the order in which that happened first. NIL: there
 * are none; behind the last. What is written while one goes through them comes behind the others. */
val kept_first_changed(void);
val kept_next_changed(val atom);
/* The atom counts as changed: it is about to be written, or has not been on the store yet. Nothing happens to one that
 * has no number. Makes no cells. */
void kept_changes(val atom);
/* All count as unchanged. */
void kept_all_unchanged(void);

#endif
