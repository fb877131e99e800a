/* Reading the flash. */
#ifndef KERNEL_MACHINE_FLASH_H
#define KERNEL_MACHINE_FLASH_H

#include "lisp/image/image.h"

/* Begins to read at an address; one reading at a time. */
void flash_begin(uint32_t address);
/* The next word, little-endian. */
uint32_t flash_next(void);
extern const struct image_source flash_library;

#endif
