/* Reading cells of a simulated heap from outside, at any moment: by reference, and block by block.
 *
 * The formats are those of docs/heap.md. While a block is under motion its fields are taken from the half that is
 * right; while cells wait to be marked the handle in a header is a link and is not believed. */
#ifndef SIM_OBSERVE_HEAP_MEMORY_H
#define SIM_OBSERVE_HEAP_MEMORY_H

#include "lith_inspect.h"

/* Where the words come from: a machine, or whatever a test puts in its place. */
struct heap_memory {
    struct lith_heap_state state;
    uint32_t (*word)(const void *source, uint32_t place);
    uint32_t (*entry)(const void *source, uint32_t handle);
    bool (*root)(const void *source, uint32_t n, uint64_t *word); /* the n-th word of RAM; false: there is none */
    const void *source;
};

/* The machine's heap at this moment; stale as soon as the machine runs on. */
struct heap_memory heap_memory_of(const lith_machine *m);

#define HEADER_LENGTH(h) ((h) >> 20)
#define HEADER_HANDLE(h) ((h)&0xFFFFF)

/* A word is a reference of this kind. */
static inline bool is_reference(uint64_t word, uint32_t kind) {
    return word & LITH_TAG && (word >> 2 & 31) == kind && (word & 3) == 1;
}
static inline uint32_t reference_handle(uint64_t word) { return (uint32_t)word >> 8; }

/* Words of the cell that a reference (tag in bit 32) names; false when it names none that is in memory. */
bool heap_length(const struct heap_memory *h, uint64_t reference, uint32_t *words);
/* One of them, tagged if it is a reference. False also when there is no such field. */
bool heap_field(const struct heap_memory *h, uint64_t reference, uint32_t index, uint64_t *word);
/* The text of a string cell, cut to fit `size`, with a final 0. False: not a string cell. */
bool heap_string(const struct heap_memory *h, uint64_t reference, char *to, size_t size);

struct heap_block {
    uint32_t place, words; /* header included */
    uint32_t handle;
    uint8_t class; /* HANDLE_VALUE, HANDLE_ATOM or HANDLE_RAW */
    uint8_t kind;  /* as a reference in RAM or in another block has it, or KIND_UNSEEN: there is none */
    bool open;
    bool old;    /* a minor collection leaves it alone */
    bool absent; /* a stub */
    bool dead;   /* the collection under way has found that nothing refers to it */
    bool moving; /* under motion: place is the new one */
};
enum { KIND_UNSEEN = 32 };
typedef void heap_block_fn(void *context, const struct heap_block *b);

/* Visits each block from the bottom up (state.whole must hold). NULL, or what is wrong with the heap: every handle in
 * use must have exactly one block, whose header names it, and the blocks must fill the memory below `top`, but for
 * the gaps. The text stays until the next call. */
const char *heap_walk(const struct heap_memory *h, heap_block_fn *visit, void *context);

#endif
