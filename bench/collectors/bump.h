/* Allocation of the copying collectors: the next object lies behind the last one. */
#ifndef COLLECTORS_BUMP_H
#define COLLECTORS_BUMP_H

HEAP_REGISTER(word *heap_next, "s10");
HEAP_REGISTER(word *heap_limit, "s11");

static inline bool heap_has_room(uint32_t words) { return heap_next + 1 + words <= heap_limit; }
void heap_make_room(uint32_t words);
static inline ref heap_take(uint32_t refs, uint32_t words) {
    ref o = heap_next + 1;
    o[-1] = HEADER(refs, words);
    heap_next = o + words;
    return o;
}

/* Copies an object whose header is `header` to `to`, and leaves the address `at` in the header's place. */
static inline void move_object(word *o, word header, word *to, word *at) {
    const word *from = o, *end = o + header_words(header);
    *to++ = header;
    while (from < end) *to++ = *from++;
    o[-1] = (word)at;
}

#ifdef HEAP_GENERATIONAL
#define REMEMBERED_MOST 4096
extern word *heap_young; /* objects from here on are young */
extern word *heap_remembered[REMEMBERED_MOST];
extern uint32_t heap_remembered_count; /* as many, and one more: some were not noted */

/* The write barrier: an old object's place that gets a young object is noted. */
static inline void heap_store(word *slot, ref value) {
    *slot = (word)value;
#ifndef LITH_FAULT_COLLECTORS_BARRIER
    if (slot < heap_young && value >= heap_young) {
        if (heap_remembered_count < REMEMBERED_MOST) heap_remembered[heap_remembered_count] = slot;
        if (heap_remembered_count <= REMEMBERED_MOST) heap_remembered_count++;
    }
#endif
}
#else
static inline void heap_store(word *slot, ref value) { *slot = (word)value; }
#endif

#endif
