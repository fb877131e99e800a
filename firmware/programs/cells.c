/* Cycles of single cell instructions, printed as "name cycles" lines.
 *
 * Each is timed as a straight sequence of n and of 2n of them; the difference over n is free of the cost of timing.
 * "hit": the same few cells again and again; swap, cas and cons as dependent chains. get and aget twice: "hit" when the
 * next instruction does not use the result, "hit.used" when it does, as in a chain of cdrs (one cycle more, as with
 * lw). "miss": cells whose handles have left the handle cache, because a long list was walked in between. */
#include "check.h"

#define TWICE(x) x x
#define FOUR(x) TWICE(TWICE(x))
#define N 32
#define REPEAT_N(x) TWICE(FOUR(FOUR(x)))
#define REPEAT_2N(x) TWICE(REPEAT_N(x))
#define REPETITIONS 8
#define EVICTING 4096 /* more cells than any handle cache has */

#define BEGIN "csrr %[begin], mcycle\n"
#define END "csrr %[end], mcycle\n"

/* Instructions with registers of their own: a0 the cell, a1 a value, a2 another, s2-s9 eight cells. */
#define GET XC_GETI("a0", "a0", "0") "\n"
#define GET_ONLY XC_GETI("a1", "a0", "0") "\n" /* the result is not used by the next one */
#define CONS XC_MK2("a0", "a0", "a1", "0") "\n"
#define SET(index) XC_SETI("a0", index, "a1") "\n"
#define CELL4 XC_NEW("a0", "a2", "1") "\n" SET("0") SET("1") SET("2") SET("3") XC_SEAL("a0", "a0") "\n"
#define COPY16 XC_COPY("a0", "a0", "a2", "1") "\n" SET("7") /* each of the one before it */
#define ATOM_GET_ONLY XC_AGET("a1", "a0") "\n"
#define ATOM_GET XC_AGET("a0", "a0") "\n"
#define SWAP XC_SWAP("a1", "a0", "a1") "\n"
#define CAS XC_CAS("a1", "a0", "a2") "\n"

/* Cycles that the sequence takes with a0, a1, a2 set up; what it leaves in them is not used. */
#define TIME(sequence, x, y, z)                                                                                        \
    __extension__({                                                                                                    \
        register ref a0 __asm__("a0") = (ref)(x);                                                                      \
        register ref a1 __asm__("a1") = (ref)(y);                                                                      \
        register ref a2 __asm__("a2") = (ref)(z);                                                                      \
        uint32_t begin_, end_;                                                                                         \
        __asm__ volatile(".balign 4\n" BEGIN sequence END                                                              \
                         : [begin] "=&r"(begin_), [end] "=&r"(end_), "+r"(a0), "+r"(a1), "+r"(a2));                    \
        end_ - begin_;                                                                                                 \
    })

/* Cycles for eight (or with `half` four) different cells in s2-s9. */
#define ON_S(op, cell) op(cell) "\n"
#define TIME_CELLS(op, half, cells)                                                                                    \
    __extension__({                                                                                                    \
        register ref r2 __asm__("s2") = cells[0];                                                                      \
        register ref r3 __asm__("s3") = cells[1];                                                                      \
        register ref r4 __asm__("s4") = cells[2];                                                                      \
        register ref r5 __asm__("s5") = cells[3];                                                                      \
        register ref r6 __asm__("s6") = cells[4];                                                                      \
        register ref r7 __asm__("s7") = cells[5];                                                                      \
        register ref r8 __asm__("s8") = cells[6];                                                                      \
        register ref r9 __asm__("s9") = cells[7];                                                                      \
        register ref a1 __asm__("a1") = NIL;                                                                           \
        register ref a2 __asm__("a2") = NIL;                                                                           \
        uint32_t begin_, end_;                                                                                         \
        if (half)                                                                                                      \
            __asm__ volatile(".balign 4\n" BEGIN ON_S(op, "s2") ON_S(op, "s3") ON_S(op, "s4") ON_S(op, "s5") END       \
                             : [begin] "=&r"(begin_), [end] "=&r"(end_), "+r"(a1), "+r"(a2)                            \
                             : "r"(r2), "r"(r3), "r"(r4), "r"(r5));                                                    \
        else                                                                                                           \
            __asm__ volatile(".balign 4\n" BEGIN ON_S(op, "s2") ON_S(op, "s3") ON_S(op, "s4") ON_S(op, "s5")           \
                                 ON_S(op, "s6") ON_S(op, "s7") ON_S(op, "s8") ON_S(op, "s9") END                       \
                             : [begin] "=&r"(begin_), [end] "=&r"(end_), "+r"(a1), "+r"(a2)                            \
                             : "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6), "r"(r7), "r"(r8), "r"(r9));                \
        end_ - begin_;                                                                                                 \
    })

#define GET_OF(cell) XC_GETI("a1", cell, "0")
#define ATOM_GET_OF(cell) XC_AGET("a1", cell)
#define SWAP_OF(cell) XC_SWAP("a1", cell, "a2")
#define CAS_OF(cell) XC_CAS("a1", cell, "a2") /* each atom holds what the one before it gave: it is written */
#define SET_OF(cell) XC_SETI(cell, "0", "a2")
#define LEN_OF(cell) XC_LEN("a1", cell)

static ref long_list;

/* Walks more cells than the caches hold; then waits, so that the refreshes of the SDRAM, one in 390 cycles, fall
 * elsewhere in each repetition. */
static void evict(int repetition) {
    for (ref l = long_list; l != NIL; l = cdr(l))
        ;
    for (uint32_t begin = cycles(), wait = 49 * (uint32_t)repetition; cycles() - begin < wait;)
        ;
}

static void settle(void) {
    while (!gc_start())
        ;
    while (gc_running())
        ;
}

static void print(const char *name, uint32_t cycles, uint32_t operations) {
    uint32_t hundredths = (100 * cycles + operations / 2) / operations;
    printf("%s.cycles %lu.%02lu\n", name, (unsigned long)(hundredths / 100), (unsigned long)(hundredths % 100));
}

#define HIT(name, op, x, y, z)                                                                                         \
    do {                                                                                                               \
        uint32_t total_ = 0;                                                                                           \
        TIME(REPEAT_N(op), x, y, z);                                                                                   \
        for (int i_ = 0; i_ < REPETITIONS; i_++) {                                                                     \
            uint32_t short_ = TIME(REPEAT_N(op), x, y, z);                                                             \
            total_ += TIME(REPEAT_2N(op), x, y, z) - short_;                                                           \
        }                                                                                                              \
        print(name, total_, N *REPETITIONS);                                                                           \
    } while (0)

#define MISS(name, op, cells)                                                                                          \
    do {                                                                                                               \
        uint32_t total_ = 0;                                                                                           \
        for (int i_ = 0; i_ < REPETITIONS; i_++) {                                                                     \
            evict(i_);                                                                                                 \
            uint32_t short_ = TIME_CELLS(op, true, cells);                                                             \
            evict(i_);                                                                                                 \
            total_ += TIME_CELLS(op, false, cells) - short_;                                                           \
        }                                                                                                              \
        print(name, total_, 4 * REPETITIONS);                                                                          \
    } while (0)

static ref itself(void) {
    ref c = cell_new(KIND_TUPLE, 1);
    cell_seti(c, 0, c);
    return cell_seal(c);
}

static void hits(void) {
    ref atom = atom_new(NIL);
    atom_swap(atom, atom);
    HIT("get.hit", GET_ONLY, itself(), NIL, NIL);
    HIT("get.hit.used", GET, itself(), NIL, NIL);
    HIT("aget.hit", ATOM_GET_ONLY, atom, NIL, NIL);
    HIT("aget.hit.used", ATOM_GET, atom, NIL, NIL);
    atom_swap(atom, NIL);
    HIT("swap.hit", SWAP, atom, NIL, NIL);
    HIT("cas.hit", CAS, atom, NIL, NIL);
    HIT("cons.hit", CONS, NIL, NIL, NIL);
    HIT("cell4.hit", CELL4, NIL, NIL, 4);
    settle(); /* now the handles come from the free list */
    HIT("cons.reuse", CONS, NIL, NIL, NIL);
    HIT("cell4.reuse", CELL4, NIL, NIL, 4);
}

static void misses(void) {
    ref cells[8], atoms[8], open[8];
    for (int i = 0; i < 8; i++) {
        cells[i] = cons(NIL, NIL);
        atoms[i] = atom_new(NIL);
        open[i] = cell_new(KIND_TUPLE, 4);
    }
    for (int i = 0; i < EVICTING; i++) long_list = cons(NIL, long_list);
    MISS("get.miss", GET_OF, cells);
    MISS("len.miss", LEN_OF, cells);
    MISS("set.miss", SET_OF, open);
    MISS("aget.miss", ATOM_GET_OF, atoms);
    MISS("swap.miss", SWAP_OF, atoms);
    MISS("cas.miss", CAS_OF, atoms);
    settle();
    uint32_t cold_cons = 0, cold_cell4 = 0;
    for (int i = 0; i < REPETITIONS; i++) {
        evict(i);
        uint32_t one = TIME(FOUR(CONS), NIL, NIL, NIL);
        evict(i);
        cold_cons += TIME(TWICE(FOUR(CONS)), NIL, NIL, NIL) - one;
        evict(i);
        one = TIME(FOUR(CELL4), NIL, NIL, 4);
        evict(i);
        cold_cell4 += TIME(TWICE(FOUR(CELL4)), NIL, NIL, 4) - one;
    }
    print("cons.miss", cold_cons, 4 * REPETITIONS);
    print("cell4.miss", cold_cell4, 4 * REPETITIONS);
}

/* A tuple of 16 words with one word changed. Behind the others: it makes so many words that they would move. */
static void copies(void) { HIT("copy16", COPY16, cell_new(KIND_TUPLE, 16), NIL, 16); }

int main(void) {
    long_list = NIL;
    hits();
    misses();
    copies();
    passed();
}
