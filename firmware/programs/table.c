/* A long-lived table whose entries are replaced at random: much that lives, dying in random order. The table is a
 * two-level tree of atoms. A collector benchmark. */
#include "bench.h"

#define FANOUT 32
#define ENTRIES (FANOUT * FANOUT)

/* A record whose contents are a function of its key and age. */
static ref record(uint32_t key, uint32_t age) {
    uint32_t n = 2 + key % 5;
    ref r = cell_new(KIND_TUPLE, n);
    for (uint32_t i = 0; i < n; i++) cell_set(r, i, fixnum((int32_t)(key * 7 + age * 3 + i)));
    return cell_seal(r);
}

static void check_record(ref r, uint32_t key, uint32_t age) {
    uint32_t n = cell_len(r);
    CHECK(n == 2 + key % 5);
    for (uint32_t i = 0; i < n; i++) CHECK(cell_get(r, i) == fixnum((int32_t)(key * 7 + age * 3 + i)));
}

static ref slot(ref table, uint32_t key) { return cell_get(cell_get(table, key / FANOUT), key % FANOUT); }

int main(void) {
    static uint16_t age[ENTRIES];
    uint32_t seed = 99;
    ref table = cell_new(KIND_VECTOR, FANOUT);
    for (uint32_t i = 0; i < FANOUT; i++) {
        ref row = cell_new(KIND_VECTOR, FANOUT);
        cell_set(table, i, row);
        for (uint32_t j = 0; j < FANOUT; j++) cell_set(row, j, atom_new(record(i * FANOUT + j, 0)));
        cell_seal(row);
    }
    cell_seal(table);
    bench_begin();
    for (int i = 0; i < 1500 * WORK; i++) {
        uint32_t key = random_next(&seed) % ENTRIES;
        check_record(atom_swap(slot(table, key), record(key, age[key] + 1u)), key, age[key]);
        age[key]++;
    }
    bench_end("table");
    for (uint32_t key = 0; key < ENTRIES; key++) check_record(atom_get(slot(table, key)), key, age[key]);
    passed();
}
