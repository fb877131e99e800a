#include "heap_memory.h"
#include <lith_isa.h>
#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t machine_word(const void *m, uint32_t place) { return lith_machine_heap_word(m, place); }
static uint32_t machine_entry(const void *m, uint32_t handle) { return lith_machine_heap_entry(m, handle); }
static bool machine_root(const void *m, uint32_t n, uint64_t *word) {
    return lith_machine_ram_word(m, LITH_RAM_BASE + 4 * n, word);
}

struct heap_memory heap_memory_of(const lith_machine *m) {
    struct heap_memory h = {.word = machine_word, .entry = machine_entry, .root = machine_root, .source = m};
    lith_machine_heap(m, &h.state);
    return h;
}

static bool under_motion(const struct heap_memory *h, uint32_t handle) {
    return h->state.moving && h->state.moving_handle == handle;
}

/* The entry of the cell and its length. */
static bool find(const struct heap_memory *h, uint64_t reference, uint32_t *entry, uint32_t *length) {
    uint32_t handle = reference_handle(reference);
    if (!(reference & LITH_TAG) || handle == 0 || handle > h->state.handles) return false;
    *entry = h->entry(h->source, handle);
    uint32_t place = ENTRY_PLACE(*entry);
    if (ENTRY_CLASS(*entry) == HANDLE_FREE || ENTRY_ABSENT(*entry) || place >= h->state.words) return false;
    *length = under_motion(h, handle) ? h->state.moving_length : HEADER_LENGTH(h->word(h->source, place));
    return place + *length < h->state.words;
}

bool heap_length(const struct heap_memory *h, uint64_t reference, uint32_t *words) {
    uint32_t entry;
    return find(h, reference, &entry, words);
}

bool heap_field(const struct heap_memory *h, uint64_t reference, uint32_t index, uint64_t *word) {
    uint32_t entry, length;
    if (!find(h, reference, &entry, &length) || index >= length) return false;
    uint32_t place = ENTRY_PLACE(entry);
    if (under_motion(h, reference_handle(reference)))
        place = index < h->state.moving_done ? h->state.slide_to : h->state.moving_from;
    *word = h->word(h->source, place + 1 + index);
    if (ENTRY_CLASS(entry) != HANDLE_RAW && (*word & 3) == 1) *word |= LITH_TAG;
    return true;
}

bool heap_string(const struct heap_memory *h, uint64_t reference, char *to, size_t size) {
    uint32_t entry, length;
    if (!is_reference(reference, KIND_STRING) || !find(h, reference, &entry, &length)) return false;
    uint32_t bytes = 4 * length - ENTRY_SLACK(entry), n = 0;
    uint64_t word = 0;
    for (; n < bytes && n + 1 < size; n++) {
        if (n % 4 == 0 && !heap_field(h, reference, n / 4, &word)) return false;
        to[n] = (char)(word >> 8 * (n % 4));
    }
    to[n] = 0;
    return true;
}

/* ---- the walk ---- */

static char complaint[160];

/* Handle of the block at each place, 0: none; *count gets their number. NULL after a complaint. */
static uint32_t *owners(const struct heap_memory *h, uint32_t *count) {
    const struct lith_heap_state *s = &h->state;
    uint32_t *owner = calloc(s->top ? s->top : 1, sizeof *owner);
    if (!owner) {
        snprintf(complaint, sizeof complaint, "no memory for a map of %u words", s->top);
        return NULL;
    }
    for (uint32_t handle = 1; handle <= s->handles; handle++) {
        uint32_t entry = h->entry(h->source, handle);
        uint32_t place = under_motion(h, handle) ? s->slide_to : ENTRY_PLACE(entry);
        if (ENTRY_CLASS(entry) == HANDLE_FREE) continue;
        if (place < s->top && !owner[place]) {
            owner[place] = handle;
            ++*count;
            continue;
        }
        snprintf(complaint, sizeof complaint, "the entry of handle %u points to %u, which is %s", handle, place,
                 place < s->top ? "another cell's block" : "not below the blocks' end");
        free(owner);
        return NULL;
    }
    return owner;
}

/* Over the gaps that begin at this place, and the words that a slide left over: their headers name no handle. */
static uint32_t over_gaps(const struct heap_memory *h, const uint32_t *owner, uint32_t place) {
    const struct lith_heap_state *s = &h->state;
    for (uint32_t before = place + 1; before != place;) {
        before = place;
        for (int i = 0; i < 2; i++)
            if (place >= s->gap[i].from && place < s->gap[i].to) place = s->gap[i].to;
        if (place < s->top && !owner[place] && HEADER_HANDLE(h->word(h->source, place)) == 0) place++;
    }
    return place;
}

/* Where the block at this place must end. */
static uint32_t limit_of(const struct lith_heap_state *s, uint32_t place) {
    uint32_t limit = s->top;
    for (int i = 0; i < 2; i++)
        if (s->gap[i].from < s->gap[i].to && s->gap[i].from > place && s->gap[i].from < limit) limit = s->gap[i].from;
    return limit;
}

/* The block at b->place; its owner is known. False: a complaint. */
static bool read_block(const struct heap_memory *h, struct heap_block *b) {
    const struct lith_heap_state *s = &h->state;
    uint32_t entry = h->entry(h->source, b->handle), header = h->word(h->source, b->place);
    b->moving = under_motion(h, b->handle);
    b->class = ENTRY_CLASS(entry);
    b->absent = ENTRY_ABSENT(entry);
    b->open = ENTRY_OPEN(entry);
    b->old = b->place < s->old_end;
    b->dead = s->phase == LITH_HEAP_SLIDE && !b->moving && !(s->minor && b->old) && ENTRY_COLOUR(entry) != s->colour;
    b->words = 1 + (b->moving ? s->moving_length : HEADER_LENGTH(header));
    if (s->phase != LITH_HEAP_MARK && !b->moving && HEADER_HANDLE(header) != b->handle) {
        snprintf(complaint, sizeof complaint, "the block at %u names handle %u, but is that of handle %u", b->place,
                 HEADER_HANDLE(header), b->handle);
        return false;
    }
    return true;
}

/* Calls visit for each block. False: a complaint. */
static bool walk(const struct heap_memory *h, const uint32_t *owner, uint32_t count, heap_block_fn *visit,
                 void *context) {
    const struct lith_heap_state *s = &h->state;
    bool sound = true;
    uint32_t place = over_gaps(h, owner, 0), seen = 0;
    while (place < s->top) {
        struct heap_block b = {.place = place, .handle = owner[place]};
        sound = b.handle != 0;
        if (!sound) snprintf(complaint, sizeof complaint, "a block at %u belongs to no handle", place);
        sound = sound && read_block(h, &b);
        uint32_t limit = limit_of(s, place);
        if (sound && b.words > limit - place) {
            snprintf(complaint, sizeof complaint, "the block at %u has %u words and runs beyond %u", place, b.words,
                     limit);
            sound = false;
        }
        if (!sound) break;
        visit(context, &b);
        seen++;
        place = over_gaps(h, owner, place + b.words);
    }
    if (sound && seen != count) {
        snprintf(complaint, sizeof complaint, "%u entries point into the midst of a block", count - seen);
        sound = false;
    }
    return sound;
}

/* ---- kinds, which stand in the references to a block and not in the block or its entry ---- */

struct kinds {
    const struct heap_memory *heap;
    uint8_t *of; /* by handle */
    heap_block_fn *visit;
    void *context;
};

static void note_kind(const struct kinds *k, uint32_t reference) {
    if (reference >> 8 <= k->heap->state.handles) k->of[reference >> 8] = reference >> 2 & 31;
}

/* The references in a block. Those of a dead one may name handles that have been freed and taken anew since. */
static void note_kinds(void *context, const struct heap_block *b) {
    const struct kinds *k = context;
    if (b->class == HANDLE_RAW || b->absent || b->dead) return;
    uint64_t word;
    for (uint32_t i = 0; i + 1 < b->words; i++)
        if (heap_field(k->heap, LITH_TAG | b->handle << 8, i, &word) && word & LITH_TAG) note_kind(k, (uint32_t)word);
}

static void visit_with_kind(void *context, const struct heap_block *b) {
    const struct kinds *k = context;
    struct heap_block whole = *b;
    whole.kind = k->of[b->handle];
    k->visit(k->context, &whole);
}

const char *heap_walk(const struct heap_memory *h, heap_block_fn *visit, void *context) {
    uint32_t count = 0, *owner = owners(h, &count);
    struct kinds k = {.heap = h, .of = malloc(h->state.handles + 1), .visit = visit, .context = context};
    bool sound = owner && k.of;
    if (owner && !k.of) snprintf(complaint, sizeof complaint, "no memory for %u kinds", h->state.handles);
    if (sound) {
        memset(k.of, KIND_UNSEEN, h->state.handles + 1);
        uint64_t word;
        for (uint32_t n = 0; h->root(h->source, n, &word); n++)
            if (word & LITH_TAG) note_kind(&k, (uint32_t)word);
        sound = walk(h, owner, count, note_kinds, &k) && walk(h, owner, count, visit_with_kind, &k);
    }
    free(owner);
    free(k.of);
    return sound ? NULL : complaint;
}
