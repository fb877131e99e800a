/* Where stores are (place.h). */
#include "host/store/place.h"
#include "host/store/nbd.h"

#define NBD_MILLISECONDS 30000

bool place_open(struct place *p, const char *where, enum file_mode mode, uint64_t bytes, char *err, size_t err_size) {
    *p = (struct place){.where = where, .server = nbd_is_address(where)};
    p->device = p->server ? nbd_device_open(where, mode != FILE_READ, NBD_MILLISECONDS, err, err_size)
                          : file_device_open(where, mode, bytes, err, err_size);
    return p->device != NULL;
}

bool place_is_new(const struct place *p) { return !p->server && file_device_is_new(p->device); }

void place_close(struct place *p) {
    if (p->server)
        nbd_device_close(p->device);
    else
        file_device_close(p->device);
    p->device = NULL;
}

void place_undo(struct place *p) {
    if (!place_is_new(p)) {
        place_close(p);
        return;
    }
    file_device_undo(p->device);
    p->device = NULL;
}
