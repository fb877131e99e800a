#include "tests.h"

void test_misuse(struct bench *b);
void test_lengths(struct bench *b);
void test_largest(struct bench *b);
void test_copy(struct bench *b);
void test_copy_largest(struct bench *b);
void test_copy_mark(struct bench *b);
void test_copy_wait(struct bench *b);
void test_full(struct bench *b);
void test_move(struct bench *b);
void test_creep(struct bench *b);
void test_mark(struct bench *b);
void test_deep(struct bench *b);
void test_wide(struct bench *b);
void test_cyclic(struct bench *b);
void test_retarget(struct bench *b);
void test_durable(struct bench *b);
void test_alloc_wait(struct bench *b);
void test_low_water(struct bench *b);
void test_rootq(struct bench *b);
void test_stall(struct bench *b);
void test_regions(struct bench *b);
void test_generations(struct bench *b);
void test_starved(struct bench *b);
void test_pace(struct bench *b);
void test_cycles(struct bench *b);
void test_random(struct bench *b);

const struct test tests[] = {
    {"misuse", test_misuse, ON_ALL, 8, 5},
    {"lengths", test_lengths, ON_ALL, 8, 5},
    {"largest", test_largest, ON_CHIP, 13, 5},
    {"copy", test_copy, ON_ALL, 8, 5},
    {"copy_largest", test_copy_largest, ON_CHIP, 14, 5},
    {"copy_mark", test_copy_mark, ON_CHIP | ON_JITTER, 8, 5},
    {"copy_wait", test_copy_wait, ON_CHIP | ON_JITTER, 8, 5},
    {"full", test_full, ON_CHIP | ON_LINES, 8, 5},
    {"move", test_move, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"creep", test_creep, ON_ALL, 8, 5},
    {"mark", test_mark, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"deep", test_deep, ON_CHIP | ON_LINES, 8, 5},
    {"wide", test_wide, ON_CHIP | ON_LINES, 8, 5},
    {"cyclic", test_cyclic, ON_ALL, 8, 5},
    {"retarget", test_retarget, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"durable", test_durable, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"alloc_wait", test_alloc_wait, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"low_water", test_low_water, ON_CHIP, 8, 5},
    {"rootq", test_rootq, ON_ALL, 8, 7},
    {"stall", test_stall, ON_CHIP | ON_FIXED | ON_LINES, 9, 7},
    {"regions", test_regions, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"generations", test_generations, ON_CHIP | ON_JITTER | ON_LINES, 8, 5},
    {"starved", test_starved, ON_ALL | ON_FIXED, 10, 8},
    {"pace", test_pace, ON_CHIP, 18, 8},
    {"cycles", test_cycles, ON_CHIP, 10, 8},
    {"random", test_random, ON_ALL, 8, 5},
};
const unsigned tests_count = sizeof tests / sizeof *tests;
