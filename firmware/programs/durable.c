/* Durable cells in a table that keeps none of them alive, as a store has it: what it gives is what was put in; what the
 * program holds is always there; what nobody holds is gone in the end. */
#include "check.h"

#ifdef LITH_NO_DURABLE

int main(void) { passed(); }

#else

enum { ENTRIES = 96, HELD = 12, HANDLES = 4096 };

static struct { uint32_t bits, serial; } table[ENTRIES];
static uint32_t serial_of[HANDLES]; /* by handle: of the durable cell that was put in last */
static ref held[HELD];              /* entry 8 * i of the table holds the same cell */
static uint32_t serial, given;

/* The reference without its tag. */
static uint32_t bits_of(ref c) {
    uint32_t bits;
    __asm__("xori %0, %1, 1\n\txori %0, %0, 1" : "=r"(bits) : "r"(c));
    return bits;
}

static ref put(uint32_t entry) {
    ref tail = cons(fixnum((int32_t)++serial), NIL), c = cell_durable(cons(fixnum((int32_t)serial), tail));
    CHECK(cell_ref(bits_of(tail)) == NIL);
    table[entry].bits = bits_of(c);
    table[entry].serial = serial;
    if (table[entry].bits >> 8 < HANDLES) serial_of[table[entry].bits >> 8] = serial;
    return c;
}

/* The cell, if it is there: not if its handle has died, nor if another durable cell has taken it. */
static ref look_up(uint32_t entry) {
    uint32_t handle = table[entry].bits >> 8;
    ref c = cell_ref(table[entry].bits);
    if (c == NIL || handle >= HANDLES || serial_of[handle] != table[entry].serial) return NIL;
    CHECK(car(c) == fixnum((int32_t)table[entry].serial) && car(cdr(c)) == car(c));
    given++;
    return c;
}

static void play(void) {
    uint32_t seed = 7;
    for (int i = 0; i < ROUNDS(1500); i++) {
        uint32_t entry = random_next(&seed) % ENTRIES;
        if (entry % 8) {
            if (random_next(&seed) % 4 == 0) put(entry);
        } else if (random_next(&seed) % 4 == 0 || held[entry / 8] == NIL) {
            held[entry / 8] = put(entry);
        } else {
            CHECK(look_up(entry) == held[entry / 8]);
        }
        ref c = look_up(random_next(&seed) % ENTRIES);
        if (c != NIL) CHECK(car(c) == car(cdr(c)));
    }
}

int main(void) {
    for (int i = 0; i < HELD; i++) held[i] = NIL;
    collect_all_the_time(2500);
    play();
    gc_every(0);
    while (gc_running()) continue;
    for (int i = 0; i < 2; i++) { /* the first may have begun while registers held more */
        CHECK(gc_start());
        while (gc_running()) continue;
    }
    uint32_t left = 0;
    for (uint32_t i = 0; i < ENTRIES; i++) left += look_up(i) != NIL;
    CHECK(left >= HELD && left <= HELD + 4); /* a register may hold one yet */
    CHECK(given > ENTRIES);
    passed();
}

#endif
