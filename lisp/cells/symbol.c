/* Symbols and keywords (symbol.h). Those of the image are in a table with open addressing, made when it was written.
 * Others are in a tuple of atoms, each with a list of those whose hash selects it; the tuple grows with their number.
 */
#include "lisp/cells/symbol.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/text.h"

#define BUCKETS_MIN 60u
#define BUCKETS_MAX 3840u /* BUCKETS_MIN four times as many and again: as long a tuple as there is */
_Static_assert(BUCKETS_MAX <= CELL_WORDS_MAX, "the buckets must fit a cell");

val symbols_known;
static val buckets;
static uint32_t bucket_count, new_count, generated;

static val make_buckets(uint32_t n) {
    val t = cell_new(KIND_TUPLE, n);
    for (uint32_t i = 0; i < n; i++) cell_set(t, i, atom_new(NIL));
    return cell_seal(t);
}

void symbols_init(void) {
    symbols_known = NIL;
    bucket_count = BUCKETS_MIN;
    buckets = make_buckets(bucket_count);
    new_count = 0;
}

void symbols_roots(val *roots) {
    roots[0] = symbols_known;
    roots[1] = buckets;
    roots[2] = fixnum((int32_t)new_count);
    roots[3] = fixnum((int32_t)generated);
}

void symbols_set_roots(const val *roots) {
    symbols_known = roots[0];
    buckets = roots[1];
    bucket_count = cell_len(buckets);
    new_count = (uint32_t)fixnum_value(roots[2]);
    generated = (uint32_t)fixnum_value(roots[3]);
}

static uint32_t symbol_hash(val s) { return (uint32_t)fixnum_value(cell_geti(s, SYMBOL_HASH)); }
static val bucket(val table, uint32_t n, uint32_t hash) { return cell_get(table, hash % n); }

static void add(val table, uint32_t n, val s) {
    val b = bucket(table, n, symbol_hash(s));
    atom_write(b, cons(s, atom_get(b)));
}

/* Four times as many buckets, made aside: if memory runs out, nothing has changed. */
static void grow(void) {
    uint32_t n = bucket_count * 4;
    val table = make_buckets(n);
    for (uint32_t i = 0; i < bucket_count; i++)
        for (val l = atom_get(cell_get(buckets, i)); l != NIL; l = cdr(l)) add(table, n, car(l));
    buckets = table;
    bucket_count = n;
}

val symbols_table(val list, uint32_t count) {
    uint32_t n = count + count / 4 + 1;
    val t = cell_new(KIND_TUPLE, n);
    for (; list != NIL; list = cdr(list)) {
        uint32_t i = symbol_hash(car(list)) % n;
        while (cell_get(t, i) != NIL) i = (i + 1) % n;
        cell_set(t, i, car(list));
    }
    return cell_seal(t);
}

static bool same_text(val a, val b) {
    if (a == NIL || b == NIL) return a == b;
    return string_equal(a, b);
}

static uint32_t hash_name(uint32_t kind, val ns, val name) {
    uint32_t hash = string_hash(name) + (ns == NIL ? 0 : string_hash(ns) * 31) + kind * 0x9e3779b9u;
    return (hash ^ hash >> 16) & FIXNUM_MAX;
}

static val make(uint32_t kind, val ns, val name, uint32_t hash) {
    val s = kind == KIND_SYMBOL ? cell_new(KIND_SYMBOL, 3) : cell_new(KIND_KEYWORD, 3);
    cell_seti(s, SYMBOL_NS, ns);
    cell_seti(s, SYMBOL_NAME, name);
    cell_seti(s, SYMBOL_HASH, fixnum((int32_t)hash));
    return cell_seal(s);
}

static bool is_it(val s, uint32_t kind, val ns, val name, uint32_t hash) {
    return symbol_hash(s) == hash && cell_kind(s) == kind && same_text(cell_geti(s, SYMBOL_NAME), name) &&
           same_text(cell_geti(s, SYMBOL_NS), ns);
}

/* The interned one of that name, or NIL. */
static val find(uint32_t kind, val ns, val name, uint32_t hash) {
    if (symbols_known != NIL) {
        uint32_t n = cell_len(symbols_known), i = hash % n;
        for (val s; (s = cell_get(symbols_known, i)) != NIL; i = i + 1 < n ? i + 1 : 0)
            if (is_it(s, kind, ns, name, hash)) return s;
    }
    uint32_t round = 0;
    for (val l = atom_get(bucket(buckets, bucket_count, hash)); l != NIL; l = cdr(l)) {
        if (is_it(car(l), kind, ns, name, hash)) return car(l);
        lisp_poll_round(round++);
    }
    return NIL;
}

static val intern(uint32_t kind, val ns, val name) {
    uint32_t hash = hash_name(kind, ns, name);
    val s = find(kind, ns, name, hash);
    if (s != NIL) return s;
    if (new_count >= 2 * bucket_count && bucket_count < BUCKETS_MAX) grow();
    s = make(kind, ns, name, hash);
    add(buckets, bucket_count, s);
    new_count++;
    return s;
}

val symbol(val ns, val name) { return intern(KIND_SYMBOL, ns, name); }
val keyword(val ns, val name) { return intern(KIND_KEYWORD, ns, name); }
val symbol_c(const char *name) { return intern(KIND_SYMBOL, NIL, string_from_c(name)); }
val keyword_c(const char *name) { return intern(KIND_KEYWORD, NIL, string_from_c(name)); }

static val split(uint32_t kind, val text) {
    uint32_t n = string_bytes(text);
    for (uint32_t i = 1; i + 1 < n; i++) {
        if (string_byte(text, i) == '/') return intern(kind, string_slice(text, 0, i), string_slice(text, i + 1, n));
        lisp_poll_round(i);
    }
    return intern(kind, NIL, text);
}

bool symbol_interned(val s) {
    return find(cell_kind(s), cell_geti(s, SYMBOL_NS), cell_geti(s, SYMBOL_NAME), symbol_hash(s)) == s;
}

val symbol_split(val text) { return split(KIND_SYMBOL, text); }
val keyword_split(val text) { return split(KIND_KEYWORD, text); }

bool symbol_equal(val a, val b) {
    if (a == b) return true;
    return is_symbol(a) && is_symbol(b) && cell_geti(a, SYMBOL_NAME) == cell_geti(b, SYMBOL_NAME) &&
           cell_geti(a, SYMBOL_NS) == cell_geti(b, SYMBOL_NS);
}

val symbol_plain(val s) {
    if (cell_len(s) <= SYMBOL_META) return s;
    val ns = cell_geti(s, SYMBOL_NS), name = cell_geti(s, SYMBOL_NAME);
    val interned = find(KIND_SYMBOL, ns, name, hash_name(KIND_SYMBOL, ns, name));
    if (interned != NIL && symbol_equal(interned, s)) return interned;
    return make(KIND_SYMBOL, ns, name, symbol_hash(s));
}

val gensym(const char *prefix) { return gensym_named(string_from_c(prefix)); }

val gensym_named(val prefix) {
    char digits[12], *p = digits + sizeof digits;
    struct text t;
    uint32_t left = ++generated;
    *--p = 0;
    do *--p = (char)('0' + left % 10);
    while (left /= 10);
    text_init(&t);
    text_string(&t, prefix);
    text_add(&t, p);
    val name = text_done(&t);
    return make(KIND_SYMBOL, NIL, name, hash_name(KIND_SYMBOL, NIL, name));
}
