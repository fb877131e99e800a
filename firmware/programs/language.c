/* What C compilers do with references besides moving them: selects turned into masks, structs copied, arrays of
 * references moved, variable arguments, function pointers, setjmp and longjmp, unions, switch tables, bit tests. Every
 * result is checked by the identity or the contents of a cell, while collections run. */
#include "check.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

static ref number(int32_t n) { return cell_mk1(KIND_BOX, fixnum(n)); }
static int32_t value(ref box) { return fixnum_value(cell_geti(box, 0)); }

/* ---- selects ---- */

__attribute__((noinline)) static ref select_or_zero(bool c, ref p) { return c ? p : (ref)0; }
__attribute__((noinline)) static ref select_two(bool c, ref p, ref q) { return c ? p : q; }
__attribute__((noinline)) static ref select_loop(uint32_t bits, ref *choices, uint32_t n) {
    ref chosen = 0;
    for (uint32_t i = 0; i < n; i++) chosen = bits >> i & 1 ? choices[i] : chosen;
    return chosen;
}

static void selects(void) {
    ref a = number(1), b = number(2), choices[8];
    for (int i = 0; i < 8; i++) choices[i] = number(100 + i);
    for (uint32_t i = 0; i < 64; i++) {
        bool odd = i & 1;
        ref p = select_or_zero(odd, a);
        CHECK(odd ? value(p) == 1 : p == (ref)0);
        CHECK(value(select_two(odd, a, b)) == (odd ? 1 : 2));
        ref chosen = select_loop(i << 2 | 1, choices, 8);
        int top = i ? 2 + (31 - __builtin_clz(i)) : 0;
        CHECK(value(chosen) == 100 + top);
    }
}

/* ---- structs and unions ---- */

struct pair {
    ref first, second;
    uint32_t n;
    struct {
        ref inner[5];
        char tag;
    } more;
};

__attribute__((noinline)) static struct pair swapped(struct pair p) {
    struct pair q = p;
    q.first = p.second;
    q.second = p.first;
    q.more.inner[4] = p.more.inner[0];
    return q;
}

union either {
    ref r;
    uint32_t word;
};

static void structs(void) {
    struct pair p = {number(10), number(20), 7, {{number(30), number(31), number(32), number(33), number(34)}, 'x'}};
    struct pair table[4];
    for (int i = 0; i < 4; i++) table[i] = i & 1 ? swapped(p) : p;
    for (int i = 0; i < 4; i++) {
        CHECK(value(table[i].first) == (i & 1 ? 20 : 10));
        CHECK(value(table[i].more.inner[4]) == (i & 1 ? 30 : 34));
        CHECK(table[i].n == 7 && table[i].more.tag == 'x');
    }
    union either e = {.r = p.first};
    union either copy = e;
    CHECK(copy.r == p.first && value(copy.r) == 10);
    CHECK((copy.word & 3) == 1);
}

/* ---- memory ---- */

static ref table[40];

static void memory(void) {
    ref copy[40];
    for (int i = 0; i < 40; i++) table[i] = number(i);
    memcpy(copy, table, sizeof copy);
    for (int i = 0; i < 40; i++) CHECK(value(copy[i]) == i);
    memmove(table + 3, table, 30 * sizeof table[0]);
    for (int i = 0; i < 30; i++) CHECK(value(table[i + 3]) == i);
    memmove(table, table + 3, 30 * sizeof table[0]);
    for (int i = 0; i < 30; i++) CHECK(value(table[i]) == i);
    memset(table, 0, sizeof table);
    for (int i = 0; i < 40; i++) CHECK(table[i] == (ref)0);
    for (int i = 0; i < 39; i++)
        for (int j = 0; j < 39 - i; j++)
            if (value(copy[j]) < value(copy[j + 1])) {
                ref held = copy[j];
                copy[j] = copy[j + 1];
                copy[j + 1] = held;
            }
    for (int i = 0; i < 40; i++) CHECK(value(copy[i]) == 39 - i);
}

/* ---- calls ---- */

__attribute__((noinline)) static int32_t sum_of(int n, ...) {
    va_list args;
    int32_t total = 0;
    va_start(args, n);
    for (int i = 0; i < n; i++) total += i & 1 ? va_arg(args, int) : value(va_arg(args, ref));
    va_end(args);
    return total;
}

__attribute__((noinline)) static ref many(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref i, ref j) {
    return cons(a, cons(b, cons(c, cons(d, cons(e, cons(f, cons(g, cons(h, cons(i, cons(j, NIL))))))))));
}

static ref plus_one(ref box) { return number(value(box) + 1); }
static ref twice(ref box) { return number(value(box) * 2); }
static ref same(ref box) { return box; }

static int32_t ackermann(ref m, ref n) {
    if (value(m) == 0) return value(n) + 1;
    if (value(n) == 0) return ackermann(number(value(m) - 1), number(1));
    return ackermann(number(value(m) - 1), number(ackermann(m, number(value(n) - 1))));
}

static void calls(void) {
    static ref (*const functions[])(ref) = {plus_one, twice, same};
    ref box = number(1);
    for (int i = 0; i < 12; i++) box = functions[i % 3](box);
    CHECK(value(box) == 46);
    CHECK(sum_of(12, number(1), 2, number(3), 4, number(5), 6, number(7), 8, number(9), 10, number(11), 12) == 78);
    ref list = many(fixnum(0), number(1), number(2), number(3), number(4), number(5), number(6), number(7), number(8),
                    number(9));
    int32_t i = 1;
    for (list = cdr(list); list != NIL; list = cdr(list)) CHECK(value(car(list)) == i++);
    CHECK(ackermann(number(2), number(2)) == 7);
}

/* ---- jumps ---- */

static jmp_buf back;

__attribute__((noinline)) static void dive(ref trail, int depth) {
    if (depth > 0) dive(cons(fixnum(depth), trail), depth - 1);
    if (depth == 0) longjmp(back, (int)fixnum_value(car(trail)) + 1);
}

static void jumps(void) {
    volatile int rounds = 0;
    ref volatile kept = number(5);
    int got = setjmp(back);
    CHECK(got == 0 || got == 2);
    CHECK(value(kept) == 5 + rounds);
    if (++rounds < 10) {
        kept = number(5 + rounds);
        dive(NIL, 20);
    }
}

/* ---- switch, loops with several live references ---- */

__attribute__((noinline)) static ref dispatch(int how, ref a, ref b, ref c) {
    switch (how) {
    case 0:
        return a;
    case 1:
        return b;
    case 2:
        return c;
    case 3:
        return cons(a, b);
    case 4:
        return cons(b, c);
    case 5:
        return number(value(a) + value(b) + value(c));
    default:
        return NIL;
    }
}

static void switches(void) {
    ref a = number(1), b = number(2), c = number(3);
    for (int i = 0; i < 35; i++) {
        ref r = dispatch(i % 7, a, b, c);
        switch (i % 7) {
        case 3:
            CHECK(car(r) == a && cdr(r) == b);
            break;
        case 4:
            CHECK(car(r) == b && cdr(r) == c);
            break;
        case 5:
            CHECK(value(r) == 6 + 3 * (i / 7));
            break;
        case 6:
            CHECK(r == NIL);
            a = number(value(a) + 1);
            b = number(value(b) + 2);
            break;
        default:
            CHECK(r == (i % 7 == 0 ? a : i % 7 == 1 ? b : c));
            break;
        }
    }
}

int main(void) {
    collect_all_the_time(1200);
    for (int round = 0; round < ROUNDS(8); round++) {
        selects();
        structs();
        memory();
        calls();
        jumps();
        switches();
    }
    passed();
}
