/* An SD card in SPI mode (SD Specifications, Part 1, Physical Layer Simplified Specification, chapter 7), over any
 * medium of blocks. It checks what the host does: clock while it starts, CRC, order of commands, tokens. What breaks
 * the protocol is noted in words in `violation`, once, and the card goes on as one would. */
#ifndef SIM_SD_CARD_H
#define SIM_SD_CARD_H

#include <stdbool.h>
#include <stdint.h>

#define SD_BLOCK 512u

struct sd_medium {
    uint64_t blocks;
    /* False: the card answers with an error. */
    bool (*read)(struct sd_medium *medium, uint64_t block, uint8_t *to);
    bool (*write)(struct sd_medium *medium, uint64_t block, const uint8_t *from);
    /* Has all that was written be certain: called before the card says so, at the end of a command that writes. NULL:
     * it is certain at once. */
    bool (*flush)(struct sd_medium *medium);
};

struct sd_card {
    struct sd_medium *medium;           /* NULL: no card is in the socket */
    uint32_t hz;                        /* of the cycles that `now` counts */
    bool standard;                      /* SDSC: addresses are bytes, not blocks */
    uint32_t start_polls;               /* ACMD41 that it stays idle for */
    uint32_t read_cycles, write_cycles; /* until a block comes, or has been written */
    const char *violation;

    enum sd_state { SD_OFF, SD_IDLE, SD_READY } state;
    bool selected, app, check_crc;
    bool failed;     /* in writing, since it was last asked for its status */
    uint32_t clocks; /* with the card not selected, since power came */
    uint32_t polls;
    uint8_t command[6];
    uint32_t command_bytes;
    uint8_t queue[SD_BLOCK + 32]; /* what it will send */
    uint32_t sent, queued;
    uint64_t block, ready_at; /* of the next data */
    enum sd_phase { SD_COMMANDS, SD_READING, SD_TOKEN, SD_DATA } phase;
    bool many; /* until it is told to stop */
    uint8_t data[SD_BLOCK + 2];
    uint32_t data_bytes;
    uint64_t last_byte;

    /* Pins. */
    uint8_t sck, in, out, miso;
    uint32_t bits;
};

/* Power comes to it. The fields before `violation` are the caller's. */
void sd_card_power(struct sd_card *card);
void sd_card_select(struct sd_card *card, bool selected);
/* One byte each way, which ends at `now`. */
uint8_t sd_card_exchange(struct sd_card *card, uint8_t in, uint64_t now);
/* The levels of the pins, when one has changed; returns that of the data output. */
uint8_t sd_card_pins(struct sd_card *card, uint8_t cs_n, uint8_t sck, uint8_t mosi, uint64_t now);

#endif
