/* A device of blocks, which a store lies on (docs/store.md): a file, a server of blocks, a card. */
#ifndef STORE_DEVICE_H
#define STORE_DEVICE_H

#include <stdint.h>

#define BLOCK_BYTES 512u

/* Each function returns NULL, or what went wrong in a few words. What has been written is certain when a flush that
 * came behind it has returned; until then any part of it may be there after a crash, in any order. */
struct device {
    uint64_t blocks;
    const char *(*read)(struct device *device, uint64_t block, uint32_t count, void *to);
    const char *(*write)(struct device *device, uint64_t block, uint32_t count, const void *from);
    const char *(*flush)(struct device *device);
};

#endif
