/* Writing the language's image (dump.h): a copy of all cells that the roots reach is made, of what the image is to
 * have, and that goes through the codec. Equal cells that never change are copied once, unless a var or another atom
 * holds them itself: those may be compared by identity. */
#include "dump.h"
#include "lisp/image/by_number.h"
#include "lisp/image/format.h"
#include "lisp/image/image.h"
#include "lisp/image/order.h"
#include "lisp/interpreter/code.h"
#include "lisp/names/primitive.h"
#include "trim.h"
#include <stdlib.h>

#define HASH_SLOTS (1u << 18)

static val *copies; /* by handle: the cell that stands for this one, 0: not yet made */
static uint8_t *pinned;
static val *hashed;
static val all_copies; /* a list, so that they live */
static uint32_t text_bytes;
static struct image image;
static FILE *file;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "lisp-host: the image cannot be written: %s\n", what);
    exit(1);
}

static void *table(size_t count, size_t size) {
    void *p = calloc(count, size);
    if (!p) fail("no memory");
    return p;
}

/* ---- primitives ---- */

static uint32_t primitives; /* that the machine has, with numbers from 0 on as here */

/* What is called for one that it has not stands behind those. */
static uint32_t number_there(uint32_t number) { return number < primitives ? number : primitives; }

static void translate(val code) {
    uint32_t n = cell_len(code) / 4;
    for (uint32_t i = code_start(cell_word(code, CODE_HEADER_AT)); i < n; i++) {
        uint32_t insn = cell_word(code, i);
        if (code_op(insn) == OP_CLOSURE) i += 1 + cell_word(code, i + 1);
        if (!code_is_primitive(insn)) continue;
        cell_set_word(code, i, code_primitive(number_there(code_primitive_number(insn)), code_a(insn), code_b(insn)));
    }
}

/* ---- copies ---- */

/* A value as it will be in the image. */
static val there(val v) {
    if (is_primitive(v)) return PRIMITIVE(number_there(primitive_index(v)));
    if (!is_ref(v)) return v;
    val copy = copies[handle_of(v)];
    return image_is_view(word_of(v)) ? atom_view(copy) : copy;
}

static uint32_t length(val c) {
    /* A place where the reader found a list is of no use any more. */
    if (cell_kind(c) == KIND_CONS && cell_len(c) == 3 && is_fixnum(cell_get(c, 2))) return 2;
    return cell_len(c);
}

/* Its fields are there already. */
static val copy(val c) {
    uint32_t kind = cell_kind(c), n = length(c);
    if (kind == KIND_ATOM) return atom_new(NIL);
    val to = cell_new_kind(kind, n);
    if (kind >= KIND_FIRST_RAW)
        for (uint32_t i = 0; i < image_words(kind, n); i++) cell_set_word(to, i, cell_word(c, i));
    else
        for (uint32_t i = 0; i < n; i++)
            cell_set(to, i, kind == KIND_VAR && i == VAR_META ? trim_var_meta(c) : there(cell_get(c, i)));
    if (kind == KIND_CODE) translate(to);
    return cell_seal(to);
}

static bool may_share(val c) {
    switch (cell_kind(c)) {
    case KIND_STRING:
    case KIND_BYTES:
    case KIND_INT64:
    case KIND_DOUBLE:
    case KIND_CODE:
        return true;
    case KIND_CONS:
    case KIND_TUPLE:
    case KIND_FN:
    case KIND_VECTOR:
    case KIND_MAP:
    case KIND_SET:
    case KIND_NODE:
        return !pinned[handle_of(c)];
    default:
        return false;
    }
}

static uint32_t words(val c) { return image_words(cell_kind(c), cell_len(c)); }

static bool alike(val a, val b) {
    if (cell_kind(a) != cell_kind(b) || cell_len(a) != cell_len(b)) return false;
    for (uint32_t i = 0; i < words(a); i++)
        if (cell_word(a, i) != cell_word(b, i)) return false;
    return true;
}

/* An equal copy that is there already, or this one. */
static val shared(val c) {
    uint32_t h = cell_kind(c) * 31 + cell_len(c);
    for (uint32_t i = 0; i < words(c); i++) h = (h ^ cell_word(c, i)) * 16777619u;
    uint32_t i = (h ^ h >> 15) % HASH_SLOTS;
    for (; hashed[i]; i = (i + 1) % HASH_SLOTS)
        if (alike(hashed[i], c)) return hashed[i];
    return hashed[i] = c;
}

static void make_copy(val c) {
    val made = copy(c);
    if (may_share(c)) made = shared(made);
    all_copies = cons(made, all_copies);
    copies[handle_of(c)] = made;
}

/* Puts copies of what they reach in the place of the roots. */
static void copy_all(val *roots) {
    val order = cells_in_order(roots, IMAGE_ROOTS);
    for (val l = order; l != NIL; l = cdr(l))
        if (is_kind(car(l), KIND_ATOM) && is_ref(atom_get(car(l)))) pinned[handle_of(atom_get(car(l)))] = 1;
    for (val l = order; l != NIL; l = cdr(l))
        if (!copies[handle_of(car(l))]) make_copy(car(l));
    for (val l = order; l != NIL; l = cdr(l))
        if (is_kind(car(l), KIND_ATOM)) atom_swap(copies[handle_of(car(l))], there(atom_get(car(l))));
    for (uint32_t i = 0; i < IMAGE_ROOTS; i++) roots[i] = there(roots[i]);
}

static void put(uint32_t word) {
    for (int i = 0; i < 4; i++) putc((int)(word >> 8 * i & 0xff), file);
}

void dump_image(FILE *to, bool small) {
    static val roots[IMAGE_ROOTS];
    const char *text = "";
    primitives = small ? primitives_everywhere : primitive_count;
    all_copies = NIL;
    copies = table(HOST_HANDLES, sizeof *copies);
    pinned = table(HOST_HANDLES, 1);
    hashed = table(HASH_SLOTS, sizeof *hashed);
    image_roots(roots);
    if (small)
        trim_program(roots);
    else
        text = trim_image(roots, &text_bytes);
    copy_all(roots);
    image = (struct image){.identity = image_identity(primitives), .root_count = IMAGE_ROOTS, .roots = roots};
    file = to;
    const char *wrong = image_write(&image, put);
    if (wrong) fail(wrong);
    fwrite(text, 1, text_bytes, to);
}

void dump_sizes(FILE *to) {
    static const char *const names[] = {
        [KIND_CONS] = "lists",        [KIND_TUPLE] = "tuples",   [KIND_ATOM] = "atoms",   [KIND_FN] = "functions",
        [KIND_MAP] = "maps",          [KIND_VECTOR] = "vectors", [KIND_SET] = "sets",     [KIND_SYMBOL] = "symbols",
        [KIND_KEYWORD] = "keywords",  [KIND_VAR] = "vars",       [KIND_NODE] = "nodes",   [KIND_BOX] = "boxes",
        [KIND_STRING] = "strings",    [KIND_BYTES] = "bytes",    [KIND_INT64] = "int64",  [KIND_DOUBLE] = "doubles",
        [KIND_CODE] = "code",         [KIND_LAZY] = "lazies",    [KIND_FRAME] = "frames", [KIND_CONT] = "continuations",
        [KIND_PROCESS] = "processes",
    };
    uint32_t by_kind[32] = {0}, cells = 0, all = 0;
    val counted = by_number_new();
    for (val l = cells_in_order(image.roots, image.root_count); l != NIL; l = cdr(l)) {
        val c = car(l);
        if (by_number_get(counted, handle_of(c))) continue;
        by_number_set(counted, handle_of(c), 1);
        uint32_t n = 2 + (cell_kind(c) == KIND_ATOM ? 1 : words(c));
        by_kind[cell_kind(c)] += n;
        all += n;
        cells++;
    }
    fprintf(to, "library.words %lu\nlibrary.cells %lu\nlibrary.image_bytes %lu\nlibrary.text_bytes %lu\n",
            (unsigned long)all, (unsigned long)cells, (unsigned long)image.words * 4, (unsigned long)text_bytes);
    for (uint32_t k = 0; k < sizeof names / sizeof *names; k++)
        if (by_kind[k]) fprintf(to, "library.words.%s %lu\n", names[k], (unsigned long)by_kind[k]);
}
