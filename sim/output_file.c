/* Files that programs make (output_file.h). */
#define _XOPEN_SOURCE 700
#include "output_file.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct output_file *unfinished;

void output_file_remove_all(void) {
    for (struct output_file *f = unfinished; f; f = f->next) unlink(f->temporary);
}

static void on_end(int signal_number) {
    output_file_remove_all();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Once: what is not finished goes with the program. */
static void watch_end(void) {
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    static bool watched;
    if (watched) return;
    watched = true;
    atexit(output_file_remove_all);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sigaction now;
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL) signal(ends[i], on_end);
    }
}

static bool failed(const char *name, const char *why, char *err, size_t err_size) {
    int before = errno;
    snprintf(err, err_size, "%s: %s", name, why);
    errno = before;
    return false;
}

/* The end of links; room for PATH_MAX bytes. NULL, or why there can be no file. */
static const char *resolve(const char *name, char *path) {
    struct stat s;
    if (stat(name, &s) == 0) {
        if (S_ISDIR(s.st_mode)) return strerror(EISDIR);
        if (!S_ISREG(s.st_mode)) return "not a plain file, which alone can be replaced";
        if (access(name, W_OK) != 0 || !realpath(name, path)) return strerror(errno);
        return NULL;
    }
    if (errno != ENOENT) return strerror(errno);
    if (lstat(name, &s) == 0) return "a symbolic link to nothing";
    if (strlen(name) >= PATH_MAX) return strerror(ENAMETOOLONG);
    strcpy(path, name);
    return NULL;
}

/* The length of the path's folder with the slash behind it; 0: the present one. */
static int folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (int)(slash + 1 - path) : 0;
}

/* As output_file_possible says, with the end of the name's links in path, which has room for PATH_MAX bytes. */
static bool possible(const char *name, char *path, char *err, size_t err_size) {
    char folder[PATH_MAX];
    const char *wrong = resolve(name, path);
    if (wrong) return failed(name, wrong, err, err_size);
    int n = folder_of(path);
    if (!path[n]) return failed(name, strerror(path[0] ? EISDIR : ENOENT), err, err_size);
    snprintf(folder, sizeof folder, "%.*s.", n, path);
    return access(folder, W_OK | X_OK) == 0 || failed(name, strerror(errno), err, err_size);
}

bool output_file_possible(const char *name, char *err, size_t err_size) {
    char path[PATH_MAX] = "";
    return possible(name, path, err, err_size);
}

/* Makes the file beside the name, to be read by nobody who could not read what it replaces; -1: errno says why not. */
static int create(struct output_file *f) {
    struct stat replaced;
    unsigned mode = stat(f->path, &replaced) == 0 ? replaced.st_mode & 0666 : 0666;
    int n = folder_of(f->path);
    for (int i = 0; i < 1000; i++) {
        int length = snprintf(f->temporary, sizeof f->temporary, "%.*s.lith-%ld-%d", n, f->path, (long)getpid(), i);
        if (length >= (int)sizeof f->temporary) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(f->temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

bool output_file_begin(struct output_file *f, const char *name, char *err, size_t err_size) {
    if (!possible(name, f->path, err, err_size)) return false;
    watch_end();
    f->name = name;
    int fd = create(f);
    if (fd < 0) return failed(name, strerror(errno), err, err_size);
    f->stream = fdopen(fd, "wb");
    if (!f->stream) {
        close(fd);
        unlink(f->temporary);
        return failed(name, strerror(ENOMEM), err, err_size);
    }
    f->next = unfinished;
    unfinished = f;
    return true;
}

static void forget(struct output_file *f) {
    struct output_file **at = &unfinished;
    while (*at != f) at = &(*at)->next;
    *at = f->next;
}

/* Owner and permissions of the file that is replaced. 0, or errno. */
static int keep_permissions(const struct output_file *f) {
    struct stat replaced;
    if (stat(f->path, &replaced) != 0) return 0;
    /* Only root can give a file away; whoever else may write a file of others becomes its owner. */
    bool given = chown(f->temporary, replaced.st_uid, replaced.st_gid) == 0;
    return chmod(f->temporary, replaced.st_mode & (given ? 07777 : 0777)) == 0 ? 0 : errno;
}

bool output_file_finish(struct output_file *f, char *err, size_t err_size) {
    int why = 0;
    errno = 0;
    /* An earlier write has failed, and its errno is gone: one byte more fails for the same reason. */
    if (fflush(f->stream) != 0)
        why = errno;
    else if (ferror(f->stream))
        why = write(fileno(f->stream), "", 1) == 1 ? EIO : errno;
    if (fclose(f->stream) != 0 && !why) why = errno;
    if (!why) why = keep_permissions(f);
    if (!why && rename(f->temporary, f->path) != 0) why = errno;
    if (why) unlink(f->temporary);
    forget(f);
    return !why || failed(f->name, strerror(why), err, err_size);
}

void output_file_drop(struct output_file *f) {
    fclose(f->stream);
    unlink(f->temporary);
    forget(f);
}
