#include "tests.h"

void test_random(struct bench *b);

const struct test tests[] = {
    {"random", test_random, ON_ALL, 8, 5},
};
const unsigned tests_count = sizeof tests / sizeof *tests;
