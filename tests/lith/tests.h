/* The groups of tests of the command. */
#ifndef TESTS_LITH_TESTS_H
#define TESTS_LITH_TESTS_H

#include "command.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Each returns how many failed. */
int options_tests(void);
int outputs_tests(void);
int programs_tests(void);
int prompt_tests(void);
int image_tests(void);

#endif
