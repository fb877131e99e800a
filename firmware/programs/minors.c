/* Minor collections beside a program, with so many old cells in the heap: what they cost does not hang on those. A
 * collector benchmark; in the tests (WORK 1) nothing is measured. */
#include "bench.h"

/* Old cells come in rows, which take 64 KiB each when measured: header, handle and fields of ROW cells. */
#ifndef ROWS
#define ROWS 1
#endif
#if WORK > 1
enum { ROW = 1024, FIELDS = 14, WARM = 4, MINORS = 12, YOUNG = GC_NURSERY };
#else
enum { ROW = 8, FIELDS = 14, WARM = 2, MINORS = 2, YOUNG = 256 };
#endif
enum { KEPT = 16, LENGTH = 25 };

/* Roots, which nobody reads, and the compiler must not see that. */
static volatile ref old = NIL; /* a list of rows */
static volatile ref kept[KEPT];

static void make_old(void) {
    for (int rows = 0; rows < ROWS; rows++) {
        ref row = cell_new(KIND_VECTOR, ROW);
        for (uint32_t i = 0; i < ROW; i++) cell_set(row, i, cell_seal(cell_new(KIND_TUPLE, FIELDS)));
        old = cons(cell_seal(row), old);
    }
    while (!gc_start())
        ;
    while (gc_running())
        ;
}

/* The program: a list is made, summed and dropped, and one made that stays for a while. Returns words of cells made. */
static uint32_t churn(void) {
    static uint32_t seed = 1;
    ref list = NIL;
    for (int i = 0; i < 2; i++) {
        list = NIL;
        for (int32_t n = LENGTH; n-- > 0;) list = cons(fixnum(n), list);
        int32_t sum = 0;
        for (ref rest = list; rest != NIL; rest = cdr(rest)) sum += fixnum_value(car(rest));
        CHECK(sum == LENGTH * (LENGTH - 1) / 2);
    }
    kept[random_next(&seed) % KEPT] = list;
    return 2 * 3 * LENGTH;
}

static void start_minor(void) { CHECK(GENERATIONS ? gc_start_minor() : gc_start()); }

/* A minor collection of the YOUNG words made last, beside the program; returns its cycles. All that was made before is
 * old, for what the program makes during a collection would be more work for the next. */
static uint32_t minor(void) {
    start_minor();
    while (gc_running())
        ;
    for (uint32_t made = 0; made < YOUNG;) made += churn();
    uint32_t begin = WORK > 1 ? cycles() : 0;
    start_minor();
    while (gc_running()) churn();
    return WORK > 1 ? cycles() - begin : 0;
}

int main(void) {
    uint32_t took = 0;
    make_old();
    for (int i = 0; i < WARM; i++) minor();
    for (int i = 0; i < MINORS; i++) took += minor();
    if (WORK > 1) bench_line("minor", "cycles", took / MINORS);
    passed();
}
