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
    val waiting;    /* list of cells that are to be written, the one in front first */
};

/* Begins to write what the value reaches but for the values of atoms: those met that have no number are given one, and
 * count as changed (kept.h). */
void write_begin(struct writer *writer, val v);
/* Goes on until the timer (machine_ticks, its low word) has come to `until`. True: all has been written. Throws when
 * the store is full or fails, when memory runs out, and when a cell is open. What had been written by then stays. */
bool write_some(struct writer *writer, uint32_t until);
/* Forgets what is still to be written. */
void write_end(struct writer *writer);

/* Writes all of it at once, beside what has been begun. Throws likewise. */
void write_all(struct writer *writer, val v);
/* The same; gives the value as a field. */
void write_value(struct writer *writer, val v, struct field *field);

/* Throws an error of type :store. */
_Noreturn void store_error(const char *why);

#endif
