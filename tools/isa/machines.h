/* The machines and their parameters. */
#ifndef TOOLS_ISA_MACHINES_H
#define TOOLS_ISA_MACHINES_H

#include "table.h"

#include <stdio.h>

int machines_columns(const char *keyword);
void machines_take(const struct line *l);

/* The largest value that a machine has for a parameter, 0 if there is no such parameter. */
uint32_t machines_largest(const char *name);

/* Writes lith_parameters_*.vh and lith_forward_*.vh into the folder. */
void machines_verilog(const char *folder);
/* lith_machines.h */
void machines_c(FILE *f);

/* Tables for docs/: all parameters, and those of the heap controller. */
void machines_doc(FILE *f);
void machines_doc_heap(FILE *f);

#endif
