/* Loads the image from flash to RAM. The header is drawn in docs/machine.md. */
#include "boot.h"
#include <lith_memmap.h>
#include <stddef.h>

enum { FLASH_READ = 0x03, FLASH_RELEASE_POWER_DOWN = 0xAB };
enum { WAKE_CYCLES = 500 }; /* the flash needs 3 us; at most 50 MHz here */
enum { HEADER_WORDS = sizeof(struct image_header) / 4 };

static void spi_select(bool on) { REGISTER(LITH_SPI_CONTROL) = on ? 0x100 : 0; }

static void spi_wait(void) {
    while (REGISTER(LITH_SPI_STATUS) & LITH_SPI_STATUS_BUSY) continue;
}

static void flash_begin_read(uint32_t address) {
    spi_select(true);
    REGISTER(LITH_SPI_DATA) = FLASH_RELEASE_POWER_DOWN;
    spi_wait();
    spi_select(false);
    uint32_t start = REGISTER(LITH_TIMER_MTIME);
    while (REGISTER(LITH_TIMER_MTIME) - start < WAKE_CYCLES) continue;
    spi_select(true);
    REGISTER(LITH_SPI_DATA32) = FLASH_READ | (address >> 16 & 0xFF) << 8 | (address & 0xFF00) << 8 | address << 24;
    spi_wait();
    REGISTER(LITH_SPI_DATA32) = 0;
}

/* The next word; the transfer of the one behind it then runs while the caller works. */
static uint32_t flash_next(void) {
    spi_wait();
    uint32_t word = REGISTER(LITH_SPI_DATA32);
    REGISTER(LITH_SPI_DATA32) = 0;
    return word;
}

/* CRC-32 of IEEE 802.3, a table of which is made in RAM. */
static void crc_table_make(uint32_t *table) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) c = c >> 1 ^ (c & 1 ? 0xEDB88320 : 0);
        table[i] = c;
    }
}

static uint32_t crc_word(const uint32_t *table, uint32_t crc, uint32_t word) {
    crc ^= word;
    for (int i = 0; i < 4; i++) crc = crc >> 8 ^ table[crc & 0xFF];
    return crc;
}

uint32_t image_load(uint32_t ram_end) {
    uint32_t crc_table[256];
    union {
        struct image_header header;
        uint32_t words[HEADER_WORDS];
    } image;
    crc_table_make(crc_table);
    flash_begin_read(FLASH_IMAGE_BASE);
    uint32_t crc = ~0u;
    for (uint32_t i = 0; i < HEADER_WORDS; i++) {
        image.words[i] = flash_next();
        if (i < HEADER_WORDS - 1) crc = crc_word(crc_table, crc, image.words[i]);
    }
    const struct image_header *h = &image.header;
    if (h->magic != IMAGE_MAGIC) boot_fail("no image in flash", 0);
    if (h->header_crc != ~crc) boot_fail("image header damaged", 0);
    if (h->version != IMAGE_VERSION) boot_fail("image of unknown version ", h->version);
    uint32_t limit = ram_end - BOOT_RESERVE;
    if (h->load % 4 || h->length % 4 || h->load < LITH_RAM_BASE || h->load >= limit || h->entry - h->load >= h->length)
        boot_fail("image not for this machine, loads at ", h->load);
    if (h->length > limit - h->load) boot_fail("image too long, bytes: ", h->length);

    crc = ~0u;
    uint32_t *to = (uint32_t *)h->load;
    for (uint32_t *end = to + h->length / 4; to < end; to++) {
        *to = flash_next();
        crc = crc_word(crc_table, crc, *to);
    }
    spi_wait();
    spi_select(false);
    if (h->payload_crc != ~crc) boot_fail("image payload damaged", 0);
    return h->entry;
}
