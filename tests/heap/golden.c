#include "golden.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void *must(void *p) {
    if (!p) abort();
    return p;
}

static bool disagree(struct golden *g, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(g->why, sizeof g->why, fmt, args);
    va_end(args);
    return false;
}

void golden_init(struct golden *g, const struct dut_params *params) {
    *g = (struct golden){.params = params};
    g->by_handle = must(calloc(1u << params->hw, sizeof *g->by_handle));
    g->class_of = must(calloc(1u << params->hw, sizeof *g->class_of));
    g->durable = must(calloc(1u << params->hw, sizeof *g->durable));
    golden_reset(g);
}

static void block_free(struct block *b) {
    free(b->data);
    free(b);
}

void golden_reset(struct golden *g) {
    for (size_t i = 0; i < g->blocks; i++) block_free(g->order[i]);
    for (uint32_t h = 0; h < 1u << g->params->hw; h++) g->by_handle[h] = NULL;
    *g = (struct golden){.params = g->params,
                         .by_handle = g->by_handle,
                         .class_of = g->class_of,
                         .durable = g->durable,
                         .order = g->order,
                         .blocks_max = g->blocks_max,
                         .limit = (1u << g->params->aw) - 1};
}

void golden_free(struct golden *g) {
    for (size_t i = 0; i < g->blocks; i++) block_free(g->order[i]);
    free(g->order);
    free(g->by_handle);
    free(g->class_of);
    free(g->durable);
}

struct block *golden_block(const struct golden *g, word33 ref) {
    return g->by_handle[ref_handle(ref)];
}

uint32_t golden_ceil(const struct golden *g) { return g->limit - g->taken; }
uint32_t golden_free_handles(const struct golden *g) { return g->taken - g->in_use; }

bool golden_fits(const struct golden *g, uint32_t words) {
    bool fresh = golden_free_handles(g) == 0;
    if (fresh && g->taken == (1u << g->params->hw) - 1) return false;
    return g->alloc + 1 + words + fresh <= golden_ceil(g);
}

/* ---- collections ---- */

static void reach(struct golden *g, struct block ***stack, size_t *depth, size_t *max, word33 word) {
    if (!tagged(word)) return;
    struct block *b = golden_block(g, word);
    if (b->seen) return;
    b->seen = true;
    if (*depth == *max) {
        *max = *max ? 2 * *max : 64;
        *stack = must(realloc(*stack, *max * sizeof **stack));
    }
    (*stack)[(*depth)++] = b;
}

void golden_snapshot(struct golden *g, const word33 *const *roots, const size_t *counts, size_t sets) {
    struct block **stack = NULL;
    size_t depth = 0, max = 0;
    for (size_t i = 0; i < g->blocks; i++) g->order[i]->seen = false;
    for (size_t s = 0; s < sets; s++)
        for (size_t i = 0; i < counts[s]; i++) reach(g, &stack, &depth, &max, roots[s][i]);
    while (depth) {
        struct block *b = stack[--depth];
        if (kind_raw(b->kind)) continue;
        for (uint32_t i = 0; i < b->words; i++)
            if ((b->data[i] & 3) == 1) reach(g, &stack, &depth, &max, TAG | b->data[i]);
    }
    free(stack);
    g->doomed = 0;
    for (size_t i = 0; i < g->blocks; i++) {
        g->order[i]->doomed = !g->order[i]->seen;
        g->doomed += g->order[i]->doomed;
    }
    g->collecting = true;
    g->known_inside = g->blocks;
}

void golden_still_collecting(struct golden *g) {
    if (g->collecting) g->known_inside = g->blocks;
}

void golden_collected(struct golden *g) {
    if (!g->collecting) return;
    uint32_t from = 0, to = 0, alloc_known = 0;
    size_t kept = 0;
    for (size_t i = 0; i < g->blocks; i++) {
        struct block *b = g->order[i];
        uint32_t size = 1 + b->words;
        if (b->doomed) {
            g->freed++;
            if (b->handle) {
                g->by_handle[b->handle] = NULL;
                g->in_use--;
            }
            block_free(b);
        } else {
            if (from != to) {
                g->moved_max += size;
                if (i < g->known_inside) g->moved_min += size;
            }
            to += size;
            if (i < g->known_inside) alloc_known = to;
            b->coloured = i < g->known_inside ? YES : PERHAPS;
            g->order[kept++] = b;
        }
        from += size;
    }
    g->blocks = kept;
    g->alloc = to;
    g->doomed = 0;
    g->collecting = false;
    g->collections++;
    if (alloc_known > g->alloc_max_min) g->alloc_max_min = alloc_known;
    if (to > g->alloc_max_max) g->alloc_max_max = to;
}

/* A cell that the snapshot did not reach is a root now, while the collector marks. */
static void revive(struct golden *g, struct block *root) {
    struct block **stack = must(malloc((g->doomed + 1) * sizeof *stack));
    size_t depth = 0;
    stack[depth++] = root;
    root->doomed = false;
    while (depth) {
        struct block *b = stack[--depth];
        g->doomed--;
        g->revived++;
        if (kind_raw(b->kind)) continue;
        for (uint32_t i = 0; i < b->words; i++) {
            struct block *c = (b->data[i] & 3) == 1 ? golden_block(g, b->data[i]) : NULL;
            if (!c || !c->doomed) continue;
            c->doomed = false;
            stack[depth++] = c;
        }
    }
    free(stack);
}

/* ---- making cells ---- */

static struct block *block_new(unsigned kind, uint32_t words, unsigned slack, bool open) {
    struct block *b = must(calloc(1, sizeof *b));
    *b = (struct block){.words = words, .slack = (uint8_t)slack, .kind = (uint8_t)kind, .open = open};
    b->data = must(malloc((words + 1) * sizeof *b->data));
    for (uint32_t i = 0; i < words; i++) b->data[i] = kind_raw(kind) ? 0 : (uint32_t)NIL;
    return b;
}

/* Takes the handle that the controller gave, if it may be given now. */
static bool take_handle(struct golden *g, uint32_t h) {
    if (h == 0 || h >= 1u << g->params->hw) return disagree(g, "new cell got the impossible handle %" PRIu32, h);
    if (h > g->taken) {
        if (h != g->taken + 1) return disagree(g, "fresh handle %" PRIu32 ", the next is %" PRIu32, h, g->taken + 1);
        if (golden_free_handles(g)) return disagree(g, "fresh handle %" PRIu32 " while others are free", h);
        g->taken = h;
        g->in_use++;
        return true;
    }
    struct block *old = g->by_handle[h];
    if (!old) {
        g->in_use++;
        return true;
    }
    if (!old->doomed) return disagree(g, "handle %" PRIu32 " of a live cell was given to a new one", h);
    old->handle = 0; /* freed by the collection under way and taken again */
    return true;
}

/* The space that is there when the collection under way has ended. */
static bool fits_at_best(const struct golden *g, uint32_t words) {
    struct golden after = *g;
    for (size_t i = 0; i < g->blocks; i++)
        if (g->order[i]->doomed) {
            after.alloc -= 1 + g->order[i]->words;
            after.in_use -= g->order[i]->handle != 0;
        }
    return golden_fits(&after, words);
}

/* The words of a copy as far as both cells go; of raw ones the bytes, and what lies beyond them in a word is 0. */
static void copy_words(struct block *to, const struct block *from) {
    uint32_t bytes = 4 * to->words - to->slack;
    if (bytes > 4 * from->words - from->slack) bytes = 4 * from->words - from->slack;
    for (uint32_t i = 0; i < bytes / 4; i++) to->data[i] = from->data[i];
    if (bytes % 4) to->data[bytes / 4] = from->data[bytes / 4] & ((1u << 8 * (bytes % 4)) - 1);
}

static uint8_t class_of(unsigned kind) {
    return kind == KIND_ATOM ? HANDLE_ATOM : kind_raw(kind) ? HANDLE_RAW : HANDLE_VALUE;
}

static bool step_make(struct golden *g, const struct request *q, const struct reply *r) {
    uint32_t words = q->op == HEAP_MK1 ? 1 : 2, slack = 0;
    bool open = q->op == HEAP_NEW || q->op == HEAP_COPY;
    if (open) {
        bool raw = kind_raw(q->kind);
        words = (uint32_t)(q->op == HEAP_NEW ? q->ref : q->a);
        if (raw) {
            slack = -words & 3;
            words = (words + 3) / 4;
        }
    }
    if (r->trap) {
        if (r->cause != CAUSE_FULL) return disagree(g, "trap %u, expected a new cell or trap 29", r->cause);
        golden_collected(g); /* it may be refused only then */
        if (golden_fits(g, words))
            return disagree(g,
                            "refused as full, but %" PRIu32 " words fit: alloc %" PRIu32 " ceil %" PRIu32
                            " free handles %" PRIu32,
                            words, g->alloc, golden_ceil(g), golden_free_handles(g));
        return true;
    }
    if (!tagged(r->data) || ref_kind(r->data) != q->kind || (r->data & 3) != 1 || ref_readonly(r->data))
        return disagree(g, "the new reference %09" PRIx64 " is malformed", r->data);
    if (g->collecting ? !fits_at_best(g, words) : !golden_fits(g, words))
        return disagree(
            g, "cell made, but %" PRIu32 " words do not fit: alloc %" PRIu32 " ceil %" PRIu32 " free handles %" PRIu32,
            words, g->alloc, golden_ceil(g), golden_free_handles(g));
    if (!take_handle(g, ref_handle(r->data))) return false;
    struct block *b = block_new(q->kind, words, slack, open);
    if (!open) b->data[0] = (uint32_t)q->ref;
    if (q->op == HEAP_COPY) copy_words(b, golden_block(g, q->ref));
    if (q->op == HEAP_MK2) b->data[1] = (uint32_t)q->a;
    b->handle = ref_handle(r->data);
    g->by_handle[b->handle] = b;
    g->class_of[b->handle] = class_of(b->kind);
    g->durable[b->handle] = false;
    if (g->blocks == g->blocks_max) {
        g->blocks_max = g->blocks_max ? 2 * g->blocks_max : 256;
        g->order = must(realloc(g->order, g->blocks_max * sizeof *g->order));
    }
    g->order[g->blocks++] = b;
    g->alloc += 1 + words;
    g->made++;
    return true;
}

/* ---- what must trap ---- */

static bool storable(unsigned kind, word33 w) { return kind_raw(kind) ? !tagged(w) : value_storable(w); }

static unsigned trap_of_make(const struct golden *g, const struct request *q) {
    bool raw = kind_raw(q->kind);
    if (q->op == HEAP_COPY && !tagged(q->ref)) return CAUSE_UNTAGGED;
    if (q->kind == KIND_FREE || (q->op != HEAP_MK1 && q->kind == KIND_ATOM)) return CAUSE_KIND;
    if (q->op == HEAP_COPY) {
        if (ref_kind(q->ref) == KIND_ATOM || kind_raw(ref_kind(q->ref)) != raw) return CAUSE_KIND;
        if (golden_block(g, q->ref)->kind == KIND_ABSENT) return CAUSE_ABSENT;
        return (uint32_t)q->a > (raw ? MAX_BYTES : CELL_WORDS_MAX) ? CAUSE_BOUNDS : CAUSE_NONE;
    }
    if (q->op == HEAP_NEW) return (uint32_t)q->ref > (raw ? MAX_BYTES : CELL_WORDS_MAX) ? CAUSE_BOUNDS : CAUSE_NONE;
    if (!storable(q->kind, q->ref)) return CAUSE_VALUE;
    if (q->op == HEAP_MK2 && !storable(q->kind, q->a)) return CAUSE_VALUE;
    return CAUSE_NONE;
}

static unsigned trap_of_kind(const struct request *q) {
    unsigned kind = ref_kind(q->ref);
    switch (q->op) {
    case HEAP_GET:
    case HEAP_SET:
        return kind == KIND_ATOM ? CAUSE_KIND : CAUSE_NONE;
    case HEAP_GETB:
    case HEAP_SETB:
        return kind_raw(kind) ? CAUSE_NONE : CAUSE_KIND;
    case HEAP_AGET:
    case HEAP_SWAP:
    case HEAP_CAS:
    case HEAP_ROV:
        return kind == KIND_ATOM ? CAUSE_NONE : CAUSE_KIND;
    default:
        return CAUSE_NONE;
    }
}

static unsigned trap_of_value(const struct request *q) {
    unsigned kind = ref_kind(q->ref);
    switch (q->op) {
    case HEAP_SET:
        return storable(kind, q->b) ? CAUSE_NONE : CAUSE_VALUE;
    case HEAP_SETB:
        return tagged(q->b) ? CAUSE_VALUE : CAUSE_NONE;
    case HEAP_SWAP:
        return value_storable(q->a) ? CAUSE_NONE : CAUSE_VALUE;
    case HEAP_CAS:
        return value_storable(q->a) && value_storable(q->b) ? CAUSE_NONE : CAUSE_VALUE;
    default:
        return CAUSE_NONE;
    }
}

static bool out_of_bounds(const struct request *q, const struct block *b) {
    switch (q->op) {
    case HEAP_GET:
    case HEAP_SET:
    case HEAP_PEEK:
        return (uint32_t)q->a >= b->words;
    case HEAP_GETB:
    case HEAP_SETB:
        return (uint32_t)q->a >= 4 * b->words - b->slack;
    default:
        return false;
    }
}

static bool refused_as_sealed(const struct request *q, const struct block *b) {
    switch (q->op) {
    case HEAP_SET:
    case HEAP_SETB:
        return !b->open;
    case HEAP_SWAP:
    case HEAP_CAS:
        return ref_readonly(q->ref);
    default:
        return false;
    }
}

static unsigned trap_of_durable(const struct golden *g, const struct request *q) {
    if (!tagged(q->ref)) return CAUSE_UNTAGGED;
    unsigned kind = ref_kind(q->ref);
    return kind == KIND_ATOM || kind == KIND_ABSENT || golden_block(g, q->ref)->open ? CAUSE_KIND : CAUSE_NONE;
}

/* The references' kinds: equal, or b's is that of a stub; and the block that a gets is of a's class or a stub. */
static unsigned trap_of_retarget(const struct golden *g, const struct request *q) {
    if (!tagged(q->ref) || !tagged(q->a)) return CAUSE_UNTAGGED;
    if (ref_kind(q->ref) != ref_kind(q->a) && ref_kind(q->a) != KIND_ABSENT) return CAUSE_KIND;
    const struct block *b = golden_block(g, q->a);
    if (g->class_of[ref_handle(q->a)] != g->class_of[ref_handle(q->ref)] && b->kind != KIND_ABSENT) return CAUSE_KIND;
    return golden_block(g, q->ref)->open || b->open ? CAUSE_KIND : CAUSE_NONE;
}

static unsigned trap_of_cell_op(const struct golden *g, const struct request *q) {
    if (!tagged(q->ref)) return CAUSE_UNTAGGED;
    if (trap_of_kind(q)) return CAUSE_KIND;
    if (trap_of_value(q)) return CAUSE_VALUE;
    if (q->op == HEAP_ROV) return CAUSE_NONE; /* makes a reference, does not touch the cell */
    const struct block *b = golden_block(g, q->ref);
    if (b->kind == KIND_ABSENT && q->op != HEAP_PEEK) return CAUSE_ABSENT;
    if (out_of_bounds(q, b)) return CAUSE_BOUNDS;
    if (refused_as_sealed(q, b)) return CAUSE_SEALED;
    return CAUSE_NONE;
}

/* ---- what must come back ---- */

/* A word as read through a reference: with its tag when that is of a value kind and the cell is not a stub. */
static word33 cell_word(const struct block *b, word33 ref, uint32_t i) {
    uint32_t w = b->data[i];
    return !kind_raw(ref_kind(ref)) && b->kind != KIND_ABSENT && (w & 3) == 1 ? TAG | w : w;
}

static word33 apply_cell_op(struct golden *g, const struct request *q) {
    struct block *b = golden_block(g, q->ref);
    uint32_t i = (uint32_t)q->a;
    word33 old;
    switch (q->op) {
    case HEAP_GET:
    case HEAP_PEEK:
        return cell_word(b, q->ref, i);
    case HEAP_GETB:
        return b->data[i / 4] >> 8 * (i % 4) & 0xff;
    case HEAP_SET:
        b->data[i] = (uint32_t)q->b;
        return 0;
    case HEAP_SETB: {
        unsigned shift = 8 * (i % 4);
        b->data[i / 4] = (b->data[i / 4] & ~(0xffu << shift)) | ((uint32_t)q->b & 0xff) << shift;
        return 0;
    }
    case HEAP_SEAL:
        b->open = false;
        return q->ref;
    case HEAP_LEN:
        return kind_raw(ref_kind(q->ref)) ? 4 * b->words - b->slack : b->words;
    case HEAP_AGET:
        return cell_word(b, q->ref, 0);
    case HEAP_SWAP:
        old = cell_word(b, q->ref, 0);
        b->data[0] = (uint32_t)q->a;
        return old;
    case HEAP_CAS:
        old = cell_word(b, q->ref, 0);
        if (old == q->b) b->data[0] = (uint32_t)q->a;
        return old;
    case HEAP_ROV:
        return q->ref | 1u << 7;
    default:
        abort();
    }
}

static void swap_blocks(struct golden *g, word33 a, word33 b) {
    struct block *x = golden_block(g, a), *y = golden_block(g, b);
    uint32_t h = x->handle;
    g->class_of[y->handle] = g->class_of[h]; /* they are the same, but for a handle whose references are of kind 31 */
    x->handle = y->handle;
    y->handle = h;
    g->by_handle[x->handle] = x;
    g->by_handle[y->handle] = y;
}

/* The reference, if it is one to a durable cell of that class. One that was unreachable at the snapshot is given while
 * the collector marks, and not any more when it slides. */
static bool step_ref(struct golden *g, const struct request *q, const struct reply *r) {
    uint32_t h = ref_handle(q->ref & 0xffffffffu);
    unsigned kind = ref_kind(q->ref);
    struct block *b = h <= g->taken ? g->by_handle[h] : NULL;
    bool give =
        b && g->durable[h] && g->class_of[h] == class_of(kind) && kind < KIND_FREE && (!b->doomed || g->marking);
    word33 want = give ? ref_make(h, kind) : NIL;
    if (r->data != want) return disagree(g, "gave %09" PRIx64 ", expected %09" PRIx64, r->data, want);
    if (give && b->doomed) revive(g, b);
    *(give ? &g->given : &g->refused) += 1;
    return true;
}

static bool between(struct golden *g, const char *name, word33 got, uint32_t min, uint32_t max) {
    if (got >= min && got <= max) return true;
    return disagree(g, "counter %s is %" PRIu64 ", expected %" PRIu32 " to %" PRIu32, name, got, min, max);
}

static bool step_stat(struct golden *g, const struct request *q, const struct reply *r) {
    uint32_t index = (uint32_t)q->ref;
    if (index == STAT_PHASE) {
        if (r->data > 2 || (r->data && !g->collecting)) return disagree(g, "phase %" PRIu64 " now", r->data);
        if (r->data)
            golden_still_collecting(g);
        else
            golden_collected(g);
        return true;
    }
    if (index == STAT_CEIL) return between(g, "ceil", r->data, golden_ceil(g), golden_ceil(g));
    /* What the counters will say once the collection under way has ended; until then they may say this or that. */
    uint32_t freed_later = g->doomed, ended_later = g->collecting, alloc_later = g->alloc, moves_later = 0, from = 0,
             to = 0;
    if (g->collecting)
        for (size_t i = 0; i < g->blocks; i++) {
            uint32_t size = 1 + g->order[i]->words;
            from += size;
            if (!g->order[i]->doomed) to += size;
            if (!g->order[i]->doomed && from != to) moves_later += size;
        }
    if (g->collecting) alloc_later = to;
    if (index == STAT_ALLOC) return between(g, "alloc", r->data, alloc_later, g->alloc);
    if (!g->params->stats) return between(g, "(none)", r->data, 0, 0);
    switch (index) {
    case STAT_CELLS_MADE:
        return between(g, "cells made", r->data, g->made, g->made);
    case STAT_COLLECTIONS:
        return between(g, "collections", r->data, g->collections, g->collections + ended_later);
    case STAT_CELLS_FREED:
        return between(g, "cells freed", r->data, g->freed, g->freed + freed_later);
    case STAT_WORDS_MOVED:
        return between(g, "words moved", r->data, g->moved_min, g->moved_max + moves_later);
    case STAT_MAX_LIVE: {
        uint32_t max = alloc_later > g->alloc_max_max && g->collecting ? alloc_later : g->alloc_max_max;
        return between(g, "largest alloc", r->data, g->alloc_max_min, max);
    }
    default:
        return true; /* times: the tests compare them with what they measure */
    }
}

static bool expect(struct golden *g, const struct reply *r, unsigned cause) {
    if (cause && !r->trap) return disagree(g, "data %09" PRIx64 ", expected trap %u", r->data, cause);
    if (cause && r->cause != cause) return disagree(g, "trap %u, expected trap %u", r->cause, cause);
    if (!cause && r->trap) return disagree(g, "trap %u, expected none", r->cause);
    return true;
}

bool golden_range(const struct request *gcstart) { return !(gcstart->ref & 1); }

bool golden_step(struct golden *g, const struct request *q, const struct reply *r) {
    unsigned cause;
    switch (q->op) {
    case HEAP_MK1:
    case HEAP_MK2:
    case HEAP_NEW:
    case HEAP_COPY:
        cause = trap_of_make(g, q);
        return cause ? expect(g, r, cause) : step_make(g, q, r);
    case HEAP_RETARGET:
        cause = trap_of_retarget(g, q);
        if (cause == CAUSE_KIND && g->collecting && !r->trap && r->data == 0) cause = CAUSE_NONE; /* did not look yet */
        if (!expect(g, r, cause)) return false;
        if (cause) return true;
        if (r->data > 1 || (r->data == 0 && !g->collecting)) return disagree(g, "retarget gave %" PRIx64, r->data);
        if (r->data == 0)
            golden_still_collecting(g);
        else
            swap_blocks(g, q->ref, q->a); /* the collection may be between two blocks of its slide */
        return true;
    case HEAP_GCSTART:
        if (!expect(g, r, CAUSE_NONE)) return false;
        if (!golden_range(q)) return r->data == 0 || disagree(g, "gcstart took what is no range");
        if (r->data > 1 || (r->data == 0 && !g->collecting)) return disagree(g, "gcstart gave %" PRIx64, r->data);
        if (r->data == 0)
            golden_still_collecting(g);
        else
            golden_collected(g);
        return true;
    case HEAP_DURABLE:
        cause = trap_of_durable(g, q);
        if (!expect(g, r, cause)) return false;
        if (cause) return true;
        g->durable[ref_handle(q->ref)] = true;
        return r->data == q->ref || disagree(g, "durable gave %09" PRIx64, r->data);
    case HEAP_REF:
        return expect(g, r, CAUSE_NONE) && step_ref(g, q, r);
    case HEAP_STAT:
        return expect(g, r, CAUSE_NONE) && step_stat(g, q, r);
    case HEAP_CTL:
        if (!expect(g, r, CAUSE_NONE)) return false;
        if (q->ref == CTL_LIMIT && g->made == 0) g->limit = (uint32_t)q->a;
        return r->data == 0 || disagree(g, "ctl gave %" PRIx64, r->data);
    default:
        cause = trap_of_cell_op(g, q);
        if (!expect(g, r, cause)) return false;
        if (cause) return true;
        word33 want = apply_cell_op(g, q);
        if (r->data != want) return disagree(g, "data %09" PRIx64 ", expected %09" PRIx64, r->data, want);
        return true;
    }
}
