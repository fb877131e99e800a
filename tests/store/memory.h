/* Memory as a device: BLOCKS blocks in `image`. Tests that note what is done, or have it fail, have functions of their
 * own around these. */
#ifndef TESTS_STORE_MEMORY_H
#define TESTS_STORE_MEMORY_H

#include "store/device.h"
#include <stddef.h>
#include <string.h>

static uint8_t image[BLOCKS][BLOCK_BYTES];

static inline const char *memory_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    if (block + count > device->blocks) return "beyond the end";
    memcpy(to, image[block], (size_t)count * BLOCK_BYTES);
    return NULL;
}
static inline const char *memory_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    if (block + count > device->blocks) return "beyond the end";
    memcpy(image[block], from, (size_t)count * BLOCK_BYTES);
    return NULL;
}
static inline const char *memory_flush(struct device *device) { return device->blocks ? NULL : "no device"; }

#endif
