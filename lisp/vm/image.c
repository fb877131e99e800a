/* Loading images (image.h). */
#include "image.h"
#include "namespace.h"
#include "primitive.h"
#include "symbol.h"
#include "vm.h"

/* The cells so far by number: open tuples of TABLE_PART each, themselves in an open tuple. */
#define TABLE_PART 4000u

static val table;

static uint32_t crc;
static uint32_t (*source)(void);

uint32_t image_crc(uint32_t c, uint32_t word) {
    /* The remainder of each four bits. */
    static const uint32_t table4[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    c ^= word;
    for (int i = 0; i < 8; i++) c = c >> 4 ^ table4[c & 15];
    return c;
}

static uint32_t take(void) {
    uint32_t word = source();
    crc = image_crc(crc, word);
    return word;
}

uint32_t image_identity(void) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < primitive_count; i++) {
        for (const char *p = primitive_table[i]->name; *p; p++) h = (h ^ (uint8_t)*p) * 16777619u;
        h = (h ^ (uint32_t)primitive_table[i]->arity) * 16777619u;
    }
    return h;
}

uint32_t image_roots(val *roots) {
    uint32_t n = 0;
    roots[n++] = symbol_table;
    n += namespaces_roots(roots + n);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) roots[n++] = vm.hook[i];
    return n;
}

static void set_roots(const val *roots) {
    symbol_table = *roots++;
    roots += namespaces_set_roots(roots);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm.hook[i] = *roots++;
}

static val numbered(uint32_t i) { return cell_get(cell_get(table, i / TABLE_PART), i % TABLE_PART); }

static void number(uint32_t i, val v) {
    if (i % TABLE_PART == 0) cell_set(table, i / TABLE_PART, cell_new(KIND_TUPLE, TABLE_PART));
    cell_set(cell_get(table, i / TABLE_PART), i % TABLE_PART, v);
}

static val value(uint32_t word, uint32_t known, bool *bad) {
    if ((word & 3) != 1) return (val)(uintptr_t)word;
    if (word >> 8 < known) return numbered(word >> 8);
    *bad = true;
    return NIL;
}

/* cell_new takes its kind as a constant. */
static val new_cell(uint32_t kind, uint32_t n) {
    switch (kind) {
#define KIND_CASE(K)                                                                                                   \
    case K:                                                                                                            \
        return cell_new(K, n);
        KIND_CASE(KIND_CONS)
        KIND_CASE(KIND_TUPLE)
        KIND_CASE(KIND_FN)
        KIND_CASE(KIND_MAP)
        KIND_CASE(KIND_VECTOR)
        KIND_CASE(KIND_SET)
        KIND_CASE(KIND_SYMBOL)
        KIND_CASE(KIND_KEYWORD)
        KIND_CASE(KIND_LAZY)
        KIND_CASE(KIND_VAR)
        KIND_CASE(KIND_NODE)
        KIND_CASE(KIND_BOX)
        KIND_CASE(KIND_STRING)
        KIND_CASE(KIND_BYTES)
        KIND_CASE(KIND_INT64)
        KIND_CASE(KIND_DOUBLE)
        KIND_CASE(KIND_CODE)
#undef KIND_CASE
    default:
        return NIL;
    }
}

static const char *load_cells(uint32_t atoms, uint32_t cells) {
    bool bad = false;
    for (uint32_t i = 0; i < atoms; i++) number(i, atom_new(NIL));
    for (uint32_t i = atoms; i < atoms + cells && !bad; i++) {
        uint32_t head = take(), kind = head & 0xff, n = head >> 8;
        bool raw = kind >= KIND_FIRST_RAW;
        uint32_t words = raw ? (n + 3) / 4 : n;
        if (words > CELL_WORDS_MAX) return "a cell is too long";
        val c = new_cell(kind, n);
        if (c == NIL) return "a cell is of an unknown kind";
        for (uint32_t k = 0; k < words; k++) {
            uint32_t word = take();
            if (raw)
                cell_set_word(c, k, word);
            else
                cell_set(c, k, value(word, i, &bad));
        }
        number(i, cell_seal(c));
    }
    for (uint32_t i = 0; i < atoms && !bad; i++) atom_swap(numbered(i), value(take(), atoms + cells, &bad));
    return bad ? "a cell refers to one that is not there" : NULL;
}

const char *image_load(uint32_t (*next)(void)) {
    val roots[IMAGE_ROOTS_MAX];
    bool bad = false;
    source = next;
    crc = ~0u;
    if (take() != IMAGE_MAGIC) return "not an image";
    if (take() != IMAGE_VERSION) return "an image of another version";
    if (take() != image_identity()) return "an image of another build";
    uint32_t atoms = take(), cells = take(), root_count = take();
    if (atoms + cells > TABLE_PART * CELL_WORDS_MAX / 4 || root_count != image_roots(roots)) return "a damaged image";
    table = cell_new(KIND_TUPLE, (atoms + cells) / TABLE_PART + 1);
    const char *wrong = load_cells(atoms, cells);
    for (uint32_t i = 0; i < root_count && !wrong; i++) roots[i] = value(take(), atoms + cells, &bad);
    if (!wrong && (bad || ~crc != next())) wrong = "a damaged image";
    table = NIL;
    if (!wrong) set_roots(roots);
    return wrong;
}
