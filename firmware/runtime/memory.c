/* Copying of memory that may hold references. Library routines may copy byte by byte, which loses tags: these move
 * whole words whenever both sides are aligned alike. The compiler must not turn the loops back into calls, hence
 * -fno-builtin and -fno-tree-loop-distribute-patterns where this file is built. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word;

#define MISALIGNED(p) ((uintptr_t)(p)&3)

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
    unsigned char *d = to;
    const unsigned char *s = from;
    if (MISALIGNED((uintptr_t)d ^ (uintptr_t)s) == 0) {
        for (; n && MISALIGNED(d); n--) *d++ = *s++;
        for (; n >= 4; n -= 4, d += 4, s += 4) *(word *)d = *(const word *)s;
    }
    for (; n; n--) *d++ = *s++;
    return to;
}

static void copy_down(unsigned char *d, const unsigned char *s, size_t n) {
    if (MISALIGNED((uintptr_t)d ^ (uintptr_t)s) == 0) {
        for (; n && MISALIGNED(d + n); n--) d[n - 1] = s[n - 1];
        for (; n >= 4; n -= 4) *(word *)(d + n - 4) = *(const word *)(s + n - 4);
    }
    for (; n; n--) d[n - 1] = s[n - 1];
}

void *memmove(void *to, const void *from, size_t n) {
    if ((uintptr_t)to - (uintptr_t)from >= n) return memcpy(to, from, n);
    copy_down(to, from, n);
    return to;
}

void *memset(void *to, int value, size_t n) {
    unsigned char *d = to;
    uint32_t pattern = (unsigned char)value * 0x01010101u;
    for (; n && MISALIGNED(d); n--) *d++ = (unsigned char)value;
    for (; n >= 4; n -= 4, d += 4) *(word *)d = pattern;
    for (; n; n--) *d++ = (unsigned char)value;
    return to;
}
