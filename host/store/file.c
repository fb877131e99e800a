/* Files as devices (file.h). */
#include "host/store/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_device {
    struct device device;
    int file;
};

static int file_of(const struct device *device) { return ((const struct file_device *)device)->file; }

static const char *reason(void) { return errno == ENOSPC || errno == EDQUOT ? "the disk is full" : strerror(errno); }

static const char *file_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    uint64_t at = block * BLOCK_BYTES, left = (uint64_t)count * BLOCK_BYTES;
    for (uint8_t *out = to; left;) {
        ssize_t n = pread(file_of(device), out, left, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return reason();
        if (!n) return "the file has become shorter";
        out += n;
        at += (uint64_t)n;
        left -= (uint64_t)n;
    }
    return NULL;
}

static const char *file_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    uint64_t at = block * BLOCK_BYTES, left = (uint64_t)count * BLOCK_BYTES;
    if (block + count > device->blocks) return "beyond the end";
    for (const uint8_t *in = from; left;) {
        ssize_t n = pwrite(file_of(device), in, left, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return reason();
        in += n;
        at += (uint64_t)n;
        left -= (uint64_t)n;
    }
    return NULL;
}

static const char *file_flush(struct device *device) { return fdatasync(file_of(device)) ? reason() : NULL; }

static bool fill(struct file_device *f, const char *name, enum file_mode mode, uint64_t bytes, char *err,
                 size_t err_size) {
    struct stat status;
    if (fstat(f->file, &status)) {
        snprintf(err, err_size, "%s: %s", name, strerror(errno));
    } else if (!S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode)) {
        snprintf(err, err_size, "%s: neither a file nor a disk", name);
    } else if (mode != FILE_READ && flock(f->file, LOCK_EX | LOCK_NB)) {
        snprintf(err, err_size, "%s: another program has it open", name);
    } else {
        off_t size = S_ISREG(status.st_mode) ? status.st_size : lseek(f->file, 0, SEEK_END);
        if (mode == FILE_MAKE && !size) {
            size = (off_t)bytes;
            if (ftruncate(f->file, size)) {
                snprintf(err, err_size, "%s: %s", name, reason());
                return false;
            }
        }
        f->device = (struct device){(uint64_t)size / BLOCK_BYTES, file_read, file_write, file_flush};
        return true;
    }
    return false;
}

struct device *file_device_open(const char *name, enum file_mode mode, uint64_t bytes, char *err, size_t err_size) {
    int flags = mode == FILE_READ ? O_RDONLY : mode == FILE_WRITE ? O_RDWR : O_RDWR | O_CREAT;
    struct file_device *f = malloc(sizeof *f);
    if (!f) {
        snprintf(err, err_size, "out of memory");
        return NULL;
    }
    f->file = open(name, flags | O_CLOEXEC, 0666);
    if (f->file < 0) {
        snprintf(err, err_size, "%s: %s", name, strerror(errno));
    } else if (fill(f, name, mode, bytes, err, err_size)) {
        return &f->device;
    } else {
        close(f->file);
    }
    free(f);
    return NULL;
}

void file_device_close(struct device *device) {
    if (!device) return;
    close(file_of(device));
    free(device);
}
