/* The SDRAM controller against the checking chip model: random traffic at full load and with pauses, refresh going on.
 * Every read agrees with a shadow memory and no timing rule is broken. Called with `trp` or `turn`, the controller has
 * a planted fault (LITH_FAULT_SDRAM_TRP: no wait after precharge; LITH_FAULT_SDRAM_TURN: none between a read and a
 * write), which the chip model must report; called with `other`, it has another CAS latency. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "sdram_bench.h"
#include <stdlib.h>
#include <string.h>

enum { ADDRESSES = 4096, CHANCE_OF_PAUSE = 30, QUEUE = 8 };

/* What the reads under way must bring. */
static struct {
    uint32_t word[QUEUE];
    unsigned asked, come;
} reads;

static void clock_and_check(void) {
    clock_with_chip();
    if (!bench.out.mem_valid) return;
    assert_true(reads.come < reads.asked);
    assert_int_equal(bench.out.mem_dat_r, reads.word[reads.come++ % QUEUE]);
}

static int hints; /* rows are announced, rightly or not */

/* Offers a request until it is done; a read's answer comes later. Returns the cycles it was offered. */
static unsigned offer(int write, uint32_t address, uint32_t data) {
    if (hints) {
        bench.in.next_req = (uint8_t)random_below(2);
        bench.in.next_adr = an_address(4);
    }
    bench.in.mem_req = 1;
    bench.in.mem_we = (uint8_t)write;
    bench.in.mem_adr = address;
    bench.in.mem_dat_w = data;
    bench_settle(&bench);
    uint64_t start = bench.cycle;
    while (!bench.out.mem_ready) {
        assert_true(bench.cycle - start < 20000);
        clock_and_check();
    }
    if (!write) reads.word[reads.asked++ % QUEUE] = data;
    clock_and_check();
    bench.in.mem_req = 0;
    bench.in.mem_adr = random_word() % (1 << 23);
    bench.in.mem_dat_w = random_word();
    bench_settle(&bench);
    return (unsigned)(bench.cycle - start);
}

static void drain(void) {
    for (unsigned i = 0; i < 10; i++) clock_and_check();
    assert_int_equal(reads.come, reads.asked);
}

static void random_traffic(void **state) {
    (void)state;
    random_begin("sdram");
    open_bench(1);
    static struct {
        uint32_t address, word;
        int known;
    } shadow[ADDRESSES];
    memset(shadow, 0, sizeof shadow);
    memset(&reads, 0, sizeof reads);
    unsigned slots = 0;
    int write = 1;
    hints = 1;
    for (int n = 0; n < 200000; n++) {
        uint32_t address = an_address(4);
        unsigned slot = 0;
        while (slot < slots && shadow[slot].address != address) slot++;
        if (slot == slots) {
            assert_true(slots < ADDRESSES);
            shadow[slots++].address = address;
        }
        if (random_below(3) == 0) write = !write; /* several of a kind in a row */
        if (!shadow[slot].known || write) {
            shadow[slot].word = random_word();
            shadow[slot].known = 1;
            offer(1, address, shadow[slot].word);
        } else {
            offer(0, address, shadow[slot].word);
        }
        if (random_below(CHANCE_OF_PAUSE) == 0)
            for (uint32_t i = random_below(n % 1000 == 0 ? 5000 : 20); i > 0; i--) clock_and_check();
    }
    hints = bench.in.next_req = 0;
    drain();
    printf("  %u reads agree, %llu refreshes, %llu cycles\n", reads.come, (unsigned long long)chip.refreshes,
           (unsigned long long)bench.cycle);
    report();
    assert_int_equal(chip.violations, 0);
    assert_true(chip.refreshes >= bench.cycle / 391 - 40);
    close_bench();
}

/* Requests without a pause, so that refreshes have to push in: nearly two cycles a word. */
static void full_load(void **state) {
    (void)state;
    enum { WORDS = 50000 };
    open_bench(1);
    memset(&reads, 0, sizeof reads);
    offer(1, 0, 0); /* waits for the initialisation */
    uint64_t start = bench.cycle;
    for (uint32_t n = 0; n < WORDS; n++) offer(1, n, n * 2654435761u);
    for (uint32_t n = 0; n < WORDS; n++) offer(0, n, n * 2654435761u);
    drain();
    printf("  %.3f cycles a word\n", (double)(bench.cycle - start) / (2 * WORDS));
    assert_true(bench.cycle - start < 2 * WORDS * 21 / 10);
    report();
    assert_int_equal(chip.violations, 0);
    close_bench();
}

/* Cycles from a read's first to its answer's. */
static unsigned latency(uint32_t address) {
    uint64_t start = bench.cycle;
    offer(0, address, 0);
    while (reads.come < reads.asked) clock_and_check();
    return (unsigned)(bench.cycle - start);
}

/* The latencies that lith_sdram.v promises. */
static void latencies(void **state) {
    (void)state;
    open_bench(1);
    memset(&reads, 0, sizeof reads);
    offer(1, 0, 0);
    offer(1, 1, 0);
    offer(1, 1 << 10, 0);
    for (int i = 0; i < 400; i++) clock_and_check(); /* a refresh closes the rows */
    unsigned closed = latency(0), hit = latency(1);
    for (int i = 0; i < 4; i++) clock_and_check();
    unsigned miss = latency(1 << 10), write = offer(1, (1 << 10) + 1, 0), turned;
    offer(0, 1 << 10, 0);
    turned = offer(1, (1 << 10) + 1, 0);
    printf("  read: row open %u, closed %u, other row open %u cycles; write %u, behind a read %u\n", hit, closed, miss,
           write, turned);
    assert_int_equal(hit, 4);
    assert_int_equal(closed, 6);
    assert_int_equal(miss, 8);
    assert_int_equal(write, 1);
    assert_int_equal(turned, 4);
    drain();
    close_bench();
}

static void fault_is_caught(const char *rule) {
    random_begin("sdram fault");
    open_bench(1);
    for (int n = 0; n < 1000; n++) { /* what is read does not matter */
        bench.in.mem_req = 1;
        bench.in.mem_we = (uint8_t)random_below(2);
        bench.in.mem_adr = an_address(4);
        bench_settle(&bench);
        for (int i = 0; !bench.out.mem_ready && i < 20000; i++) clock_with_chip();
        clock_with_chip();
    }
    report();
    assert_true(chip.violations > 0);
    assert_non_null(strstr(chip.log[0], rule));
    close_bench();
}

static void trp_is_caught(void **state) {
    (void)state;
    fault_is_caught("tRP");
}

static void turn_is_caught(void **state) {
    (void)state;
    fault_is_caught("both sides drive the data bus");
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(latencies), cmocka_unit_test(full_load),
                                       cmocka_unit_test(random_traffic)};
    const struct CMUnitTest other_tests[] = {cmocka_unit_test(full_load), cmocka_unit_test(random_traffic)};
    const struct CMUnitTest trp_tests[] = {cmocka_unit_test(trp_is_caught)};
    const struct CMUnitTest turn_tests[] = {cmocka_unit_test(turn_is_caught)};
    if (argc > 1 && strcmp(argv[1], "trp") == 0) return cmocka_run_group_tests(trp_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "turn") == 0) return cmocka_run_group_tests(turn_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "other") == 0) return cmocka_run_group_tests(other_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
