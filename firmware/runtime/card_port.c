/* The SD card's port (store/card.h) on the machine's SPI master: its second select. While a word is on its way the one
 * before it is put away. */
#include "store/crc.h"
#include <lith/card_port.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define SELECT_CARD 0x200u
#define START_HZ 400000u
#define IDLE_WORD 0xffffffffu

static uint32_t divisor;

static void wait(void) {
    while (REGISTER(LITH_SPI_STATUS) & LITH_SPI_STATUS_BUSY)
        ;
}

static uint32_t now(void) { return REGISTER(LITH_TIMER_MTIME); }

/* The clock is that of the machine, divided by twice the divisor and one. */
static void slow(bool is_slow) {
    divisor = is_slow ? (REGISTER(LITH_SYSTEM_CLOCK_HZ) + 2 * START_HZ - 1) / (2 * START_HZ) - 1 : 0;
}

static void select(bool selected) {
    wait();
    REGISTER(LITH_SPI_CONTROL) = (selected ? SELECT_CARD : 0) | divisor;
}

static uint8_t exchange(uint8_t out) {
    wait();
    REGISTER(LITH_SPI_DATA) = out;
    wait();
    return (uint8_t)REGISTER(LITH_SPI_DATA);
}

/* Puts a word that has been received away, while the next one is on its way. */
static uint32_t put_word(uint8_t *to, uint32_t word, uint32_t crc) {
    for (int i = 0; i < 4; i++, word >>= 8) crc = crc16_with(crc, to[i] = (uint8_t)word);
    return crc;
}

static uint32_t receive(uint8_t *to, uint32_t count) {
    uint32_t words = count / 4, crc = 0;
    if (words) REGISTER(LITH_SPI_DATA32) = IDLE_WORD;
    for (; words; words--, to += 4) {
        wait();
        uint32_t word = REGISTER(LITH_SPI_DATA32);
        if (words > 1) REGISTER(LITH_SPI_DATA32) = IDLE_WORD;
        crc = put_word(to, word, crc);
    }
    for (count %= 4; count; count--) crc = crc16_with(crc, *to++ = exchange(0xff));
    return crc;
}

static uint32_t send(const uint8_t *from, uint32_t count) {
    uint32_t crc = 0;
    for (; count >= 4; count -= 4) {
        uint32_t word = from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
        wait();
        REGISTER(LITH_SPI_DATA32) = word;
        for (int i = 0; i < 4; i++) crc = crc16_with(crc, *from++);
    }
    wait();
    for (; count; count--) {
        crc = crc16_with(crc, *from);
        exchange(*from++);
    }
    return crc;
}

static struct card_port port = {0, now, slow, select, exchange, receive, send};

const struct card_port *card_port(void) {
    port.ticks = REGISTER(LITH_SYSTEM_CLOCK_HZ) / 1000;
    return &port;
}
