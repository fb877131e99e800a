/* Values into the log: each cell as a record, once, behind those in its fields. */
#ifndef KERNEL_STORE_WRITE_H
#define KERNEL_STORE_WRITE_H

#include "lisp/cells/value.h"
#include "store/record.h"

struct log;

struct writer {
    struct log *log;
    uint32_t atoms; /* numbers given so far; the next one gets this */
    uint32_t cells; /* records written */
};

/* Writes what the value reaches but for the values of atoms: those met that have no number are given one, and count as
 * changed (kept.h). Gives the value as a field. Throws when the store is full or fails, when memory runs out, and when
 * a cell is open. What had been written by then stays. */
void write_value(struct writer *writer, val v, struct field *field);

/* Throws an error of type :store. */
_Noreturn void store_error(const char *why);

#endif
