/* A long-lived table whose records are replaced at random: much that lives, dying in random order. */
#include "../measure.h"

enum { ROW = 32, ROWS = 128 >> SIZE_SHIFT, ENTRIES = ROW * ROWS, ROUNDS = 48000 * WORK >> SIZE_SHIFT };

static ref rows[ROWS];

/* A record whose contents are a function of its key and age. */
static uint32_t record_length(uint32_t key) { return 2 + key % 5; }

static ref record(uint32_t key, uint32_t age) {
    uint32_t n = record_length(key);
    ref r = record_new(n);
    for (uint32_t i = 0; i < n; i++) record_set(r, i, (int32_t)(key * 7 + age * 3 + i));
    record_sealed(r);
    return r;
}

static uint32_t sum(ref r, uint32_t key) {
    uint32_t total = 0;
    for (uint32_t i = 0, n = record_length(key); i < n; i++) total += (uint32_t)record_get(r, i);
    return total;
}

int main(void) {
    static uint16_t age[ENTRIES];
    uint32_t seed = 99, check = 0;
    measure_begin();
    heap_roots(rows, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        rows[i] = row_new(ROW);
        for (uint32_t j = 0; j < ROW; j++) {
            ref made = record(i * ROW + j, 0);
            row_swap(rows[i], j, made);
        }
    }
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t key = random_next(&seed) % ENTRIES;
        ref made = record(key, ++age[key]);
        ref old = row_swap(rows[key / ROW], key % ROW, made);
        check = checked(check, sum(old, key));
        heap_release(old);
    }
    for (uint32_t key = 0; key < ENTRIES; key++) check = checked(check, sum(row_get(rows[key / ROW], key % ROW), key));
    measure_end(check);
}
