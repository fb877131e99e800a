/* An SD card in SPI mode as a device of blocks: SDSC, SDHC and SDXC, CRC on (SD Specifications, Part 1, Physical Layer
 * Simplified Specification, chapter 7). What has been written is certain when the card is no longer busy, for which a
 * flush waits; blocks that follow each other go out in one command. */
#ifndef STORE_CARD_H
#define STORE_CARD_H

#include "store/device.h"
#include <stdbool.h>

/* How bytes reach the card. */
struct card_port {
    uint32_t ticks;          /* of `now` in a millisecond */
    uint32_t (*now)(void);   /* counts up, modulo 2^32 */
    void (*slow)(bool slow); /* at most 400 kHz, or as fast as the card may be (25 MHz) */
    void (*select)(bool selected);
    uint8_t (*exchange)(uint8_t out);
    /* Many bytes, ones going out while they are received. Both give their CRC-16 (store/crc.h), which there is time for
     * while they are on their way. */
    uint32_t (*receive)(uint8_t *to, uint32_t count);
    uint32_t (*send)(const uint8_t *from, uint32_t count);
};

struct card {
    struct device device; /* its functions are there when card_start has returned NULL */
    const struct card_port *port;
    bool standard;   /* addresses are bytes */
    bool writing;    /* a command to write many blocks is under way */
    uint64_t next;   /* the block that it writes next */
    uint32_t errors; /* blocks that came or went wrong, and were tried again */
};

/* Wakes the card and asks what it is. NULL, or what is wrong: no card, one that is none, one that does not answer. */
const char *card_start(struct card *card, const struct card_port *port);

#endif
