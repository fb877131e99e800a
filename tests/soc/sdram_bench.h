/* soc_bench with the checking model of the chip at the SDRAM controller's pins. */
#ifndef TESTS_SOC_SDRAM_BENCH_H
#define TESTS_SOC_SDRAM_BENCH_H

#include "bench.h"
#include "random.h"
#include "sdram_chip.h"

static struct bench bench;
static struct sdram_chip chip;

static inline void clock_with_chip(void) {
    bench_clock(&bench);
    const struct bench_outputs *o = &bench.out;
    struct sdram_pins pins = {o->sdram_command, o->sdram_ba, o->sdram_dqm, o->sdram_dq_oe, o->sdram_a, o->sdram_dq_o};
    if (!sdram_chip_rests(&chip, bench.cycle, pins.command))
        bench.in.sdram_dq_i = sdram_chip_edge(&chip, bench.cycle, &pins);
    else
        bench.in.sdram_dq_i = (uint16_t)random_word(); /* nobody drives the bus */
    bench_settle(&bench);
}

static inline void report(void) {
    for (uint64_t i = 0; i < chip.violations && i < SDRAM_LOG; i++) printf("  %s\n", chip.log[i]);
}

static inline void open_bench(int direct) {
    bench_open(&bench);
    bench.in.direct = (uint8_t)direct;
    assert_true(sdram_chip_init(&chip, 20000));
}

static inline void close_bench(void) {
    bench_close(&bench);
    sdram_chip_free(&chip);
}

/* Addresses that make row hits, misses and bank changes all frequent, in `words` neighbouring words of a row. */
static inline uint32_t an_address(uint32_t words) {
    static uint32_t row = 0;
    if (random_below(4) == 0) row = random_below(8) * 0x1FF; /* 13 bits of row, spread */
    return (row % 8192) << 10 | random_below(4) << 8 | random_below(4) * 84 | random_below(words);
}

#endif
