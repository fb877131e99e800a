/* The heap of Lith: the interface of heap.h is cells. Roots are what registers, stack and static data hold. */
#ifndef COLLECTORS_LITH_H
#define COLLECTORS_LITH_H

#include <lith/cell.h>

#define NONE NIL
#define HEAP_RELEASES 0
#define KEEP(local) ((void)0)
#define RESTORE(local) ((void)0)

static inline void heap_release(ref object) { (void)object; }
static inline void heap_roots(ref *roots, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) roots[i] = NONE;
}

static inline ref list_cell(int32_t value, ref next) { return cons(fixnum(value), next); }
static inline int32_t list_value(ref c) { return fixnum_value(car(c)); }
static inline ref list_next(ref c) { return cdr(c); }

static inline ref node(ref left, ref right) { return cell_mk2(KIND_NODE, left, right); }
static inline ref node_open(void) { return cell_new(KIND_NODE, 2); }
static inline void node_set(ref c, uint32_t i, ref child) { cell_set(c, i, child); }
static inline void node_sealed(ref c) { cell_seal(c); }
static inline ref node_child(ref c, uint32_t i) { return cell_get(c, i); }

static inline ref record_new(uint32_t n) { return cell_new(KIND_TUPLE, n); }
static inline void record_set(ref c, uint32_t i, int32_t value) { cell_set(c, i, fixnum(value)); }
static inline void record_sealed(ref c) { cell_seal(c); }
static inline int32_t record_get(ref c, uint32_t i) { return fixnum_value(cell_get(c, i)); }

/* Places that change are atoms. */
ref row_new(uint32_t n);
static inline ref row_get(ref c, uint32_t i) { return atom_get(cell_get(c, i)); }
static inline ref row_swap(ref c, uint32_t i, ref value) { return atom_swap(cell_get(c, i), value); }

static inline ref string_new(uint32_t n) { return cell_new(KIND_STRING, n); }
static inline void string_set(ref c, uint32_t i, uint8_t byte) { cell_set_byte(c, i, byte); }
static inline void string_sealed(ref c) { cell_seal(c); }
static inline uint32_t string_length(ref c) { return cell_len(c); }
static inline uint8_t string_byte(ref c, uint32_t i) { return cell_byte(c, i); }
/* The first part by the copy instruction, the second byte by byte. */
static inline ref string_joined(ref a, uint32_t n, ref b, uint32_t m) {
    ref c = cell_copy(KIND_STRING, a, n + m);
    for (uint32_t i = 0; i < m; i++) cell_set_byte(c, n + i, cell_byte(b, i));
    return cell_seal(c);
}

#endif
