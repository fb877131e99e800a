/* Every misuse of cells: the right cause, the offending word with its tag in mtval, nothing changed, and execution
 * goes on. Also what an absent cell does, and retargeting. */
#include "check.h"
#include <lith/trap.h>

static volatile uint32_t seen_cause, seen_count;
static ref seen_value;
static bool expected;

static uint32_t length_at(uint32_t pc) { return (*(const uint16_t *)(uintptr_t)pc & 3) == 3 ? 4 : 2; }

bool trap_other(struct trap_frame *frame) {
    if (!expected || frame->cause & CAUSE_IRQ) return false;
    seen_cause = frame->cause;
    seen_value = frame->value;
    seen_count++;
    frame->pc += length_at(frame->pc);
    return true;
}

/* It is a root: what a trap that has been handled was about would be kept by it. */
static uint32_t mtval(void) {
    uint32_t word;
    __asm__ volatile("csrr %0, mtval" : "=r"(word));
    return word;
}

/* The statement traps once, with this cause and this word. */
#define TRAPS(statement, want, word)                                                                                   \
    do {                                                                                                               \
        seen_count = 0;                                                                                                \
        expected = true;                                                                                               \
        __asm__ volatile("" ::: "memory");                                                                             \
        statement;                                                                                                     \
        __asm__ volatile("" ::: "memory");                                                                             \
        expected = false;                                                                                              \
        CHECK(cell_kind(seen_value) == cell_kind(word)); /* first: where two words are equal, C may swap them */       \
        CHECK(seen_count == 1 && seen_cause == (want) && seen_value == (word));                                        \
        CHECK(mtval() == 0);                                                                                           \
    } while (0)

/* A copy of a reference's bits without its tag. */
__attribute__((noinline)) static ref untag(ref r) {
    uint32_t word = (uint32_t)(uintptr_t)r;
    __asm__("addi %0, %0, 1" : "+r"(word));
    __asm__("addi %0, %0, -1" : "+r"(word));
    return (ref)(uintptr_t)word;
}

static void untagged(void) {
    ref c = cons(fixnum(1), NIL), fake = untag(c);
    CHECK(cell_kind(fake) == KIND_FORGED);
    TRAPS((void)cell_get(fake, 0), CAUSE_UNTAGGED, fake);
    TRAPS((void)cell_geti(fixnum(3), 0), CAUSE_UNTAGGED, fixnum(3));
    TRAPS((void)cell_len(NIL), CAUSE_UNTAGGED, NIL);
    TRAPS(cell_set(fake, 0, NIL), CAUSE_UNTAGGED, fake);
    TRAPS((void)cell_seal(fake), CAUSE_UNTAGGED, fake);
    TRAPS((void)atom_get(fake), CAUSE_UNTAGGED, fake);
    TRAPS((void)atom_view(fake), CAUSE_UNTAGGED, fake);
    TRAPS((void)cell_retarget(c, fake), CAUSE_UNTAGGED, c);
}

/* Whether the cells are open is looked at only when the collector lets the retarget begin. */
static void retarget_until_trap(ref a, ref b) {
    while (seen_count == 0 && !cell_retarget(a, b))
        ;
}

static void kinds(void) {
    ref c = cons(fixnum(1), NIL), atom = atom_new(NIL), bytes = cell_new(KIND_BYTES, 5);
    TRAPS((void)cell_get(atom, 0), CAUSE_KIND, atom);
    TRAPS((void)cell_byte(c, 0), CAUSE_KIND, c);
    TRAPS(cell_set_byte(c, 0, 1), CAUSE_KIND, c);
    TRAPS((void)atom_get(c), CAUSE_KIND, c);
    TRAPS((void)atom_swap(bytes, NIL), CAUSE_KIND, bytes);
    TRAPS((void)atom_cas(c, NIL, NIL), CAUSE_KIND, c);
    TRAPS((void)atom_view(bytes), CAUSE_KIND, bytes);
    TRAPS((void)cell_mk2(KIND_ATOM, fixnum(4), NIL), CAUSE_KIND, fixnum(4));
    TRAPS((void)cell_new(KIND_ATOM, 12), CAUSE_KIND, fixnum(3));
    TRAPS((void)cell_retarget(c, atom), CAUSE_KIND, c);
    TRAPS(retarget_until_trap(bytes, bytes), CAUSE_KIND, bytes); /* open */
}

static void bounds(void) {
    ref c = cons(fixnum(1), NIL), empty = cell_seal(cell_new(KIND_VECTOR, 0)), bytes = cell_new(KIND_BYTES, 5);
    TRAPS((void)cell_get(c, 2), CAUSE_BOUNDS, c);
    TRAPS((void)cell_get(c, 0x80000000u), CAUSE_BOUNDS, c);
    TRAPS((void)cell_geti(c, 2047), CAUSE_BOUNDS, c);
    TRAPS((void)cell_geti(c, -1), CAUSE_BOUNDS, c);
    TRAPS((void)cell_get(empty, 0), CAUSE_BOUNDS, empty);
    TRAPS((void)cell_byte(bytes, 5), CAUSE_BOUNDS, bytes);
    TRAPS(cell_set_byte(bytes, 5, 1), CAUSE_BOUNDS, bytes);
    TRAPS((void)cell_word(bytes, 2), CAUSE_BOUNDS, bytes);
    TRAPS((void)cell_new(KIND_TUPLE, 4096), CAUSE_BOUNDS, (ref)4096);
    TRAPS((void)cell_new(KIND_BYTES, 16384), CAUSE_BOUNDS, (ref)16384);
    CHECK(cell_len(empty) == 0 && cell_len(bytes) == 5);
}

static void sealed(void) {
    ref c = cons(fixnum(1), NIL), atom = atom_new(fixnum(9)), view = atom_view(atom);
    TRAPS(cell_set(c, 0, NIL), CAUSE_SEALED, c);
    TRAPS(cell_seti(c, 1, NIL), CAUSE_SEALED, c);
    TRAPS((void)atom_swap(view, NIL), CAUSE_SEALED, view);
    TRAPS((void)atom_cas(view, fixnum(9), NIL), CAUSE_SEALED, view);
    CHECK(car(c) == fixnum(1) && atom_get(atom) == fixnum(9));
    ref bytes = cell_new(KIND_BYTES, 3);
    cell_set_byte(bytes, 2, 200);
    CHECK(cell_seal(bytes) == bytes && cell_seal(bytes) == bytes);
    TRAPS(cell_set_byte(bytes, 0, 1), CAUSE_SEALED, bytes);
    CHECK(cell_byte(bytes, 2) == 200 && cell_word(bytes, 0) == 200u << 16);
}

static void values(void) {
    ref c = cons(fixnum(1), NIL), fake = untag(c), open = cell_new(KIND_TUPLE, 2), bytes = cell_new(KIND_BYTES, 8);
    ref atom = atom_new(c);
    TRAPS(cell_set(open, 0, fake), CAUSE_VALUE, open);
    TRAPS(cell_set(open, 0, (ref)3), CAUSE_VALUE, open);
    TRAPS(cell_set(bytes, 0, c), CAUSE_VALUE, bytes);
    TRAPS((void)cons(fake, NIL), CAUSE_VALUE, fake);
    TRAPS((void)cons(NIL, fake), CAUSE_VALUE, NIL);
    TRAPS((void)cell_mk1(KIND_INT64, c), CAUSE_VALUE, c);
    TRAPS((void)atom_new((ref)7), CAUSE_VALUE, (ref)7);
    TRAPS((void)atom_swap(atom, fake), CAUSE_VALUE, atom);
    TRAPS((void)atom_cas(atom, fake, NIL), CAUSE_VALUE, atom);
    TRAPS((void)atom_cas(atom, c, fake), CAUSE_VALUE, atom);
    CHECK(atom_get(atom) == c && cell_get(open, 0) == NIL && cell_word(bytes, 0) == 0);
}

/* Priorities: 24, 25, 28, 30, 26, 27. */
static void priorities(void) {
    ref c = cons(fixnum(1), NIL), fake = untag(c), atom = atom_new(NIL), view = atom_view(atom);
    TRAPS(cell_set(fake, 99, fake), CAUSE_UNTAGGED, fake);
    TRAPS(cell_set_byte(c, 99, 0), CAUSE_KIND, c);
    TRAPS(cell_set(c, 99, fake), CAUSE_VALUE, c);
    TRAPS(cell_set(c, 99, NIL), CAUSE_BOUNDS, c);
    TRAPS((void)atom_swap(view, fake), CAUSE_VALUE, view);
}

static void retargeting(void) {
    ref a = cons(fixnum(1), NIL), b = cons(fixnum(2), a), raw = cell_mk2(KIND_ABSENT, (ref)1234, (ref)5);
    while (!cell_retarget(a, b))
        ;
    CHECK(car(a) == fixnum(2) && cdr(a) == a && car(b) == fixnum(1) && cdr(b) == NIL);
    while (!cell_retarget(b, raw))
        ;
    TRAPS((void)car(b), CAUSE_ABSENT, b);
    TRAPS((void)cell_len(b), CAUSE_ABSENT, b);
    TRAPS(cell_set(b, 99, NIL), CAUSE_ABSENT, b);
    CHECK(cell_peek(b, 0) == (ref)1234 && cell_peek(b, 1) == (ref)5 && cell_kind(b) == KIND_CONS);
    TRAPS((void)cell_peek(b, 2), CAUSE_BOUNDS, b);
    ref loaded = cons(fixnum(77), a);
    while (!cell_retarget(b, loaded))
        ;
    CHECK(car(b) == fixnum(77) && cdr(b) == a);
    CHECK(cell_peek(a, 1) == a);
}

static void plain(void) {
    TRAPS(__asm__ volatile(".4byte 0xffffffff"), CAUSE_ILLEGAL, (ref)0);
    TRAPS((void)*(volatile uint32_t *)0x40000000, CAUSE_LOAD, (ref)0x40000000);
    TRAPS(*(volatile uint32_t *)0x40000004 = 1, CAUSE_STORE, (ref)0x40000004);
}

int main(void) {
    collect_all_the_time(1000);
    for (int round = 0; round < 12; round++) {
        untagged();
        kinds();
        bounds();
        sealed();
        values();
        priorities();
        retargeting();
        plain();
    }
    passed();
}
