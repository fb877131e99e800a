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
    g->remembered = must(calloc(1u << params->hw, sizeof *g->remembered));
    g->durable = must(calloc(1u << params->hw, sizeof *g->durable));
    golden_reset(g);
}

static void block_free(struct block *b) {
    free(b->data);
    free(b);
}

void golden_reset(struct golden *g) {
    for (size_t i = 0; i < g->blocks; i++) block_free(g->order[i]);
    for (uint32_t h = 0; h < 1u << g->params->hw; h++) {
        g->by_handle[h] = NULL;
        g->remembered[h] = false;
    }
    *g = (struct golden){.params = g->params,
                         .by_handle = g->by_handle,
                         .class_of = g->class_of,
                         .remembered = g->remembered,
                         .durable = g->durable,
                         .order = g->order,
                         .blocks_max = g->blocks_max,
                         .limit = (1u << g->params->aw) - 1,
                         .lower = true,
                         .single = true};
}

void golden_free(struct golden *g) {
    for (size_t i = 0; i < g->blocks; i++) block_free(g->order[i]);
    free(g->order);
    free(g->by_handle);
    free(g->class_of);
    free(g->remembered);
    free(g->durable);
}

struct block *golden_block(const struct golden *g, word33 ref) {
    return g->by_handle[ref_handle(ref)];
}

uint32_t golden_ceil(const struct golden *g) { return g->limit - g->taken; }
uint32_t golden_free_handles(const struct golden *g) { return g->taken - g->in_use; }

static bool in_gap(const struct golden *g) { return g->lower && !g->single; }

uint32_t golden_used(const struct golden *g) { return g->alloc + g->other - g->high; }

/* The largest cell that the region allocated from has room for, in words; negative: none. */
static int64_t room(const struct golden *g, bool fresh) {
    if (!in_gap(g)) return (int64_t)golden_ceil(g) - g->alloc - 1 - fresh;
    if (fresh && golden_ceil(g) == g->other) return -1; /* no word for its entry */
    return (int64_t)g->high - g->alloc - 1;
}

/* To the other free region. */
static void turn(struct golden *g) {
    uint32_t other = g->other;
    g->other = g->alloc;
    g->alloc = other;
    g->lower = !g->lower;
    g->turns++;
}

static bool handle_left(const struct golden *g) {
    return golden_free_handles(g) || g->taken < (1u << g->params->hw) - 1;
}

bool golden_fits(const struct golden *g, uint32_t words) {
    bool fresh = golden_free_handles(g) == 0;
    struct golden other = *g;
    turn(&other);
    return handle_left(g) &&
           (room(g, fresh) >= words || (!g->collecting && !g->single && room(&other, fresh) >= words));
}

/* ---- collections ---- */

static bool is_old(const struct golden *g, const struct block *b) { return b->place < g->old_end; }

static void reach(struct golden *g, struct block ***stack, size_t *depth, size_t *max, word33 word) {
    if (!tagged(word)) return;
    struct block *b = golden_block(g, word);
    if (b->seen || (g->minor && is_old(g, b))) return;
    b->seen = true;
    if (*depth == *max) {
        *max = *max ? 2 * *max : 64;
        *stack = must(realloc(*stack, *max * sizeof **stack));
    }
    (*stack)[(*depth)++] = b;
}

static int by_place(const void *x, const void *y) {
    const struct block *a = *(struct block *const *)x, *b = *(struct block *const *)y;
    return (a->place > b->place) - (a->place < b->place);
}

static void reach_fields(struct golden *g, struct block ***stack, size_t *depth, size_t *max, const struct block *b) {
    if (kind_raw(b->kind)) return;
    for (uint32_t i = 0; i < b->words; i++)
        if ((b->data[i] & 3) == 1) reach(g, stack, depth, max, TAG | b->data[i]);
}

/* In a minor collection remembered cells are roots, old ones for what they hold. The list begins anew. */
static void reach_remembered(struct golden *g, struct block ***stack, size_t *depth, size_t *max) {
    for (uint32_t h = 1; h <= g->taken; h++) {
        const struct block *b = g->by_handle[h];
        if (g->remembered[h] && g->minor && is_old(g, b))
            reach_fields(g, stack, depth, max, b);
        else if (g->remembered[h] && g->minor)
            reach(g, stack, depth, max, TAG | (word33)h << 8);
        g->remembered[h] = false;
    }
    g->taken_over = g->minor ? g->remembers : 0;
    g->remembers = g->distinct = 0;
    g->kept_young = false;
}

void golden_snapshot(struct golden *g, bool minor, const word33 *const *roots, const size_t *counts, size_t sets) {
    struct block **stack = NULL;
    size_t depth = 0, max = 0;
    g->minor = minor;
    bool *last = minor ? &g->last_minor : &g->last_major;
    *last = !*last;
    g->colour = (uint8_t)(minor ? *last : 2 + *last);
    for (size_t i = 0; i < g->blocks; i++) g->order[i]->seen = false;
    for (size_t s = 0; s < sets; s++)
        for (size_t i = 0; i < counts[s]; i++) reach(g, &stack, &depth, &max, roots[s][i]);
    reach_remembered(g, &stack, &depth, &max);
    while (depth) {
        const struct block *b = stack[--depth];
        reach_fields(g, &stack, &depth, &max, b);
    }
    free(stack);
    g->doomed = 0;
    for (size_t i = 0; i < g->blocks; i++) {
        struct block *b = g->order[i];
        b->doomed = !b->seen && !(minor && is_old(g, b));
        g->doomed += b->doomed;
    }
    g->collecting = true;
    uint32_t above = golden_ceil(g) - g->other, gap = g->high - g->alloc; /* compared in units of 64 words */
    if (in_gap(g) && (gap + 63) / 64 < (above + 63) / 64) turn(g);
    g->start = g->alloc;
    qsort(g->order, g->blocks, sizeof *g->order, by_place);
    g->snapshot = g->blocks;
}

void golden_goes_above(struct golden *g) {
    turn(g);
    g->turns--; /* no request takes longer for it */
    g->start = g->alloc;
}

void golden_collected(struct golden *g) {
    if (!g->collecting) return;
    uint32_t to = g->minor ? g->old_end : 0;
    size_t kept = 0;
    bool kept_upper = false;
    g->hole_from = g->hole_to = 0;
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
            continue;
        }
        b->fresh = false;
        if (i < g->snapshot && !(g->minor && is_old(g, b))) {
            bool upper = !g->single && b->place >= g->high;
            if (upper && g->lower && !kept_upper && to + size > g->start) {
                kept_upper = true;
                g->hole_from = to;
                g->hole_to = g->start;
                to = g->high;
            }
            if (upper || b->place != to) g->moved += size;
            b->place = to;
            b->colour = g->colour;
            to += size;
        }
        g->order[kept++] = b;
    }
    if (kept_upper) {
        g->other = to;
        g->kept_young = true;
    } else {
        g->high = g->start;
        g->lower = true;
        g->single = g->alloc == g->start;
        g->other = g->alloc;
        if (g->minor) g->promoted += to - g->old_end;
        g->alloc = g->old_end = to;
    }
    g->blocks = kept;
    g->doomed = 0;
    g->collecting = false;
    g->collections++;
    g->minors += g->minor;
    g->kept_upper += kept_upper;
    if (golden_used(g) > g->used_max) g->used_max = golden_used(g);
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
        if (g->collecting || golden_fits(g, words))
            return disagree(g,
                            "refused as full, but %" PRIu32 " words fit: alloc %" PRIu32 " ceil %" PRIu32
                            " free handles %" PRIu32,
                            words, golden_used(g), golden_ceil(g), golden_free_handles(g));
        if (in_gap(g)) turn(g); /* both have been tried, the upper one last */
        return true;
    }
    if (!tagged(r->data) || ref_kind(r->data) != q->kind || (r->data & 3) != 1 || ref_readonly(r->data))
        return disagree(g, "the new reference %09" PRIx64 " is malformed", r->data);
    bool fresh = ref_handle(r->data) > g->taken;
    if (!g->collecting && !g->single && room(g, fresh) < words) turn(g);
    if (room(g, fresh) < words)
        return disagree(
            g, "cell made, but %" PRIu32 " words do not fit: used %" PRIu32 " ceil %" PRIu32 " free handles %" PRIu32,
            words, golden_used(g), golden_ceil(g), golden_free_handles(g));
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
    b->place = g->alloc;
    b->fresh = g->collecting;
    b->colour = g->colour;
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
    return kind == KIND_ABSENT || golden_block(g, q->ref)->open ? CAUSE_KIND : CAUSE_NONE;
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

static void remember(struct golden *g, uint32_t handle) {
    g->remembers++;
    g->distinct += !g->remembered[handle];
    g->remembered[handle] = true;
}

/* A word has been written into a cell: if it is a reference, the cell may be old and the one it names young. While a
 * collection runs, every cell of its snapshot is about to be old. */
static void wrote(struct golden *g, const struct block *b, word33 word) {
    if (g->params->remember && tagged(word) && (g->collecting ? !b->fresh : is_old(g, b))) remember(g, b->handle);
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
        wrote(g, b, q->b);
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
        wrote(g, b, q->a);
        return old;
    case HEAP_CAS:
        old = cell_word(b, q->ref, 0);
        if (old != q->b) return old;
        b->data[0] = (uint32_t)q->a;
        wrote(g, b, q->a);
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
    if (g->params->remember) remember(g, x->handle), remember(g, y->handle);
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
    if (index == STAT_PHASE) return (r->data != 0) == g->collecting || disagree(g, "phase %" PRIu64 " now", r->data);
    if (index == STAT_CEIL) return between(g, "ceil", r->data, golden_ceil(g), golden_ceil(g));
    if (index == STAT_ALLOC) return between(g, "alloc", r->data, golden_used(g), golden_used(g));
    if (!g->params->stats) return between(g, "(none)", r->data, 0, 0);
    /* What the counters may say already of the collection under way. */
    uint32_t moves_later = 0;
    for (size_t i = 0; g->collecting && i < g->snapshot; i++)
        if (!g->order[i]->doomed) moves_later += 1 + g->order[i]->words;
    switch (index) {
    case STAT_CELLS_MADE:
        return between(g, "cells made", r->data, g->made, g->made);
    case STAT_COLLECTIONS:
        return between(g, "collections", r->data, g->collections, g->collections);
    case STAT_CELLS_FREED:
        return between(g, "cells freed", r->data, g->freed, g->freed + g->doomed);
    case STAT_WORDS_MOVED:
        return between(g, "words moved", r->data, g->moved, g->moved + moves_later);
    case STAT_MINORS:
        return between(g, "minor collections", r->data, g->minors, g->minors);
    case STAT_PROMOTED:
        return between(g, "words promoted", r->data, g->promoted, g->promoted);
    case STAT_MAX_LIVE:
        return between(g, "largest alloc", r->data, g->used_max, g->used_max);
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

bool golden_range(const struct request *gcstart) { return !(gcstart->ref & 2); }

bool golden_minor(const struct request *gcstart) { return gcstart->ref & 1; }

/* A minor collection is refused when the list of remembered cells has overflowed. The list may hold a handle twice, so
 * there is a range in which either answer is right. */
static bool step_gcstart(struct golden *g, const struct request *q, const struct reply *r) {
    uint32_t list = 1u << g->params->remember;
    bool can = golden_range(q) && !g->collecting, may = can, must = can;
    if (golden_minor(q)) {
        may = can && g->params->remember && !g->kept_young && g->distinct <= list;
        must = may && g->remembers + g->taken_over <= list;
    }
    if (r->data > 1 || r->data > may || r->data < must) return disagree(g, "gcstart gave %" PRIx64, r->data);
    return true;
}

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
        if (r->data) swap_blocks(g, q->ref, q->a); /* the collection may be between two blocks of its slide */
        return true;
    case HEAP_GCSTART:
        if (!expect(g, r, CAUSE_NONE)) return false;
        return step_gcstart(g, q, r);
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
