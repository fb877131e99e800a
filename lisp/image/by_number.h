/* Tables of words by number, from 0 to BY_NUMBER_MAX - 1, which take memory where there are any. */
#ifndef LISP_IMAGE_BY_NUMBER_H
#define LISP_IMAGE_BY_NUMBER_H

#include "lisp/cells/value.h"

#define BY_NUMBER_CHUNK 2048u
#define BY_NUMBER_MAX (1u << 20) /* more handles no machine has (docs/machine.md) */

static inline val by_number_new(void) { return cell_new(KIND_TUPLE, BY_NUMBER_MAX / BY_NUMBER_CHUNK); }

/* 0 until it is set. */
static inline uint32_t by_number_get(val table, uint32_t n) {
    val chunk = cell_get(table, n / BY_NUMBER_CHUNK);
    return is_nil(chunk) ? 0 : cell_word(chunk, n % BY_NUMBER_CHUNK);
}

static inline void by_number_set(val table, uint32_t n, uint32_t word) {
    val chunk = cell_get(table, n / BY_NUMBER_CHUNK);
    if (is_nil(chunk)) {
        chunk = cell_new(KIND_BYTES, 4 * BY_NUMBER_CHUNK);
        cell_set(table, n / BY_NUMBER_CHUNK, chunk);
    }
    cell_set_word(chunk, n % BY_NUMBER_CHUNK, word);
}

/* A cell's own number, which it keeps for life. A table does not keep it alive. */
static inline uint32_t handle_of(val c) { return word_of(c) >> 8; }

#endif
