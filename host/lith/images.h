/* The flash images that lith carries: kernel and library of each machine (images.S). */
#ifndef HOST_LITH_IMAGES_H
#define HOST_LITH_IMAGES_H

#include <stddef.h>
#include <stdint.h>

struct image {
    const uint8_t *flash, *flash_end; /* contents of the flash from FLASH_IMAGE_BASE on */
    const uint8_t *elf, *elf_end;     /* the kernel with its symbols, for profiles */
};

/* How much of a flash image a machine has read as it starts, in percent, when it reads at this address of the flash
 * (lith_machine_flash_address). */
unsigned image_read(const uint8_t *flash, size_t size, uint32_t address);

/* NULL: there is none for a machine of that name. */
const struct image *image_of(const char *machine);

#endif
