/* Symbols and keywords (symbol.h): a tuple of atoms, each with a list of those whose hash selects it. */
#include "symbol.h"
#include "text.h"
#include <stdio.h>

#define BUCKETS 512u

val symbol_table;

void symbols_init(void) {
    symbol_table = cell_new(KIND_TUPLE, BUCKETS);
    for (uint32_t i = 0; i < BUCKETS; i++) cell_set(symbol_table, i, atom_new(NIL));
    cell_seal(symbol_table);
}

static bool same_text(val a, val b) {
    if (a == NIL || b == NIL) return a == b;
    return string_equal(a, b);
}

static uint32_t hash_name(uint32_t kind, val ns, val name) {
    uint32_t hash = string_hash(name) + (ns == NIL ? 0 : string_hash(ns) * 31) + kind * 0x9e3779b9u;
    return hash ^ hash >> 16;
}

static val make(uint32_t kind, val ns, val name, val hash) {
    val s = kind == KIND_SYMBOL ? cell_new(KIND_SYMBOL, 3) : cell_new(KIND_KEYWORD, 3);
    cell_seti(s, SYMBOL_NS, ns);
    cell_seti(s, SYMBOL_NAME, name);
    cell_seti(s, SYMBOL_HASH, hash);
    return cell_seal(s);
}

static val fixnum_hash(uint32_t hash) { return fixnum((int32_t)(hash & 0x1fffffff)); }

/* The interned one of that name, or NIL. */
static val find(uint32_t kind, val ns, val name, uint32_t hash) {
    for (val l = atom_get(cell_get(symbol_table, hash % BUCKETS)); l != NIL; l = cdr(l)) {
        val s = car(l);
        if (cell_kind(s) == kind && same_text(cell_geti(s, SYMBOL_NAME), name) &&
            same_text(cell_geti(s, SYMBOL_NS), ns))
            return s;
    }
    return NIL;
}

static val intern(uint32_t kind, val ns, val name) {
    uint32_t hash = hash_name(kind, ns, name);
    val s = find(kind, ns, name, hash), bucket = cell_get(symbol_table, hash % BUCKETS);
    if (s != NIL) return s;
    s = make(kind, ns, name, fixnum_hash(hash));
    atom_swap(bucket, cons(s, atom_get(bucket)));
    return s;
}

val symbol(val ns, val name) { return intern(KIND_SYMBOL, ns, name); }
val keyword(val ns, val name) { return intern(KIND_KEYWORD, ns, name); }
val symbol_c(const char *name) { return intern(KIND_SYMBOL, NIL, string_from_c(name)); }
val keyword_c(const char *name) { return intern(KIND_KEYWORD, NIL, string_from_c(name)); }

static val split(uint32_t kind, val text) {
    uint32_t n = string_bytes(text);
    for (uint32_t i = 1; i + 1 < n; i++)
        if (string_byte(text, i) == '/') return intern(kind, string_slice(text, 0, i), string_slice(text, i + 1, n));
    return intern(kind, NIL, text);
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
    return make(KIND_SYMBOL, ns, name, cell_geti(s, SYMBOL_HASH));
}

val gensym(const char *prefix) {
    static uint32_t counter;
    char text[64];
    snprintf(text, sizeof text, "%.40s%lu", prefix, (unsigned long)++counter);
    val name = string_from_c(text);
    return make(KIND_SYMBOL, NIL, name, fixnum_hash(hash_name(KIND_SYMBOL, NIL, name)));
}
