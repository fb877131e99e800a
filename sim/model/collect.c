/* The collector of the functional heap: mark with a stack of its own, then slide. A major collection keeps what the
 * roots reach when it is called and nothing else, so afterwards alloc is the sum of the live blocks; a minor one keeps
 * all that is old, and of the rest what roots and remembered cells reach through young ones. */
#include "heap.h"
#include "heap_cells.h"
#include <lith_isa.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append(uint32_t **list, size_t *count, size_t *size, uint32_t handle) {
    if (*count == *size) {
        *size = *size ? 2 * *size : 1024;
        *list = realloc(*list, *size * sizeof **list);
        if (!*list) {
            fprintf(stderr, "model: no memory for a list of the collector: give the host more\n");
            abort();
        }
    }
    (*list)[(*count)++] = handle;
}

static void mark(struct heap *h, uint32_t handle) {
    if (h->cells[handle].marked || h->cells[handle].place < h->young) return;
    h->cells[handle].marked = 1;
    append(&h->grey, &h->grey_count, &h->grey_size, handle);
}

void heap_remember(struct heap *h, uint32_t handle) {
    if (h->cells[handle].remembered) return;
    h->cells[handle].remembered = true;
    append(&h->remembered, &h->remembered_count, &h->remembered_size, handle);
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

/* Young remembered cells are roots of a minor collection, old ones for what they hold. */
static void take_remembered(struct heap *h, bool minor) {
    while (h->remembered_count) {
        uint32_t handle = h->remembered[--h->remembered_count];
        h->cells[handle].remembered = false;
        if (minor && h->cells[handle].place < h->young)
            mark_fields(h, handle);
        else if (minor)
            mark(h, handle);
    }
}

static void slide(struct heap *h) {
    uint32_t to = h->young;
    for (uint32_t from = to; from < h->alloc;) {
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

bool heap_collect(struct heap *h, bool minor, uint32_t dead_low, uint32_t dead_high) {
    h->young = minor ? h->old_end : 0;
    if ((minor && !h->generations) || !h->roots(h->machine, dead_low, dead_high)) return false;
    take_remembered(h, minor);
    while (h->grey_count) mark_fields(h, h->grey[--h->grey_count]);
    slide(h);
    h->collections++;
    h->minors += minor;
    if (minor) h->promoted += h->alloc - h->old_end;
    h->old_end = h->alloc;
    if (h->alloc > h->max_live) h->max_live = h->alloc;
    return true;
}
