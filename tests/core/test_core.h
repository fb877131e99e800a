/* The groups of core tests. Each prints its failures, counts into *passed and *failed, and takes a random seed. */
#ifndef TESTS_CORE_TEST_CORE_H
#define TESTS_CORE_TEST_CORE_H

#include "core_sys.h"

struct tally {
    unsigned passed, failed;
};

/* Runs one program to its end; one check. `what` is for the message. Returns whether it passed. */
bool run_program(struct tally *t, const char *binary, uint32_t seed, unsigned wait, const char *trace);

/* The program interrupted at each cycle of its run by each interrupt line; it checks its own results. */
void test_interrupts(struct tally *t, const char *binary, uint32_t seed);

/* The program starts collections and overwrites registers at once; before each it leaves its registers in RAM at
 * SYS_ROOTS. The words handed out must be just those. */
#define SYS_ROOTS 0x8000u
void test_roots(struct tally *t, const char *binary, uint32_t seed);

#endif
