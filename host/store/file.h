/* A file of the host as a device of blocks (store/device.h). One program has it open for writing at a time. */
#ifndef HOST_STORE_FILE_H
#define HOST_STORE_FILE_H

#include "store/device.h"
#include <stdbool.h>
#include <stddef.h>

enum file_mode {
    FILE_READ,  /* others may have it open */
    FILE_WRITE, /* it is there */
    FILE_MAKE   /* and if it is not, it is made with `bytes` bytes, none of which takes room on the disk yet */
};

/* NULL after one line in err, beginning with the name. A size that is no multiple of the blocks' is rounded down. */
struct device *file_device_open(const char *name, enum file_mode mode, uint64_t bytes, char *err, size_t err_size);
void file_device_close(struct device *device);

#endif
