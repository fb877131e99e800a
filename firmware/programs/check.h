/* Self-checking programs: each defines `main` in terms of CHECK and ends with passed(). With GC_EVERY defined when
 * built, a collection is started every so many cycles all along. */
#ifndef FIRMWARE_PROGRAMS_CHECK_H
#define FIRMWARE_PROGRAMS_CHECK_H

#include <lith/cell.h>
#include <lith/runtime.h>
#include <stdio.h>

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) fail("line " CHECK_TEXT(__LINE__) ": " #condition, __LINE__);                                \
    } while (0)
#define CHECK_TEXT(line) CHECK_TEXT_(line)
#define CHECK_TEXT_(line) #line

/* Repetitions: more where the compiler has made the code fast, so that every build meets several collections. */
#ifdef __OPTIMIZE__
#define ROUNDS(n) (4 * (n))
#else
#define ROUNDS(n) (n)
#endif

/* Called first: collections from the timer every `cycles` cycles. */
static inline void collect_all_the_time(uint32_t n) { gc_every(n); }

/* Prints the number of collections that ran and PASS, and stops. */
_Noreturn static inline void passed(void) {
    gc_every(0);
    while (gc_running())
        ;
    printf("%lu collections\nPASS\n", (unsigned long)gc_started);
    stop();
}

/* A pseudo-random number generator (xorshift), so that every build does the same. */
static inline uint32_t random_next(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

#endif
