/* Counters counted from outside (sim/heap_events.h) against those of the hardware, on a machine that has them.
 * test_events PROGRAM... (raw binaries, run on the machine onchip) */
#include "harness.h"
#include "heap_events.h"
#include <stdlib.h>
#include <string.h>

enum { CYCLES = 900000 };
static char **programs;

static void agree(const char *program) {
    static const uint32_t jump_to_ram[] = {0x100002B7, 0x00028067};
    size_t size;
    uint8_t *ram = read_whole(program, &size);
    void *model = shim_onchip.create(NULL, shim_onchip.heap_words);
    assert_non_null(model);
    for (uint32_t i = 0; i < 2; i++) shim_onchip.write_rom(model, i, jump_to_ram[i]);
    for (uint32_t i = 0; i < size; i += 4) {
        uint32_t word = 0;
        memcpy(&word, ram + i, size - i < 4 ? size - i : 4);
        shim_onchip.write_ram(model, i / 4, word);
    }
    free(ram);
    struct shim_pins pins = {.uart_rx = 1, .spi_miso = 1};
    struct heap_events e = {.request = 0};
    for (int i = 0; i < CYCLES; i++) {
        struct shim_heap heap;
        shim_onchip.cycle(model, &pins, i < 4);
        shim_onchip.heap(model, &heap);
        heap_events_cycle(&e, &heap);
    }
    struct shim_counters c;
    shim_onchip.counters(model, &c);
    shim_onchip.destroy(model);

    assert_int_equal(e.counts.made, c.made);
    assert_int_equal(e.counts.freed, c.freed);
    assert_int_equal(e.counts.collections, c.collections);
    assert_int_equal(e.counts.most_live, c.most_live);
    assert_int_equal(e.counts.alloc_wait, c.alloc_wait);
    assert_int_equal(e.counts.stall_max, c.stall_max);
    /* The hardware counts a wait when the request ends, and a moved word when it is written. */
    assert_in_range(e.counts.stall_total, c.stall_total, c.stall_total + 1);
    assert_in_range(e.counts.moved, c.moved > 4096 ? c.moved - 4096 : 0, c.moved);
    uint32_t requests = 0, counted = 0;
    for (int i = 0; i < 8; i++) {
        requests += c.histogram[i];
        counted += e.counts.histogram[i];
        assert_in_range(e.counts.histogram[i] + 1, c.histogram[i], c.histogram[i] + 2);
    }
    assert_in_range(counted + 1, requests, requests + 1);
    assert_true(c.collections > 2 && c.made > 1000 && c.moved > 1000);
}

static void counts_agree(void **state) {
    (void)state;
    for (char **p = programs; *p; p++) agree(*p);
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    programs = argv + 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
