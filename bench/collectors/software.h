/* The objects of all heaps in software, on what each of them gives (heap.h explains the names in capitals):
 *
 *   heap_has_room(words)       an object of so many fields can be taken at once
 *   heap_make_room(words)      the slow way: afterwards it can; does_not_fit if there is no way
 *   heap_take(refs, words)     an object of `words` fields, the first `refs` of which are references; not filled
 *   heap_store(slot, value)    writes a reference into an object that may have been collected since it was made
 *   heap_release(object)
 *
 * An object is a header word and its fields behind it; a `ref` is the address of the first field:
 *
 *   header  | words 31:12 | refs 11:2 | marked 1 | 1 |       malloc has a header of its own in its place
 *
 * A program is to fill an object before it makes the next. */
#ifndef COLLECTORS_SOFTWARE_H
#define COLLECTORS_SOFTWARE_H

#include <stddef.h>
#include <string.h>

typedef uintptr_t word; /* 32 bits on the machine */
typedef word *ref;
#define NONE NULL
#define UNLIKELY(condition) __builtin_expect((condition), 0)

#define HEADER(refs, words) ((word)(words) << 12 | (word)(refs) << 2 | 1)
#define HEADER_MARKED 2u
static inline uint32_t header_words(word header) { return (uint32_t)header >> 12; }
static inline uint32_t header_refs(word header) { return (uint32_t)header >> 2 & 0x3ff; }

/* The memory that the heap may use, all that grows with it included. */
extern word *heap_memory;
extern uint32_t heap_memory_words;
void heap_memory_start(void);

#ifdef HEAP_MALLOC
#include "malloc.h"
#else
/* Registers for what every allocation looks at, as compilers with a collector of their own have them; the C library
 * keeps them, as a callee does. */
#ifdef __riscv
#define HEAP_REGISTER(declaration, name) register declaration __asm__(name)
#else
#define HEAP_REGISTER(declaration, name) extern declaration
#endif
#include "roots.h"
#if defined HEAP_CHENEY || defined HEAP_GENERATIONAL
#include "bump.h"
#else
#include "sweep.h"
#endif
#endif

#ifdef HEAP_TORTURE
/* True at every HEAP_TORTURE-th object: a collection is to be made then (torture.c). */
bool heap_tortures(void);
#else
static inline bool heap_tortures(void) { return false; }
#endif

/* An object; *a and *b, arguments of the caller, are kept meanwhile. */
static inline ref heap_make(uint32_t refs, uint32_t words, ref *a, ref *b) {
    if (UNLIKELY(!heap_has_room(words) || heap_tortures())) {
        if (a) KEEP(*a);
        if (b) KEEP(*b);
        heap_make_room(words);
        if (b) RESTORE(*b);
        if (a) RESTORE(*a);
    }
    return heap_take(refs, words);
}

static inline ref list_cell(int32_t value, ref next) {
    ref o = heap_make(1, 2, &next, NULL);
    o[0] = (word)next;
    o[1] = (word)value;
    return o;
}
static inline int32_t list_value(ref o) { return (int32_t)o[1]; }
static inline ref list_next(ref o) { return (ref)o[0]; }

static inline ref node(ref left, ref right) {
    ref o = heap_make(2, 2, &left, &right);
    o[0] = (word)left;
    o[1] = (word)right;
    return o;
}
static inline ref node_open(void) {
    ref o = heap_make(2, 2, NULL, NULL);
    o[0] = o[1] = (word)NONE;
    return o;
}
static inline void node_set(ref o, uint32_t i, ref child) { heap_store(&o[i], child); }
static inline void node_sealed(ref o) { (void)o; }
static inline ref node_child(ref o, uint32_t i) { return (ref)o[i]; }

static inline ref record_new(uint32_t n) { return heap_make(0, n, NULL, NULL); }
static inline void record_set(ref o, uint32_t i, int32_t value) { o[i] = (word)value; }
static inline void record_sealed(ref o) { (void)o; }
static inline int32_t record_get(ref o, uint32_t i) { return (int32_t)o[i]; }

static inline ref row_new(uint32_t n) {
    ref o = heap_make(n, n, NULL, NULL);
    for (uint32_t i = 0; i < n; i++) o[i] = (word)NONE;
    return o;
}
static inline ref row_get(ref o, uint32_t i) { return (ref)o[i]; }
static inline ref row_swap(ref o, uint32_t i, ref value) {
    ref old = (ref)o[i];
    heap_store(&o[i], value);
    return old;
}

/* Length in bytes, then the bytes. */
static inline uint8_t *string_bytes(ref o) { return (uint8_t *)&o[1]; }
static inline uint32_t string_length(ref o) { return (uint32_t)o[0]; }
static inline uint8_t string_byte(ref o, uint32_t i) { return string_bytes(o)[i]; }
static inline void string_set(ref o, uint32_t i, uint8_t byte) { string_bytes(o)[i] = byte; }
static inline void string_sealed(ref o) { (void)o; }
/* Fields of a string of n bytes: on the host, whose words are longer, as many as on the machine. */
static inline uint32_t string_fields(uint32_t n) { return 1 + (n + 3) / 4; }
static inline ref string_new(uint32_t n) {
    ref o = heap_make(0, string_fields(n), NULL, NULL);
    o[0] = n;
    return o;
}
static inline ref string_joined(ref a, uint32_t n, ref b, uint32_t m) {
    ref o = heap_make(0, string_fields(n + m), &a, &b);
    o[0] = n + m;
    memcpy(string_bytes(o), string_bytes(a), n);
    memcpy(string_bytes(o) + n, string_bytes(b), m);
    return o;
}

#endif
