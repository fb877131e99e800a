/* The boot ROM: tests memory, checks the image in flash and starts it, or says over the UART why not. */
#ifndef FIRMWARE_BOOT_BOOT_H
#define FIRMWARE_BOOT_BOOT_H

#include <lith_flash.h>
#include <lith_isa.h>

#define BOOT_RESERVE 2048 /* bytes at the top of RAM that are ours; an image must end below them */

/* Looks at the collector's phase before a collection counts as hung: many times what the boot heap takes. */
#define COLLECTION_TRIES 1000000

#define IMAGE_MAGIC 0x4854494C /* "LITH" */
#define IMAGE_VERSION 1

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* What is at FLASH_IMAGE_BASE, in front of the payload (docs/machine.md). */
struct image_header {
    uint32_t magic, version;
    uint32_t length; /* of the payload, bytes */
    uint32_t load, entry;
    uint32_t payload_crc;
    uint32_t header_crc; /* of the words before */
};

/* start.S */
_Noreturn void boot_fail(const char *text, uint32_t number); /* the number is left out when it is 0 */
bool collect_everything(void);

void heap_test(void);                  /* returns when the heap is sound */
uint32_t image_load(uint32_t ram_end); /* returns the entry address */
#endif

#endif
