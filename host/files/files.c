/* Host files for the programs of the machine (files.h). They are opened as they are, devices and pipes too, and what is
 * there is written over, as everywhere: a program may go on writing for as long as it likes, and others read meanwhile.
 * Only what is to be written whole (MODE_WRITE_WHOLE) is written beside a plain file, and takes its name in the end. */
#include "files.h"
#include "kernel/session/protocol.h"
#include "lisp/cells/utf8.h"
#include "sim/output_file.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 64
#define NAME_SHOWN 150u /* bytes of a name that an error shows: the machine cuts longer texts */

static struct file {
    FILE *stream; /* NULL: it is closed */
    char name[MESSAGE_MAX + 1];
    enum { AS_IT_IS, REPLACED, GROWS } how;
    bool kept;
    off_t length, written;          /* GROWS: of the file when it was opened; bytes since */
    struct output_file replacement; /* REPLACED */
} files[FILES_MAX];

static uint8_t done(size_t *answer_size, size_t n) {
    *answer_size = n;
    return FILE_DONE;
}

static uint8_t failed(const char *why, uint8_t *answer, size_t *answer_size) {
    *answer_size = strlen(why);
    memcpy(answer, why, *answer_size);
    return FILE_FAILED;
}

/* With the end of the file's name. */
static uint8_t file_failed(const struct file *f, const char *why, uint8_t *answer, size_t *answer_size) {
    const char *name = f->name;
    size_t n = strlen(name);
    if (n > NAME_SHOWN) name += n - NAME_SHOWN;
    while ((*name & 0xc0) == 0x80) name++; /* not within a character */
    char text[NAME_SHOWN + 100];
    snprintf(text, sizeof text, "%s%.*s: %.90s", name == f->name ? "" : "...", (int)NAME_SHOWN, name, why);
    return failed(text, answer, answer_size);
}

/* ---- files that are written whole or not at all ---- */

/* Whether another file can take the place of that one, or be the first of its name: not where others would still see
 * the old one (by another name), nor where it would come to belong to somebody else. */
static bool replaceable(const char *path) {
    struct stat s;
    char err[PATH_MAX + 200];
    if (!output_file_possible(path, err, sizeof err)) return false;
    return stat(path, &s) != 0 || (s.st_nlink == 1 && (s.st_uid == geteuid() || geteuid() == 0));
}

/* Begins a file beside the name. False: it cannot be; it is a matter of room if *full. */
static bool begin_replacement(struct file *f, bool *full) {
    char err[PATH_MAX + 200];
    *full = false;
    if (!replaceable(f->name)) return false;
    errno = 0;
    if (output_file_begin(&f->replacement, f->name, err, sizeof err)) {
        f->how = REPLACED;
        f->stream = f->replacement.stream;
        return true;
    }
    *full = errno == ENOSPC || errno == EDQUOT;
    return false;
}

/* What has been written behind a plain file goes again, unless others have written there too. */
static void shorten(const struct file *f) {
    struct stat s;
    if (stat(f->name, &s) == 0 && S_ISREG(s.st_mode) && s.st_size <= f->length + f->written)
        (void)!truncate(f->name, f->length);
}

/* NULL, or why what was written is not there; valid until the next call. */
static const char *close_stream(struct file *f) {
    static char err[MESSAGE_MAX + PATH_MAX + 200];
    FILE *stream = f->stream;
    f->stream = NULL;
    if (f->how == REPLACED && f->kept)
        return output_file_finish(&f->replacement, err, sizeof err) ? NULL : err + strlen(f->name) + 2;
    if (f->how == REPLACED) {
        output_file_drop(&f->replacement);
        return NULL;
    }
    bool lost = ferror(stream);
    const char *why = fclose(stream) ? strerror(errno) : NULL;
    if (f->how == GROWS && (lost || why || !f->kept)) shorten(f);
    return why;
}

/* ---- requests ---- */

/* NULL, or why it cannot be opened. */
static const char *open_stream(struct file *f, char mode) {
    struct stat s;
    bool there = stat(f->name, &s) == 0, whole = mode == MODE_WRITE_WHOLE || mode == MODE_APPEND_WHOLE, full;
    if (there && S_ISDIR(s.st_mode)) return strerror(EISDIR);
    f->how = AS_IT_IS;
    f->kept = false;
    if (whole && (mode == MODE_WRITE_WHOLE || !there)) {
        if (begin_replacement(f, &full)) return NULL;
        if (full) return strerror(errno);
    }
    bool append = mode == MODE_APPEND || mode == MODE_APPEND_WHOLE;
    f->stream = fopen(f->name, mode == MODE_READ ? "rb" : append ? "ab" : "wb");
    if (!f->stream) return strerror(errno);
    if (mode == MODE_APPEND_WHOLE && there && S_ISREG(s.st_mode)) {
        f->how = GROWS;
        f->length = s.st_size;
        f->written = 0;
    }
    return NULL;
}

static uint8_t open_file(const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size) {
    static const char modes[] = {MODE_READ, MODE_WRITE, MODE_APPEND, MODE_WRITE_WHOLE, MODE_APPEND_WHOLE};
    int number = 0;
    while (number < FILES_MAX && files[number].stream) number++;
    if (!memchr(modes, payload[0], sizeof modes)) return failed("unknown way of opening a file", answer, answer_size);
    if (memchr(payload + 1, 0, n - 1)) return failed("a file name with a character of code 0", answer, answer_size);
    if (number == FILES_MAX) return failed("too many open files: close some", answer, answer_size);
    struct file *f = &files[number];
    memcpy(f->name, payload + 1, n - 1);
    f->name[n - 1] = 0;
    const char *why = open_stream(f, (char)payload[0]);
    if (why) return failed(why, answer, answer_size);
    answer[0] = (uint8_t)number;
    return done(answer_size, 1);
}

/* At most so many bytes, the last character among them whole if the file has all of it. */
static size_t read_text(FILE *f, size_t most, uint8_t *bytes) {
    if (most > MESSAGE_MAX) most = MESSAGE_MAX;
    bool room = most > UTF8_MISSING_MAX;
    size_t n = fread(bytes, 1, room ? most - UTF8_MISSING_MAX : most, f);
    uint32_t missing;
    while (room && utf8_begun(bytes, (uint32_t)n, &missing)) {
        size_t more = fread(bytes + n, 1, missing, f);
        if (!more) break;
        n += more;
    }
    return n;
}

uint8_t files_serve(uint8_t type, const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size) {
    if (!n) return failed("an empty request", answer, answer_size);
    if (type == FILE_OPEN) return open_file(payload, n, answer, answer_size);
    if (payload[0] >= FILES_MAX || !files[payload[0]].stream) return failed("the file is closed", answer, answer_size);
    struct file *f = &files[payload[0]];
    const char *why = NULL;
    size_t moved = 0;
    switch (type) {
    case FILE_READ:
        moved = read_text(f->stream, n < 3 ? 0 : payload[1] | (size_t)payload[2] << 8, answer);
        if (ferror(f->stream)) why = strerror(errno);
        break;
    case FILE_WRITE:
        f->written += (off_t)(n - 1);
        if (fwrite(payload + 1, 1, n - 1, f->stream) < n - 1) why = strerror(errno);
        break;
    case FILE_KEEP:
        f->kept = true;
        break;
    case FILE_CLOSE:
        why = close_stream(f);
        break;
    default:
        why = "an unknown request";
    }
    return why ? file_failed(f, why, answer, answer_size) : done(answer_size, moved);
}

bool files_close_all(char *err, size_t err_size) {
    bool good = true;
    for (int i = 0; i < FILES_MAX; i++) {
        const char *why = files[i].stream ? close_stream(&files[i]) : NULL;
        if (why && good) snprintf(err, err_size, "%s: %s", files[i].name, why);
        good &= !why;
    }
    return good;
}
