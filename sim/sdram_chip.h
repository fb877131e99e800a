/* A 16-bit SDR SDRAM of 32 MiB (MT48LC16M16A2, AS4C16M16 and the like) that checks how it is driven: every timing rule
 * of the data sheet between commands, initialisation, refresh, bank states, bus contention. A broken rule is counted
 * and the first ones are described in a log; the access is carried out as far as that makes sense. */
#ifndef SIM_SDRAM_CHIP_H
#define SIM_SDRAM_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SDRAM_BANKS = 4, SDRAM_ROWS = 8192, SDRAM_COLUMNS = 512, SDRAM_LOG = 8, SDRAM_RING = 8 };
enum { SDRAM_HALFWORDS = SDRAM_BANKS * SDRAM_ROWS * SDRAM_COLUMNS };

struct sdram_bank {
    bool open;
    uint16_t row;
    uint64_t activated, precharged, written; /* cycle of the last one */
};

struct sdram_chip {
    uint16_t *cells;
    uint32_t period_ps;
    bool cke, ready; /* ready: precharged, refreshed and with its mode set */
    uint8_t cas_latency;
    uint32_t init_refreshes;
    struct sdram_bank banks[SDRAM_BANKS];
    uint64_t last_activate, last_refresh, last_mode, powered, first_refresh;
    uint64_t refreshes;
    /* Bursts of two, which may follow each other without a gap: a write takes its second halfword in the next cycle,
     * what reads put on the bus lies in a ring, each halfword with the cycle at whose end it is there. */
    bool writing;
    uint32_t burst_address; /* of the first halfword of the last burst */
    struct {
        uint64_t cycle;
        uint16_t halfword;
    } out[SDRAM_RING];
    uint64_t out_until; /* cycle of the last one */
    uint64_t violations;
    char log[SDRAM_LOG][96];
};

/* The pins at the chip's rising clock edge. */
struct sdram_pins {
    uint8_t command; /* cke 3, ras_n 2, cas_n 1, we_n 0; cs_n is low */
    uint8_t ba, dqm, dq_oe;
    uint16_t a, dq_o;
};

/* Filled with junk. period_ps is that of the clock. False when there is no memory. */
bool sdram_chip_init(struct sdram_chip *s, uint32_t period_ps);
void sdram_chip_free(struct sdram_chip *s);

/* The 32-bit word at an index as rtl/soc/lith_sdram.v counts them: row 22:10, bank 9:8 plus 15:14, column pair 7:0. */
uint32_t sdram_chip_word(const struct sdram_chip *s, uint32_t index);

/* One rising clock edge in cycle `now`; returns what the chip drives when the controller takes its next sample. */
uint16_t sdram_chip_edge(struct sdram_chip *s, uint64_t now, const struct sdram_pins *pins);

/* True when the edge may be skipped: no command, nothing on the bus. */
static inline bool sdram_chip_rests(const struct sdram_chip *s, uint64_t now, uint8_t command) {
    return command == 0xF && s->cke && !s->writing && now > s->out_until;
}

#endif
