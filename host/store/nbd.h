/* An export of an NBD server as a device of blocks (store/device.h), by libnbd. */
#ifndef HOST_STORE_NBD_H
#define HOST_STORE_NBD_H

#include "store/device.h"
#include <stdbool.h>
#include <stddef.h>

/* Whether it is the address of one, as nbd://host:port/export or nbd+unix:///export?socket=PATH. */
bool nbd_is_address(const char *text);

/* Connects to it. A server that does not answer for so many milliseconds is lost: nothing is asked of it any more. To
 * be written, it must be able to say when what was written is certain. NULL after one line in err, beginning with the
 * address. */
struct device *nbd_device_open(const char *address, bool write, int milliseconds, char *err, size_t err_size);
void nbd_device_close(struct device *device);

#endif
