/* Writing images (dump.h). The cells are found in depth, parts before what has them; atoms, through which all cycles
 * go, are made empty and set later. Equal cells that never change are written once, unless a var or another atom holds
 * them itself: those may be compared by identity. */
#include "dump.h"
#include "lisp/image/image.h"
#include "lisp/interpreter/code.h"
#include "lisp/names/primitive.h"
#include "trim.h"
#include <stdlib.h>
#include <string.h>

#define HASH_SLOTS (1u << 18)

struct record {
    val cell;
    bool set; /* gives the atom its value */
};

static val *same; /* by handle: the cell written for this one, 0: not yet known */
static uint8_t *pinned;
static val *waiting, *atoms, *hashed;
static struct record *records;
static uint32_t *slot, *last; /* by handle: its place in the table; the last record that refers to it */
static uint32_t waiting_count, atom_count, atoms_done, record_count, slot_count, crc, written, text_bytes;
static FILE *file;

static uint32_t handle(val v) { return word_of(v) >> 8; }

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "lisp-host: the image cannot be written: %s\n", what);
    exit(1);
}

static void *table(size_t count, size_t size) {
    void *p = calloc(count, size);
    if (!p) fail("no memory");
    return p;
}

/* ---- primitives of a machine that has not all of them ---- */

static const char *left_out; /* names between spaces and new lines; NULL: none */
static uint32_t *numbers;    /* by number here: that there; those left out have the number behind the last */
static val translated;       /* list of code cells made here, so that they live */

static bool has(const char *name) {
    size_t n = strlen(name);
    for (const char *p = left_out; p && (p = strstr(p, name)); p++)
        if ((p == left_out || strchr(" \n", p[-1])) && strchr(" \n", p[n])) return false;
    return true;
}

static void number_all(void) {
    uint32_t kept = 0, next = 0;
    numbers = table(PRIMITIVES_MAX + 1, sizeof *numbers);
    for (uint32_t i = 0; i < primitive_count; i++) kept += has(primitive_table[i]->name);
    for (uint32_t i = 0; i <= primitive_count; i++)
        numbers[i] = i < primitive_count && has(primitive_table[i]->name) ? next++ : kept;
}

/* The code with the numbers of the primitives there. */
static val translate(val code) {
    uint32_t n = cell_len(code) / 4;
    val c = cell_new(KIND_CODE, 4 * n);
    for (uint32_t i = 0; i < n; i++) cell_set_word(c, i, cell_word(code, i));
    for (uint32_t i = code_start(cell_word(code, CODE_HEADER_AT)); i < n; i++) {
        uint32_t insn = cell_word(code, i);
        if (code_op(insn) == OP_CLOSURE) i += 1 + cell_word(code, i + 1);
        if (!code_is_primitive(insn)) continue;
        cell_set_word(c, i, code_primitive(numbers[code_primitive_number(insn)], code_a(insn), code_b(insn)));
    }
    translated = cons(cell_seal(c), translated);
    return c;
}

/* ---- which cells ---- */

/* A value as it will be written. */
static val there(val v) {
    if (left_out && is_primitive(v)) return PRIMITIVE(numbers[primitive_index(v)]);
    return is_ref(v) && same[handle(v)] ? same[handle(v)] : v;
}

static uint32_t length(val c) {
    /* A place where the reader found a list is of no use any more. */
    if (cell_kind(c) == KIND_CONS && cell_len(c) == 3 && is_fixnum(cell_get(c, 2))) return 2;
    return cell_len(c);
}

static bool is_raw(val c) { return cell_kind(c) >= KIND_FIRST_RAW; }
static uint32_t words(val c) { return is_raw(c) ? (length(c) + 3) / 4 : length(c); }

/* Field i of a cell as it will be written. */
static val field(val c, uint32_t i) {
    if (cell_kind(c) == KIND_VAR && i == VAR_META) return trim_var_meta(c);
    return there(cell_get(c, i));
}

static uint32_t word(val c, uint32_t i) { return is_raw(c) ? cell_word(c, i) : word_of(field(c, i)); }

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
        return !pinned[handle(c)];
    default:
        return false;
    }
}

static bool alike(val a, val b) {
    if (cell_kind(a) != cell_kind(b) || length(a) != length(b)) return false;
    for (uint32_t i = 0; i < words(a); i++)
        if (word(a, i) != word(b, i)) return false;
    return true;
}

/* The cell to be written for c, whose parts are done: an equal one that is there already, or c itself. */
static val shared(val c) {
    uint32_t h = cell_kind(c) * 31 + length(c);
    for (uint32_t i = 0; i < words(c); i++) h = (h ^ word(c, i)) * 16777619u;
    uint32_t i = (h ^ h >> 15) % HASH_SLOTS;
    for (; hashed[i]; i = (i + 1) % HASH_SLOTS)
        if (alike(hashed[i], c)) return hashed[i];
    return hashed[i] = c;
}

static void add_record(val c, bool set) {
    if (record_count == 2 * HOST_HANDLES) fail("too many cells");
    records[record_count++] = (struct record){c, set};
}

static void complete(val c) {
    val wanted = left_out && cell_kind(c) == KIND_CODE ? translate(c) : c;
    val other = may_share(c) ? shared(wanted) : wanted;
    same[handle(c)] = same[handle(other)] = other;
    if (other == wanted) add_record(other, false);
}

static void wait_for(val v) {
    if (!is_ref(v) || same[handle(v)]) return;
    if (waiting_count == 4 * HOST_HANDLES) fail("nested too deeply");
    waiting[waiting_count++] = v;
}

/* Makes records of all that v refers to, but for the values of atoms. */
static void find(val v) {
    wait_for(v);
    while (waiting_count) {
        val c = waiting[waiting_count - 1];
        uint32_t before = waiting_count;
        if (same[handle(c)]) {
            waiting_count--;
            continue;
        }
        if (cell_kind(c) == KIND_FRAME || cell_kind(c) == KIND_CONT) fail("a continuation is in it");
        if (cell_kind(c) == KIND_ATOM) {
            atoms[atom_count++] = c;
        } else if (!is_raw(c)) {
            for (uint32_t i = length(c); i--;) wait_for(field(c, i));
        }
        if (waiting_count > before) continue;
        waiting_count--;
        complete(c);
    }
}

static val atom_value(val atom) { return there(atom_get(atom)); }

static void find_all(const val *roots, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) find(roots[i]);
    while (atoms_done < atom_count) {
        val atom = atoms[atoms_done++], v = atom_get(atom);
        if (!is_ref(v)) continue;
        pinned[handle(v)] = 1;
        find(v);
        add_record(atom, true);
    }
}

/* ---- the table ---- */

static void use(val v, uint32_t record) {
    if (is_ref(v)) last[handle(v)] = record;
}

static void find_last_uses(const val *roots, uint32_t n) {
    for (uint32_t r = 0; r < record_count; r++) {
        val c = records[r].cell;
        use(c, r);
        if (records[r].set) use(atom_value(c), r);
        if (cell_kind(c) == KIND_ATOM || is_raw(c)) continue;
        for (uint32_t i = 0; i < length(c); i++) use(field(c, i), r);
    }
    for (uint32_t i = 0; i < n; i++) use(roots[i], record_count);
}

static uint32_t *free_slots, free_count;

static void release(val v, uint32_t record) {
    if (!is_ref(v) || last[handle(v)] != record) return;
    last[handle(v)] = ~0u;
    free_slots[free_count++] = slot[handle(v)];
}

/* Gives the cell a slot of the loader's table, in which it stands from its making to its last use; writes nothing. The
 * slots of a record's parts are released before: the record may then take one of them for its own cell. */
static void take_slot(val c) {
    slot[handle(c)] = free_count ? free_slots[--free_count] : slot_count++;
    if (slot_count > IMAGE_SLOTS_MAX) fail("too many cells are in use at once");
}

static void release_parts(uint32_t r) {
    val c = records[r].cell;
    if (records[r].set) {
        release(atom_value(c), r);
        release(c, r);
    } else if (cell_kind(c) != KIND_ATOM && !is_raw(c)) {
        for (uint32_t i = 0; i < length(c); i++) release(field(c, i), r);
    }
}

/* ---- writing ---- */

static void put(uint32_t w) {
    crc = image_crc(crc, w);
    written++;
    for (int i = 0; file && i < 4; i++) putc((int)(w >> 8 * i & 0xff), file);
}

static uint32_t value_word(val v) { return is_ref(v) ? slot[handle(v)] << 8 | cell_kind(v) << 2 | 1 : word_of(v); }

static void put_head(val c, uint32_t kind) {
    put(kind | length(c) << IMAGE_LENGTH_SHIFT | slot[handle(c)] << IMAGE_SLOT_SHIFT);
}

static void put_record(uint32_t r) {
    static uint32_t buffer[CELL_WORDS_MAX + 1];
    val c = records[r].cell;
    if (records[r].set) {
        uint32_t head = IMAGE_SET | 1u << IMAGE_LENGTH_SHIFT | slot[handle(c)] << IMAGE_SLOT_SHIFT;
        put(head);
        put(value_word(atom_value(c)));
        release_parts(r);
        return;
    }
    uint32_t n = cell_kind(c) == KIND_ATOM ? 1 : words(c);
    if (cell_kind(c) == KIND_ATOM)
        buffer[0] = is_ref(atom_get(c)) ? word_of(NIL) : word_of(there(atom_get(c)));
    else
        for (uint32_t i = 0; i < n; i++) buffer[i] = is_raw(c) ? cell_word(c, i) : value_word(field(c, i));
    release_parts(r);
    take_slot(c);
    if (cell_kind(c) == KIND_ATOM)
        put(KIND_ATOM | 1u << IMAGE_LENGTH_SHIFT | slot[handle(c)] << IMAGE_SLOT_SHIFT);
    else
        put_head(c, cell_kind(c));
    for (uint32_t i = 0; i < n; i++) put(buffer[i]);
    if (last[handle(c)] == r) release(c, r);
}

/* Once to count, with file NULL, then to write. */
static void put_all(const val *roots, uint32_t n) {
    uint32_t size = written;
    uint32_t slots = slot_count;
    free_count = slot_count = written = 0;
    find_last_uses(roots, n);
    crc = ~0u;
    put(IMAGE_MAGIC);
    put(IMAGE_VERSION);
    put(image_identity(left_out ? has : NULL));
    put(size);
    put(record_count);
    put(slots);
    put(n);
    for (uint32_t r = 0; r < record_count; r++) put_record(r);
    for (uint32_t i = 0; i < n; i++) put(value_word(roots[i]));
    put(~crc);
}

void dump_image(FILE *to, const char *small) {
    val roots[IMAGE_ROOTS_MAX];
    uint32_t n = image_roots(roots);
    const char *text = "";
    left_out = small;
    translated = NIL;
    same = table(HOST_HANDLES, sizeof *same);
    pinned = table(HOST_HANDLES, 1);
    waiting = table(4 * HOST_HANDLES, sizeof *waiting);
    atoms = table(HOST_HANDLES, sizeof *atoms);
    hashed = table(HASH_SLOTS, sizeof *hashed);
    records = table(2 * HOST_HANDLES, sizeof *records);
    slot = table(HOST_HANDLES, sizeof *slot);
    last = table(HOST_HANDLES, sizeof *last);
    free_slots = table(HOST_HANDLES, sizeof *free_slots);
    number_all();
    if (small)
        trim_program(roots, n);
    else
        text = trim_image(roots, n, &text_bytes);
    find_all(roots, n);
    for (uint32_t i = 0; i < n; i++)
        if (is_ref(roots[i])) roots[i] = same[handle(roots[i])];
    put_all(roots, n);
    file = to;
    put_all(roots, n);
    fwrite(text, 1, text_bytes, to);
}

void dump_sizes(FILE *to) {
    static const char *const names[] = {
        [KIND_CONS] = "lists",       [KIND_TUPLE] = "tuples",   [KIND_ATOM] = "atoms",  [KIND_FN] = "functions",
        [KIND_MAP] = "maps",         [KIND_VECTOR] = "vectors", [KIND_SET] = "sets",    [KIND_SYMBOL] = "symbols",
        [KIND_KEYWORD] = "keywords", [KIND_VAR] = "vars",       [KIND_NODE] = "nodes",  [KIND_BOX] = "boxes",
        [KIND_STRING] = "strings",   [KIND_BYTES] = "bytes",    [KIND_INT64] = "int64", [KIND_DOUBLE] = "doubles",
        [KIND_CODE] = "code",
    };
    uint32_t by_kind[32] = {0}, cells = 0, all = 0;
    for (uint32_t r = 0; r < record_count; r++) {
        if (records[r].set) continue;
        val c = records[r].cell;
        uint32_t n = 2 + (cell_kind(c) == KIND_ATOM ? 1 : words(c));
        by_kind[cell_kind(c)] += n;
        all += n;
        cells++;
    }
    fprintf(to, "library.words %lu\nlibrary.cells %lu\nlibrary.image_bytes %lu\nlibrary.text_bytes %lu\n",
            (unsigned long)all, (unsigned long)cells, (unsigned long)written * 4, (unsigned long)text_bytes);
    for (uint32_t k = 0; k < sizeof names / sizeof *names; k++)
        if (by_kind[k]) fprintf(to, "library.words.%s %lu\n", names[k], (unsigned long)by_kind[k]);
}
