/* The boot ROM's contents, built into the model from the images that firmware/boot makes. */
#ifndef LITH_MODEL_BOOTROM_H
#define LITH_MODEL_BOOTROM_H

#include <stddef.h>
#include <stdint.h>

/* Fills `words` with the ROM of the machine with this id (system register MACHINE); the rest stays as it is. */
void bootrom_load(uint32_t machine_id, uint32_t *words, size_t count);

#endif
