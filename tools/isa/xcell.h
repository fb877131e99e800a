/* The instructions of Xcell. */
#ifndef TOOLS_ISA_XCELL_H
#define TOOLS_ISA_XCELL_H

#include "table.h"

#include <stdio.h>

enum { XCELL_MAX = 128, OPERANDS_MAX = 4 };

/* Where an operand stands. */
enum field { FIELD_RD, FIELD_RS1, FIELD_RS2, FIELD_IMM, FIELD_F7, FIELDS };

struct operand {
    const char *name;
    enum field field;
};

struct instruction {
    struct line line;
    const char *name;
    char form; /* R, I or S */
    uint32_t code, f3, f7;
    bool f7_is_kind;
    struct operand operand[OPERANDS_MAX];
    int operands;
    bool reads_rd, writes_rd, kernel;
    const char *request; /* NULL: the core does it alone */
};

extern struct instruction xcell[XCELL_MAX];
extern int xcell_count;

int xcell_columns(const char *keyword);
void xcell_take(const struct line *l);

/* Bits of the word that tell the instruction from others, and their values. */
uint32_t xcell_mask(const struct instruction *i);
uint32_t xcell_match(const struct instruction *i);

/* lith_xcell.h, the decoder's part of lith_isa.vh, and the table in docs/xcell.md. */
void xcell_c(FILE *f);
void xcell_verilog(FILE *f);
void xcell_doc(FILE *f);

#endif
