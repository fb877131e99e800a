/* irq_low: on below the low-water mark while no collection runs; compared in units of 64 words. */
#include "tests.h"

static uint32_t spare(const struct bench *b) { return golden_ceil(&b->golden) - golden_used(&b->golden); }

void test_low_water(struct bench *b) {
    uint32_t mark = (1u << dut_params.aw) / 2, words = mark / 24;
    b->walker.speed_pct = 100;
    bench_ok(b, 0, HEAP_CTL, CTL_LOW_WATER, mark, 0);
    bool raised = false;
    while (golden_fits(&b->golden, words)) {
        bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, words, 0);
        bench_cycle(b);
        if (spare(b) >= mark + 64 && b->out.irq_low) bench_fail(b, "irq_low with %u words free", spare(b));
        if (spare(b) + 64 < mark && !b->out.irq_low) bench_fail(b, "no irq_low with %u words free", spare(b));
        raised |= b->out.irq_low;
    }
    CHECK(b, raised);
    b->walker.speed_pct = 0;
    bench_collect_start(b);
    for (int i = 0; i < 50; i++) {
        bench_cycle(b);
        CHECK(b, !b->out.irq_low);
    }
    b->walker.speed_pct = 100;
    b->reg[1] = 0;
    bench_collect_end(b);
    bench_collect_start(b);
    bench_collect_end(b);
    bench_cycle(b);
    CHECK(b, spare(b) < mark + 64 || !b->out.irq_low);
    bench_ok(b, 0, HEAP_CTL, CTL_LOW_WATER, 0, 0);
    while (golden_fits(&b->golden, words)) bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, words, 0);
    bench_cycle(b);
    CHECK(b, !b->out.irq_low);
}
