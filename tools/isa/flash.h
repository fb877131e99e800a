/* The areas of the flash. */
#ifndef TOOLS_ISA_FLASH_H
#define TOOLS_ISA_FLASH_H

#include "table.h"

#include <stdio.h>

int flash_columns(const char *keyword);
void flash_take(const struct line *l);

/* lith_flash.h, and the table in docs/machine.md. */
void flash_c(FILE *f);
void flash_doc(FILE *f);

#endif
