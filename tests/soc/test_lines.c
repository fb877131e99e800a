/* The lines in front of the SDRAM controller, few and small ones so that lines are driven out all the time, against a
 * plain memory: random traffic in the controller's manner (one access at a time, the next one in the cycle of its
 * acknowledge) and pipelined, bytes, pauses, refresh. Called with `fault`, lith_lines has a planted one
 * (LITH_FAULT_LINES_...: see there), which the random traffic must find; called with `other`, it has other lines. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "sdram_bench.h"
#include <lith_machines.h>
#include <stdlib.h>
#include <string.h>

enum { TAGS = 6, LINES_WORDS = 64, REQUESTS = 400000, QUEUE = 8, LONGEST_ANSWER = 60 };
enum { CHIP_READ = 0xD, CHIP_WRITE = 0xC }; /* commands with cke */

/* What the memory must hold. */
static struct {
    uint32_t word;
    int known;
} shadow[TAGS * LINES_WORDS];

/* Accesses that have been taken and not acknowledged, in order. */
static struct {
    int read;
    uint32_t word;
    uint64_t taken;
} queue[QUEUE];
static unsigned taken, answered, wrong;
/* A weak read that was given up: its word is still to come. How often that was so, and how often it was not to come. */
static int owed;
static uint32_t owed_word;
static unsigned given_up, never_begun;
/* Of accesses that were offered when all before them had been acknowledged, and not behind a write of bytes: the
 * longest wait until one was taken, and from there on for the answer to a read. */
static unsigned longest_stall, longest_answer;
static int patient, behind_bytes;
static uint64_t chip_reads, chip_writes;

static void forget(void) {
    memset(shadow, 0, sizeof shadow);
    taken = answered = wrong = longest_stall = longest_answer = 0;
    chip_reads = chip_writes = 0;
    owed = 0;
    given_up = never_begun = 0;
}

/* Places whose lines are few; those of unlike tags have the same lines. */
static uint32_t address_of(unsigned slot) {
    static const uint32_t tag[TAGS] = {0, 1, 0x104, 0x1200, 0x2308, 0x1FFFF};
    return tag[slot / LINES_WORDS] * LINES_WORDS + slot % LINES_WORDS;
}

static void clock_and_check(void) {
    clock_with_chip();
    chip_reads += bench.out.sdram_command == CHIP_READ;
    chip_writes += bench.out.sdram_command == CHIP_WRITE;
    if (bench.out.wb_late) {
        assert_true(owed);
        if (bench.out.wb_dat_r != owed_word) wrong++;
        owed = 0;
    }
    if (!bench.out.wb_ack) return;
    assert_true(answered < taken);
    unsigned n = answered++ % QUEUE;
    if (bench.out.wb_given_up) {
        assert_true(!owed && bench.in.wb_wanted);
        owed = bench.out.wb_owed;
        owed_word = queue[n].word;
        given_up += bench.out.wb_owed;
        never_begun += !bench.out.wb_owed;
        return;
    }
    if (queue[n].read && bench.out.wb_dat_r != queue[n].word) wrong++;
    unsigned wait = (unsigned)(bench.cycle - queue[n].taken);
    if (queue[n].read && patient && wait > longest_answer) longest_answer = wait;
}

static void idle(unsigned cycles) {
    while (cycles--) clock_and_check();
}

static void answer(void);

/* Offers an access until it is taken, a write when all reads have been answered; a write's data are put in the shadow.
 * Returns in the cycle behind. */
static void offer(int write, unsigned slot, uint8_t sel, uint32_t data) {
    for (unsigned n = answered; write && n < taken; n++)
        if (queue[n % QUEUE].read) answer();
    bench.in.wb_stb = 1;
    bench.in.wb_we = (uint8_t)write;
    bench.in.wb_adr = address_of(slot);
    bench.in.wb_sel = sel;
    bench.in.wb_dat_w = data;
    bench_settle(&bench);
    uint64_t offered = bench.cycle;
    while (bench.out.wb_stall) {
        assert_true(bench.cycle - offered < 20000);
        clock_and_check();
    }
    uint32_t mask = 0;
    for (int i = 0; i < 4; i++) mask |= sel >> i & 1 ? 0xFFu << 8 * i : 0;
    if (write) {
        shadow[slot].word = (shadow[slot].word & ~mask) | (data & mask);
        shadow[slot].known |= mask == 0xFFFFFFFF;
    }
    queue[taken % QUEUE].read = !write;
    queue[taken % QUEUE].word = shadow[slot].word;
    queue[taken++ % QUEUE].taken = bench.cycle;
    unsigned stall = (unsigned)(bench.cycle - offered);
    if (patient && !behind_bytes && stall > longest_stall) longest_stall = stall;
    behind_bytes = write && sel != 15;
    clock_and_check();
    bench.in.wb_stb = 0;
    bench.in.wb_adr = random_word() % (1 << 23);
    bench.in.wb_sel = (uint8_t)random_below(16);
    bench_settle(&bench);
}

/* Until the last access has been acknowledged; the next one may be offered in this cycle. */
static void answer(void) {
    uint64_t start = bench.cycle;
    while (answered < taken) {
        assert_true(bench.cycle - start < 20000);
        clock_and_check();
    }
}

/* A read of the collector; a request comes some time later. It waits two cycles at most, but for what went before. */
static void weak_read(unsigned slot) {
    unsigned comes = random_below(12), alone = random_below(4) == 0;
    if (alone) idle(100);
    bench.in.wb_weak = 1;
    offer(0, slot, 15, 0);
    bench.in.wb_weak = 0;
    for (unsigned n = 0; answered < taken; n++) {
        if (alone) assert_true(n < comes + 2);
        bench.in.wb_wanted = n >= comes;
        bench_settle(&bench);
        clock_and_check();
    }
    bench.in.wb_wanted = 0;
}

static void random_access(unsigned slot) {
    unsigned what = random_below(8);
    if (!shadow[slot].known || what < 3)
        offer(1, slot, 15, random_word());
    else if (what == 3)
        offer(1, slot, (uint8_t)random_below(16), random_word());
    else
        offer(0, slot, 15, 0);
}

static void traffic(unsigned requests) {
    unsigned slot = 0;
    for (unsigned n = 0; n < requests && !wrong; n++) {
        /* neighbours, the same word again, other lines; now in one line's worth of places, now in all */
        switch (random_below(4)) {
        case 0:
            slot = random_below(TAGS * LINES_WORDS);
            break;
        case 1:
            slot = random_below(TAGS) * LINES_WORDS + slot % LINES_WORDS;
            break;
        case 2:
            slot = (slot + 1) % (TAGS * LINES_WORDS);
            break;
        default:
            break;
        }
        if (patient && answered == taken && !owed && shadow[slot].known && random_below(3) == 0)
            weak_read(slot);
        else
            random_access(slot);
        patient = n % 5000 < 3000;
        if (patient || random_below(8) == 0) answer(); /* else at once */
        if (n % 5000 == 4999) idle(200);
        if (random_below(16) == 0) idle(random_below(random_below(200) == 0 ? 2000 : 30));
    }
    answer();
}

static void random_traffic(void **state) {
    const unsigned *bound = *state;
    random_begin("lines");
    open_bench(0);
    forget();
    idle(10500); /* the initialisation */
    traffic(REQUESTS);
    for (unsigned slot = 0; slot < TAGS * LINES_WORDS; slot++)
        if (shadow[slot].known) {
            offer(0, slot, 15, 0);
            answer();
        }
    printf("  %u accesses, %llu cycles, %llu words read from SDRAM, %llu written; longest stall %u, answer %u; "
           "%u reads given up, %u whose lines had not been asked for\n",
           taken, (unsigned long long)bench.cycle, (unsigned long long)chip_reads, (unsigned long long)chip_writes,
           longest_stall, longest_answer, given_up + never_begun, never_begun);
    report();
    assert_int_equal(wrong, 0);
    assert_int_equal(chip.violations, 0);
    /* Answers come later than that to reads that miss behind the line of one that was given up. */
    if (bound) assert_true(longest_stall < *bound && longest_answer <= LONGEST_ANSWER);
    close_bench();
}

static unsigned time_of(int write, unsigned slot) {
    uint64_t start = bench.cycle;
    offer(write, slot, 15, write ? slot : 0);
    answer();
    return (unsigned)(bench.cycle - start);
}

/* The latencies that lith_lines.v promises, and what goes over to SDRAM. */
static void costs(void **state) {
    (void)state;
    enum { LINE = 4, LINES = 8 };
    random_begin("lines costs");
    open_bench(0);
    forget();
    idle(10500);
    /* Lines of an earlier life are driven out, then dirty lines fill the memory: pipelined, a cycle a write. */
    for (unsigned slot = 0; slot < LINE * LINES; slot++) offer(1, slot, 15, slot);
    answer();
    idle(200);
    chip_reads = chip_writes = 0;
    uint64_t start = bench.cycle;
    for (unsigned slot = 0; slot < LINE * LINES; slot++) offer(1, slot, 15, slot);
    assert_int_equal(bench.cycle - start, LINE * LINES);
    answer();
    assert_int_equal(chip_reads + chip_writes, 0);
    unsigned hit = time_of(0, 5);
    assert_int_equal(hit, 2);
    /* A new line is not fetched, and writes back four dirty words. */
    for (unsigned slot = 0; slot < LINE; slot++) offer(1, LINES_WORDS + slot, 15, slot);
    idle(60);
    assert_int_equal(chip_reads, 0);
    assert_int_equal(chip_writes, LINE);
    /* One dirty word in a line that then is fetched but for that word; a clean line is not written. */
    chip_reads = chip_writes = 0;
    offer(1, 1, 15, 77);
    idle(60);
    assert_int_equal(chip_reads, 0);
    assert_int_equal(chip_writes, LINE);
    time_of(0, 2);
    idle(60);
    assert_int_equal(chip_reads, LINE - 1);
    assert_int_equal(time_of(0, 1), 2);
    chip_reads = chip_writes = 0;
    unsigned miss = time_of(0, LINES_WORDS);
    idle(60);
    assert_int_equal(chip_reads, LINE);
    assert_int_equal(chip_writes, 1);
    chip_reads = chip_writes = 0;
    time_of(0, 1);
    idle(60);
    unsigned open = time_of(0, LINES_WORDS + 1);
    idle(60);
    assert_int_equal(chip_writes, 0);
    printf("  read: hit %u, row open %u, %u; write 1\n", hit, open, miss);
    assert_int_equal(open, 7);
    assert_int_equal(wrong, 0);
    report();
    assert_int_equal(chip.violations, 0);
    close_bench();
}

static void fault_is_caught(void **state) {
    (void)state;
    random_begin("lines fault");
    open_bench(0);
    forget();
    traffic(REQUESTS);
    printf("  %u accesses until a wrong word\n", taken);
    assert_true(wrong > 0);
    close_bench();
}

int main(int argc, char **argv) {
    static unsigned bound = LITH_ULX3S_MAX_GC_STALL;
    const struct CMUnitTest tests[] = {cmocka_unit_test(costs), cmocka_unit_test_prestate(random_traffic, &bound)};
    const struct CMUnitTest other_tests[] = {cmocka_unit_test(random_traffic)};
    const struct CMUnitTest fault_tests[] = {cmocka_unit_test(fault_is_caught)};
    if (argc > 1 && strcmp(argv[1], "fault") == 0) return cmocka_run_group_tests(fault_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "other") == 0) return cmocka_run_group_tests(other_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
