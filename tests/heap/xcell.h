/* Words, operations and traps of docs/xcell.md and docs/heap.md, by name. */
#ifndef HEAP_XCELL_H
#define HEAP_XCELL_H

#include "dut.h"

enum op {
    OP_GET = 0,
    OP_GETB = 1,
    OP_SET = 2,
    OP_SETB = 3,
    OP_SEAL = 4,
    OP_LEN = 5,
    OP_AGET = 7,
    OP_SWAP = 8,
    OP_CAS = 9,
    OP_ROV = 10,
    OP_RETARGET = 16,
    OP_PEEK = 17,
    OP_GCSTART = 18,
    OP_STAT = 19,
    OP_CTL = 20,
    OP_MK1 = 24,
    OP_MK2 = 25,
    OP_NEW = 26,
};

enum cause {
    TRAP_NONE = 0,
    TRAP_UNTAGGED = 24,
    TRAP_KIND = 25,
    TRAP_BOUNDS = 26,
    TRAP_SEALED = 27,
    TRAP_VALUE = 28,
    TRAP_FULL = 29,
    TRAP_ABSENT = 30,
};

enum { KIND_CONS = 0, KIND_TUPLE = 1, KIND_ATOM = 2, KIND_RAW = 16, KIND_FREE = 30, KIND_ABSENT = 31 };

enum stat {
    STAT_MADE = 0,
    STAT_COLLECTIONS = 1,
    STAT_STALL_TOTAL = 2,
    STAT_STALL_MAX = 3,
    STAT_ALLOC_WAIT = 4,
    STAT_MOVED = 5,
    STAT_FREED = 6,
    STAT_BARRIER_WAIT = 7,
    STAT_ALLOC = 8,
    STAT_CEIL = 9,
    STAT_PHASE = 10,
    STAT_ALLOC_MAX = 11,
    STAT_HISTOGRAM = 16,
};

enum { CTL_LIMIT = 0, CTL_LOW_WATER = 1 };

enum { MAX_WORDS = 4095, MAX_BYTES = 4 * MAX_WORDS };

#define TAG (1ull << 32)
#define NIL ((word33)2)

static inline bool tagged(word33 w) { return w >> 32 & 1; }
static inline uint32_t ref_handle(word33 r) { return (uint32_t)r >> 8; }
static inline unsigned ref_kind(word33 r) { return (uint32_t)r >> 2 & 31; }
static inline bool ref_readonly(word33 r) { return (uint32_t)r >> 7 & 1; }
static inline word33 ref_make(uint32_t handle, unsigned kind) { return TAG | handle << 8 | kind << 2 | 1; }
static inline word33 fixnum(int32_t n) { return (uint32_t)n << 2; }
static inline bool kind_raw(unsigned kind) { return kind >= KIND_RAW; }

/* Can a value cell hold it? 01 needs its tag, 11 is reserved. */
static inline bool value_storable(word33 w) { return !(w & 1) || (tagged(w) && (w & 3) == 1); }

const char *op_name(unsigned op);

#endif
