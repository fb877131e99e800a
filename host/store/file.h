/* A file of the host as a device of blocks (store/device.h). One program has it open for writing at a time. */
#ifndef HOST_STORE_FILE_H
#define HOST_STORE_FILE_H

#include "store/device.h"
#include <stdbool.h>
#include <stddef.h>

enum file_mode {
    FILE_READ, /* others may have it open */
    FILE_MAKE  /* for writing; if it is not there, or is empty, it gets `bytes` bytes, none of which takes room yet */
};

/* NULL after one line in err, beginning with the name, which must stay where it is as long as the device. A size that
 * is no multiple of the blocks' is rounded down. */
struct device *file_device_open(const char *name, enum file_mode mode, uint64_t bytes, char *err, size_t err_size);
/* Whether it had no bytes before FILE_MAKE gave it some. */
bool file_device_is_new(const struct device *device);
void file_device_close(struct device *device);
/* Closes it and takes back what FILE_MAKE has made. */
void file_device_undo(struct device *device);

#endif
