/* Files as devices (file.h). */
#include "host/store/file.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_device {
    struct device device;
    const char *name;
    int file;
    bool made, filled; /* by FILE_MAKE: the file, its bytes */
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

/* What was made goes while it is still locked. */
static void undo(const struct file_device *f) {
    if (f->made) unlink(f->name);
    if (f->filled && !f->made) (void)!ftruncate(f->file, 0); /* or it stays as long as it has become, all zero */
}

/* Opens it, and makes it where the mode says so. -1 with errno. */
static int open_file(struct file_device *f, enum file_mode mode) {
    int flags = (mode == FILE_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC, file = open(f->name, flags);
    if (file >= 0 || mode != FILE_MAKE || errno != ENOENT) return file;
    file = open(f->name, flags | O_CREAT | O_EXCL, 0666);
    if (file < 0) return errno == EEXIST ? open(f->name, flags) : -1;
    f->made = true;
    return file;
}

static const char *lock(const struct file_device *f) {
    struct stat status;
    if (flock(f->file, LOCK_EX | LOCK_NB))
        return errno == EWOULDBLOCK ? "another program has it open" : strerror(errno);
    /* Whoever had the lock before may have taken back what it had made. */
    if (fstat(f->file, &status)) return strerror(errno);
    return status.st_nlink ? NULL : "another program has removed it";
}

/* The bytes that a file is to have; and its name is certain, as they will be. */
static const char *give_bytes(const struct file_device *f, off_t bytes) {
    char folder[PATH_MAX];
    if (ftruncate(f->file, bytes) || fsync(f->file)) return reason();
    if (!f->made) return NULL;
    snprintf(folder, sizeof folder, "%s", f->name);
    int file = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool kept = file >= 0 && (!fsync(file) || errno == EINVAL); /* there are file systems that need not be told */
    const char *wrong = kept ? NULL : reason();
    if (file >= 0) close(file);
    return wrong;
}

/* NULL, or what is wrong; then nothing is left of what was made. */
static const char *fill(struct file_device *f, enum file_mode mode, uint64_t bytes) {
    struct stat status;
    if (fstat(f->file, &status)) return strerror(errno);
    if (!S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode)) return "neither a file nor a disk";
    const char *wrong = mode == FILE_READ ? NULL : lock(f);
    if (wrong) return wrong; /* what was made is another program's by now */
    off_t size = lseek(f->file, 0, SEEK_END);
    if (mode == FILE_MAKE && !size && S_ISREG(status.st_mode)) {
        f->filled = true;
        size = (off_t)bytes;
        wrong = give_bytes(f, size);
        if (wrong) undo(f);
        if (wrong) return wrong;
    }
    if (size < 0) return strerror(errno);
    f->device = (struct device){(uint64_t)size / BLOCK_BYTES, file_read, file_write, file_flush};
    return NULL;
}

struct device *file_device_open(const char *name, enum file_mode mode, uint64_t bytes, char *err, size_t err_size) {
    struct file_device *f = calloc(1, sizeof *f);
    if (!f) {
        snprintf(err, err_size, "%s: out of memory", name);
        return NULL;
    }
    f->name = name;
    f->file = open_file(f, mode);
    const char *wrong = f->file < 0 ? strerror(errno) : fill(f, mode, bytes);
    if (!wrong) return &f->device;
    snprintf(err, err_size, "%s: %s", name, wrong);
    if (f->file >= 0) close(f->file);
    free(f);
    return NULL;
}

bool file_device_is_new(const struct device *device) { return ((const struct file_device *)device)->filled; }

void file_device_close(struct device *device) {
    if (!device) return;
    close(file_of(device));
    free(device);
}

void file_device_undo(struct device *device) {
    undo((struct file_device *)device);
    file_device_close(device);
}
