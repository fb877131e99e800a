/* The one door to the Verilated machines: C functions around Verilator's C++ classes (sim/shim.cpp, compiled once for
 * each machine). Everything else of the simulator is C. */
#ifndef LITH_SHIM_H
#define LITH_SHIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Levels on the machine's pins. A machine without SDRAM leaves its pins at 0. */
struct shim_pins {
    /* into the machine */
    uint8_t uart_rx, spi_miso;
    uint16_t sdram_dq_i;
    /* out of it */
    uint8_t uart_tx, spi_sck, spi_mosi, spi_cs_n; /* spi_cs_n: one bit for each chip select */
    uint8_t sleeping;                             /* the core waits in wfi */
    uint8_t sdram_command;                        /* cke 3, ras_n 2, cas_n 1, we_n 0 */
    uint8_t sdram_ba, sdram_dqm, sdram_dq_oe;
    uint16_t sdram_a, sdram_dq_o;
};

/* The controller's counters (docs/heap.md) and those of the core, as they are at this moment. */
struct shim_counters {
    uint64_t instructions;
    uint32_t made, freed, collections, moved, stall_max, stall_total, alloc_wait, barrier_wait, most_live;
    uint32_t histogram[8];
};

struct shim {
    const char *machine;
    uint32_t ram_words, rom_words, heap_words, clock_hz, baud;
    uint8_t has_sdram;
    /* `trace` is an FST file or NULL; NULL is returned when this build has no tracing. The machine is not in reset. */
    void *(*create)(const char *trace, uint32_t heap_words);
    void (*destroy)(void *model);
    /* One clock cycle: the inputs are as they were before the rising edge, the outputs as they are after it. */
    void (*cycle)(void *model, struct shim_pins *pins, int reset);
    void (*write_rom)(void *model, uint32_t index, uint32_t word);
    void (*write_ram)(void *model, uint32_t index, uint32_t word); /* tag 0 */
    int (*quiet)(void *model); /* no interrupt can come by itself: timer not set, no collection under way */
    void (*counters)(void *model, struct shim_counters *out);
};

extern const struct shim shim_ulx3s, shim_icebreaker, shim_onchip;

#ifdef __cplusplus
}
#endif

#endif
