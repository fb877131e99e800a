/* The table of intrinsics (intrinsic.h). */
#include "lisp/compiler/intrinsic.h"
#include <string.h>

#define ROW(NAME, ARGUMENTS, PATTERN, ...)                                                                             \
    { .name = NAME, .arguments = ARGUMENTS, .pattern = PATTERN, __VA_ARGS__ }

const struct intrinsic intrinsics[INTRINSIC_COUNT] = {
    ROW("not", 1, NEGATION, .instruction = OP_IFNOT),
    ROW("nil?", 1, NIL_TEST, .instruction = OP_IFNIL),
    ROW("some?", 1, NIL_TEST, .instruction = OP_IFNIL, .denied = true),
    ROW("<", 2, COMPARISON, .instruction = OP_LT, .immediate = OP_LTI),
    ROW(">", 2, COMPARISON, .instruction = OP_LT, .immediate = OP_GTI, .swapped = true),
    ROW("<=", 2, COMPARISON, .instruction = OP_LE),
    ROW(">=", 2, COMPARISON, .instruction = OP_LE, .swapped = true),
    ROW("==", 2, COMPARISON, .instruction = OP_NUMEQ, .immediate = OP_NUMEQI),
    ROW("=", 2, COMPARISON, .instruction = OP_EQUAL, .immediate = OP_EQUALI),
    ROW("not=", 2, COMPARISON, .instruction = OP_EQUAL, .immediate = OP_EQUALI, .denied = true),
    ROW("identical?", 2, COMPARISON, .instruction = OP_SAME),
    ROW("zero?", 1, COMPARISON, .immediate = OP_NUMEQI, .implied = 0),
    ROW("pos?", 1, COMPARISON, .immediate = OP_GTI, .implied = 0),
    ROW("neg?", 1, COMPARISON, .immediate = OP_LTI, .implied = 0),
    ROW("+", 2, ARITHMETIC, .instruction = OP_ADD, .immediate = OP_ADDI),
    ROW("-", 2, ARITHMETIC, .instruction = OP_SUB, .immediate = OP_ADDI, .negated = true),
    ROW("*", 2, ARITHMETIC, .instruction = OP_MUL),
    ROW("inc", 1, ARITHMETIC, .immediate = OP_ADDI, .implied = 1),
    ROW("dec", 1, ARITHMETIC, .immediate = OP_ADDI, .implied = -1),
    ROW("seq", 1, IN_ORDER, .instruction = OP_SEQ),
    ROW("first", 1, IN_ORDER, .instruction = OP_FIRST),
    ROW("rest", 1, IN_ORDER, .instruction = OP_REST),
    ROW("next", 1, IN_ORDER, .instruction = OP_NEXT),
    ROW("cons", 2, IN_ORDER, .instruction = OP_CONS),
};

int intrinsic_named(const char *name, uint32_t arguments) {
    for (uint32_t i = 0; i < INTRINSIC_COUNT; i++)
        if (intrinsics[i].arguments == arguments && !strcmp(intrinsics[i].name, name)) return (int)i;
    return -1;
}
