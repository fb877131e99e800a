/* Loading images (image.h). */
#include "lisp/image/image.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"

static const struct image_source *source;
static uint32_t crc, documentation; /* the word at which that starts */
static bool bad;                    /* a record does not fit what is in the table */

uint32_t image_crc(uint32_t c, uint32_t word) {
    /* The remainder of each four bits. */
    static const uint32_t table4[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    c ^= word;
#ifndef VM_COMPACT
#pragma GCC unroll 8
#endif
    for (int i = 0; i < 8; i++) c = c >> 4 ^ table4[c & 15];
    return c;
}

static uint32_t take(void) {
    uint32_t word = source->next();
    crc = image_crc(crc, word);
    return word;
}

uint32_t image_identity(bool (*has)(const char *name)) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < primitive_count; i++) {
        if (has && !has(primitive_table[i]->name)) continue;
        for (const char *p = primitive_table[i]->name; *p; p++) h = (h ^ (uint8_t)*p) * 16777619u;
        h = (h ^ (uint32_t)primitive_table[i]->arity) * 16777619u;
    }
    return h;
}

uint32_t image_roots(val *roots) {
    uint32_t n = 0;
    roots[n++] = symbols_known;
    n += namespaces_roots(roots + n);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) roots[n++] = vm.hook[i];
    return n;
}

static void set_roots(const val *roots) {
    symbols_known = *roots++;
    roots += namespaces_set_roots(roots);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm.hook[i] = *roots++;
}

struct table {
    val *slot;
    uint32_t count;
};

static val value(const struct table *t, uint32_t word) {
    uint32_t at = word >> 8;
    if ((word & 3) != 1) return (val)(uintptr_t)word;
    if (at < t->count && cell_kind(t->slot[at]) == (word >> 2 & 31)) return t->slot[at];
    bad = true;
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

static void load_record(const struct table *t) {
    uint32_t head = take(), kind = head & 31, n = head >> IMAGE_LENGTH_SHIFT & IMAGE_LENGTH_MAX;
    uint32_t at = head >> IMAGE_SLOT_SHIFT, words = kind >= KIND_FIRST_RAW ? (n + 3) / 4 : n;
    if (at >= t->count) {
        bad = true;
    } else if (kind == IMAGE_SET) {
        val v = value(t, take());
        bad |= cell_kind(t->slot[at]) != KIND_ATOM;
        if (!bad) atom_swap(t->slot[at], v);
    } else if (kind == KIND_ATOM) {
        t->slot[at] = atom_new(value(t, take()));
    } else {
        val c = new_cell(kind, n);
        bad |= c == NIL;
        for (uint32_t k = 0; k < words && !bad; k++) {
            if (kind >= KIND_FIRST_RAW)
                cell_set_word(c, k, take());
            else
                cell_set(c, k, value(t, take()));
        }
        if (!bad) t->slot[at] = cell_seal(c);
    }
}

static const char *load(const struct table *t, uint32_t records, val *roots, uint32_t root_count) {
    bad = false;
    for (uint32_t i = 0; i < records && !bad; i++) load_record(t);
    for (uint32_t i = 0; i < root_count && !bad; i++) roots[i] = value(t, take());
    return bad || ~crc != source->next() ? "a damaged image" : NULL;
}

const char *image_load(const struct image_source *image, val *slots, uint32_t room) {
    val roots[IMAGE_ROOTS_MAX];
    source = image;
    crc = ~0u;
    source->seek(0);
    if (take() != IMAGE_MAGIC) return "not an image";
    if (take() != IMAGE_VERSION) return "an image of another version";
    if (take() != image_identity(NULL)) return "an image of another build";
    documentation = take();
    uint32_t records = take(), count = take(), root_count = take();
    if (root_count != image_roots(roots)) return "a damaged image";
    if (count > room) return "an image that needs a larger table";
    struct table t = {slots, count};
    for (uint32_t i = 0; i < count; i++) slots[i] = NIL;
    const char *wrong = load(&t, records, roots, root_count);
    for (uint32_t i = 0; i < count; i++) slots[i] = NIL;
    if (!wrong) set_roots(roots);
    return wrong;
}

val image_text(uint32_t at) {
    struct text t;
    text_init(&t);
    source->seek(documentation + at - 1);
    for (;;) {
        uint32_t word = source->next();
        for (int i = 0; i < 4; i++, word >>= 8) {
            if (!(word & 0xff)) return text_done(&t);
            text_byte(&t, (char)word);
        }
    }
}
