/* UTF-8 (RFC 3629) in bytes that may be anything. */
#ifndef LISP_CELLS_UTF8_H
#define LISP_CELLS_UTF8_H

#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu /* stands for what is no UTF-8 */
#define UTF8_MISSING_MAX 3u      /* bytes that a character has behind its first */

/* How many bytes the character has that begins with this one; 0: none does. */
static inline uint32_t utf8_length(uint8_t first) {
    if (first < 0x80) return 1;
    return first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* How many of the n bytes, n > 0, make up the first character, or as much of it as is there: its length in *length.
 * *length 0: they begin none, and what is returned stands for one wrong character. */
static inline uint32_t utf8_scan(const uint8_t *bytes, uint32_t n, uint32_t *length) {
    uint32_t count = 1;
    *length = utf8_length(bytes[0]);
    for (; count < *length && count < n; count++) {
        uint8_t lowest = 0x80, highest = 0xbf; /* no longer form than needed, no half of a character of UTF-16 */
        if (count == 1) {
            lowest = bytes[0] == 0xe0 ? 0xa0 : bytes[0] == 0xf0 ? 0x90 : 0x80;
            highest = bytes[0] == 0xed ? 0x9f : bytes[0] == 0xf4 ? 0x8f : 0xbf;
        }
        if (bytes[count] < lowest || bytes[count] > highest) {
            *length = 0;
            break;
        }
    }
    return count;
}

/* How many of the n bytes, at their end, are the beginning of a character; *missing: how many more it has. */
static inline uint32_t utf8_begun(const uint8_t *bytes, uint32_t n, uint32_t *missing) {
    uint32_t length;
    for (uint32_t back = 1; back <= 3 && back <= n; back++) {
        if (utf8_length(bytes[n - back]) <= back) continue;
        if (utf8_scan(bytes + n - back, back, &length) != back || !length) break;
        *missing = length - back;
        return back;
    }
    return 0;
}

#endif
