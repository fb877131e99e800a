/* Words of docs/xcell.md; operations, traps and counters have their names from lith_isa.h. */
#ifndef TESTS_HEAP_XCELL_H
#define TESTS_HEAP_XCELL_H

#include "dut.h"
#include <lith_isa.h>

enum { CAUSE_NONE = 0, MAX_BYTES = 4 * CELL_WORDS_MAX };

#define TAG (1ull << 32)
#define NIL ((word33)NIL_WORD)

static inline bool tagged(word33 w) { return w >> 32 & 1; }
static inline uint32_t ref_handle(word33 r) { return (uint32_t)r >> 8; }
static inline unsigned ref_kind(word33 r) { return (uint32_t)r >> 2 & 31; }
static inline bool ref_readonly(word33 r) { return (uint32_t)r >> 7 & 1; }
static inline word33 ref_make(uint32_t handle, unsigned kind) { return TAG | handle << 8 | kind << 2 | 1; }
static inline word33 fixnum(int32_t n) { return (uint32_t)n << 2; }
static inline bool kind_raw(unsigned kind) { return kind >= KIND_FIRST_RAW; }

/* Can a value cell hold it? 01 needs its tag, 11 is reserved. */
static inline bool value_storable(word33 w) { return !(w & 1) || (tagged(w) && (w & 3) == 1); }

const char *op_name(unsigned op);

#endif
