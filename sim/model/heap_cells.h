/* Formats inside the functional heap, shared by its requests and its collector. */
#ifndef SIM_MODEL_HEAP_CELLS_H
#define SIM_MODEL_HEAP_CELLS_H

#include "heap.h"

#define HANDLE_BITS 20
#define HEADER(handle, length) ((uint32_t)(length) << HANDLE_BITS | (handle))
#define HEADER_LENGTH(header) ((header) >> HANDLE_BITS)
#define HEADER_HANDLE(header) ((header) & ((1u << HANDLE_BITS) - 1))

#define REF_HANDLE(ref) ((uint32_t)(ref) >> 8)
#define REF_KIND(ref) ((uint32_t)(ref) >> 2 & 31)
#define REF_READ_ONLY 0x80u

/* Bytes in the block; for a value cell 4 for each word. */
static inline uint32_t heap_byte_length(const struct heap *h, const struct heap_cell *c) {
    return 4 * HEADER_LENGTH(h->words[c->place]) - c->slack;
}

/* Puts a handle on the free list. */
void heap_link_free(struct heap *h, uint32_t handle);

/* The cell may refer to younger ones than itself from now on. */
void heap_remember(struct heap *h, uint32_t handle);

/* Marks from the roots, slides what lives down and frees the rest; if minor, of what is young. False: the dead range
 * was refused, or there are no generations. */
bool heap_collect(struct heap *h, bool minor, uint32_t dead_low, uint32_t dead_high);

#endif
