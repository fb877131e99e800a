/* Strings: new ones are made of parts of two others, and take the places of some at random. */
#include "../measure.h"

enum { ROW = 32, ROWS = 96 >> SIZE_SHIFT, STRINGS = ROW * ROWS, ROUNDS = 24000 * WORK >> SIZE_SHIFT };
enum { PART_LEAST = 6, PART_MOST = 21 };

static ref rows[ROWS];

static ref numbered(uint32_t number) {
    ref s = string_new(PART_LEAST);
    for (uint32_t i = 0; i < PART_LEAST; i++, number /= 26) string_set(s, i, (uint8_t)('a' + number % 26));
    string_sealed(s);
    return s;
}

static uint32_t hash(ref s) {
    uint32_t sum = 2166136261u;
    for (uint32_t i = 0, n = string_length(s); i < n; i++) sum = checked(sum, string_byte(s, i));
    return sum;
}

/* Bytes to take of a string. */
static uint32_t part(ref s, uint32_t *seed) {
    uint32_t n = string_length(s), wanted = PART_LEAST + random_next(seed) % (PART_MOST - PART_LEAST + 1);
    return n < wanted ? n : wanted;
}

static ref at(uint32_t i) { return row_get(rows[i / ROW], i % ROW); }

int main(void) {
    uint32_t seed = 7, check = 0;
    measure_begin();
    heap_roots(rows, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        rows[i] = row_new(ROW);
        for (uint32_t j = 0; j < ROW; j++) {
            ref made = numbered(i * ROW + j);
            row_swap(rows[i], j, made);
        }
    }
    for (uint32_t i = 0; i < ROUNDS; i++) {
        ref a = at(random_next(&seed) % STRINGS), b = at(random_next(&seed) % STRINGS);
        uint32_t n = part(a, &seed), m = part(b, &seed), place = random_next(&seed) % STRINGS;
        ref made = string_joined(a, n, b, m);
        ref old = row_swap(rows[place / ROW], place % ROW, made);
        check = checked(check, hash(old));
        heap_release(old);
    }
    for (uint32_t i = 0; i < STRINGS; i++) check = checked(check, hash(at(i)));
    measure_end(check);
}
