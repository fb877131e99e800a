/* malloc and free of the C library. With HEAP_TIMED each call is timed, and the words in use are counted. */
#ifndef COLLECTORS_MALLOC_H
#define COLLECTORS_MALLOC_H

#include <stdlib.h>

#define HEAP_RELEASES 1
#define KEEP(local) ((void)0)
#define RESTORE(local) ((void)0)

static inline void heap_roots(ref *roots, uint32_t n) { (void)roots, (void)n; }
static inline bool heap_has_room(uint32_t words) {
    (void)words;
    return true;
}
static inline void heap_make_room(uint32_t words) { (void)words; }
static inline void heap_store(word *slot, ref value) { *slot = (word)value; }

#ifdef HEAP_TIMED
ref heap_take(uint32_t refs, uint32_t words);
void heap_release(ref object);
#else
static inline ref heap_take(uint32_t refs, uint32_t words) {
    (void)refs;
    ref o = malloc(words * sizeof(word));
    if (UNLIKELY(!o)) does_not_fit();
    return o;
}
static inline void heap_release(ref object) { free(object); }
#endif

#endif
