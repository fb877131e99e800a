/* The one door to the Verilated machines: C functions around Verilator's C++ classes (sim/shim.cpp, compiled once for
 * each machine). Everything else of the simulator is C. */
#ifndef SIM_SHIM_H
#define SIM_SHIM_H

#include <stdbool.h>
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
enum { SHIM_SDRAM_NONE = 0xF }; /* the clock runs, and there is no command */

/* The controller's counters (docs/heap.md) and those of the core, as they are at this moment. */
struct shim_counters {
    uint64_t instructions;
    uint32_t made, freed, collections, moved, stall_max, stall_total, alloc_wait, alloc_wait_max, barrier_wait,
        roots_wait, most_live, minors, promoted, overflows;
    uint32_t histogram[8];
};

/* Registers of the heap controller, as they are at this moment; states are the numbers of the Verilog. */
struct shim_heap {
    uint32_t alloc, other, high, start, ceil, old_end; /* as in lith_heap_allocator */
    uint8_t lower, single, in_upper, kept_upper;
    uint32_t fresh; /* next handle never used */
    uint8_t phase, colour, minor;
    uint8_t mutator;   /* state of lith_heap_mutator: SHIM_MUTATOR_... */
    uint8_t wait;      /* cycles that the request in work has waited for the collector */
    uint8_t collector; /* state of lith_heap_collector: SHIM_COLLECTOR_... */
    uint32_t to, from; /* slide: next free place, block in work or behind it */
    uint32_t handle;   /* of the cell in work */
    uint16_t length, index;
};
enum {
    SHIM_MUTATOR_LOOK = 1,
    SHIM_MUTATOR_WAIT = 9,
    SHIM_MUTATOR_FREE_LINK,
    SHIM_MUTATOR_NEW_ENTRY,
    SHIM_MUTATOR_NEW_HEADER,
    SHIM_MUTATOR_NEW_FIELDS,
    SHIM_MUTATOR_RETARGET
};
enum {
    SHIM_COLLECTOR_BLOCK = 10,
    SHIM_COLLECTOR_FREE = 12,
    SHIM_COLLECTOR_MOVE_HEADER = 14,
    SHIM_COLLECTOR_MOVE_PAST = 17,
    SHIM_COLLECTOR_MOVE_LOOK,
    SHIM_COLLECTOR_MOVE_ENTRY
};

struct shim {
    const char *machine;
    uint32_t ram_words, rom_words, heap_words, clock_hz, baud;
    uint8_t has_sdram, has_counters;
    /* `trace` is an FST file or NULL; NULL is returned when this build has no tracing. The machine is not in reset. */
    void *(*create)(const char *trace, uint32_t heap_words);
    void (*destroy)(void *model);
    /* One clock cycle: the inputs are as they were before the rising edge, the outputs as they are after it. */
    void (*cycle)(void *model, struct shim_pins *pins, int reset);
    /* `most` cycles (1 or more) out of reset, the inputs staying as they are, or fewer: it stops behind a cycle with a
     * command for the SDRAM, and behind one in which another output than the SDRAM's has changed. Returns how many. */
    uint64_t (*run)(void *model, struct shim_pins *pins, uint64_t most);
    void (*write_rom)(void *model, uint32_t index, uint32_t word);
    void (*write_ram)(void *model, uint32_t index, uint32_t word); /* tag 0 */
    int (*quiet)(void *model); /* no interrupt can come by itself: timer not set, no collection under way */
    void (*counters)(void *model, struct shim_counters *out);
    uint32_t (*pc)(void *model); /* in the execute stage */
    uint32_t (*read_ram)(void *model, uint32_t index, uint8_t *tag);
    void (*heap)(void *model, struct shim_heap *out);
    /* A word of heap memory as the controller would read it; `behind` is what the SDRAM holds, if there is one. */
    uint32_t (*heap_word)(void *model, uint32_t index, uint32_t behind);
};

/* Each in a library of its own, liblith_<machine>.so, and in liblith_<machine>-trace.so, which writes waveforms. */
#pragma GCC visibility push(default)
extern const struct shim shim_ulx3s, shim_icebreaker, shim_onchip;
#pragma GCC visibility pop

/* The shim of one of these machines, its library being loaded for good. NULL with a line in err. */
const struct shim *shim_load(const char *machine, bool traces, char *err, size_t err_size);

#ifdef __cplusplus
}
#endif

#endif
