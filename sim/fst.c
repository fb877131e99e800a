/* Looking through waveforms (fst.h). */
#include "fst.h"
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

enum { HEADER = 0, VALUES = 1, WIDTHS = 3, NAMES = 4, VALUES_2 = 5, NAMES_2 = 6, NAMES_3 = 7, VALUES_3 = 8 };

/* Where the header has the number of sections with values. */
enum { SECTIONS_AT = 65 };

static uint64_t number(FILE *f) {
    uint64_t n = 0;
    for (int i = 0; i < 8; i++) n = n << 8 | ((uint64_t)getc(f) & 0xFF);
    return n;
}

static bool look_through(FILE *f, uint64_t size) {
    uint64_t values = 0, promised = 0;
    bool names = false, widths = false;
    uint64_t at = 0, length;
    for (; at < size; at += 1 + length) {
        if (fseeko(f, (off_t)at, SEEK_SET) != 0) return false;
        int type = getc(f);
        length = number(f);
        if (feof(f) || length < 8 || length > size - at - 1) return false;
        if ((type == HEADER) != (at == 0)) return false;
        switch (type) {
        case HEADER:
            if (length < SECTIONS_AT + 8 || fseeko(f, SECTIONS_AT, SEEK_SET) != 0) return false;
            promised = number(f);
            break;
        case VALUES:
        case VALUES_2:
        case VALUES_3:
            values++;
            break;
        case WIDTHS:
            widths = true;
            break;
        case NAMES:
        case NAMES_2:
        case NAMES_3:
            names = true;
            break;
        default:
            return false;
        }
    }
    return names && widths && values == promised;
}

bool fst_is_whole(const char *path) {
    FILE *f = fopen(path, "rb");
    struct stat s;
    bool whole = f && fstat(fileno(f), &s) == 0 && look_through(f, (uint64_t)s.st_size);
    if (f) fclose(f);
    return whole;
}
