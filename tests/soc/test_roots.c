/* The root walker against its contract (docs/machine.md), with random RAM contents, random dead ranges, random stores
 * and loads of all sizes, and a controller that takes roots when it likes:
 *  - every word that was tagged at the instant of gc_start, outside the dead range, is handed in at least once, and so
 *    is every register;
 *  - nothing is handed in that was only in the dead range;
 *  - loads see what the program has stored, but never a tag on a word that has been in the dead range since the start;
 *  - after the collection no such tag is left;
 *  - lines of RAM that hold no tag cost two cycles each.
 * Called with `other`, RAM has no lines. Called with `fault`, the barrier is missing (LITH_FAULT_ROOTS_BARRIER); called
 * with `dead`, the dead range is taken for live and any range taken (LITH_FAULT_ROOTS_DEAD, LITH_FAULT_ROOTS_RANGE);
 * called with `line`, a line forgets what is stored into it while it is walked (LITH_FAULT_ROOTS_LINE). All must show.
 */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "bench.h"
#include "random.h"
#include <stdbool.h>
#include <string.h>

enum {
    WORDS = 256,
    BENCH_LINE = 8 /* words of a line, as soc_bench.v has it */,
    REGISTERS = 32,
    COLLECTIONS = 2000,
    MAX_STEPS = 20000,
    RAM_BASE = 0x10000000
};

#define TAG (1ull << 32)

static struct bench bench;
static uint64_t ram[WORDS];  /* the program's view, tags included */
static bool old_dead[WORDS]; /* dead at the start and not stored to since: loads give tag 0 */
static uint32_t next_name;   /* each tagged word is unique, so that it can be told where it came from */

/* Every tagged word made so far has a number; what the collection under way may or must see of it. */
enum { MAX_NAMES = 1 << 22 };
enum { FORBIDDEN, ALLOWED, REQUIRED };
static uint8_t duty[MAX_NAMES];
static uint32_t handed_in[MAX_NAMES];

static uint64_t fresh_reference(void) {
    assert_true(next_name < MAX_NAMES);
    duty[next_name] = ALLOWED; /* stored after the start: it may be handed in */
    return TAG | next_name++;
}

static uint32_t tagged_percent; /* of what is stored: little, and most lines of RAM come to hold no tag */

static uint64_t store_data(void) { return random_below(100) < tagged_percent ? fresh_reference() : random_word(); }

struct access {
    bool busy, write;
    uint32_t address;
    uint8_t be;
    uint64_t data;
};

static struct access waiting; /* for its grant */
static int missing, forbidden, wrong_loads;

static void begin_access(void) {
    waiting.busy = true;
    waiting.address = random_below(WORDS);
    waiting.write = random_below(2);
    static const uint8_t sizes[] = {15, 15, 15, 1, 2, 4, 8, 3, 12};
    waiting.be = waiting.write ? sizes[random_below(sizeof sizes)] : 15;
    waiting.data = store_data();
}

/* What the store that has just been taken does to the program's view. */
static void store_taken(void) {
    uint32_t a = waiting.address, mask = 0;
    for (int i = 0; i < 4; i++) mask |= waiting.be >> i & 1 ? 0xFFu << 8 * i : 0;
    uint32_t word = ((uint32_t)ram[a] & ~mask) | ((uint32_t)waiting.data & mask);
    ram[a] = word | (waiting.be == 15 ? waiting.data & TAG : 0);
    old_dead[a] = false;
}

/* The instant of the snapshot. */
static void snapshot(uint32_t lo, uint32_t hi) {
    memset(duty, FORBIDDEN, next_name);
    for (uint32_t a = 0; a < WORDS; a++) {
        bool dead = a >= lo && a < hi;
        old_dead[a] = dead;
        if (ram[a] & TAG && !dead) duty[(uint32_t)ram[a]] = REQUIRED;
    }
    for (uint32_t a = lo; a < hi; a++) /* the same reference may lie outside, too */
        if (ram[a] & TAG && duty[(uint32_t)ram[a]] != REQUIRED) duty[(uint32_t)ram[a]] = FORBIDDEN;
}

static void note_root(uint64_t word) {
    if (!(word & TAG)) return;
    handed_in[(uint32_t)word]++;
    if (duty[(uint32_t)word] == FORBIDDEN) forbidden++;
}

/* One cycle with random traffic of the given density (in 16ths). */
static void step(uint32_t density, uint32_t root_ready, uint64_t *registers, uint32_t *register_next, bool start) {
    struct bench_inputs *in = &bench.in;
    if (!waiting.busy && random_below(16) < density) begin_access();
    in->d_req = waiting.busy;
    in->d_we = waiting.write;
    in->d_be = waiting.be;
    in->d_addr = waiting.address;
    in->d_wdata = waiting.data;
    in->other_req = random_below(4) == 0;
    in->root_ready = random_below(16) < root_ready;
    in->gc_start = start;
    in->rr_busy = *register_next < REGISTERS;
    in->rr_valid = in->rr_busy && random_below(2);
    in->rr_data = in->rr_busy ? registers[*register_next] : 0;
    bench_settle(&bench);
    bool granted = in->d_req && bench.out.d_gnt;
    if (bench.out.root_valid && in->root_ready) note_root(bench.out.root_data);
    if (in->rr_valid && bench.out.rr_ready) (*register_next)++;
    /* A word that a taken load is to see is fixed now. */
    bool load = granted && !waiting.write;
    uint64_t expected = 0;
    if (load) expected = ram[waiting.address] & ~(old_dead[waiting.address] ? TAG : 0);
    if (start && granted && waiting.write && ram[waiting.address] & TAG)
        duty[(uint32_t)ram[waiting.address]] = ALLOWED; /* overwritten in the cycle of the start: out of reach */
    if (granted && waiting.write) store_taken();
    if (granted) waiting.busy = false;
    bench_clock(&bench);
    if (load && bench.out.d_rdata != expected) wrong_loads++;
}

/* A whole collection under traffic; leaves what went wrong in the counters. */
static void collection(void) {
    static uint64_t registers[REGISTERS];
    uint32_t none = REGISTERS, register_next = 0;
    static const uint8_t percents[] = {0, 1, 3, 50};
    uint32_t density = random_below(17), ready = 1 + random_below(16);
    tagged_percent = percents[random_below(sizeof percents)];
    for (uint32_t i = random_below(100); i > 0; i--) step(density, ready, registers, &none, false);

    uint32_t lo = random_below(WORDS + 1), hi = random_below(WORDS + 1);
    if (random_below(4) == 0) hi = lo;
    if (lo > hi) lo = hi;
    for (uint32_t i = 0; i < REGISTERS; i++) registers[i] = random_below(2) ? fresh_reference() : random_word();
    memset(handed_in, 0, next_name * sizeof handed_in[0]);
    bench.in.gc_lo = RAM_BASE + 4 * lo;
    bench.in.gc_hi = RAM_BASE + 4 * hi;
    /* The waiting access, if any, comes after the snapshot. */
    uint32_t names = next_name;
    snapshot(lo, hi);
    for (uint32_t i = 0; i < REGISTERS; i++)
        if (registers[i] & TAG) duty[(uint32_t)registers[i]] = REQUIRED;
    if (waiting.busy && waiting.data & TAG && duty[(uint32_t)waiting.data] == FORBIDDEN)
        duty[(uint32_t)waiting.data] = ALLOWED;
    step(density, ready, registers, &none, true);
    uint32_t steps = 0;
    do {
        step(density, ready, registers, &register_next, false);
        assert_true(++steps < MAX_STEPS);
    } while (!bench.out.root_done);

    for (uint32_t n = 0; n < names; n++)
        if (duty[n] == REQUIRED && handed_in[n] == 0) missing++;
    for (uint32_t a = 0; a < WORDS; a++) { /* the walker has cleared these */
        if (old_dead[a]) ram[a] &= ~TAG;
        old_dead[a] = false;
    }
}

/* Fills RAM through the data port. */
static void fill(uint32_t percent) {
    uint32_t none = REGISTERS;
    tagged_percent = percent;
    for (uint32_t a = 0; a < WORDS; a++) {
        waiting = (struct access){true, true, a, 15, store_data()};
        while (waiting.busy) step(0, 16, NULL, &none, false);
    }
}

static void open_bench(const char *name) {
    random_begin(name);
    bench_open(&bench);
    missing = forbidden = wrong_loads = 0;
    next_name = 0;
    waiting = (struct access){0};
    fill(50);
}

static void random_collections(void **state) {
    (void)state;
    open_bench("roots");
    for (int i = 0; i < COLLECTIONS; i++) {
        collection();
        if (missing || forbidden || wrong_loads) printf("  collection %d\n", i);
        assert_int_equal(missing, 0);
        assert_int_equal(forbidden, 0);
        assert_int_equal(wrong_loads, 0);
    }
    printf("  %d collections, %llu cycles\n", COLLECTIONS, (unsigned long long)bench.cycle);
    bench_close(&bench);
}

/* A loop that loads in every cycle must not hold up the walk for ever. */
static void walk_goes_on_under_full_load(void **state) {
    (void)state;
    open_bench("roots, full load");
    uint32_t none = REGISTERS;
    bench.in.gc_lo = bench.in.gc_hi = 0;
    snapshot(0, 0);
    step(16, 16, NULL, &none, true);
    uint32_t steps = 0;
    while (!bench.out.root_done) {
        step(16, 16, NULL, &none, false);
        assert_true(++steps < WORDS * 24);
    }
    bench_close(&bench);
}

/* A collection without traffic and dead range; its cycles from the start on. */
static uint32_t undisturbed(void) {
    static uint64_t registers[REGISTERS];
    uint32_t none = REGISTERS, register_next = 0, steps = 0;
    bench.in.gc_lo = bench.in.gc_hi = 0;
    snapshot(0, 0);
    memset(handed_in, 0, next_name * sizeof handed_in[0]);
    step(0, 16, registers, &none, true);
    do step(0, 16, registers, &register_next, false);
    while (!bench.out.root_done && ++steps < MAX_STEPS);
    for (uint32_t n = 0; n < next_name; n++)
        if (duty[n] == REQUIRED && handed_in[n] == 0) missing++;
    return steps;
}

static void store(uint32_t address, uint64_t word) {
    uint32_t none = REGISTERS;
    waiting = (struct access){true, true, address, 15, word};
    while (waiting.busy) step(0, 16, NULL, &none, false);
}

static void lines_without_tags_are_passed_over(void **state) {
    (void)state;
    open_bench("roots, lines");
    fill(0);
    enum { LINES = WORDS / BENCH_LINE, REST = 120 /* registers, and what a line costs that is walked */ };
    undisturbed();
    assert_in_range(undisturbed(), 2 * LINES, 2 * LINES + REST);
    for (uint32_t a = 0; a < WORDS; a += 7) {
        store(a, fresh_reference());
        assert_in_range(undisturbed(), 2 * LINES, 2 * LINES + 2 * BENCH_LINE + REST);
        store(a, 12); /* the line is found to hold none */
        undisturbed();
        assert_in_range(undisturbed(), 2 * LINES, 2 * LINES + REST);
    }
    assert_int_equal(missing, 0);
    bench_close(&bench);
}

/* Ranges that gc_range judges wrongly. */
static int wrong_ranges(void) {
    static const uint32_t end = RAM_BASE + 4 * WORDS;
    static const struct {
        uint32_t lo, hi;
        bool right;
    } ranges[] = {{0, 0, true},
                  {RAM_BASE, RAM_BASE, true},
                  {RAM_BASE, end, true},
                  {RAM_BASE + 8, RAM_BASE + 4, true}, /* empty */
                  {end - 4, end, true},
                  {0, 0x1000, false}, /* the same words by their lower bits */
                  {2 * RAM_BASE, 2 * RAM_BASE + 16, false},
                  {RAM_BASE, end + 4, false},
                  {RAM_BASE - 4, end, false},
                  {end, end, false},
                  {RAM_BASE + 2, end, false},
                  {RAM_BASE + 1, RAM_BASE + 16, false},
                  {RAM_BASE, RAM_BASE + 18, false}};
    int wrong = 0;
    for (unsigned i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        bench.in.gc_lo = ranges[i].lo;
        bench.in.gc_hi = ranges[i].hi;
        bench_settle(&bench);
        wrong += bench.out.gc_range != ranges[i].right;
    }
    return wrong;
}

static void what_is_no_range_is_refused(void **state) {
    (void)state;
    open_bench("roots, ranges");
    assert_int_equal(wrong_ranges(), 0);
    bench_close(&bench);
}

static void fault_is_caught(void **state) {
    (void)state;
    open_bench("roots fault");
    for (int i = 0; i < 20; i++) collection();
    printf("  %d roots missing\n", missing);
    assert_true(missing > 0);
    bench_close(&bench);
}

static void line_fault_is_caught(void **state) {
    (void)state;
    open_bench("roots, line fault");
    for (int i = 0; i < COLLECTIONS; i++) collection();
    printf("  %d roots missing\n", missing);
    assert_true(missing > 0);
    bench_close(&bench);
}

static void range_fault_is_caught(void **state) {
    (void)state;
    open_bench("roots, range fault");
    assert_int_equal(wrong_ranges(), 8);
    bench_close(&bench);
}

static void dead_fault_is_caught(void **state) {
    (void)state;
    open_bench("roots, dead fault");
    for (int i = 0; i < 20; i++) collection();
    printf("  %d roots from the dead range, %d loads with a stale tag\n", forbidden, wrong_loads);
    assert_true(forbidden > 0);
    assert_true(wrong_loads > 0);
    bench_close(&bench);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_collections), cmocka_unit_test(what_is_no_range_is_refused),
        cmocka_unit_test(walk_goes_on_under_full_load), cmocka_unit_test(lines_without_tags_are_passed_over)};
    const struct CMUnitTest other_tests[] = {cmocka_unit_test(random_collections),
                                             cmocka_unit_test(walk_goes_on_under_full_load)};
    const struct CMUnitTest line_tests[] = {cmocka_unit_test(line_fault_is_caught)};
    const struct CMUnitTest fault_tests[] = {cmocka_unit_test(fault_is_caught)};
    const struct CMUnitTest dead_tests[] = {cmocka_unit_test(dead_fault_is_caught),
                                            cmocka_unit_test(range_fault_is_caught)};
    if (argc > 1 && strcmp(argv[1], "other") == 0) return cmocka_run_group_tests(other_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "dead") == 0) return cmocka_run_group_tests(dead_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "line") == 0) return cmocka_run_group_tests(line_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "fault") == 0) return cmocka_run_group_tests(fault_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
