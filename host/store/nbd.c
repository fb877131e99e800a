/* NBD servers as devices (nbd.h). */
#include "host/store/nbd.h"
#include <errno.h>
#include <libnbd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nbd_device {
    struct device device;
    struct nbd_handle *handle; /* NULL: the connection is lost */
    int milliseconds;
    char reason[300];
};

bool nbd_is_address(const char *text) {
    const char *end = strstr(text, "://");
    return end && !strncmp(text, "nbd", 3) && memchr(text, '/', (size_t)(end - text)) == NULL;
}

static const char silent[] = "the server does not answer";

/* What libnbd says went wrong last, without the name of its function. */
static const char *reason(struct nbd_device *n) {
    const char *said = nbd_get_error(), *end = said ? strstr(said, ": ") : NULL;
    if (nbd_get_errno() == ENOSPC) return "the server's disk is full";
    if (end && !strncmp(said, "nbd_", 4)) said = end + 2;
    snprintf(n->reason, sizeof n->reason, "%s", said ? said : silent);
    return n->reason;
}

/* Nothing comes from the server into anybody's memory behind this. */
static const char *lose(struct nbd_device *n, const char *wrong) {
    nbd_close(n->handle);
    n->handle = NULL;
    if (wrong != n->reason) snprintf(n->reason, sizeof n->reason, "%s", wrong);
    return n->reason;
}

/* Until something has come from the server. NULL, or what is wrong: the connection is lost then. */
static const char *turn(struct nbd_device *n) {
    int some = nbd_poll(n->handle, n->milliseconds);
    return some > 0 ? NULL : lose(n, some ? reason(n) : silent);
}

/* Until the request of that number has been answered; below 0: it could not be sent. */
static const char *await(struct nbd_device *n, int64_t request) {
    int done = 0;
    while (request >= 0 && !(done = nbd_aio_command_completed(n->handle, (uint64_t)request))) {
        const char *wrong = turn(n);
        if (wrong) return wrong;
    }
    if (request >= 0 && done > 0) return NULL;
    const char *wrong = reason(n);
    return nbd_aio_is_ready(n->handle) > 0 ? wrong : lose(n, wrong);
}

static const char *nbd_device_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    struct nbd_device *n = (struct nbd_device *)device;
    if (!n->handle) return n->reason;
    return await(
        n, nbd_aio_pread(n->handle, to, (size_t)count * BLOCK_BYTES, block * BLOCK_BYTES, NBD_NULL_COMPLETION, 0));
}

static const char *nbd_device_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    struct nbd_device *n = (struct nbd_device *)device;
    if (!n->handle) return n->reason;
    return await(
        n, nbd_aio_pwrite(n->handle, from, (size_t)count * BLOCK_BYTES, block * BLOCK_BYTES, NBD_NULL_COMPLETION, 0));
}

static const char *nbd_device_flush(struct device *device) {
    struct nbd_device *n = (struct nbd_device *)device;
    return n->handle ? await(n, nbd_aio_flush(n->handle, NBD_NULL_COMPLETION, 0)) : n->reason;
}

/* NULL, or what is wrong. */
static const char *reach(struct nbd_device *n, const char *address) {
    if (nbd_aio_connect_uri(n->handle, address) < 0) return reason(n);
    while (nbd_aio_is_connecting(n->handle) > 0) {
        const char *wrong = turn(n);
        if (wrong) return wrong;
    }
    return nbd_aio_is_ready(n->handle) > 0 ? NULL : reason(n);
}

static const char *suits(struct nbd_device *n, bool write) {
    int64_t size = nbd_get_size(n->handle);
    if (size < 0) return reason(n);
    n->device.blocks = (uint64_t)size / BLOCK_BYTES;
    if (nbd_get_block_size(n->handle, LIBNBD_SIZE_MINIMUM) > (int64_t)BLOCK_BYTES)
        return "the server takes no blocks of 512 bytes";
    if (write && nbd_is_read_only(n->handle)) return "the server lets nobody write there";
    if (write && nbd_can_flush(n->handle) <= 0)
        return "the server cannot say when what was written is certain (no flush)";
    return NULL;
}

struct device *nbd_device_open(const char *address, bool write, int milliseconds, char *err, size_t err_size) {
    struct nbd_device *n = calloc(1, sizeof *n);
    if (!n || !(n->handle = nbd_create())) {
        snprintf(err, err_size, "%s: out of memory", address);
        free(n);
        return NULL;
    }
    n->milliseconds = milliseconds;
    n->device = (struct device){0, nbd_device_read, nbd_device_write, nbd_device_flush};
    const char *wrong = reach(n, address);
    if (!wrong) wrong = suits(n, write);
    if (!wrong) return &n->device;
    snprintf(err, err_size, "%s: %s", address, wrong);
    nbd_device_close(&n->device);
    return NULL;
}

void nbd_device_close(struct device *device) {
    struct nbd_device *n = (struct nbd_device *)device;
    if (!n) return;
    if (n->handle && nbd_aio_is_ready(n->handle) > 0) nbd_aio_disconnect(n->handle, 0);
    nbd_close(n->handle);
    free(n);
}
