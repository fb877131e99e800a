/* Host files for the programs of the machine (files.h). They are opened as they are, devices and pipes too, and what is
 * there is written over, as everywhere: a program may go on writing for as long as it likes, and others read
 * meanwhile. */
#include "files.h"
#include "kernel/session/protocol.h"
#include "lisp/cells/utf8.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 64

static FILE *files[FILES_MAX];
static char names[FILES_MAX][MESSAGE_MAX + 1];

static uint8_t done(size_t *answer_size, size_t n) {
    *answer_size = n;
    return FILE_DONE;
}

static uint8_t failed(const char *why, uint8_t *answer, size_t *answer_size) {
    *answer_size = strlen(why);
    memcpy(answer, why, *answer_size);
    return FILE_FAILED;
}

static uint8_t open_file(const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size) {
    char path[MESSAGE_MAX + 1], mode[3] = {(char)payload[0], 'b', 0};
    struct stat s;
    int number = 0;
    memcpy(path, payload + 1, n - 1);
    path[n - 1] = 0;
    if (!strchr("rwa", mode[0])) return failed("unknown way of opening a file", answer, answer_size);
    if (strlen(path) != n - 1) return failed("a file name with a character of code 0", answer, answer_size);
    while (number < FILES_MAX && files[number]) number++;
    if (number == FILES_MAX) return failed("too many open files: close some", answer, answer_size);
    if (!stat(path, &s) && S_ISDIR(s.st_mode)) return failed(strerror(EISDIR), answer, answer_size);
    if (!(files[number] = fopen(path, mode))) return failed(strerror(errno), answer, answer_size);
    strcpy(names[number], path);
    answer[0] = (uint8_t)number;
    return done(answer_size, 1);
}

static uint8_t close_file(uint8_t number, uint8_t *answer, size_t *answer_size) {
    FILE *f = files[number];
    files[number] = NULL;
    return fclose(f) ? failed(strerror(errno), answer, answer_size) : done(answer_size, 0);
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
    if (payload[0] >= FILES_MAX || !files[payload[0]]) return failed("the file is closed", answer, answer_size);
    FILE *f = files[payload[0]];
    size_t moved;
    switch (type) {
    case FILE_READ:
        moved = read_text(f, n < 3 ? 0 : payload[1] | (size_t)payload[2] << 8, answer);
        return ferror(f) ? failed(strerror(errno), answer, answer_size) : done(answer_size, moved);
    case FILE_WRITE:
        moved = fwrite(payload + 1, 1, n - 1, f);
        return moved < n - 1 ? failed(strerror(errno), answer, answer_size) : done(answer_size, 0);
    case FILE_CLOSE:
        return close_file(payload[0], answer, answer_size);
    default:
        return failed("an unknown request", answer, answer_size);
    }
}

bool files_close_all(char *err, size_t err_size) {
    bool good = true;
    for (int i = 0; i < FILES_MAX; i++) {
        if (!files[i]) continue;
        if (fclose(files[i]) && good) {
            snprintf(err, err_size, "%s: %s", names[i], strerror(errno));
            good = false;
        }
        files[i] = NULL;
    }
    return good;
}
