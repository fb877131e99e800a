/* Mark and sweep (McCarthy, "Recursive functions of symbolic expressions", 1960), with free lists by size in blocks of
 * one size each, and a sweep that goes on block by block as objects are needed (Hughes, "A semi-incremental garbage
 * collection algorithm", 1982). A block in which nothing lives may get another size.
 *
 * What the collector keeps beside the heap, blocks' sizes and links and the mark stack, lies in on-chip RAM, and is not
 * counted as the heap's. When the mark stack is full, what could not be pushed is found by going through all blocks. */
#include "heap.h"
#include "pauses.h"

#ifndef __riscv
ref *shadow_top;
#endif

enum { BLOCK_WORDS = 256, BLOCKS_MOST = 2048, MARK_DEPTH = 8192 };

word *free_lists[SIZE_MOST + 1];

/* Blocks are numbered from 1; 0 ends a list. */
static uint16_t next_block[BLOCKS_MOST + 1], size_of_block[BLOCKS_MOST + 1];
static uint16_t swept[SIZE_MOST + 1], unswept[SIZE_MOST + 1]; /* lists of blocks by the size of their objects */
static uint16_t free_blocks, block_count;

static word *mark_stack[MARK_DEPTH];
static uint32_t mark_depth;
static bool mark_overflow;
#ifdef HEAP_TORTURE
uint32_t heap_live, heap_live_most; /* words */
#endif

static word *block_start(uint32_t block) { return heap_memory + (block - 1) * BLOCK_WORDS; }
static word *block_end(uint32_t block) {
    uint32_t size = size_of_block[block];
    return block_start(block) + BLOCK_WORDS / size * size;
}

static void mark(word *o) {
    word header = o[-1];
    if (header & HEADER_MARKED) return;
    o[-1] = header | HEADER_MARKED;
#ifdef HEAP_TORTURE
    heap_live += 1 + header_words(header);
#endif
    if (header_refs(header) == 0) return;
    if (mark_depth == MARK_DEPTH)
        mark_overflow = true;
    else
        mark_stack[mark_depth++] = o;
}

static void mark_fields(word *o) {
    for (uint32_t i = 0, refs = header_refs(o[-1]); i < refs; i++)
        if (o[i]) mark((word *)o[i]);
}

static void visit(ref *root) {
    if (*root) mark(*root);
}

static void mark_stacked(void) {
    while (mark_depth) mark_fields(mark_stack[--mark_depth]);
}

static void mark_all(void) {
    each_root(visit);
    mark_stacked();
    while (mark_overflow) {
        mark_overflow = false;
        for (uint32_t size = 2; size <= SIZE_MOST; size++)
            for (uint32_t b = unswept[size]; b; b = next_block[b])
                for (word *o = block_start(b) + 1; o < block_end(b); o += size)
                    if (o[-1] & HEADER_MARKED) {
                        mark_fields(o);
                        mark_stacked();
                    }
    }
}

/* The next unswept block of that size: its dead objects go to the free list, or the whole block is free. */
static void sweep_next(uint32_t size) {
    uint32_t b = unswept[size], alive = 0;
    word *list = free_lists[size];
    unswept[size] = next_block[b];
    for (word *o = block_start(b) + 1, *end = block_end(b); o < end; o += size)
        if (o[-1] & HEADER_MARKED) {
            o[-1] &= ~(word)HEADER_MARKED;
            alive++;
        } else {
#ifdef HEAP_TORTURE
            memset(o, 0x55, (size - 1) * sizeof(word));
#endif
            o[-1] = 0;
            o[0] = (word)list;
            list = o;
        }
    if (alive) free_lists[size] = list;
    uint16_t *where = alive ? &swept[size] : &free_blocks;
    next_block[b] = *where;
    *where = (uint16_t)b;
}

static void collect(void) {
    for (uint32_t size = 2; size <= SIZE_MOST; size++)
        while (unswept[size]) sweep_next(size);
#ifdef HEAP_TORTURE
    heap_live = 0;
#endif
    for (uint32_t size = 2; size <= SIZE_MOST; size++) {
        unswept[size] = swept[size];
        swept[size] = 0;
        free_lists[size] = NULL;
    }
    mark_all();
}

/* A block for objects of that size. */
static bool take_block(uint32_t size) {
    uint32_t b = free_blocks;
    if (!b) return false;
    free_blocks = next_block[b];
    size_of_block[b] = (uint16_t)size;
    next_block[b] = swept[size];
    swept[size] = (uint16_t)b;
    for (word *o = block_end(b) + 1 - size; o > block_start(b); o -= size) {
        o[-1] = 0;
        o[0] = (word)free_lists[size];
        free_lists[size] = o;
    }
    return true;
}

/* An object of that size, from a block of its own size, from a free block, or in the place of a larger one. */
static bool find_room(uint32_t size) {
    while (!free_lists[size] && unswept[size]) sweep_next(size);
    if (free_lists[size] || take_block(size)) return true;
    for (uint32_t other = 2; other <= SIZE_MOST; other++)
        while (unswept[other]) {
            sweep_next(other);
            if (take_block(size)) return true;
        }
    for (uint32_t larger = size + 1; larger <= SIZE_MOST; larger++)
        if (free_lists[larger]) {
            word *o = free_lists[larger];
            free_lists[larger] = (word *)o[0];
            o[0] = (word)NONE;
            free_lists[size] = o;
            return true;
        }
    return false;
}

void heap_make_room(uint32_t words) {
    pause_begin();
    bool tortured = heap_has_room(words), found = !tortured && find_room(words + 1);
    if (!found) {
        collect();
#ifdef HEAP_TORTURE
        if (heap_live + 1 + words > heap_live_most) heap_live_most = heap_live + 1 + words;
#endif
        found = find_room(words + 1);
    }
    pause_end();
    if (!found) does_not_fit();
}

void heap_start(void) {
    heap_memory_start();
    shadow_top = shadow_stack;
    block_count = (uint16_t)(heap_memory_words / BLOCK_WORDS);
    if (block_count > BLOCKS_MOST) does_not_fit();
    for (uint32_t b = block_count; b > 0; b--) {
        next_block[b] = free_blocks;
        free_blocks = (uint16_t)b;
    }
}
