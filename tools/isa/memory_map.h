/* Blocks of addresses, device registers and their fields. */
#ifndef TOOLS_ISA_MEMORY_MAP_H
#define TOOLS_ISA_MEMORY_MAP_H

#include "table.h"

#include <stdio.h>

int memory_map_columns(const char *keyword);
void memory_map_take(const struct line *l);

/* In Verilog, <REG>_WORD is a word index inside the block, as wide as the block needs; in C, <BLOCK>_<REG> is an
 * address. */
void memory_map_verilog(FILE *f);
void memory_map_c(FILE *f);

/* Tables for docs/memory-map.md: the blocks; their registers. */
void memory_map_doc(FILE *f);
void memory_map_doc_registers(FILE *f);

#endif
