/* Looking into heaps while the collector works: the walk of blocks, cells read in the midst of a move, heap maps; and
 * that looking changes nothing. test_heap FOLDER (of build/firmware) SCRATCH */
#include "harness.h"
#include "heap_map.h"
#include "heap_memory.h"
#include "profile.h"
#include <expat.h>
#include <lith_isa.h>
#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char programs[2][200], scratch[200];
enum { GCBENCH, SMALL };

/* ---- the walk ---- */

struct walk {
    struct lith_observer observer;
    unsigned looks[3]; /* by phase */
    unsigned moving, with_gap;
    uint64_t blocks, words;
};

static void count_block(void *context, const struct heap_block *b) {
    struct walk *w = context;
    w->blocks++;
    w->words += b->words;
}

static void walk(void *context, lith_machine *m) {
    struct walk *w = context;
    struct heap_memory h = heap_memory_of(m);
    struct lith_stats stats;
    lith_machine_stats(m, &stats);
    w->blocks = w->words = 0;
    const char *wrong = heap_walk(&h, count_block, w);
    if (wrong) fail_msg("cycle %llu: %s", (unsigned long long)lith_machine_now(m), wrong);
    assert_int_equal(w->blocks, stats.cells_made - stats.cells_freed);
    const struct lith_heap_state *s = &h.state;
    uint32_t gaps = s->gap[0].to - s->gap[0].from + s->gap[1].to - s->gap[1].from;
    assert_true(w->words <= s->top);
    if (s->phase != LITH_HEAP_SLIDE) assert_int_equal(w->words, s->top - gaps);
    w->with_gap += s->phase == LITH_HEAP_IDLE && gaps > 0;
    w->looks[h.state.phase]++;
    w->moving += h.state.moving;
}

static struct walk walk_through(const struct subject *s, uint64_t period, uint64_t cycles) {
    struct walk w = {.observer = {.look = walk, .period = period, .whole_heap = true}};
    w.observer.context = &w;
    lith_machine *m = subject_machine(s);
    lith_machine_observe(m, &w.observer);
    run_out(m, cycles);
    lith_machine_free(m);
    return w;
}

/* The blocks are as many as the counters say that there are cells, in each phase of the collector. */
static void walk_agrees_with_counters(void **state) {
    (void)state;
    const struct subject rtl[] = {{"ulx3s", LITH_RTL, programs[GCBENCH], 30000},
                                  {"onchip", LITH_RTL, programs[GCBENCH], 0},
                                  {"icebreaker", LITH_RTL, programs[SMALL], 0}};
    for (size_t i = 0; i < 3; i++) {
        struct walk w = walk_through(&rtl[i], 1499, 1200000);
        assert_true(w.looks[LITH_HEAP_IDLE] && w.looks[LITH_HEAP_MARK] > 5 && w.looks[LITH_HEAP_SLIDE] > 5);
        assert_true(w.moving > 3 && w.with_gap > 0);
    }
    struct walk w = walk_through(&(struct subject){"ulx3s", LITH_MODEL, programs[GCBENCH], 0}, 4999, 4000000);
    assert_true(w.looks[LITH_HEAP_IDLE] > 100);
}

/* ---- cells under motion ---- */

struct watch {
    struct lith_observer observer;
    uint64_t reference, sum; /* of the block that the slide comes to next */
    unsigned compared, moving, moved;
};

/* Sum over the words of a sealed cell; false: the entry is not that of one. */
static bool sum_of(const struct heap_memory *h, uint64_t reference, uint64_t *sum) {
    uint32_t entry = h->entry(h->source, reference_handle(reference)), words;
    uint64_t word;
    *sum = 14695981039346656037u;
    if (ENTRY_OPEN(entry) || ENTRY_CLASS(entry) == HANDLE_ATOM || !heap_length(h, reference, &words)) return false;
    for (uint32_t i = 0; i < words; i++) {
        if (!heap_field(h, reference, i, &word)) fail_msg("field %u of %u cannot be read", i, words);
        *sum = (*sum ^ word) * 1099511628211u;
    }
    return true;
}

static void compare(void *context, lith_machine *m) {
    struct watch *w = context;
    struct heap_memory h = heap_memory_of(m);
    const struct lith_heap_state *s = &h.state;
    uint64_t sum;
    if (w->reference && sum_of(&h, w->reference, &sum)) {
        if (sum != w->sum)
            fail_msg("cycle %llu: a sealed cell reads differently", (unsigned long long)lith_machine_now(m));
        w->compared++;
        w->moving += s->moving;
    }
    if (s->moving) return;
    w->moved += w->reference != 0;
    w->reference = 0;
    if (s->phase != LITH_HEAP_SLIDE || s->slide_from >= s->top) return;
    uint32_t handle = HEADER_HANDLE(h.word(h.source, s->slide_from)), entry = h.entry(h.source, handle);
    uint64_t reference = LITH_TAG | handle << 8 | 1;                                     /* whatever its kind is */
    if (ENTRY_PLACE(entry) != s->slide_from || ENTRY_COLOUR(entry) != s->colour) return; /* or it is about to die */
    if (sum_of(&h, reference, &w->sum)) w->reference = reference;
}

/* In each cycle of its motion a sealed cell reads as it did before and does afterwards. */
static void cells_read_the_same_while_they_move(void **state) {
    (void)state;
    struct watch w = {.observer = {.look = compare, .period = 1, .whole_heap = true}};
    w.observer.context = &w;
    lith_machine *m = subject_machine(&(struct subject){"ulx3s", LITH_RTL, programs[GCBENCH], 30000});
    lith_machine_observe(m, &w.observer);
    run_out(m, 1500000);
    lith_machine_free(m);
    assert_true(w.compared > 20000);
    assert_true(w.moving > 10000 && w.moved > 100);
}

/* ---- planted faults ---- */

static struct heap_memory sound;
static uint32_t bad_place, bad_word, bad_handle, bad_entry;

static uint32_t spoilt_word(const void *source, uint32_t place) {
    return place == bad_place ? bad_word : sound.word(source, place);
}
static uint32_t spoilt_entry(const void *source, uint32_t handle) {
    return handle == bad_handle ? bad_entry : sound.entry(source, handle);
}
static void find_long(void *context, const struct heap_block *b) {
    if (b->words > 2 && b->class == HANDLE_VALUE) *(struct heap_block *)context = *b;
}
static void ignore(void *context, const struct heap_block *b) {
    (void)context;
    (void)b;
}

static void walk_sees_broken_heaps(void **state) {
    (void)state;
    struct heap_block b = {.place = 0};
    lith_machine *m = subject_machine(&(struct subject){"onchip", LITH_MODEL, programs[GCBENCH], 0});
    run_out(m, 400000);
    sound = heap_memory_of(m);
    assert_null(heap_walk(&sound, find_long, &b));
    assert_true(b.words > 2);
    struct heap_memory spoilt = sound;
    spoilt.word = spoilt_word;
    spoilt.entry = spoilt_entry;
    uint32_t header = sound.word(m, b.place), entry = sound.entry(m, b.handle);
    bad_place = b.place;
    const uint32_t headers[] = {header + (1u << 20), header - (1u << 20), header | 0xFFFu << 20, header ^ 1};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        bad_word = headers[i];
        assert_non_null(heap_walk(&spoilt, ignore, NULL));
    }
    bad_place = UINT32_MAX;
    bad_handle = b.handle;
    const uint32_t entries[] = {entry + 1, entry - b.words, entry | HANDLE_FREE << ENTRY_CLASS_SHIFT, entry | 0x7FFFFF};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        bad_entry = entries[i];
        assert_non_null(heap_walk(&spoilt, ignore, NULL));
    }
    bad_handle = 0;
    assert_null(heap_walk(&spoilt, ignore, NULL));
    lith_machine_free(m);
}

/* ---- the picture ---- */

static void count_element(void *context, const XML_Char *name, const XML_Char **attributes) {
    (void)attributes;
    unsigned *count = context;
    count[strcmp(name, "path") == 0]++;
}

static void check_svg(const char *path) {
    size_t size;
    unsigned count[2] = {0, 0};
    uint8_t *bytes = read_whole(path, &size);
    assert_in_range(size, 5000, 2000000);
    XML_Parser parser = XML_ParserCreate(NULL);
    XML_SetUserData(parser, count);
    XML_SetStartElementHandler(parser, count_element);
    if (!XML_Parse(parser, (char *)bytes, (int)size, 1))
        fail_msg("%s: %s", path, XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    free(bytes);
    assert_in_range(count[0], 30, 1000);
    assert_in_range(count[1], 20, 1000);
}

/* A run that is looked at in every way is the run that nobody looks at; the pictures are well-formed. */
static void looking_changes_nothing(void **state) {
    (void)state;
    const struct subject subjects[] = {{"ulx3s", LITH_RTL, programs[GCBENCH], 30000},
                                       {"icebreaker", LITH_RTL, programs[SMALL], 0},
                                       {"ulx3s", LITH_MODEL, programs[GCBENCH], 30000}};
    char path[300], elf[300], err[200];
    for (size_t i = 0; i < 3; i++) {
        struct lith_stats plain, watched;
        uint64_t cycles = subjects[i].backend == LITH_MODEL ? 10000000 : 900000;
        lith_machine *m = subject_machine(&subjects[i]);
        run_out(m, cycles);
        lith_machine_stats(m, &plain);
        lith_machine_free(m);

        size_t size;
        snprintf(elf, sizeof elf, "%s", subjects[i].program);
        strcpy(elf + strlen(elf) - 3, "elf");
        uint8_t *bytes = read_whole(elf, &size);
        m = subject_machine(&subjects[i]);
        struct lith_profile *profile = lith_profile_new(m, bytes, size, 0, err, sizeof err);
        if (!profile) fail_msg("%s", err);
        free(bytes);
        struct lith_heap_map *map = lith_heap_map_new(m, err, sizeof err);
        assert_non_null(map);
        run_out(m, cycles);
        lith_machine_stats(m, &watched);
        snprintf(path, sizeof path, "%s/map-%zu.svg", scratch, i);
        if (!lith_heap_map_write(map, path, "<a> & \"b\"", err, sizeof err)) fail_msg("%s", err);
        check_svg(path);
        assert_false(lith_heap_map_write(map, "/nowhere/map.svg", NULL, err, sizeof err));
        lith_heap_map_free(map);
        lith_profile_free(profile);
        lith_machine_free(m);
        assert_memory_equal(&plain, &watched, sizeof plain);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    snprintf(programs[GCBENCH], sizeof programs[0], "%s/bench/gcbench.bin", argv[1]);
    snprintf(programs[SMALL], sizeof programs[0], "%s/icebreaker/gcc-Os/atoms.bin", argv[1]);
    snprintf(scratch, sizeof scratch, "%s", argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walk_agrees_with_counters), cmocka_unit_test(cells_read_the_same_while_they_move),
        cmocka_unit_test(walk_sees_broken_heaps), cmocka_unit_test(looking_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
