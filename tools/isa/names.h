/* Lists of named numbers: kinds, traps, CSRs, requests and the like. */
#ifndef TOOLS_ISA_NAMES_H
#define TOOLS_ISA_NAMES_H

#include "table.h"

#include <stdio.h>

/* Columns that a keyword's lines have, 0: not one of these lists. */
int names_columns(const char *keyword);
void names_take(const struct line *l);

/* True if the list has that name, in capitals or small letters. */
bool names_have(const char *list, const char *name);
/* Its number; the name must be there. */
uint32_t names_number(const char *list, const char *name);

void names_verilog(FILE *f);
void names_c(FILE *f);

/* Tables for docs/. */
void names_doc_kinds(FILE *f);
void names_doc_plain_words(FILE *f);
void names_doc_causes(FILE *f);
void names_doc_traps(FILE *f);
void names_doc_csrs(FILE *f);
void names_doc_requests(FILE *f);
void names_doc_registers(FILE *f);
void names_doc_counters(FILE *f);
void names_doc_phases(FILE *f);
void names_doc_classes(FILE *f);
void names_doc_entry(FILE *f);

#endif
