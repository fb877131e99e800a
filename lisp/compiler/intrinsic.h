/* Intrinsics: primitives that the compiler has instructions for. */
#ifndef LISP_COMPILER_INTRINSIC_H
#define LISP_COMPILER_INTRINSIC_H

#include "lisp/interpreter/code.h"
#include <stdbool.h>

/* What becomes of a call's arguments; the tests come first. */
enum intrinsic_pattern {
    NEGATION,   /* tests the argument for the opposite */
    NIL_TEST,   /* a test of one register */
    COMPARISON, /* a test of two registers, or of one and a small number */
    ARITHMETIC, /* a value of two registers, or of one and a small number */
    IN_ORDER    /* a value of consecutive registers */
};

/* A row of the table. What a primitive has no use for is left out. */
struct intrinsic {
    const char *name;
    uint8_t arguments;
    uint8_t pattern;
    uint8_t instruction;
    uint8_t immediate; /* the instruction with a small number in it for the right operand, 0: none */
    int8_t implied;    /* that number if the only argument is the left operand */
    bool negated;      /* that number is the argument negated */
    bool swapped;      /* `instruction` takes the operands in the other order */
    bool denied;       /* it holds when what the instruction tests does not */
};

#define INTRINSIC_COUNT 24u
extern const struct intrinsic intrinsics[INTRINSIC_COUNT];

/* The intrinsic for the primitive of that name with so many arguments; -1: none. */
int intrinsic_named(const char *name, uint32_t arguments);

/* Whether it is for the sake of its truth: NEGATION, NIL_TEST or COMPARISON. */
static inline bool intrinsic_is_test(const struct intrinsic *i) { return i->pattern <= COMPARISON; }

#endif
