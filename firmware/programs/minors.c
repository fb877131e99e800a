/* Minor collections beside one and the same program, with ever more old cells in the heap: what they cost does not hang
 * on those. A collector benchmark; in the tests (WORK 1) nothing is measured. */
#include "bench.h"

/* Old cells come in rows, which take 64 KiB each when measured: header, handle and fields of ROW cells. */
#if WORK > 1
enum { ROW = 1024, FIELDS = 14, TIMES = 16, MINORS = 16, YOUNG = NURSERY };
#else
enum { ROW = 8, FIELDS = 14, TIMES = 2, MINORS = 3, YOUNG = 256 };
#endif
enum { KEPT = 16, LENGTH = 25 };

/* Roots, which nobody reads, and the compiler must not see that. */
static volatile ref old = NIL; /* a list of rows */
static volatile ref kept[KEPT];

static void make_old(int rows) {
    while (rows-- > 0) {
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

/* Cycles of a minor collection, the mean of MINORS behind two that warm up. */
static uint32_t minor(void) {
    uint32_t all = 0;
    for (int i = -2; i < MINORS; i++) {
        for (uint32_t made = 0; made < YOUNG;) made += churn();
        uint32_t begin = WORK > 1 ? cycles() : 0;
        CHECK(GENERATIONS ? gc_start_minor() : gc_start());
        while (gc_running()) churn();
        if (WORK > 1 && i >= 0) all += cycles() - begin;
    }
    return all / MINORS;
}

int main(void) {
    static const char *const names[] = {"minor.old_64k", "minor.old_1m", "minor.old_16m"};
    uint32_t least = UINT32_MAX, most = 0;
    for (int i = 0, rows = 0, wanted = 1; i < 3; i++, wanted *= TIMES) {
        make_old(wanted - rows);
        rows = wanted;
        uint32_t took = minor();
        if (WORK > 1) bench_line(names[i], "cycles", took);
        if (took < least) least = took;
        if (took > most) most = took;
    }
    if (WORK > 1) print_ratio("minor.growth", most, least);
    passed();
}
