/* Words that grow in number: a function's code and tables while they are made. An open raw cell
 * has them, which gives way to one of twice the size when it is full. */
#ifndef LISP_CELLS_WORDS_H
#define LISP_CELLS_WORDS_H

#include "lisp/cells/value.h"

struct words {
    val cell; /* nil: there are none yet */
    uint32_t count;
};

/* Adds a word. Throws if there are CELL_WORDS_MAX. */
void words_add(struct words *w, uint32_t word);
static inline uint32_t words_get(const struct words *w, uint32_t i) { return cell_word(w->cell, i); }
static inline void words_set(struct words *w, uint32_t i, uint32_t word) { cell_set_word(w->cell, i, word); }
/* A sealed cell of that kind with them; nil if there are none. */
val words_sealed(const struct words *w, uint32_t kind);

#endif
