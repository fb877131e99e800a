#include "spi_flash.h"
#include <stdlib.h>
#include <string.h>

enum { READ = 0x03, READ_STATUS = 0x05, FAST_READ = 0x0B, JEDEC_ID = 0x9F, RELEASE = 0xAB, POWER_DOWN = 0xB9 };
enum { CHIP_BYTES = 1 << 24 };

static const uint8_t jedec_id[3] = {0xEF, 0x40, 0x18}; /* Winbond, 16 MiB */

bool spi_flash_init(struct spi_flash *f, const uint8_t *contents, size_t size, uint32_t base) {
    *f = (struct spi_flash){.size = size, .base = base, .asleep = true, .miso = 1};
    if (size == 0) return true;
    f->bytes = malloc(size);
    if (!f->bytes) return false;
    memcpy(f->bytes, contents, size);
    return true;
}

void spi_flash_free(struct spi_flash *f) {
    free(f->bytes);
    f->bytes = NULL;
}

static uint8_t byte_at(const struct spi_flash *f, uint32_t address) {
    uint32_t offset = (address - f->base) % CHIP_BYTES;
    return offset < f->size ? f->bytes[offset] : 0xFF;
}

/* The byte to send after the `n`th byte (from 1) has come in. */
static uint8_t answer(struct spi_flash *f, uint32_t n) {
    if (n == 1) f->command = f->in;
    if (f->asleep && f->command != RELEASE) return 0xFF;
    switch (f->command) {
    case READ:
    case FAST_READ:
        if (n >= 2 && n <= 4) f->address = (f->address << 8 | f->in) % CHIP_BYTES;
        if (n < (f->command == READ ? 4u : 5u)) return 0xFF;
        return byte_at(f, f->address++);
    case READ_STATUS:
        return 0; /* never busy */
    case JEDEC_ID:
        return n <= 3 ? jedec_id[n - 1] : 0xFF;
    default:
        return 0xFF;
    }
}

static void select_changed(struct spi_flash *f, bool selected) {
    f->selected = selected;
    if (selected) {
        f->bits = 0;
        f->out = 0xFF;
        f->address = 0;
    } else if (f->bits >= 8) { /* these two take effect with the end of the command */
        if (f->command == RELEASE) f->asleep = false;
        if (f->command == POWER_DOWN) f->asleep = true;
    }
}

uint8_t spi_flash_pins(struct spi_flash *f, uint8_t cs_n, uint8_t sck, uint8_t mosi) {
    if (f->selected == (bool)cs_n) select_changed(f, !cs_n);
    if (f->selected && sck && !f->sck) { /* rising: take a bit */
        f->in = (uint8_t)(f->in << 1 | mosi);
        if (++f->bits % 8 == 0) f->out = answer(f, f->bits / 8);
    } else if (f->selected && !sck && f->sck) { /* falling: put a bit out */
        f->miso = f->out >> 7;
        f->out = (uint8_t)(f->out << 1 | 1);
    }
    if (!f->selected) f->miso = 1;
    f->sck = sck;
    return f->miso;
}
