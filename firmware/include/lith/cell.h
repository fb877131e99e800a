/* Xcell in C, for GCC and clang: references and the instructions on them (docs/xcell.md).
 *
 * A reference is a pointer to an incomplete type, so that the type checker keeps it apart from integers and every
 * compiler moves it with mv, lw and sw, which keep its tag. `ref` also holds fixnums and immediates: any value word.
 * Three rules for code that uses it:
 *  - no arithmetic on a reference: the result has no tag. Kind and equality are all that its bits may be asked for;
 *  - copies of memory that holds references must move whole words (the runtime's memcpy and memmove do, when both
 *    sides are aligned alike);
 *  - an integer cast to `ref` is a fixnum or an immediate, never a reference: using it as one is a trap.
 *
 * Misuse is a precise trap, so an access must not be moved over the test that guards it. All accesses that may trap
 * are therefore volatile: compilers neither hoist, repeat nor drop them, and keep their order among each other, which
 * also orders reads after writes of atoms and open cells. They have no "memory" clobber: cells and RAM are apart, and
 * a compiler may keep locals in registers across them. Exceptions: cell_kind never traps and depends on its operand
 * only, so it is plain; the collector's start has the clobber, as it reads roots from RAM. */
#ifndef LITH_CELL_H
#define LITH_CELL_H

#include <lith_xcell.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct cell *ref;

/* ---- values that are not references ---- */

#define FIXNUM_MAX 0x1fffffff
#define FIXNUM_MIN (-FIXNUM_MAX - 1)

/* Immediates: low bits 10, then a 6-bit type, then 24 bits of payload. nil is the type 0 with payload 0. */
#define IMMEDIATE(type, payload) ((ref)(uintptr_t)((uint32_t)(payload) << 8 | (uint32_t)(type) << 2 | 2))
#define NIL IMMEDIATE(0, 0)

/* n in FIXNUM_MIN..FIXNUM_MAX; the top two bits of others are lost. */
static inline ref fixnum(int32_t n) { return (ref)((uintptr_t)n << 2); }
static inline int32_t fixnum_value(ref v) { return (int32_t)(uintptr_t)v >> 2; }

/* 0-31: the kind of a reference; 32 + the two low bits of any other word. */
static inline uint32_t cell_kind(ref v) {
    uint32_t kind;
    __asm__(XC_KIND("%0", "%1") : "=r"(kind) : "r"(v));
    return kind;
}
static inline bool is_ref(ref v) { return cell_kind(v) < 32; }
static inline bool is_fixnum(ref v) { return cell_kind(v) == KIND_FIXNUM; }
static inline bool is_nil(ref v) { return v == NIL; }

/* ---- reading ---- */

/* Field i of a value cell (any but an atom), open or sealed. Traps: untagged, kind, absent, bounds. */
static inline ref cell_get(ref c, uint32_t i) {
    ref v;
    __asm__ volatile(XC_GET("%0", "%1", "%2") : "=r"(v) : "r"(c), "r"(i));
    return v;
}

#define CELL_KIND_LAST KIND_BIGINT /* of those that software uses */

/* The results of the macros below: each has a name of its own, so that one macro may stand in an operand of another. */
#define CELL_JOIN_(a, b) a##b
#define CELL_NUMBERED_(n) CELL_JOIN_(cell_result_, n)
#define CELL_RESULT_ CELL_NUMBERED_(__COUNTER__)

/* The same with a constant index, 0 to 2047. */
#define cell_geti(c, I) CELL_GETI_(c, I, CELL_RESULT_)
#define CELL_GETI_(c, I, r)                                                                                            \
    __extension__({                                                                                                    \
        ref r;                                                                                                         \
        __asm__ volatile(XC_GETI("%0", "%1", "%2") : "=r"(r) : "r"((ref)(c)), "i"(I));                                 \
        r;                                                                                                             \
    })

/* Word i (bytes 4i to 4i+3, little-endian) of a raw cell. */
static inline uint32_t cell_word(ref c, uint32_t i) {
    uint32_t v;
    __asm__ volatile(XC_GET("%0", "%1", "%2") : "=r"(v) : "r"(c), "r"(i));
    return v;
}

/* Byte i of a raw cell. Traps: untagged, kind, absent, bounds. */
static inline uint8_t cell_byte(ref c, uint32_t i) {
    uint32_t v;
    __asm__ volatile(XC_GETB("%0", "%1", "%2") : "=r"(v) : "r"(c), "r"(i));
    return (uint8_t)v;
}

/* Words of a value cell, bytes of a raw cell. */
static inline uint32_t cell_len(ref c) {
    uint32_t n;
    __asm__ volatile(XC_LEN("%0", "%1") : "=r"(n) : "r"(c));
    return n;
}

/* ---- making ---- */

/* A sealed cell of one word; KIND is a constant. KIND_ATOM makes an atom. Traps: value, full. */
#define cell_mk1(KIND, v) CELL_MK1_(KIND, v, CELL_RESULT_)
#define CELL_MK1_(KIND, v, r)                                                                                          \
    __extension__({                                                                                                    \
        ref r;                                                                                                         \
        __asm__ volatile(XC_MK1("%0", "%1", "%2") : "=r"(r) : "r"((ref)(v)), "i"(KIND));                               \
        r;                                                                                                             \
    })

/* A sealed cell of two words. Traps: kind (an atom), value, full. */
#define cell_mk2(KIND, v, w) CELL_MK2_(KIND, v, w, CELL_RESULT_)
#define CELL_MK2_(KIND, v, w, r)                                                                                       \
    __extension__({                                                                                                    \
        ref r;                                                                                                         \
        __asm__ volatile(XC_MK2("%0", "%1", "%2", "%3") : "=r"(r) : "r"((ref)(v)), "r"((ref)(w)), "i"(KIND));          \
        r;                                                                                                             \
    })

/* An open cell of n words, all nil (value kinds), or of n bytes, all 0 (raw kinds). Traps: kind, bounds, full. */
#define cell_new(KIND, n) CELL_NEW_(KIND, n, CELL_RESULT_)
#define CELL_NEW_(KIND, n, r)                                                                                          \
    __extension__({                                                                                                    \
        ref r;                                                                                                         \
        __asm__ volatile(XC_NEW("%0", "%1", "%2") : "=r"(r) : "r"((uint32_t)(n)), "i"(KIND));                          \
        r;                                                                                                             \
    })

/* The same with the words of cell c (raw kinds: its bytes) as far as both go; KIND and c's kind are both of values, or
 * both of raw bytes. Traps: untagged, kind, absent, bounds, full. */
#define cell_copy(KIND, c, n) CELL_COPY_(KIND, c, n, CELL_RESULT_)
#ifndef LITH_NO_COPY
#define CELL_COPY_(KIND, c, n, r)                                                                                      \
    __extension__({                                                                                                    \
        ref r;                                                                                                         \
        __asm__ volatile(XC_COPY("%0", "%1", "%2", "%3") : "=r"(r) : "r"((ref)(c)), "r"((uint32_t)(n)), "i"(KIND));    \
        r;                                                                                                             \
    })
#else
#define CELL_COPY_(KIND, c, n, r) cell_filled((c), cell_new(KIND, n))
/* Gives an open cell the words or bytes of c as far as both go, and returns it (runtime.c). */
ref cell_filled(ref c, ref open);
#endif

/* The same of a kind that only the running program knows, at most CELL_KIND_LAST: jumps to the one of its instructions
 * that makes that kind, two words behind the one for the kind before. */
static inline ref cell_new_kind(uint32_t kind, uint32_t n) {
    ref r;
    uint32_t at;
    __asm__ volatile(".option push\n"
                     ".option norelax\n"
                     ".option norvc\n"
                     "la %1, 1f\n"
                     "slli %0, %2, 3\n"
                     "add %1, %1, %0\n"
                     "jr %1\n"
                     ".set cell_new_kind_, 0\n"
                     "1: .rept %4\n" XC_NEW("%0", "%3", "cell_new_kind_") "\n"
                                                                          "j 2f\n"
                                                                          ".set cell_new_kind_, cell_new_kind_ + 1\n"
                                                                          ".endr\n"
                                                                          "2: .option pop"
                     : "=&r"(r), "=&r"(at)
                     : "r"(kind), "r"(n), "i"(CELL_KIND_LAST + 1));
    return r;
}

/* Writes a field of an open cell. Traps: untagged, kind, value, absent, bounds, sealed. */
static inline void cell_set(ref c, uint32_t i, ref v) {
    __asm__ volatile(XC_SET("%0", "%1", "%2") : : "r"(c), "r"(i), "r"(v));
}

/* The same with a constant index, 0 to 2047. */
#define cell_seti(c, I, v) __asm__ volatile(XC_SETI("%0", "%2", "%1") : : "r"((ref)(c)), "r"((ref)(v)), "i"(I))

/* Writes word i of an open raw cell. */
static inline void cell_set_word(ref c, uint32_t i, uint32_t v) {
    __asm__ volatile(XC_SET("%0", "%1", "%2") : : "r"(c), "r"(i), "r"(v));
}

/* Writes byte i of an open raw cell. */
static inline void cell_set_byte(ref c, uint32_t i, uint8_t v) {
    __asm__ volatile(XC_SETB("%0", "%1", "%2") : : "r"(c), "r"(i), "r"((uint32_t)v));
}

/* Seals an open cell and returns it; a sealed one stays as it is. */
static inline ref cell_seal(ref c) {
    ref r;
    __asm__ volatile(XC_SEAL("%0", "%1") : "=r"(r) : "r"(c));
    return r;
}

static inline ref cons(ref head, ref tail) { return cell_mk2(KIND_CONS, head, tail); }
static inline ref car(ref pair) { return cell_geti(pair, 0); }
static inline ref cdr(ref pair) { return cell_geti(pair, 1); }

/* ---- atoms ---- */

static inline ref atom_new(ref v) { return cell_mk1(KIND_ATOM, v); }

static inline ref atom_get(ref atom) {
    ref v;
    __asm__ volatile(XC_AGET("%0", "%1") : "=r"(v) : "r"(atom));
    return v;
}

/* Writes the atom; returns what it held. Traps: untagged, kind, value, absent, sealed (through a view). */
static inline ref atom_swap(ref atom, ref v) {
    ref old;
    __asm__ volatile(XC_SWAP("%0", "%1", "%2") : "=r"(old) : "r"(atom), "r"(v));
    return old;
}

/* Writes v if the atom holds `expected`. Returns what it held: equal to `expected` when v was written. */
static inline ref atom_cas(ref atom, ref expected, ref v) {
    __asm__ volatile(XC_CAS("%0", "%1", "%2") : "+r"(expected) : "r"(atom), "r"(v));
    return expected;
}

/* A reference to the same atom through which it can be read only. */
static inline ref atom_view(ref atom) {
    ref v;
    __asm__ volatile(XC_ROV("%0", "%1") : "=r"(v) : "r"(atom));
    return v;
}

/* ---- kernel only ---- */

/* Swaps the blocks of two sealed cells. False: the collector is at work on cells just now, try again. */
static inline bool cell_retarget(ref a, ref b) {
    uint32_t done;
    __asm__ volatile(XC_RETARGET("%0", "%1", "%2") : "=r"(done) : "r"(a), "r"(b));
    return done;
}

/* cell_get that also reads the words of the stub of an absent cell. */
static inline ref cell_peek(ref c, uint32_t i) {
    ref v;
    __asm__ volatile(XC_PEEK("%0", "%1", "%2") : "=r"(v) : "r"(c), "r"(i));
    return v;
}

#ifndef LITH_NO_DURABLE /* machines without xc.durable and xc.ref */

/* Marks an atom or a sealed cell as durable until it dies; returns it. Traps: untagged, kind. */
static inline ref cell_durable(ref c) {
    ref r;
    __asm__ volatile(XC_DURABLE("%0", "%1") : "=r"(r) : "r"(c));
    return r;
}

/* The reference that these bits are of, if its handle has a durable cell of that class which no collection has
 * condemned; else NIL. So a table of bits keeps nothing alive and is never wrong. */
static inline ref cell_ref(uint32_t bits) {
    ref r;
    __asm__ volatile(XC_REF("%0", "%1") : "=r"(r) : "r"(bits));
    return r;
}

#endif

/* Starts a major collection; RAM words at lo <= address < hi are dead stack (hi NULL: none are). False: one is under
 * way, or that is no range of RAM words. Most callers want gc_start of <lith/runtime.h>, which knows the bounds. */
static inline bool cell_gcstart(const void *lo, const void *hi) {
    uint32_t started;
    __asm__ volatile(XC_GCSTART("%0", "%1", "%2") : "=r"(started) : "r"(lo), "r"(hi) : "memory");
    return started;
}

static inline uint32_t cell_stat(uint32_t counter) {
    uint32_t v;
    __asm__ volatile(XC_STAT("%0", "%1") : "=r"(v) : "r"(counter));
    return v;
}

static inline void cell_ctl(uint32_t reg, uint32_t value) {
    __asm__ volatile(XC_CTL("zero", "%0", "%1") : : "r"(reg), "r"(value));
}

#endif
