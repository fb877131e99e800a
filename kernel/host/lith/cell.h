/* Cells on the host: the interface of firmware/include/lith/cell.h over an ordinary heap (kernel/host/heap.c), so that
 * the kernel's C can be built, debugged and fuzzed as a host program. A `ref` holds a 32-bit value word, zero-extended;
 * in the upper half of a reference is the tag of heap.c. Misuse calls cell_trap with the cause that the machine would
 * trap with. */
#ifndef LITH_CELL_H
#define LITH_CELL_H

#include <lith_isa.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct cell *ref;

#define CELL_KIND_LAST KIND_BIGINT /* of those that software uses */

#define FIXNUM_MAX 0x1fffffff
#define FIXNUM_MIN (-FIXNUM_MAX - 1)
#define IMMEDIATE(type, payload) ((ref)(uintptr_t)((uint32_t)(payload) << 8 | (uint32_t)(type) << 2 | 2))
#define NIL IMMEDIATE(0, 0)

static inline ref fixnum(int32_t n) { return (ref)(uintptr_t)((uint32_t)n << 2); }
static inline int32_t fixnum_value(ref v) { return (int32_t)(uint32_t)(uintptr_t)v >> 2; }
static inline uint32_t cell_kind(ref v) {
    uint32_t w = (uint32_t)(uintptr_t)v;
    return (w & 3) == 1 ? w >> 2 & 31 : 32 + (w & 3);
}
static inline bool is_ref(ref v) { return cell_kind(v) < 32; }
static inline bool is_fixnum(ref v) { return ((uintptr_t)v & 3) == 0; }
static inline bool is_nil(ref v) { return v == NIL; }

/* Reported to the program under test: never returns to the access. */
_Noreturn void cell_trap(uint32_t cause, ref value);

ref cell_get(ref c, uint32_t i);
uint32_t cell_word(ref c, uint32_t i);
uint8_t cell_byte(ref c, uint32_t i);
uint32_t cell_len(ref c);
ref host_mk1(uint32_t kind, ref v);
ref host_mk2(uint32_t kind, ref v, ref w);
ref host_new(uint32_t kind, uint32_t n);
ref host_copy(uint32_t kind, ref c, uint32_t n);
void cell_set(ref c, uint32_t i, ref v);
void cell_set_word(ref c, uint32_t i, uint32_t v);
void cell_set_byte(ref c, uint32_t i, uint8_t v);
ref cell_seal(ref c);
ref atom_get(ref atom);
ref atom_swap(ref atom, ref v);
ref atom_cas(ref atom, ref expected, ref v);
ref atom_view(ref atom);
uint32_t cell_stat(uint32_t counter);

#define cell_geti(c, I) cell_get((c), (I))
#define cell_seti(c, I, v) cell_set((c), (I), (v))
#define cell_mk1(KIND, v) host_mk1((KIND), (v))
#define cell_mk2(KIND, v, w) host_mk2((KIND), (v), (w))
#define cell_new(KIND, n) host_new((KIND), (n))
#define cell_new_kind(kind, n) host_new((kind), (n))
#define cell_copy(KIND, c, n) host_copy((KIND), (c), (n))

static inline ref cons(ref head, ref tail) { return cell_mk2(KIND_CONS, head, tail); }
static inline ref car(ref pair) { return cell_geti(pair, 0); }
static inline ref cdr(ref pair) { return cell_geti(pair, 1); }
static inline ref atom_new(ref v) { return cell_mk1(KIND_ATOM, v); }

/* ---- the host's own ---- */

#define HOST_HANDLES (1u << 20) /* handles are below this */

/* Called once: heap of `words` words (0: 8 Mi); a collection every `every` cells made (0: when half full).
 * stack_top: an address above every frame that holds references. */
void host_heap_init(uint32_t words, uint32_t every, void *stack_top);
/* Collects now; returns the words in use afterwards. */
uint32_t host_collect(void);
/* Called before each collection, if set. */
extern void (*host_collecting)(void);
/* Called before each cell is made, if set. False: as if there were no memory for it. */
extern bool (*host_may_make)(void);
/* From now on there are so many words; those in use may be more. */
void host_heap_limit(uint32_t words);

#endif
