/* Writing images (dump.h): atoms are numbered first, since all cycles go through them, then the other cells, each after
 * the cells that it refers to. */
#include "dump.h"
#include "image.h"
#include <stdlib.h>
#include <string.h>

#define HANDLES (1u << 20)

static uint32_t *numbers;            /* by handle: 1 + number, 0 not met */
static val *atoms, *cells, *waiting; /* waiting: a stack; a cell is met once to stack its parts, once to be numbered */
static uint32_t atom_count, cell_count, waiting_count, crc;

static uint32_t handle(val v) { return word_of(v) >> 8; }

static void *table(size_t size) {
    void *p = calloc(HANDLES * 4, size);
    if (!p) {
        fputs("lisp-host: no memory to write an image\n", stderr);
        exit(1);
    }
    return p;
}

static void find_atoms_and_cells(val root, uint8_t *state) {
    enum { OPENED = 1, DONE = 2 };
    waiting[waiting_count++] = root;
    while (waiting_count) {
        val v = waiting[waiting_count - 1];
        uint32_t kind = cell_kind(v);
        if (!is_ref(v) || state[handle(v)] == DONE) {
            waiting_count--;
            continue;
        }
        if (kind == KIND_ATOM) {
            state[handle(v)] = DONE;
            atoms[atom_count++] = v;
            waiting_count--;
            continue;
        }
        if (state[handle(v)] == OPENED || kind >= KIND_FIRST_RAW) {
            state[handle(v)] = DONE;
            cells[cell_count++] = v;
            waiting_count--;
            continue;
        }
        state[handle(v)] = OPENED;
        for (uint32_t i = 0; i < cell_len(v); i++) {
            val part = cell_get(v, i);
            if (is_ref(part) && state[handle(part)] != DONE) waiting[waiting_count++] = part;
        }
    }
}

static void put(FILE *to, uint32_t word) {
    crc = image_crc(crc, word);
    for (int i = 0; i < 4; i++) putc((int)(word >> 8 * i & 0xff), to);
}

static void put_value(FILE *to, val v) {
    put(to, is_ref(v) ? (numbers[handle(v)] - 1) << 8 | cell_kind(v) << 2 | 1 : word_of(v));
}

/* Takes those symbols out of the table (root 0) that nothing else refers to. */
static void drop_unused_symbols(const val *roots, uint32_t root_count, uint8_t *state) {
    for (uint32_t i = 1; i < root_count; i++) find_atoms_and_cells(roots[i], state);
    for (uint32_t i = 0; i < atom_count; i++) find_atoms_and_cells(atom_get(atoms[i]), state);
    for (uint32_t i = 0; i < cell_len(roots[0]); i++) {
        val bucket = cell_get(roots[0], i), kept = NIL;
        for (val l = atom_get(bucket); l != NIL; l = cdr(l))
            if (state[handle(car(l))]) kept = cons(car(l), kept);
        atom_swap(bucket, kept);
    }
    memset(state, 0, (size_t)HANDLES * 4);
    atom_count = cell_count = 0;
}

bool dump_image(FILE *to) {
    val roots[IMAGE_ROOTS_MAX];
    uint32_t root_count = image_roots(roots);
    uint8_t *state = table(1);
    numbers = table(sizeof *numbers);
    atoms = table(sizeof *atoms);
    cells = table(sizeof *cells);
    waiting = table(sizeof *waiting);
    drop_unused_symbols(roots, root_count, state);
    for (uint32_t i = 0; i < root_count; i++) find_atoms_and_cells(roots[i], state);
    for (uint32_t i = 0; i < atom_count; i++) find_atoms_and_cells(atom_get(atoms[i]), state);
    for (uint32_t i = 0; i < atom_count; i++) numbers[handle(atoms[i])] = 1 + i;
    for (uint32_t i = 0; i < cell_count; i++) numbers[handle(cells[i])] = 1 + atom_count + i;
    crc = ~0u;
    put(to, IMAGE_MAGIC);
    put(to, IMAGE_VERSION);
    put(to, image_identity());
    put(to, atom_count);
    put(to, cell_count);
    put(to, root_count);
    for (uint32_t i = 0; i < cell_count; i++) {
        uint32_t kind = cell_kind(cells[i]), n = cell_len(cells[i]);
        put(to, kind | n << 8);
        for (uint32_t k = 0; k < (kind >= KIND_FIRST_RAW ? (n + 3) / 4 : n); k++) {
            if (kind >= KIND_FIRST_RAW)
                put(to, cell_word(cells[i], k));
            else
                put_value(to, cell_get(cells[i], k));
        }
    }
    for (uint32_t i = 0; i < atom_count; i++) put_value(to, atom_get(atoms[i]));
    for (uint32_t i = 0; i < root_count; i++) put_value(to, roots[i]);
    put(to, ~crc);
    free(state);
    free(numbers);
    free(atoms);
    free(cells);
    free(waiting);
    return fflush(to) == 0 && !ferror(to);
}
