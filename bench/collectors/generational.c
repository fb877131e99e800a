/* Two generations in one piece of memory (Appel, "Simple generational garbage collection and fast allocation", 1989):
 *
 *   | old | reserve | young |          old grows to the right, young objects are made from heap_young on
 *         ^ old_end ^ heap_young
 *
 * A minor collection copies the young objects that live behind the old ones (Cheney's algorithm), so the reserve is
 * never smaller than young. When old has become more than half of all, a major collection copies what lives in it into
 * the rest, which is empty then, and moves that down as one block; the copies hold the addresses that they will have
 * then. */
#include "heap.h"
#include "pauses.h"

#ifndef __riscv
ref *shadow_top;
word *heap_next, *heap_limit;
#endif

/* If less than this part of all memory can be young, a collection is not worth its while: the program would do little
 * else. */
enum { WORTHWHILE = 64 };

word *heap_young, *heap_remembered[REMEMBERED_MOST];
uint32_t heap_remembered_count;

static word *memory_end, *old_end, *free_place;
static word *moved_from; /* objects from here on, up to moved_end, are being moved */
static word *moved_end;
static size_t moved_down; /* words that the copies will be moved down by */

static word *forwarded(word *o) {
    word header = o[-1];
    if (!(header & 1)) return (word *)header;
    word *to = free_place, *at = to + 1 - moved_down;
    free_place += 1 + header_words(header);
    if (free_place > heap_young) does_not_fit();
    move_object(o, header, to, at);
    return at;
}

static void visit(ref *root) {
    if (*root >= moved_from && *root < moved_end) *root = forwarded(*root);
}

/* The fields of the objects from `scan` on, up to `end` or, if that is NULL, to the last one copied. */
static void scan_objects(word *scan, word *end) {
    while (scan < (end ? end : free_place)) {
        uint32_t refs = header_refs(*scan), words = header_words(*scan);
        scan++;
        for (uint32_t i = 0; i < refs; i++) visit((ref *)&scan[i]);
        scan += words;
    }
}

static void begin_young(void) {
    size_t room = (size_t)(memory_end - old_end);
    heap_young = memory_end - room / 2;
    heap_next = heap_young;
    heap_limit = memory_end;
    heap_remembered_count = 0;
}

static void minor(void) {
    free_place = old_end;
    moved_from = heap_young;
    moved_end = memory_end;
    moved_down = 0;
    each_root(visit);
    if (heap_remembered_count > REMEMBERED_MOST)
        scan_objects(heap_memory, old_end);
    else
        for (uint32_t i = 0; i < heap_remembered_count; i++) visit((ref *)heap_remembered[i]);
    scan_objects(old_end, NULL);
    old_end = free_place;
}

/* Behind a minor one: there is no young object. */
static void major(void) {
    free_place = old_end;
    moved_from = heap_memory;
    moved_end = old_end;
    moved_down = (size_t)(old_end - heap_memory);
    heap_young = memory_end;
    each_root(visit);
    scan_objects(old_end, NULL);
    size_t live = (size_t)(free_place - old_end);
    memmove(heap_memory, old_end, live * sizeof(word));
    old_end = heap_memory + live;
}

void heap_make_room(uint32_t words) {
    static uint32_t tortured;
    pause_begin();
    if (heap_has_room(words)) tortured++;
    minor();
    if (old_end - heap_memory > (ptrdiff_t)(heap_memory_words / 2) || tortured % 4 == 3) major();
    begin_young();
#ifdef HEAP_TORTURE
    memset(old_end, 0x55, (size_t)(memory_end - old_end) * sizeof(word));
#endif
    pause_end();
    if (!heap_has_room(words) || heap_limit - heap_next < (ptrdiff_t)(heap_memory_words / WORTHWHILE)) does_not_fit();
}

void heap_start(void) {
    heap_memory_start();
    shadow_top = shadow_stack;
    old_end = heap_memory;
    memory_end = heap_memory + heap_memory_words;
    begin_young();
}
