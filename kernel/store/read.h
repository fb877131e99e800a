/* Cells from the log. What has a record and is not in memory is an absent cell there: a stub with the record's address,
 * or with an atom's number. The first touch traps, and its words are read then (docs/store.md, "Reading"). */
#ifndef KERNEL_STORE_READ_H
#define KERNEL_STORE_READ_H

#include "lisp/cells/value.h"
#include "store/atoms.h"

/* The value that a field stands for: of cells, those in memory or absent ones. Throws when memory runs out. */
val read_field(const struct field *field);

/* Words that the heap must have free, handles counted, before read_absent is called. NULL, or why that cannot be read.
 */
const char *read_needs(struct log *log, val absent, uint32_t *words);
/* Puts its words into an absent cell; what an atom holds is looked up in `atoms`. NULL, or what is wrong. */
const char *read_absent(struct log *log, const struct atoms *atoms, val absent);

/* Cells whose words have been read since the start. */
uint32_t read_count(void);

#endif
