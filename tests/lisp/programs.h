/* Random programs for the tests: forms of the language's own tests with words exchanged, and programs that keep the C
 * of the language busy with large data. */
#ifndef TESTS_LISP_PROGRAMS_H
#define TESTS_LISP_PROGRAMS_H

#include <stdint.h>

/* Prints the seed, so that a run can be repeated; 0: one from the clock. Returns it. */
uint64_t programs_seed(uint64_t seed);
uint32_t random_below(uint32_t n);

/* Adds the words of a file; ends the program with status 2 when it cannot be read. */
void programs_read(const char *path);

/* A program of such words. The text is good until the next call of either. */
const char *program_of_words(void);
/* A sequence that programs walk, under a name that is no word of the language's tests: they would define it anew. */
#define PROGRAMS_SEQUENCE "sequence-of-all-programs"
#define PROGRAMS_SEQUENCE_MADE "(def " PROGRAMS_SEQUENCE " (map inc (map dec (map inc (range 700)))))"
/* One that goes round for ever in operations on large values: sequences that are long, endless or circles, strings,
 * maps, deep nesting, regular expressions, texts to be read and forms to be compiled; and in the count of that
 * sequence. catches: some of it in try, with catch or finally. */
const char *program_for_ever(int catches);

#endif
