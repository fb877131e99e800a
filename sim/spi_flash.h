/* A serial NOR flash (W25Q128 and the like) in SPI mode 0, driven by the levels of its pins. It knows read (03h), fast
 * read (0Bh), JEDEC id (9Fh), read status (05h), power-down (B9h) and release (ABh). It begins in power-down, as it
 * is left by boards that configure their FPGA from it. */
#ifndef SIM_SPI_FLASH_H
#define SIM_SPI_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spi_flash {
    uint8_t *bytes; /* the part [base, base + size); all else reads 0xFF */
    size_t size;
    uint32_t base;
    bool asleep, selected;
    uint8_t sck, command;
    uint32_t address;
    uint32_t bits; /* since select */
    uint8_t in, out;
    uint8_t miso;
};

/* Copies the contents. False when there is no memory. */
bool spi_flash_init(struct spi_flash *f, const uint8_t *contents, size_t size, uint32_t base);
void spi_flash_free(struct spi_flash *f);

/* To be called when a pin changes; returns the level of the data output (1 while it is not driven). */
uint8_t spi_flash_pins(struct spi_flash *f, uint8_t cs_n, uint8_t sck, uint8_t mosi);

#endif
