/* Programs of regular expressions: the number of registers, then words of an operation in the low byte and an operand
 * above it. Jumps are relative to the word itself, so a piece of program may be copied to another place. */
#ifndef LISP_REGEX_REGEX_PROGRAM_H
#define LISP_REGEX_REGEX_PROGRAM_H

#include "lisp/regex/regex.h"

enum regex_op {
    /* One character: */
    RE_CHAR,      /* this one */
    RE_CHAR_FOLD, /* this one, a lower-case letter, or its upper case */
    RE_ANY,       /* no line terminator */
    RE_ALL,
    RE_CLASS, /* operand: number of ranges << 2 | in any case << 1 | negated; a word for each end of each range */
    /* Other steps: */
    RE_RUN,      /* as many as there are of what the next instruction takes, one character each; then behind that */
    RE_JUMP,     /* operand: the distance */
    RE_SPLIT,    /* goes on; if that fails, jumps */
    RE_SPLIT_TO, /* jumps; if that fails, goes on */
    RE_SAVE,     /* notes the place in a register */
    RE_GROUP,    /* group `operand` ends here; it began at what its register for that has */
    RE_MOVED,    /* passes over the next instruction if that register has this very place: a loop that takes nothing */
    RE_BACK,     /* what a group took; operand: group << 1 | in any case */
    RE_ASSERT,   /* operand: enum regex_assertion */
    /* The program up to RE_HELD decides as a whole; operand: the distance to what is behind it. */
    RE_ATOMIC,
    RE_AHEAD,
    RE_NOT_AHEAD,
    RE_BEHIND, /* a second word: fewest << 16 | most characters */
    RE_NOT_BEHIND,
    RE_HELD,
    RE_MATCH,
};

enum regex_assertion {
    RE_TEXT_START,
    RE_LINE_START,
    RE_TEXT_END,
    RE_LAST_LINE_END, /* the end, or before a line terminator at the end */
    RE_LINE_END,
    RE_WORD_EDGE,
    RE_NO_WORD_EDGE,
};

/* Registers: three for each group, from where to where it took something and where it began; then those of loops. */
enum {
    RE_REGISTERS = 0, /* the word that has their number */
    RE_FIRST = 1,     /* where the program begins */
    RE_REGISTERS_MAX = 128,
    RE_WORDS_MAX = 4000,
};

static inline uint32_t regex_op(uint32_t word) { return word & 0xff; }
static inline int32_t regex_distance(uint32_t word) { return (int32_t)word >> 8; }
/* Words of an instruction that takes one character. */
static inline uint32_t regex_length(uint32_t word) { return regex_op(word) == RE_CLASS ? 1 + 2 * (word >> 10) : 1; }

#endif
