/* The memory image, word by word, against the golden model. */
#include <inttypes.h>
#include <stdlib.h>

#include "bench.h"

struct entry {
    unsigned colour, open, slack, durable, absent, class;
    uint32_t place;
};

static struct entry entry_of(const struct bench *b, uint32_t h) {
    uint32_t w = b->mem.words[~h & ((1u << dut_params.aw) - 1)];
    return (struct entry){ENTRY_COLOUR(w), ENTRY_OPEN(w),  ENTRY_SLACK(w), ENTRY_DURABLE(w),
                          ENTRY_ABSENT(w), ENTRY_CLASS(w), ENTRY_PLACE(w)};
}

static void audit_block(struct bench *b, const struct block *want) {
    uint32_t place = want->place;
    uint32_t header = b->mem.words[place], h = header & 0xfffff;
    if (header >> 20 != want->words || h != want->handle)
        bench_fail(
            b, "audit: header at %" PRIu32 " has length %" PRIu32 " handle %" PRIu32 ", expected %" PRIu32 " %" PRIu32,
            place, header >> 20, h, want->words, want->handle);
    struct entry e = entry_of(b, h);
    if (e.place != place)
        bench_fail(b, "audit: handle %" PRIu32 " at %" PRIu32 ", its entry says %" PRIu32, h, place, e.place);
    bool absent = want->kind == KIND_ABSENT;
    unsigned class = b->golden.class_of[h];
    bool durable = b->golden.durable[h];
    if (e.open != want->open || e.absent != absent || e.class != class || e.slack != want->slack ||
        e.durable != durable)
        bench_fail(b,
                   "audit: handle %" PRIu32 " open %u slack %u durable %u absent %u class %u, expected %u %u %u %u %u",
                   h, e.open, e.slack, e.durable, e.absent, e.class, want->open, want->slack, durable, absent, class);
    if (e.colour != want->colour)
        bench_fail(b, "audit: handle %" PRIu32 " has colour %u, expected %u", h, e.colour, want->colour);
    for (uint32_t i = 0; i < want->words; i++)
        if (b->mem.words[place + 1 + i] != want->data[i])
            bench_fail(b, "audit: handle %" PRIu32 " word %" PRIu32 " is %08" PRIx32 ", expected %08" PRIx32, h, i,
                       b->mem.words[place + 1 + i], want->data[i]);
}

/* Every handle ever taken has a block or is in the free list, which is one chain through all free entries. */
static void audit_free_list(struct bench *b) {
    struct golden *g = &b->golden;
    uint32_t free_count = 0, linked = 0, head = 0;
    bool *pointed = calloc(g->taken + 1, sizeof *pointed);
    if (!pointed) abort();
    const char *error = NULL;
    for (uint32_t h = 1; h <= g->taken && !error; h++) {
        if (g->by_handle[h]) continue;
        struct entry e = entry_of(b, h);
        free_count++;
        if (e.class != HANDLE_FREE || e.colour || e.durable)
            error = "an entry neither in use nor free";
        else if (e.place > g->taken || (e.place && g->by_handle[e.place]))
            error = "a free entry links to a used one";
        else if (e.place && pointed[e.place])
            error = "two free entries link to one";
        else
            pointed[e.place] = true;
    }
    for (uint32_t h = 1; h <= g->taken; h++)
        if (!g->by_handle[h] && !pointed[h]) head = h;
    for (uint32_t h = head; h && !error && linked <= free_count; h = entry_of(b, h).place) linked++;
    free(pointed);
    if (error) bench_fail(b, "audit: %s", error);
    if (linked != free_count || free_count != golden_free_handles(g))
        bench_fail(b, "audit: %" PRIu32 " free entries, %" PRIu32 " in the chain, expected %" PRIu32, free_count,
                   linked, golden_free_handles(g));
}

void bench_audit(struct bench *b) {
    struct golden *g = &b->golden;
    CHECK(b, !g->collecting);
    uint32_t alloc = bench_stat(b, STAT_ALLOC), ceil = bench_stat(b, STAT_CEIL);
    bench_quiesce(b);
    uint32_t words = 0;
    for (size_t i = 0; i < g->blocks; i++) {
        audit_block(b, g->order[i]);
        words += 1 + g->order[i]->words;
    }
    for (uint32_t place = g->hole_from; place < g->hole_to; place++)
        if (b->mem.words[place] & 0xfffff)
            bench_fail(b, "audit: the word at %" PRIu32 " is left over, but names handle %" PRIu32, place,
                       b->mem.words[place] & 0xfffff);
    words += g->hole_to - g->hole_from;
    if (words != alloc || words != golden_used(g) || ceil != golden_ceil(g))
        bench_fail(b, "audit: blocks have %" PRIu32 " words, alloc is %" PRIu32 ", ceil %" PRIu32, words, alloc, ceil);
    if (g->blocks != g->in_use) bench_fail(b, "audit: %zu blocks, %" PRIu32 " handles in use", g->blocks, g->in_use);
    audit_free_list(b);
    if (!dut_params.stats) return;
    bench_stat(b, STAT_CELLS_MADE);
    bench_stat(b, STAT_CELLS_FREED);
    bench_stat(b, STAT_COLLECTIONS);
    bench_stat(b, STAT_WORDS_MOVED);
    bench_stat(b, STAT_MAX_LIVE);
    bench_stat(b, STAT_MINORS);
    bench_stat(b, STAT_PROMOTED);
}
