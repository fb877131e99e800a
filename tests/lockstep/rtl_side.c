#include "rtl_side.h"

#include <string.h>

enum { RESET_CYCLES = 4, SLEEP_CYCLES = 300 };

static void cycle(struct rtl_side *r, int reset) {
    struct shim_pins *p = &r->pins;
    uint64_t now = ++r->cycles;
    r->shim->cycle(r->model, p, reset);
    if (r->shim->has_sdram && !sdram_chip_rests(&r->sdram, now, p->sdram_command)) {
        struct sdram_pins chip = {p->sdram_command, p->sdram_ba, p->sdram_dqm,
                                  p->sdram_dq_oe,   p->sdram_a,  p->sdram_dq_o};
        p->sdram_dq_i = sdram_chip_edge(&r->sdram, now, &chip);
    }
}

bool rtl_side_start(struct rtl_side *r, const struct shim *shim, const struct lith_config *cfg) {
    static const uint32_t start_ram[] = {0x100002b7 /* lui t0, 0x10000 */, 0x00028067 /* jr t0 */};
    *r = (struct rtl_side){.shim = shim, .pins = {.uart_rx = 1, .uart_tx = 1, .spi_miso = 1, .spi_cs_n = 3}};
    if (shim->has_sdram && !sdram_chip_init(&r->sdram, (uint32_t)(1000000000000u / shim->clock_hz))) return false;
    r->model = shim->create(NULL, cfg->heap_words);
    if (!r->model) return false;
    for (uint32_t i = 0; i < shim->rom_words; i++) shim->write_rom(r->model, i, i < 2 ? start_ram[i] : 0);
    for (uint32_t i = 0; i < shim->ram_words; i++) {
        uint32_t word = 0;
        size_t rest = 4 * i < cfg->ram_size ? cfg->ram_size - 4 * i : 0;
        if (rest) memcpy(&word, cfg->ram + 4 * i, rest < 4 ? rest : 4);
        shim->write_ram(r->model, i, word);
    }
    for (int i = 0; i < RESET_CYCLES; i++) cycle(r, 1);
    return true;
}

void rtl_side_stop(struct rtl_side *r) {
    if (r->model) r->shim->destroy(r->model);
    if (r->shim->has_sdram) sdram_chip_free(&r->sdram);
    r->model = NULL;
}

bool rtl_side_next(struct rtl_side *r, uint64_t patience, struct rvfi_record *out) {
    uint32_t asleep = 0;
    for (uint64_t n = 0; n < patience; n++) {
        cycle(r, 0);
        if (rvfi_take(r->model, out)) return true;
        asleep = r->pins.sleeping ? asleep + 1 : 0;
        if (asleep > SLEEP_CYCLES && r->shim->quiet(r->model)) return false;
    }
    return false;
}

void rtl_side_settle(struct rtl_side *r) {
    for (uint64_t n = 0; n < 10000000 && !r->shim->quiet(r->model); n++) cycle(r, 0);
}
