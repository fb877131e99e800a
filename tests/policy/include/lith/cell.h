/* The controller's counters as the test has them, in place of xc.stat. */
#ifndef LITH_CELL_H
#define LITH_CELL_H

#include <lith_isa.h>
#include <stdbool.h>
#include <stdint.h>

uint32_t cell_stat(uint32_t counter);

#endif
