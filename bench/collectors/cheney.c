/* Two halves of memory; a collection copies what lives from one to the other, breadth first, the copies themselves
 * being the queue (Cheney, "A nonrecursive list compacting algorithm", 1970).
 *
 *   | scanned | copied, to be scanned | free |
 *             ^ scan                  ^ free */
#include "heap.h"
#include "pauses.h"

#ifndef __riscv
ref *shadow_top;
word *heap_next, *heap_limit;
#endif

/* A collection that leaves less than this part of a half free is not worth its while: the program would do little else.
 */
enum { WORTHWHILE = 32 };

static word *half[2];
static uint32_t half_words, now; /* the half in use */
static word *free_place;

static word *forwarded(word *o) {
    word header = o[-1];
    if (!(header & 1)) return (word *)header;
    word *to = free_place;
    free_place += 1 + header_words(header);
    move_object(o, header, to, to + 1);
    return to + 1;
}

static void visit(ref *root) {
    if (*root) *root = forwarded(*root);
}

static void collect(void) {
    now = !now;
    word *scan = half[now];
    free_place = scan;
    each_root(visit);
    while (scan < free_place) {
        uint32_t refs = header_refs(*scan), words = header_words(*scan);
        scan++;
        for (uint32_t i = 0; i < refs; i++)
            if (scan[i]) scan[i] = (word)forwarded((word *)scan[i]);
        scan += words;
    }
    heap_next = free_place;
    heap_limit = half[now] + half_words;
#ifdef HEAP_TORTURE
    memset(half[!now], 0x55, half_words * sizeof(word));
#endif
}

void heap_make_room(uint32_t words) {
    pause_begin();
    collect();
    pause_end();
    if (!heap_has_room(words) || heap_limit - heap_next < (ptrdiff_t)(half_words / WORTHWHILE)) does_not_fit();
}

void heap_start(void) {
    heap_memory_start();
    half_words = heap_memory_words / 2;
    half[0] = heap_memory;
    half[1] = heap_memory + half_words;
    shadow_top = shadow_stack;
    heap_next = half[0];
    heap_limit = half[0] + half_words;
}
