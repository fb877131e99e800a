/* Allocation of the mark-sweep collector: a list of free objects for each size. */
#ifndef COLLECTORS_SWEEP_H
#define COLLECTORS_SWEEP_H

enum { SIZE_MOST = 64 };                /* words of an object, its header included */
extern word *free_lists[SIZE_MOST + 1]; /* linked through the first field; the header of a free object is 0 */

static inline bool heap_has_room(uint32_t words) { return free_lists[words + 1] != NULL; }
void heap_make_room(uint32_t words);
static inline ref heap_take(uint32_t refs, uint32_t words) {
    ref o = free_lists[words + 1];
    free_lists[words + 1] = (word *)o[0];
    o[-1] = HEADER(refs, words);
    return o;
}
static inline void heap_store(word *slot, ref value) { *slot = (word)value; }

#endif
