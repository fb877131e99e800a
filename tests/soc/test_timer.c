/* The timer: it counts cycles, compares all 64 bits, and its interrupt follows mtimecmp. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "devices.h"
#include <lith_memmap.h>

static struct bench bench;

static uint32_t get(uint32_t reg) { return device_read(&bench, reg, NULL); }
static void put(uint32_t reg, uint32_t value) { device_write(&bench, reg, value, NULL); }

static void counts_cycles(void **state) {
    (void)state;
    bench_open(&bench);
    uint32_t first = get(LITH_TIMER_MTIME);
    uint64_t cycle = bench.cycle;
    for (int i = 0; i < 1000; i++) bench_clock(&bench);
    uint32_t second = get(LITH_TIMER_MTIME);
    assert_int_equal(second - first, bench.cycle - cycle);
    assert_int_equal(get(LITH_TIMER_MTIMEH), 0);
    bench_close(&bench);
}

static void registers_keep_64_bits(void **state) {
    (void)state;
    bench_open(&bench);
    assert_int_equal(get(LITH_TIMER_MTIMECMP), 0xFFFFFFFF);
    assert_int_equal(get(LITH_TIMER_MTIMECMPH), 0xFFFFFFFF);
    put(LITH_TIMER_MTIMECMP, 0x12345678);
    put(LITH_TIMER_MTIMECMPH, 0x9ABCDEF0);
    assert_int_equal(get(LITH_TIMER_MTIMECMP), 0x12345678);
    assert_int_equal(get(LITH_TIMER_MTIMECMPH), 0x9ABCDEF0);
    bench_close(&bench);
}

static void interrupt_comes_on_time(void **state) {
    (void)state;
    bench_open(&bench);
    uint32_t now = get(LITH_TIMER_MTIME);
    uint64_t then = bench.cycle;
    put(LITH_TIMER_MTIMECMPH, 0);
    put(LITH_TIMER_MTIMECMP, now + 100);
    uint64_t limit = bench.cycle + 200;
    while (!bench.out.irq_timer && bench.cycle < limit) bench_clock(&bench);
    /* mtime was `now` before the edge that ended cycle `then`; the interrupt is a register behind the comparison. */
    assert_in_range(bench.cycle - then, 100, 102);
    bench_clock(&bench);
    assert_int_equal(bench.out.irq_timer, 1);
    put(LITH_TIMER_MTIMECMPH, 1); /* the high word alone puts it off */
    bench_clock(&bench);
    assert_int_equal(bench.out.irq_timer, 0);
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts_cycles), cmocka_unit_test(registers_keep_64_bits),
                                       cmocka_unit_test(interrupt_comes_on_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
