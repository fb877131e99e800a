/* Devices of the modelled machine: UART, timer, SPI with its flash, system registers. Their registers are those of
 * isa/memory.map; they take no time. */
#ifndef SIM_MODEL_DEVICES_H
#define SIM_MODEL_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sd_card.h"

/* A queue of bytes between program and host. */
struct byte_queue {
    uint8_t *bytes;
    size_t first, count, size;
};

/* A serial flash as seen byte by byte: read (03), fast read (0B), identify (9F), status (05). */
struct flash {
    uint8_t *contents; /* mapped at `base`; 0xFF elsewhere */
    uint32_t base, size;
    unsigned position; /* bytes since the flash was selected */
    uint8_t command;
    uint32_t address;
};

struct devices {
    struct byte_queue to_host, from_host;
    uint32_t uart_control, uart_divisor;
    uint64_t timer_compare;
    uint32_t spi_control, spi_received;
    struct flash flash;
    struct sd_card card;
};

/* One byte over the wire while the flash is selected; returns its answer. */
uint8_t flash_exchange(struct flash *f, uint8_t sent);
/* The select line went up. */
void flash_deselect(struct flash *f);

/* Appends up to n bytes, keeping at most `limit` in the queue; returns how many fitted. */
size_t queue_put(struct byte_queue *q, const uint8_t *bytes, size_t n, size_t limit);
/* Takes up to n bytes; returns how many. */
size_t queue_take(struct byte_queue *q, uint8_t *bytes, size_t n);

#endif
