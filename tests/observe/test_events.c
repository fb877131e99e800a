/* Counters counted from outside (sim/heap_events.h) against those of the hardware, on machines that have them.
 * test_events PROGRAM... (raw binaries) */
#include "harness.h"
#include "heap_events.h"
#include "sdram_chip.h"
#include <stdlib.h>
#include <string.h>

static char **programs;

/* A machine that starts at the first word of RAM. */
static void *machine_of(const struct shim *shim, const char *program, uint32_t heap_words) {
    static const uint32_t jump_to_ram[] = {0x100002B7 /* lui t0, 0x10000 */, 0x00028067 /* jr t0 */};
    size_t size;
    uint8_t *ram = read_whole(program, &size);
    void *model = shim->create(NULL, heap_words);
    assert_non_null(model);
    for (uint32_t i = 0; i < 2; i++) shim->write_rom(model, i, jump_to_ram[i]);
    for (uint32_t i = 0; i < size; i += 4) {
        uint32_t word = 0;
        memcpy(&word, ram + i, size - i < 4 ? size - i : 4);
        shim->write_ram(model, i / 4, word);
    }
    free(ram);
    return model;
}

static void cycle(const struct shim *shim, void *model, struct shim_pins *p, struct sdram_chip *sdram, uint64_t now) {
    shim->cycle(model, p, now <= 4);
    if (!shim->has_sdram) return;
    struct sdram_pins chip = {p->sdram_command, p->sdram_ba, p->sdram_dqm, p->sdram_dq_oe, p->sdram_a, p->sdram_dq_o};
    p->sdram_dq_i = sdram_chip_edge(sdram, now, &chip);
}

static void agree(const struct shim *shim, const char *program, uint32_t heap_words, uint64_t cycles) {
    void *model = machine_of(shim, program, heap_words);
    struct sdram_chip sdram;
    assert_true(sdram_chip_init(&sdram, (uint32_t)(1000000000000u / shim->clock_hz)));
    struct shim_pins pins = {.uart_rx = 1, .spi_miso = 1};
    struct heap_events e = {.request = 0};
    for (uint64_t now = 1; now <= cycles; now++) {
        struct shim_heap heap;
        cycle(shim, model, &pins, &sdram, now);
        shim->heap(model, &heap);
        heap_events_cycle(&e, &heap);
    }
    struct shim_counters c;
    shim->counters(model, &c);
    shim->destroy(model);
    sdram_chip_free(&sdram);

    assert_int_equal(e.counts.made, c.made);
    assert_int_equal(e.counts.freed, c.freed);
    assert_int_equal(e.counts.collections, c.collections);
    assert_int_equal(e.counts.most_live, c.most_live);
    assert_int_equal(e.counts.stall_max, c.stall_max);
    /* The hardware counts a wait when the request ends, a moved word when it is written, and all a cycle later. */
    assert_in_range(e.counts.alloc_wait, c.alloc_wait, c.alloc_wait + 1);
    assert_in_range(e.counts.alloc_wait_max, c.alloc_wait_max, c.alloc_wait_max + 1);
    assert_in_range(e.counts.stall_total, c.stall_total, c.stall_total + c.stall_max);
    assert_in_range(e.counts.moved, c.moved > 4096 ? c.moved - 4096 : 0, c.moved);
    uint32_t requests = 0, counted = 0;
    for (int i = 0; i < 8; i++) {
        requests += c.histogram[i];
        counted += e.counts.histogram[i];
        assert_in_range(e.counts.histogram[i] + 1, c.histogram[i], c.histogram[i] + 2);
    }
    assert_in_range(counted + 1, requests, requests + 1);
    assert_true(c.collections > 1 && c.made > 1000 && c.moved > 1000);
}

static void counts_agree(void **state) {
    (void)state;
    char err[200] = "";
    const struct shim *onchip = shim_load("onchip", false, err, sizeof err);
    const struct shim *ulx3s = shim_load("ulx3s", false, err, sizeof err);
    assert_string_equal(err, "");
    for (char **p = programs; *p; p++) {
        agree(onchip, *p, onchip->heap_words, 900000);
        agree(ulx3s, *p, 30000, 1400000);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    programs = argv + 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
