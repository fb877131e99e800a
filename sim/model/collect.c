/* The collector of the functional heap: mark with a stack of its own, then slide. Exact: it keeps what the roots
 * reach when it is called and nothing else, so afterwards alloc is the sum of the live blocks. */
#include "heap.h"
#include "heap_cells.h"
#include <lith_isa.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void push_grey(struct heap *h, uint32_t handle) {
    if (h->grey_count == h->grey_size) {
        h->grey_size = h->grey_size ? 2 * h->grey_size : 1024;
        h->grey = realloc(h->grey, h->grey_size * sizeof *h->grey);
        if (!h->grey) {
            fprintf(stderr, "model: no memory for the collector's stack: give the host more\n");
            abort();
        }
    }
    h->grey[h->grey_count++] = handle;
}

static void mark(struct heap *h, uint32_t handle) {
    if (h->cells[handle].marked) return;
    h->cells[handle].marked = 1;
    push_grey(h, handle);
}

/* A word that names a dead cell can only be the model's fault: dead stack is cleared, so nothing else is left over. */
void heap_mark_root(struct heap *h, tword word) {
    if (!IS_TAGGED(word)) return;
    if (heap_alive(h, REF_HANDLE(word)))
        mark(h, REF_HANDLE(word));
    else
        h->broken = "a reference names a dead cell";
}

static void mark_fields(struct heap *h, uint32_t handle) {
    const struct heap_cell *c = &h->cells[handle];
    if (c->absent || c->class == HANDLE_RAW) return;
    const uint32_t *fields = &h->words[c->place + 1];
    uint32_t n = HEADER_LENGTH(fields[-1]);
    for (uint32_t i = 0; i < n; i++)
        if ((fields[i] & 3) == 1) heap_mark_root(h, TAG | fields[i]);
}

static void slide(struct heap *h) {
    uint32_t to = 0;
    for (uint32_t from = 0; from < h->alloc;) {
        uint32_t handle = HEADER_HANDLE(h->words[from]), size = 1 + HEADER_LENGTH(h->words[from]);
        if (h->cells[handle].marked) {
            h->cells[handle].marked = 0;
            if (to != from) {
                memmove(&h->words[to], &h->words[from], size * sizeof *h->words);
                h->cells[handle].place = to;
                h->moved += size;
            }
            to += size;
        } else {
            heap_link_free(h, handle);
            h->freed++;
        }
        from += size;
    }
    h->alloc = to;
}

bool heap_collect(struct heap *h, uint32_t dead_low, uint32_t dead_high) {
    if (!h->roots(h->machine, dead_low, dead_high)) return false;
    while (h->grey_count) mark_fields(h, h->grey[--h->grey_count]);
    slide(h);
    h->collections++;
    if (h->alloc > h->max_live) h->max_live = h->alloc;
    return true;
}
