/* Reading the flash (flash.h): command 03, words of four bytes each; the next one is under way while the last is used.
 */
#include "flash.h"
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define COMMAND_READ 0x03u
#define SELECT_FLASH 0x100u

static void wait(void) {
    while (REGISTER(LITH_SPI_STATUS) & LITH_SPI_STATUS_BUSY)
        ;
}

void flash_begin(uint32_t address) {
    wait();
    REGISTER(LITH_SPI_CONTROL) = 0;
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
