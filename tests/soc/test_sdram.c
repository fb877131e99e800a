/* The SDRAM controller against the checking chip model: random traffic at full load and with pauses, refresh going on.
 * Every read agrees with a shadow memory and no timing rule is broken. Called with `fault`, the controller has a
 * planted one (LITH_FAULT_SDRAM_TRP: no wait after precharge), which the chip model must report;
 * called with `other`, it has another CAS latency. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "bench.h"
#include "random.h"
#include "sdram_chip.h"
#include <stdlib.h>
#include <string.h>

enum { ADDRESSES = 4096, CHANCE_OF_PAUSE = 10 };

static struct bench bench;
static struct sdram_chip chip;

static void clock_with_chip(void) {
    bench_clock(&bench);
    const struct bench_outputs *o = &bench.out;
    struct sdram_pins pins = {o->sdram_command, o->sdram_ba, o->sdram_dqm, o->sdram_dq_oe, o->sdram_a, o->sdram_dq_o};
    if (!sdram_chip_rests(&chip, bench.cycle, pins.command))
        bench.in.sdram_dq_i = sdram_chip_edge(&chip, bench.cycle, &pins);
    else
        bench.in.sdram_dq_i = (uint16_t)random_word(); /* nobody drives the bus */
    bench_settle(&bench);
}

/* One access; returns the cycles from the request's first cycle to the acknowledge's. */
static unsigned access(int write, uint32_t address, uint8_t sel, uint32_t *data) {
    bench.in.wb_stb = 1;
    bench.in.wb_we = (uint8_t)write;
    bench.in.wb_adr = address;
    bench.in.wb_sel = sel;
    bench.in.wb_dat_w = *data;
    bench_settle(&bench);
    uint64_t start = bench.cycle;
    while (bench.out.wb_stall) {
        assert_true(bench.cycle - start < 20000);
        clock_with_chip();
    }
    clock_with_chip();
    bench.in.wb_stb = 0;
    bench.in.wb_adr = random_word() % (1 << 23);
    bench_settle(&bench);
    while (!bench.out.wb_ack) {
        assert_true(bench.cycle - start < 20000);
        clock_with_chip();
    }
    *data = bench.out.wb_dat_r;
    return (unsigned)(bench.cycle - start);
}

static void report(void) {
    for (uint64_t i = 0; i < chip.violations && i < SDRAM_LOG; i++) printf("  %s\n", chip.log[i]);
}

static void open_bench(void) {
    bench_open(&bench);
    assert_true(sdram_chip_init(&chip, 20000));
}

static void close_bench(void) {
    bench_close(&bench);
    sdram_chip_free(&chip);
}

/* Addresses that make row hits, misses and bank changes all frequent. */
static uint32_t an_address(void) {
    static uint32_t row = 0;
    if (random_below(4) == 0) row = random_below(8) * 0x1FF; /* 13 bits of row, spread */
    return (row % 8192) << 10 | random_below(4) << 8 | random_below(4) * 85;
}

static void random_traffic(void **state) {
    (void)state;
    random_begin("sdram");
    open_bench();
    static struct {
        uint32_t address, word;
        int known;
    } shadow[ADDRESSES];
    memset(shadow, 0, sizeof shadow);
    unsigned slots = 0, reads = 0;
    for (int n = 0; n < 200000; n++) {
        uint32_t address = an_address();
        unsigned slot = 0;
        while (slot < slots && shadow[slot].address != address) slot++;
        if (slot == slots) {
            assert_true(slots < ADDRESSES);
            shadow[slots++].address = address;
        }
        uint32_t data = random_word();
        if (!shadow[slot].known || random_below(2)) {
            uint8_t sel = shadow[slot].known ? (uint8_t)random_below(16) : 15;
            uint32_t mask = 0;
            for (int i = 0; i < 4; i++) mask |= sel >> i & 1 ? 0xFFu << 8 * i : 0;
            shadow[slot].word = (shadow[slot].word & ~mask) | (data & mask);
            shadow[slot].known = 1;
            access(1, address, sel, &data);
        } else {
            access(0, address, 15, &data);
            assert_int_equal(data, shadow[slot].word);
            reads++;
        }
        if (random_below(CHANCE_OF_PAUSE) == 0)
            for (uint32_t i = random_below(n % 1000 == 0 ? 5000 : 20); i > 0; i--) clock_with_chip();
    }
    printf("  %u reads agree, %llu refreshes, %llu cycles\n", reads, (unsigned long long)chip.refreshes,
           (unsigned long long)bench.cycle);
    report();
    assert_int_equal(chip.violations, 0);
    assert_true(chip.refreshes >= bench.cycle / 391 - 40);
    close_bench();
}

/* Requests without a pause, so that refreshes have to push in. */
static void full_load(void **state) {
    (void)state;
    open_bench();
    uint32_t data = 0;
    for (uint32_t n = 0; n < 50000; n++) {
        data = n;
        access(1, n, 15, &data);
    }
    for (uint32_t n = 0; n < 50000; n++) {
        access(0, n, 15, &data);
        assert_int_equal(data, n);
    }
    report();
    assert_int_equal(chip.violations, 0);
    close_bench();
}

/* The latencies that lith_sdram.v promises. */
static void latencies(void **state) {
    (void)state;
    open_bench();
    uint32_t data = 0;
    access(1, 0, 15, &data);                         /* waits for the initialisation */
    for (int i = 0; i < 400; i++) clock_with_chip(); /* a refresh closes the rows */
    while (bench.out.wb_stall) clock_with_chip();
    unsigned closed = access(0, 0, 15, &data), hit = access(0, 1, 15, &data);
    for (int i = 0; i < 4; i++) clock_with_chip();
    unsigned miss = access(0, 1 << 10, 15, &data), write = access(1, (1 << 10) + 1, 15, &data);
    printf("  read: row open %u, closed %u, other row open %u cycles; write %u\n", hit, closed, miss, write);
    assert_int_equal(hit, 5);
    assert_int_equal(closed, 7);
    assert_int_equal(miss, 9);
    assert_int_equal(write, 1);
    close_bench();
}

static void fault_is_caught(void **state) {
    (void)state;
    random_begin("sdram fault");
    open_bench();
    uint32_t data = 0;
    for (int n = 0; n < 1000; n++) access((int)random_below(2), an_address(), 15, &data);
    report();
    assert_true(chip.violations > 0);
    assert_non_null(strstr(chip.log[0], "tRP"));
    close_bench();
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(latencies), cmocka_unit_test(full_load),
                                       cmocka_unit_test(random_traffic)};
    const struct CMUnitTest other_tests[] = {cmocka_unit_test(full_load), cmocka_unit_test(random_traffic)};
    const struct CMUnitTest fault_tests[] = {cmocka_unit_test(fault_is_caught)};
    if (argc > 1 && strcmp(argv[1], "fault") == 0) return cmocka_run_group_tests(fault_tests, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "other") == 0) return cmocka_run_group_tests(other_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
