/* The heap controller, functionally: what docs/heap.md says it answers, not when.
 *
 * One call is one request of the controller's port. The collector runs to its end within GCSTART: it keeps exactly
 * what can be reached from the roots at that moment. Space is counted as the hardware counts it (alloc, ceil, the
 * free list of handles), so programs meet the same limits.
 *
 * A tagged word is a uint64_t with the tag in bit 32. */
#ifndef SIM_MODEL_HEAP_H
#define SIM_MODEL_HEAP_H

#include <lith_isa.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t tword;

#define TAG ((tword)1 << 32)
#define IS_TAGGED(w) ((w) >> 32 & 1)

/* The answer to a request: a tagged word, and above it the cause of a trap (0: none). */
#define HEAP_CAUSE_SHIFT 40
#define HEAP_CAUSE(answer) ((uint32_t)((answer) >> HEAP_CAUSE_SHIFT))

enum heap_state { CELL_NEVER, CELL_FREE, CELL_OPEN, CELL_SEALED };

/* An entry of the handle table. Free: place and previous link the free list. */
struct heap_cell {
    uint32_t place;    /* word index of the header, or the next free handle */
    uint32_t previous; /* free list only */
    uint8_t state;     /* enum heap_state */
    uint8_t class;     /* HANDLE_VALUE... */
    bool absent;       /* the block is a stub */
    bool durable;      /* DURABLE was asked for the handle since it was taken */
    uint8_t slack;     /* unused bytes in the last word of a raw cell */
    uint8_t marked;    /* used within a collection only */
    bool remembered;   /* among those of the heap */
};

/* Hands in every root by calling heap_mark_root. False, and none handed in: the dead range is not one of RAM words. */
typedef bool heap_roots_fn(void *machine, uint32_t dead_low, uint32_t dead_high);

struct heap {
    uint32_t address_width, handle_width;
    uint32_t *words;         /* header {length 31:20, handle 19:0}, then the fields */
    struct heap_cell *cells; /* by handle */
    uint32_t alloc;          /* words in blocks */
    uint32_t ceil;           /* where the handle table begins: grows down, a word for each handle ever used */
    uint32_t handles_used;   /* 1..handles_used have been used */
    uint32_t first_free, free_count;
    uint32_t low_water;
    bool generations;     /* minor collections are carried out, else refused */
    uint32_t old_end;     /* cells below are old: the last collection has kept them */
    uint32_t young;       /* used within a collection only: it looks at nothing below */
    uint32_t *remembered; /* handles of old cells that may refer to young ones; any number, unlike in hardware */
    size_t remembered_count, remembered_size;
    uint32_t choose_handle; /* when not 0: the next cell gets this handle (lock-step); it must not be alive */
    bool refuse;            /* allocations find no room, GCSTART and RETARGET answer 0 (lock-step) */
    uint32_t *grey;         /* stack of the marker */
    size_t grey_count, grey_size;
    heap_roots_fn *roots;
    void *machine;
    bool counters; /* xc.stat gives them, not only the state of the heap */
    uint64_t made, collections, minors, moved, promoted, freed;
    uint32_t max_live;
    const char *broken; /* a broken invariant (a dead cell was used...), or NULL */
};

/* address_width 10..23, handle_width at most that and at most 20. False: out of memory. */
bool heap_init(struct heap *h, unsigned address_width, unsigned handle_width, heap_roots_fn *roots, void *machine);
void heap_free(struct heap *h);

/* One request. a and b as in docs/heap.md; kind counts for MK1, MK2 and NEW. */
tword heap_request(struct heap *h, enum heap_op op, uint32_t kind, tword ref, tword a, tword b);

/* Undoes the making of the newest cell. In lock-step its handle is not known when the reference goes to x0. */
void heap_forget(struct heap *h, tword ref);

/* True while ceil - alloc is below the low-water mark. */
bool heap_low(const struct heap *h);

/* A word of the machine that may be a reference, handed in while a collection runs. */
void heap_mark_root(struct heap *h, tword word);

/* True if the handle belongs to a cell that a collection has not freed. */
bool heap_alive(const struct heap *h, uint32_t handle);

/* The entry of a handle that has been used, as docs/heap.md has it in memory; its colour is 0. */
uint32_t heap_entry_word(const struct heap *h, uint32_t handle);

#endif
