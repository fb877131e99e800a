/* Requests on cells: checks in the order of docs/xcell.md, then the work. The collector is in collect.c. */
#include "heap.h"
#include "heap_cells.h"
#include <lith_isa.h>

#include <stdlib.h>
#include <string.h>

#define DONE(word) ((tword)(word))
#define TRAP(cause) ((tword)(cause) << HEAP_CAUSE_SHIFT)

bool heap_init(struct heap *h, unsigned address_width, unsigned handle_width, heap_roots_fn *roots, void *machine) {
    *h = (struct heap){.address_width = address_width,
                       .handle_width = handle_width,
                       .roots = roots,
                       .machine = machine,
                       .counters = true};
    h->words = calloc((size_t)1 << address_width, sizeof *h->words);
    h->cells = calloc((size_t)1 << handle_width, sizeof *h->cells);
    h->ceil = (1u << address_width) - 1;
    if (h->words && h->cells) return true;
    heap_free(h);
    return false;
}

void heap_free(struct heap *h) {
    free(h->words);
    free(h->cells);
    free(h->grey);
    free(h->remembered);
    h->words = NULL;
    h->cells = NULL;
    h->grey = NULL;
    h->remembered = NULL;
}

bool heap_low(const struct heap *h) { return h->ceil / 64 - h->alloc / 64 < h->low_water / 64; }

bool heap_alive(const struct heap *h, uint32_t handle) {
    return handle < 1u << h->handle_width && h->cells[handle].state >= CELL_OPEN;
}

uint32_t heap_entry_word(const struct heap *h, uint32_t handle) {
    const struct heap_cell *c = &h->cells[handle];
    if (c->state < CELL_OPEN) return (uint32_t)HANDLE_FREE << ENTRY_CLASS_SHIFT | c->place;
    return (uint32_t)(c->state == CELL_OPEN) << ENTRY_OPEN_SHIFT | (uint32_t)c->slack << ENTRY_SLACK_SHIFT |
           (uint32_t)c->durable << ENTRY_DURABLE_SHIFT | (uint32_t)c->absent << ENTRY_ABSENT_SHIFT |
           (uint32_t)c->class << ENTRY_CLASS_SHIFT | c->place;
}

static void unlink_free(struct heap *h, uint32_t handle) {
    struct heap_cell *c = &h->cells[handle];
    if (c->previous)
        h->cells[c->previous].place = c->place;
    else
        h->first_free = c->place;
    if (c->place) h->cells[c->place].previous = c->previous;
    h->free_count--;
}

void heap_link_free(struct heap *h, uint32_t handle) {
    h->cells[handle] = (struct heap_cell){.place = h->first_free, .state = CELL_FREE};
    if (h->first_free) h->cells[h->first_free].previous = handle;
    h->first_free = handle;
    h->free_count++;
}

/* Takes one handle never used before. */
static uint32_t fresh_handle(struct heap *h) {
    h->ceil--;
    return ++h->handles_used;
}

/* The handle that h->choose_handle asks for, whether it is on the free list or new. 0: it cannot be had. */
static uint32_t chosen_handle(struct heap *h) {
    uint32_t wanted = h->choose_handle;
    if (wanted >= 1u << h->handle_width || heap_alive(h, wanted)) {
        h->broken = "a new cell has the handle of a live one";
        return 0;
    }
    while (h->handles_used < wanted) heap_link_free(h, fresh_handle(h));
    unlink_free(h, wanted);
    return wanted;
}

static bool is_raw(uint32_t kind) { return kind >= KIND_FIRST_RAW; }

static uint8_t class_of(uint32_t kind) {
    return kind == KIND_ATOM ? HANDLE_ATOM : is_raw(kind) ? HANDLE_RAW : HANDLE_VALUE;
}

/* A block of n words with a handle; its fields are not yet set. 0: no room. */
static uint32_t allocate(struct heap *h, uint32_t kind, uint32_t n, uint32_t slack, enum heap_state state) {
    uint32_t handle = h->first_free;
    if (h->refuse || h->alloc + 1 + n + (handle == 0) > h->ceil) return 0;
    if (h->choose_handle)
        handle = chosen_handle(h);
    else if (handle)
        unlink_free(h, handle);
    else if (h->handles_used + 1 < 1u << h->handle_width)
        handle = fresh_handle(h);
    if (!handle) return 0;
    h->cells[handle] = (struct heap_cell){.place = h->alloc,
                                          .state = (uint8_t)state,
                                          .class = class_of(kind),
                                          .absent = kind == KIND_ABSENT,
                                          .slack = (uint8_t)slack};
    h->words[h->alloc] = HEADER(handle, n);
    h->alloc += 1 + n;
    h->made++;
    return handle;
}

void heap_forget(struct heap *h, tword ref) {
    h->alloc = h->cells[REF_HANDLE(ref)].place;
    heap_link_free(h, REF_HANDLE(ref));
}

static tword reference(uint32_t handle, uint32_t kind) { return TAG | handle << 8 | kind << 2 | 1; }

/* Of a cell, as references of that kind see it: words or bytes. */
static uint32_t length_of(const struct heap *h, const struct heap_cell *c, uint32_t kind) {
    return is_raw(kind) ? heap_byte_length(h, c) : HEADER_LENGTH(h->words[c->place]);
}

/* False for a word that a cell of this kind cannot hold. */
static bool storable(uint32_t kind, tword w) {
    if (is_raw(kind)) return !IS_TAGGED(w);
    return IS_TAGGED(w) || !(w & 1);
}

/* A word of a cell as a register gets it: in a value cell the low bits tell a reference. */
static tword loaded(uint32_t kind, uint32_t word) { return !is_raw(kind) && (word & 3) == 1 ? TAG | word : word; }

static tword make(struct heap *h, uint32_t kind, uint32_t n, tword v, tword w) {
    if (kind == KIND_FREE || (n == 2 && kind == KIND_ATOM)) return TRAP(CAUSE_KIND);
    if (!storable(kind, v) || (n == 2 && !storable(kind, w))) return TRAP(CAUSE_VALUE);
    uint32_t handle = allocate(h, kind, n, 0, CELL_SEALED);
    if (!handle) return TRAP(CAUSE_FULL);
    uint32_t *fields = &h->words[h->cells[handle].place + 1];
    fields[0] = (uint32_t)v;
    if (n == 2) fields[1] = (uint32_t)w;
    return reference(handle, kind);
}

static tword make_open(struct heap *h, uint32_t kind, uint32_t length) {
    if (kind == KIND_FREE || kind == KIND_ATOM) return TRAP(CAUSE_KIND);
    uint32_t limit = is_raw(kind) ? 4 * CELL_WORDS_MAX : CELL_WORDS_MAX;
    if (length > limit) return TRAP(CAUSE_BOUNDS);
    uint32_t n = is_raw(kind) ? (length + 3) / 4 : length;
    uint32_t handle = allocate(h, kind, n, is_raw(kind) ? 4 * n - length : 0, CELL_OPEN);
    if (!handle) return TRAP(CAUSE_FULL);
    uint32_t *fields = &h->words[h->cells[handle].place + 1];
    for (uint32_t i = 0; i < n; i++) fields[i] = is_raw(kind) ? 0 : NIL_WORD;
    return reference(handle, kind);
}

/* An open cell with the words of another as far as both go; of raw ones the bytes. */
static tword copy(struct heap *h, uint32_t kind, tword ref, uint32_t asked) {
    uint32_t source = REF_HANDLE(ref);
    if (kind == KIND_FREE || kind == KIND_ATOM || REF_KIND(ref) == KIND_ATOM || is_raw(kind) != is_raw(REF_KIND(ref)))
        return TRAP(CAUSE_KIND);
    if (h->cells[source].absent) return TRAP(CAUSE_ABSENT);
    tword made = make_open(h, kind, asked);
    if (HEAP_CAUSE(made)) return made;
    uint32_t there = length_of(h, &h->cells[source], kind), common = asked < there ? asked : there;
    const uint32_t *from = &h->words[h->cells[source].place + 1];
    uint32_t *to = &h->words[h->cells[REF_HANDLE(made)].place + 1];
    if (is_raw(kind)) {
        if (common % 4) to[common / 4] = from[common / 4] & ((1u << 8 * (common % 4)) - 1);
        common /= 4;
    }
    memcpy(to, from, common * sizeof *to);
    return made;
}

static tword retarget(struct heap *h, tword a, tword b) {
    if (!IS_TAGGED(b)) return TRAP(CAUSE_UNTAGGED);
    uint32_t i = REF_HANDLE(a), j = REF_HANDLE(b);
    struct heap_cell *p = &h->cells[i], *q = &h->cells[j];
    if (!heap_alive(h, j)) {
        h->broken = "retarget of a dead cell";
        return TRAP(CAUSE_UNTAGGED);
    }
    if (REF_KIND(a) != REF_KIND(b) && REF_KIND(b) != KIND_ABSENT) return TRAP(CAUSE_KIND);
    if (h->refuse) return DONE(0);
    bool fits = q->class == p->class || q->absent; /* b's block is of a's class or a stub */
    if (p->state == CELL_OPEN || q->state == CELL_OPEN || !fits) return TRAP(CAUSE_KIND);
    struct heap_cell swapped = *p;
    *p = *q;
    *q = swapped;
    q->remembered = p->remembered;
    p->remembered = swapped.remembered;
    if (h->generations) heap_remember(h, i), heap_remember(h, j);
    p->class = q->class; /* a handle keeps its class; one of kind 31 takes that of its block */
    q->durable = p->durable;
    p->durable = swapped.durable;
    h->words[p->place] = HEADER(i, HEADER_LENGTH(h->words[p->place]));
    h->words[q->place] = HEADER(j, HEADER_LENGTH(h->words[q->place]));
    return DONE(1);
}

/* A word has been written into a cell that is an atom, or open. */
static void wrote(struct heap *h, uint32_t handle, tword word) {
    if (IS_TAGGED(word) && h->generations && h->cells[handle].place < h->old_end) heap_remember(h, handle);
}

static tword make_durable(struct heap *h, tword ref) {
    struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (REF_KIND(ref) == KIND_ABSENT || c->state == CELL_OPEN) return TRAP(CAUSE_KIND);
    c->durable = true;
    return ref;
}

/* A handle that is alive may be given: between two instructions no collection is under way. */
static tword durable_reference(const struct heap *h, uint32_t bits) {
    uint32_t handle = bits >> 8, kind = REF_KIND(bits);
    if (!heap_alive(h, handle) || kind >= KIND_FREE) return DONE(NIL_WORD);
    const struct heap_cell *c = &h->cells[handle];
    return c->durable && c->class == class_of(kind) ? reference(handle, kind) : DONE(NIL_WORD);
}

static tword atom_request(struct heap *h, enum heap_op op, tword ref, tword a, tword b) {
    struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (REF_KIND(ref) != KIND_ATOM) return TRAP(CAUSE_KIND);
    if (op == HEAP_SWAP && !storable(KIND_ATOM, a)) return TRAP(CAUSE_VALUE);
    if (op == HEAP_CAS && !(storable(KIND_ATOM, a) && storable(KIND_ATOM, b))) return TRAP(CAUSE_VALUE);
    if (op == HEAP_ROV) return ref | REF_READ_ONLY;
    if (c->absent) return TRAP(CAUSE_ABSENT);
    uint32_t *value = &h->words[c->place + 1];
    uint32_t old = *value;
    if (op != HEAP_AGET && ref & REF_READ_ONLY) return TRAP(CAUSE_SEALED);
    if (op == HEAP_SWAP || (op == HEAP_CAS && old == (uint32_t)b)) {
        *value = (uint32_t)a;
        wrote(h, REF_HANDLE(ref), a);
    }
    return loaded(KIND_ATOM, old);
}

static tword get(struct heap *h, tword ref, uint32_t index, bool peek) {
    const struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (REF_KIND(ref) == KIND_ATOM && !peek) return TRAP(CAUSE_KIND);
    if (c->absent && !peek) return TRAP(CAUSE_ABSENT);
    if (index >= HEADER_LENGTH(h->words[c->place])) return TRAP(CAUSE_BOUNDS);
    return loaded(c->absent ? KIND_ABSENT : REF_KIND(ref), h->words[c->place + 1 + index]);
}

static tword get_byte(struct heap *h, tword ref, uint32_t index) {
    const struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (!is_raw(REF_KIND(ref))) return TRAP(CAUSE_KIND);
    if (c->absent) return TRAP(CAUSE_ABSENT);
    if (index >= heap_byte_length(h, c)) return TRAP(CAUSE_BOUNDS);
    return DONE(h->words[c->place + 1 + index / 4] >> 8 * (index % 4) & 0xff);
}

static tword set(struct heap *h, tword ref, uint32_t index, tword value) {
    const struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    uint32_t kind = REF_KIND(ref);
    if (kind == KIND_ATOM) return TRAP(CAUSE_KIND);
    if (!storable(kind, value)) return TRAP(CAUSE_VALUE);
    if (c->absent) return TRAP(CAUSE_ABSENT);
    if (index >= HEADER_LENGTH(h->words[c->place])) return TRAP(CAUSE_BOUNDS);
    if (c->state != CELL_OPEN) return TRAP(CAUSE_SEALED);
    h->words[c->place + 1 + index] = (uint32_t)value;
    wrote(h, REF_HANDLE(ref), value);
    return DONE(0);
}

static tword set_byte(struct heap *h, tword ref, uint32_t index, tword value) {
    const struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (!is_raw(REF_KIND(ref))) return TRAP(CAUSE_KIND);
    if (IS_TAGGED(value)) return TRAP(CAUSE_VALUE);
    if (c->absent) return TRAP(CAUSE_ABSENT);
    if (index >= heap_byte_length(h, c)) return TRAP(CAUSE_BOUNDS);
    if (c->state != CELL_OPEN) return TRAP(CAUSE_SEALED);
    uint32_t shift = 8 * (index % 4), *word = &h->words[c->place + 1 + index / 4];
    *word = (*word & ~(0xffu << shift)) | ((uint32_t)value & 0xff) << shift;
    return DONE(0);
}

static tword seal(struct heap *h, tword ref) {
    struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (c->absent) return TRAP(CAUSE_ABSENT);
    c->state = CELL_SEALED;
    return ref;
}

static tword length(struct heap *h, tword ref) {
    const struct heap_cell *c = &h->cells[REF_HANDLE(ref)];
    if (c->absent) return TRAP(CAUSE_ABSENT);
    return DONE(length_of(h, c, REF_KIND(ref)));
}

static uint32_t counter(const struct heap *h, uint32_t index) {
    index &= 31;
    if (!h->counters && index != STAT_ALLOC && index != STAT_CEIL) return 0;
    switch (index) {
    case STAT_CELLS_MADE:
        return (uint32_t)h->made;
    case STAT_COLLECTIONS:
        return (uint32_t)h->collections;
    case STAT_WORDS_MOVED:
        return (uint32_t)h->moved;
    case STAT_CELLS_FREED:
        return (uint32_t)h->freed;
    case STAT_ALLOC:
        return h->alloc;
    case STAT_CEIL:
        return h->ceil;
    case STAT_MINORS:
        return (uint32_t)h->minors;
    case STAT_PROMOTED:
        return (uint32_t)h->promoted;
    case STAT_MAX_LIVE:
        return h->max_live;
    default:
        return 0;
    }
}

static void control(struct heap *h, uint32_t index, uint32_t value) {
    if ((index & 1) == CTL_LIMIT && h->made == 0 && value < 1u << h->address_width) h->ceil = value;
    if ((index & 1) == CTL_LOW_WATER) h->low_water = value & ((1u << h->address_width) - 1);
}

/* Requests whose first operand must be a reference. */
static tword cell_request(struct heap *h, enum heap_op op, uint32_t kind, tword ref, tword a, tword b) {
    if (!IS_TAGGED(ref)) return TRAP(CAUSE_UNTAGGED);
    if (!heap_alive(h, REF_HANDLE(ref))) {
        h->broken = "a dead cell was used";
        return TRAP(CAUSE_UNTAGGED);
    }
    switch (op) {
    case HEAP_GET:
        return get(h, ref, (uint32_t)a, false);
    case HEAP_PEEK:
        return get(h, ref, (uint32_t)a, true);
    case HEAP_GETB:
        return get_byte(h, ref, (uint32_t)a);
    case HEAP_SET:
        return set(h, ref, (uint32_t)a, b);
    case HEAP_SETB:
        return set_byte(h, ref, (uint32_t)a, b);
    case HEAP_SEAL:
        return seal(h, ref);
    case HEAP_LEN:
        return length(h, ref);
    case HEAP_RETARGET:
        return retarget(h, ref, a);
    case HEAP_COPY:
        return copy(h, kind, ref, (uint32_t)a);
    case HEAP_DURABLE:
        return make_durable(h, ref);
    default:
        return atom_request(h, op, ref, a, b);
    }
}

tword heap_request(struct heap *h, enum heap_op op, uint32_t kind, tword ref, tword a, tword b) {
    switch (op) {
    case HEAP_MK1:
        return make(h, kind, 1, ref, 0);
    case HEAP_MK2:
        return make(h, kind, 2, ref, a);
    case HEAP_NEW:
        return make_open(h, kind, (uint32_t)ref);
    case HEAP_GCSTART:
        return DONE(!h->refuse && heap_collect(h, ref & 1, (uint32_t)ref & ~1u, (uint32_t)a));
    case HEAP_REF:
        return durable_reference(h, (uint32_t)ref);
    case HEAP_STAT:
        return DONE(counter(h, (uint32_t)ref));
    case HEAP_CTL:
        control(h, (uint32_t)ref, (uint32_t)a);
        return DONE(0);
    default:
        return cell_request(h, op, kind, ref, a, b);
    }
}
