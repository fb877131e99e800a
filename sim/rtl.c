/* The RTL back end: a Verilated machine with its devices around it. */
#include "backend.h"
#include "bootrom.h"
#include "heap_events.h"
#include "sd_card.h"
#include "sdram_chip.h"
#include "shim.h"
#include "spi_flash.h"
#include "uart_line.h"
#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESET_CYCLES = 4 };

struct rtl_machine {
    const struct shim *shim;
    void *model;
    struct shim_pins pins;
    uint8_t spi_pins; /* as the flash saw them last */
    struct uart_line uart;
    struct spi_flash flash;
    struct sd_card card;
    struct sdram_chip sdram;
    uint64_t now;              /* cycles since power-up */
    uint64_t sleeping_since;   /* cycle since which nothing has happened: UINT64_MAX while something does */
    bool idle;                 /* nothing more will happen by itself */
    struct heap_events events; /* of a machine without counters */
};

static const struct {
    const char *machine;
    const uint8_t *boot, *boot_end;
} machines[] = {{"ulx3s", bootrom_ulx3s, bootrom_ulx3s_end},
                {"icebreaker", bootrom_icebreaker, bootrom_icebreaker_end},
                {"onchip", bootrom_ulx3s, bootrom_ulx3s_end}};

/* A card as cards are: 100 us to a block, 250 us for one to be written. */
enum { CARD_START_POLLS = 5, CARD_READS_A_SECOND = 10000, CARD_WRITES_A_SECOND = 4000 };

/* What the other devices do in the cycle that has just been run. */
static void devices(struct rtl_machine *m) {
    struct shim_pins *p = &m->pins;
    if (m->shim->has_sdram && !sdram_chip_rests(&m->sdram, m->now, p->sdram_command)) {
        struct sdram_pins chip = {p->sdram_command, p->sdram_ba, p->sdram_dqm,
                                  p->sdram_dq_oe,   p->sdram_a,  p->sdram_dq_o};
        p->sdram_dq_i = sdram_chip_edge(&m->sdram, m->now, &chip);
    }
    uint8_t spi_pins = (uint8_t)(p->spi_cs_n << 2 | p->spi_sck << 1 | p->spi_mosi);
    if (spi_pins != m->spi_pins) {
        m->spi_pins = spi_pins;
        uint8_t flash = spi_flash_pins(&m->flash, p->spi_cs_n & 1, p->spi_sck, p->spi_mosi);
        uint8_t card = sd_card_pins(&m->card, p->spi_cs_n >> 1 & 1, p->spi_sck, p->spi_mosi, m->now);
        p->spi_miso = p->spi_cs_n & 1 ? card : flash; /* as the board's top chooses */
    }
    if (!m->shim->has_counters) {
        struct shim_heap heap;
        m->shim->heap(m->model, &heap);
        heap_events_cycle(&m->events, &heap);
    }
}

static void reset_cycle(struct rtl_machine *m) {
    m->now++;
    m->pins.uart_rx = uart_line_step(&m->uart, m->now, m->pins.uart_tx);
    m->shim->cycle(m->model, &m->pins, 1);
    devices(m);
}

/* Runs `most` cycles, or fewer: up to the first one in which a device has anything to do, or a byte has come, or in
 * which the machine goes to sleep or is asleep. Returns how many. */
static uint64_t some_cycles(struct rtl_machine *m, uint64_t most) {
    uint64_t first = m->now + 1;
    uint32_t received = m->uart.received.tail;
    m->pins.uart_rx = uart_line_step(&m->uart, first, m->pins.uart_tx);
    uint64_t n = uart_line_next(&m->uart, first, m->pins.uart_tx) - first;
    if (n > most) n = most;
    bool busy = m->uart.received.tail != received || m->pins.sleeping || !m->shim->has_counters ||
                (m->shim->has_sdram && !sdram_chip_rests(&m->sdram, first, SHIM_SDRAM_NONE));
    if (busy || n == 0) n = 1;
    n = m->shim->run(m->model, &m->pins, n);
    m->now += n;
    devices(m);
    return n;
}

static uint32_t word_at(const uint8_t *bytes, size_t size, size_t offset) {
    uint32_t word = 0;
    for (size_t i = 0; i < 4 && offset + i < size; i++) word |= (uint32_t)bytes[offset + i] << 8 * i;
    return word;
}

/* With a RAM image the boot ROM only jumps to it. */
static const uint8_t jump_to_ram[8] = {0xB7, 0x02, 0x00, 0x10,  /* lui t0, 0x10000 */
                                       0x67, 0x80, 0x02, 0x00}; /* jr t0 */

static bool load(struct rtl_machine *m, const struct lith_config *cfg, const uint8_t *boot, size_t boot_size, char *err,
                 size_t err_size) {
    if (cfg->ram_size > m->shim->ram_words * 4u) {
        snprintf(err, err_size, "RAM contents of %zu bytes do not fit the %u bytes of %s", cfg->ram_size,
                 m->shim->ram_words * 4, m->shim->machine);
        return false;
    }
    if (cfg->ram) {
        boot = jump_to_ram;
        boot_size = sizeof jump_to_ram;
        for (size_t i = 0; i < cfg->ram_size; i += 4)
            m->shim->write_ram(m->model, (uint32_t)i / 4, word_at(cfg->ram, cfg->ram_size, i));
    }
    for (uint32_t i = 0; i < m->shim->rom_words; i++) m->shim->write_rom(m->model, i, word_at(boot, boot_size, i * 4));
    return true;
}

static void rtl_destroy(void *machine) {
    struct rtl_machine *m = machine;
    if (m->model) m->shim->destroy(m->model);
    spi_flash_free(&m->flash);
    sdram_chip_free(&m->sdram);
    free(m);
}

static void *rtl_create(const struct lith_config *cfg, char *err, size_t err_size) {
    size_t which = 0;
    while (strcmp(cfg->machine, machines[which].machine) != 0) which++;
    const struct shim *shim = shim_load(cfg->machine, cfg->trace, err, err_size);
    if (!shim) return NULL;
    struct rtl_machine *m = calloc(1, sizeof *m);
    if (!m) {
        snprintf(err, err_size, "out of memory");
        return NULL;
    }
    m->shim = shim;
    m->pins = (struct shim_pins){.uart_rx = 1, .uart_tx = 1, .spi_miso = 1, .spi_cs_n = 3};
    m->spi_pins = 0xFF;
    m->sleeping_since = UINT64_MAX;
    uart_line_init(&m->uart, shim->clock_hz / shim->baud);
    if (cfg->heap_words > shim->heap_words) {
        snprintf(err, err_size, "%s has %u words of heap, not %u", shim->machine, shim->heap_words, cfg->heap_words);
        goto fail;
    }
    if (!spi_flash_init(&m->flash, cfg->flash, cfg->flash ? cfg->flash_size : 0, cfg->flash_base) ||
        (shim->has_sdram && !sdram_chip_init(&m->sdram, (uint32_t)(1000000000000u / shim->clock_hz)))) {
        snprintf(err, err_size, "out of memory");
        goto fail;
    }
    m->card = (struct sd_card){.medium = cfg->card,
                               .hz = shim->clock_hz,
                               .start_polls = CARD_START_POLLS,
                               .read_cycles = shim->clock_hz / CARD_READS_A_SECOND,
                               .write_cycles = shim->clock_hz / CARD_WRITES_A_SECOND};
    sd_card_power(&m->card);
    m->model = shim->create(cfg->trace, cfg->heap_words ? cfg->heap_words : shim->heap_words);
    if (!m->model) {
        snprintf(err, err_size, "%s", cfg->trace ? "no waveform can be begun: the disk may be full" : "out of memory");
        goto fail;
    }
    if (!load(m, cfg, machines[which].boot, (size_t)(machines[which].boot_end - machines[which].boot), err, err_size))
        goto fail;
    for (int i = 0; i < RESET_CYCLES; i++) reset_cycle(m);
    return m;
fail:
    rtl_destroy(m);
    return NULL;
}

static uint64_t rtl_run(void *machine, uint64_t cycles) {
    struct rtl_machine *m = machine;
    const uint64_t quiet_cycles = 20u * m->uart.bit_cycles; /* longer than any pause inside a transmission */
    uint32_t received = m->uart.received.tail;
    uint64_t n = 0;
    if (m->idle) return 0;
    while (n < cycles) {
        n += some_cycles(m, cycles - n);
        if (m->uart.received.tail != received) break;
        if (!m->pins.sleeping || uart_line_busy(&m->uart)) {
            m->sleeping_since = UINT64_MAX;
        } else if (m->sleeping_since == UINT64_MAX) {
            m->sleeping_since = m->now;
        } else if (m->now - m->sleeping_since >= quiet_cycles && m->shim->quiet(m->model)) {
            m->idle = true;
            break;
        }
    }
    return n;
}

static size_t rtl_uart_read(void *machine, uint8_t *buf, size_t n) {
    return uart_queue_take(&((struct rtl_machine *)machine)->uart.received, buf, n);
}

static size_t rtl_uart_write(void *machine, const uint8_t *buf, size_t n) {
    struct rtl_machine *m = machine;
    if (n) m->idle = false;
    return uart_queue_put(&m->uart.to_send, buf, n);
}

static bool rtl_idle(const void *machine) { return ((const struct rtl_machine *)machine)->idle; }

static void rtl_stats(const void *machine, struct lith_stats *out) {
    const struct rtl_machine *m = machine;
    struct shim_counters c;
    m->shim->counters(m->model, &c);
    if (!m->shim->has_counters) {
        struct shim_counters hardware = c;
        c = m->events.counts;
        c.instructions = hardware.instructions;
        c.roots_wait = hardware.roots_wait;
    }
    *out = (struct lith_stats){.cycles = m->now - RESET_CYCLES,
                               .instructions = c.instructions,
                               .cells_made = c.made,
                               .cells_freed = c.freed,
                               .gc_cycles = c.collections,
                               .words_moved = c.moved,
                               .minors = c.minors,
                               .promoted = c.promoted,
                               .overflows = c.overflows,
                               .gc_stall_max = c.stall_max,
                               .gc_stall_total = c.stall_total,
                               .alloc_wait = c.alloc_wait,
                               .alloc_wait_max = c.alloc_wait_max,
                               .barrier_wait = c.barrier_wait,
                               .roots_wait = c.roots_wait,
                               .heap_words_max_live = c.most_live,
                               .memory_violations = m->sdram.violations};
    for (int i = 0; i < 8; i++) out->stall_histogram[i] = c.histogram[i];
}

static size_t rtl_uart_waiting(const void *machine) {
    return uart_queue_count(&((const struct rtl_machine *)machine)->uart.received);
}

static uint32_t rtl_pc(const void *machine) {
    const struct rtl_machine *m = machine;
    return m->shim->pc(m->model);
}

static uint32_t rtl_flash_address(const void *machine) { return ((const struct rtl_machine *)machine)->flash.address; }

static bool rtl_asleep(const void *machine) { return ((const struct rtl_machine *)machine)->pins.sleeping; }

static bool rtl_ram_word(const void *machine, uint32_t address, uint64_t *word) {
    const struct rtl_machine *m = machine;
    uint32_t index = (address - LITH_RAM_BASE) / 4;
    uint8_t tag;
    if (address < LITH_RAM_BASE || index >= m->shim->ram_words) return false;
    *word = m->shim->read_ram(m->model, index, &tag);
    if (tag) *word |= LITH_TAG;
    return true;
}

/* The gaps between blocks (docs/collector.md, "Where blocks lie"); `slid` is the end of what the slide has put down. */
static void find_gaps(struct lith_heap_state *out, const struct shim_heap *h, uint32_t slid) {
    uint32_t low_end = h->lower ? h->alloc : h->other;
    bool upper = !h->single;
    if (h->phase != LITH_HEAP_SLIDE) {
        if (upper) out->gap[0].from = low_end, out->gap[0].to = h->high;
    } else if (!h->in_upper) {
        out->gap[0].from = slid, out->gap[0].to = out->slide_from;
        if (upper) out->gap[1].from = low_end, out->gap[1].to = h->high;
    } else if (h->kept_upper) {
        out->gap[0].from = h->alloc, out->gap[0].to = h->high;
        out->gap[1].from = slid, out->gap[1].to = out->slide_from;
    } else {
        out->gap[0].from = slid, out->gap[0].to = h->lower ? h->start : out->slide_from;
        if (h->lower && upper) out->gap[1].from = h->alloc, out->gap[1].to = out->slide_from;
    }
}

static void rtl_heap(const void *machine, struct lith_heap_state *out) {
    const struct rtl_machine *m = machine;
    struct shim_heap h;
    m->shim->heap(m->model, &h);
    bool making = h.mutator >= SHIM_MUTATOR_FREE_LINK && h.mutator <= SHIM_MUTATOR_NEW_FIELDS;
    bool swapping = h.mutator == SHIM_MUTATOR_RETARGET;
    *out = (struct lith_heap_state){.words = m->shim->heap_words,
                                    .top = h.lower && !h.single ? h.other : h.alloc,
                                    .ceil = h.ceil,
                                    .handles = h.fresh - 1,
                                    .phase = h.phase,
                                    .whole = !making && !swapping,
                                    .waiting = h.mutator == SHIM_MUTATOR_WAIT,
                                    .colour = h.colour,
                                    .minor = h.minor,
                                    .old_end = h.old_end,
                                    .slide_to = h.to,
                                    .slide_from = h.from,
                                    .moving = h.phase == LITH_HEAP_SLIDE && h.collector >= SHIM_COLLECTOR_MOVE_HEADER &&
                                              h.collector <= SHIM_COLLECTOR_MOVE_ENTRY,
                                    .moving_handle = h.handle,
                                    .moving_length = h.length};
    if (!out->moving) {
        find_gaps(out, &h, h.to);
        return;
    }
    /* From MOVE_LOOK on `from` is behind the block, all of which is at its new place. */
    bool copied = h.collector >= SHIM_COLLECTOR_MOVE_LOOK;
    out->moving_from = copied ? h.from - 1 - h.length : h.from;
    out->moving_done = h.collector == SHIM_COLLECTOR_MOVE_HEADER ? 0
                       : h.collector >= SHIM_COLLECTOR_MOVE_PAST ? h.length
                                                                 : h.index;
    if (!copied) out->slide_from = h.from + 1 + h.length;
    find_gaps(out, &h, h.to + 1 + h.length);
}

static uint32_t rtl_heap_word(const void *machine, uint32_t place) {
    const struct rtl_machine *m = machine;
    return m->shim->heap_word(m->model, place, m->shim->has_sdram ? sdram_chip_word(&m->sdram, place) : 0);
}

static uint32_t rtl_heap_entry(const void *machine, uint32_t handle) {
    const struct rtl_machine *m = machine;
    return rtl_heap_word(machine, ~handle & (m->shim->heap_words - 1));
}

const struct lith_backend_ops lith_rtl_ops = {.create = rtl_create,
                                              .destroy = rtl_destroy,
                                              .run = rtl_run,
                                              .uart_read = rtl_uart_read,
                                              .uart_write = rtl_uart_write,
                                              .idle = rtl_idle,
                                              .stats = rtl_stats,
                                              .uart_waiting = rtl_uart_waiting,
                                              .pc = rtl_pc,
                                              .asleep = rtl_asleep,
                                              .flash_address = rtl_flash_address,
                                              .ram_word = rtl_ram_word,
                                              .heap = rtl_heap,
                                              .heap_word = rtl_heap_word,
                                              .heap_entry = rtl_heap_entry};
