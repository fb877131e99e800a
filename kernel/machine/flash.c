/* Reading the flash (flash.h): command 03, words of four bytes each; the next one is under way while the last is used.
 */
#include "flash.h"
#include <lith_flash.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define COMMAND_READ 0x03u
#define COMMAND_WAKE 0xabu /* release from power-down, in which a program that no boot ROM loaded finds it */
#define WAKE_CYCLES 500u   /* the flash needs 3 us; at most 50 MHz here */
#define SELECT_FLASH 0x100u

static void wait(void) {
    while (REGISTER(LITH_SPI_STATUS) & LITH_SPI_STATUS_BUSY)
        ;
}

void flash_begin(uint32_t address) {
    wait();
    REGISTER(LITH_SPI_CONTROL) = 0;
    REGISTER(LITH_SPI_CONTROL) = SELECT_FLASH;
    REGISTER(LITH_SPI_DATA) = COMMAND_WAKE;
    wait();
    REGISTER(LITH_SPI_CONTROL) = 0;
    uint32_t start = REGISTER(LITH_TIMER_MTIME);
    while (REGISTER(LITH_TIMER_MTIME) - start < WAKE_CYCLES)
        ;
    REGISTER(LITH_SPI_CONTROL) = SELECT_FLASH;
    REGISTER(LITH_SPI_DATA32) =
        COMMAND_READ | (address >> 16 & 0xff) << 8 | (address & 0xff00) << 8 | (address & 0xff) << 24;
    wait();
    REGISTER(LITH_SPI_DATA32) = 0;
}

uint32_t flash_next(void) {
    wait();
    uint32_t word = REGISTER(LITH_SPI_DATA32);
    REGISTER(LITH_SPI_DATA32) = 0;
    return word;
}

static void seek_library(uint32_t word) { flash_begin(FLASH_LIBRARY_BASE + 4 * word); }

const struct image_source flash_library = {seek_library, flash_next};
