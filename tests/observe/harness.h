/* Running a machine program to its end, for the tests of the observers. */
#ifndef TESTS_OBSERVE_HARNESS_H
#define TESTS_OBSERVE_HARNESS_H

#include "lith_inspect.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h> /* needs those above */

struct subject {
    const char *machine;
    enum lith_backend backend;
    const char *program; /* raw binary for the start of RAM */
    uint32_t heap_words;
};

/* A machine at its reset. */
lith_machine *subject_machine(const struct subject *s);
/* Until it rests, but `cycles` at most; its last line of output must be PASS if it came to rest. Returns its output,
 * which stays until the next call. */
const char *run_out(lith_machine *m, uint64_t cycles);
/* A whole file; ends the test if it cannot be read. To be freed. */
uint8_t *read_whole(const char *path, size_t *size);

#endif
