/* What the parts of the compiler of regular expressions share (regex.c, regex_class.c). */
#ifndef LISP_REGEX_REGEX_COMPILE_H
#define LISP_REGEX_REGEX_COMPILE_H

#include "lisp/regex/regex.h"

/* Flags, in the order of the letters imsxud. */
#define REGEX_FOLD 1u
#define REGEX_MULTILINE 2u
#define REGEX_DOTALL 4u
#define REGEX_VERBOSE 8u

struct compiler {
    val source;
    uint32_t at, end; /* bytes */
    val program;      /* open, or NIL while words are counted only */
    uint32_t count;   /* words of it so far */
    uint32_t size;    /* words it had at most: parts may be taken back */
    uint32_t groups, registers;
    uint32_t flags;
    bool quoted; /* between \Q and \E */
    val names;   /* list of pairs of a group's name and number */
    regex_fail *fail;
    void *context;
};

/* Reports what is wrong here. */
_Noreturn void regex_bad(const struct compiler *c, const char *what);
/* The next character of the source, or -1 at its end. */
int regex_peek(const struct compiler *c);
int regex_take(struct compiler *c);
/* Goes past the text if it comes next. */
bool regex_accept(struct compiler *c, const char *text);

/* Adds a word to the program. */
void regex_word(struct compiler *c, uint32_t word);
/* Changes the word at `at`. */
void regex_set(struct compiler *c, uint32_t at, uint32_t op, uint32_t operand);

#endif
