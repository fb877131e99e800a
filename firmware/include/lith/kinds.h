/* Kinds of cells: the 5-bit type that a reference carries (docs/xcell.md).
 *
 * Kinds 0-15 hold value words, kinds 16-31 raw bytes. The hardware knows two of them by number, the atom and the
 * absent stub; the others are the software's choice and stand here once for kernel, compiler and tests. Usable from
 * assembly. */
#ifndef LITH_KINDS_H
#define LITH_KINDS_H

#define KIND_CONS 0
#define KIND_TUPLE 1
#define KIND_ATOM 2 /* the hardware's: the only mutable cell */
#define KIND_FRAME 3
#define KIND_FN 4
#define KIND_MAP 5
#define KIND_VECTOR 6
#define KIND_SET 7
#define KIND_SYMBOL 8
#define KIND_KEYWORD 9
#define KIND_LAZY 10
#define KIND_VAR 11
#define KIND_NODE 12
#define KIND_CONT 13
#define KIND_PROCESS 14
#define KIND_BOX 15
#define KIND_STRING 16
#define KIND_BYTES 17
#define KIND_INT64 18
#define KIND_DOUBLE 19
#define KIND_CODE 20
#define KIND_BIGINT 21
#define KIND_FREE 30   /* never in a reference: marks a free entry of the handle table */
#define KIND_ABSENT 31 /* the hardware's: a raw stub standing for a cell that is not in memory */

#define KIND_FIRST_RAW 16 /* this kind and those above hold bytes */

/* What xc.kind says of a word without tag: 32 + its two low bits. */
#define KIND_FIXNUM 32
#define KIND_FORGED 33 /* a reference's pattern without its tag: cannot be stored in a value cell */
#define KIND_IMMEDIATE 34
#define KIND_RESERVED 35

/* Causes of cell traps in mcause, in the order of docs/xcell.md. */
#define CAUSE_UNTAGGED 24
#define CAUSE_KIND 25
#define CAUSE_BOUNDS 26
#define CAUSE_SEALED 27
#define CAUSE_VALUE 28
#define CAUSE_FULL 29
#define CAUSE_ABSENT 30

/* Controller counters (xc.stat) and registers (xc.ctl), docs/heap.md. */
#define STAT_CELLS_MADE 0
#define STAT_COLLECTIONS 1
#define STAT_STALL_TOTAL 2
#define STAT_STALL_MAX 3
#define STAT_ALLOC_WAIT 4
#define STAT_WORDS_MOVED 5
#define STAT_CELLS_FREED 6
#define STAT_BARRIER_WAIT 7
#define STAT_ALLOC 8
#define STAT_CEIL 9
#define STAT_PHASE 10
#define STAT_MAX_LIVE 11
#define STAT_HISTOGRAM 16 /* 8 counters */
#define CTL_LIMIT 0
#define CTL_LOW_WATER 1

#define CELL_WORDS_MAX 4095 /* longest cell */

#endif
