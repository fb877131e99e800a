/* A Lith machine in simulation: the Verilated RTL or the functional model, behind one interface.
 *
 * A machine is built from a configuration, stepped, and spoken to through its UART. Both back ends run the same flash
 * images. Nothing here is thread-safe; several machines may live side by side. */
#ifndef SIM_LITH_SIM_H
#define SIM_LITH_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lith_machine lith_machine;
struct sd_medium; /* sd_card.h */

enum lith_backend { LITH_RTL, LITH_MODEL };

/* Counters since reset. RTL: exact cycles. Model: one cycle an instruction; stall figures are 0. */
struct lith_stats {
    uint64_t cycles, instructions;
    uint64_t cells_made, cells_freed, gc_cycles, words_moved;
    uint64_t minors, promoted, overflows; /* minor collections, words they made old, times they were given up */
    uint64_t gc_stall_max, gc_stall_total, alloc_wait, alloc_wait_max, barrier_wait, roots_wait;
    uint64_t stall_histogram[8]; /* 0, 1, 2, 3, 4-7, 8-15, 16-31, 32+ cycles */
    uint64_t heap_words_max_live;
    uint64_t memory_violations; /* SDRAM timing rules broken; 0 in a sound machine */
};

struct lith_config {
    const char *machine; /* "ulx3s", "icebreaker", or "onchip": ulx3s with 128 KiB of heap in memory of one cycle */
    enum lith_backend backend;
    const uint8_t *flash; /* whole flash contents from offset flash_base on; copied */
    size_t flash_size;
    uint32_t flash_base;
    const uint8_t *ram;     /* or NULL: RAM contents put in place before reset, the boot ROM being skipped: */
    size_t ram_size;        /*   the core then starts at the first RAM word */
    uint32_t heap_words;    /* 0: all of it; else the limit the machine reports to software (system register) */
    struct sd_medium *card; /* what the SD card in the socket holds, or NULL: none is there; must stay likewise */
    const char *trace;      /* FST file (RTL only), or NULL; must stay where it is as long as the machine */
};

/* NULL on error, with one line in err. */
lith_machine *lith_machine_new(const struct lith_config *cfg, char *err, size_t err_size);
void lith_machine_free(lith_machine *m);
/* The same for a machine whose waveform was asked for: it becomes a file under its name now. False: it could not be
 * written, and there is none; one line in err. */
bool lith_machine_end(lith_machine *m, char *err, size_t err_size);

/* Runs for `cycles` at most; returns early when the UART has output to read or the machine waits in wfi with
 * nothing pending. Returns the cycles run. */
uint64_t lith_machine_run(lith_machine *m, uint64_t cycles);

size_t lith_machine_uart_read(lith_machine *m, uint8_t *buf, size_t n);        /* bytes the machine sent */
size_t lith_machine_uart_write(lith_machine *m, const uint8_t *buf, size_t n); /* bytes to it; returns how many fit */

/* The last run ended with the core in wfi, all output delivered, and nothing that could wake it but new input. */
bool lith_machine_idle(const lith_machine *m);
void lith_machine_stats(const lith_machine *m, struct lith_stats *out);

#endif
