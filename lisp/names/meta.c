/* Metadata (meta.h). A list carries either a map or, from the reader, its place as a fixnum. */
#include "lisp/names/meta.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/vector.h"
#include "lisp/names/namespace.h"

/* The words of a function without its metadata. */
static uint32_t fn_plain_words(val fn) { return FN_CAPTURED + (cell_word(cell_geti(fn, FN_CODE), 1) >> 16); }

int32_t place(int32_t line, int32_t column) {
    if (line < 0 || line > 0x7ffff) line = 0x7ffff;
    if (column < 0 || column > PLACE_COLUMN_MAX) column = PLACE_COLUMN_MAX;
    return line << 10 | column;
}

int32_t place_of(val form) {
    if (!is_kind(form, KIND_CONS) || cell_len(form) < 3) return 0;
    val m = cell_geti(form, CONS_META);
    if (!is_map(m)) return is_fixnum(m) ? fixnum_value(m) : 0;
    val line = map_get(m, keyword_c("line"), NIL), column = map_get(m, keyword_c("column"), NIL);
    return is_fixnum(line) && is_fixnum(column) ? place(fixnum_value(line), fixnum_value(column)) : 0;
}

val meta_of_form(val form) {
    val m = meta_of(form);
    if (m == NIL || !is_kind(form, KIND_CONS)) return m;
    if (is_fixnum(cell_geti(form, CONS_META))) return NIL;
    m = map_dissoc(map_dissoc(m, keyword_c("line")), keyword_c("column"));
    return map_count(m) ? m : NIL;
}

static val place_map(int32_t place) {
    val m = map_assoc(map_empty(), keyword_c("line"), fixnum(place_line((uint32_t)place)));
    return map_assoc(m, keyword_c("column"), fixnum(place_column((uint32_t)place)));
}

val meta_of(val v) {
    switch (cell_kind(v)) {
    case KIND_CONS:
        if (cell_len(v) < 3) return NIL;
        return is_fixnum(cell_geti(v, CONS_META)) ? place_map(place_of(v)) : cell_geti(v, CONS_META);
    case KIND_VECTOR:
        return cell_geti(v, VECTOR_META);
    case KIND_MAP:
        return cell_geti(v, MAP_META);
    case KIND_SET:
        return set_meta(v);
    case KIND_SYMBOL:
        return cell_len(v) > SYMBOL_META ? cell_geti(v, SYMBOL_META) : NIL;
    case KIND_FN: {
        uint32_t n = fn_plain_words(v);
        return cell_len(v) > n ? cell_get(v, n) : NIL;
    }
    case KIND_LAZY:
        return cell_geti(v, LAZY_META);
    case KIND_VAR:
        return var_meta(v);
    default:
        return NIL;
    }
}

static val symbol_with_meta(val v, val meta) {
    val s = cell_copy(KIND_SYMBOL, v, SYMBOL_WORDS);
    cell_seti(s, SYMBOL_META, meta);
    return cell_seal(s);
}

static val fn_with_meta(val v, val meta) {
    uint32_t n = fn_plain_words(v), more = meta != NIL;
    val f = cell_copy(KIND_FN, v, n + more);
    if (more) cell_set(f, n, meta);
    return cell_seal(f);
}

val meta_with(val v, val meta) {
    if (meta != NIL && !is_map(meta) && !is_fixnum(meta)) type_error("with-meta", "a map", meta);
    switch (cell_kind(v)) {
    case KIND_CONS: {
        val c = cell_copy(KIND_CONS, v, CONS_META + 1);
        cell_seti(c, CONS_META, meta);
        return cell_seal(c);
    }
    case KIND_VECTOR:
        return vector_with_meta(v, meta);
    case KIND_MAP:
        return map_with_meta(v, meta);
    case KIND_SET:
        return set_from_map(set_map(v), meta);
    case KIND_SYMBOL:
        return meta == NIL ? symbol_plain(v) : symbol_with_meta(v, meta);
    case KIND_FN:
        return fn_with_meta(v, meta);
    case KIND_LAZY:
        return cell_mk2(KIND_LAZY, cell_geti(v, LAZY_ATOM), meta);
    default:
        if (v == EMPTY) return v;
        type_error("with-meta", "a value that can have metadata", v);
    }
}
