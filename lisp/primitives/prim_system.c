/* Primitives on the system: reading, compiling, namespaces, output, counters. */
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/vector.h"
#include "lisp/compiler/compile.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/meta.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"
#include "lisp/printer/print.h"
#include "lisp/reader/read.h"

static val read_at(val *a, bool cut) {
    struct reader r;
    if (!is_string(a[0])) type_error("read", "a string", a[0]);
    reader_init(&r, a[0]);
    r.at = string_place("read", a[0], a[1]);
    r.line = (uint32_t)integer_in("read", a[2], 1, FIXNUM_MAX);
    r.column = (uint32_t)integer_in("read", a[3], 1, FIXNUM_MAX);
    r.cut = cut;
    val form = read_form(&r);
    if (form == ABSENT && !cut) return NIL;
    if (form == ABSENT)
        return vector_from_list(
            cons(fixnum((int32_t)r.line), cons(fixnum((int32_t)r.column), cons(boolean(r.in_comment), NIL))), 3);
    val first = cons(fixnum((int32_t)r.first_line), cons(fixnum((int32_t)r.first_column), NIL));
    val end = cons(fixnum((int32_t)r.line), cons(fixnum((int32_t)r.column), first));
    return vector_from_list(cons(form, cons(fixnum((int32_t)r.at), end)), 6);
}

/* (%read text offset line column): nil at the end, else a vector of the form, where it ends (offset, line, column), and
 * where it begins (line, column). At the end of a text that goes on: [line column whether within a comment]. */
static val p_read4(val *a) { return read_at(a, false); }
static val p_read5(val *a) { return read_at(a, !truthy(a[4])); }

static val p_at(val *a) {
    vm_is_at(a[0], (uint32_t)place(fixnum_value(a[1]), fixnum_value(a[2])));
    return NIL;
}

static val p_compile(val *a) { return compile(a[0], a[1]); }

static val p_hook(val *a) {
    vm_hook[integer_in("%hook", a[0], 0, HOOK_COUNT - 1)] = a[1];
    return NIL;
}

/* ---- namespaces ---- */

static val checked_ns(const char *who, val v) {
    if (is_box(v, BOX_NAMESPACE)) return v;
    val ns = is_symbol(v) ? namespace_find(v) : NIL;
    if (ns == NIL) lisp_error("namespace", "%s: there is no namespace %v", who, v);
    return ns;
}
static val p_current_ns(val *a) { return (void)a, namespace_current(); }
static val p_in_ns(val *a) {
    if (!is_symbol(a[0])) type_error("in-ns", "a symbol", a[0]);
    namespace_set_current(namespace_make(a[0]));
    return namespace_current();
}
static val p_find_ns(val *a) {
    if (is_box(a[0], BOX_NAMESPACE)) return a[0];
    if (!is_symbol(a[0])) type_error("find-ns", "a symbol", a[0]);
    return namespace_find(a[0]);
}
static val p_ns_name(val *a) { return cell_geti(checked_ns("ns-name", a[0]), 1); }
static val p_all_ns(val *a) { return (void)a, namespace_all(); }
static val p_ns_map(val *a) { return atom_get(cell_geti(checked_ns("ns-map", a[0]), 2)); }
static val checked_symbol(const char *who, val v) {
    if (!is_symbol(v)) type_error(who, "a symbol", v);
    return v;
}
static val p_ns_alias(val *a) {
    val ns = checked_ns("alias", a[1]);
    namespace_alias(namespace_current(), checked_symbol("alias", a[0]), ns);
    return NIL;
}
static val p_ns_refer(val *a) {
    if (!is_symbol(a[0]) || !is_kind(a[1], KIND_VAR)) type_error("refer", "a symbol and a var", a[0]);
    namespace_refer(namespace_current(), a[0], a[1]);
    return NIL;
}
static val p_resolve(val *a) { return is_symbol(a[0]) ? namespace_resolve(namespace_current(), a[0]) : NIL; }
static val p_resolve_in(val *a) {
    return namespace_resolve(checked_ns("ns-resolve", a[0]), checked_symbol("ns-resolve", a[1]));
}
static val p_alias_ns(val *a) { return namespace_by_alias(namespace_current(), a[0]); }
static val p_intern(val *a) { return namespace_intern(namespace_current(), checked_symbol("intern", a[0])); }

static val checked_var(val v) {
    if (!is_kind(v, KIND_VAR)) type_error("var", "a var", v);
    return v;
}
static val p_is_var(val *a) { return boolean(is_kind(a[0], KIND_VAR)); }
static val p_var_name(val *a) { return cell_geti(checked_var(a[0]), VAR_NAME); }
static val p_var_ns(val *a) { return cell_geti(checked_var(a[0]), VAR_NS); }
static val p_var_atom(val *a) { return var_atom(checked_var(a[0])); }
static val p_is_macro(val *a) { return boolean(is_kind(a[0], KIND_VAR) && var_is_macro(a[0])); }
static val p_is_bound(val *a) { return boolean(atom_get(var_atom(checked_var(a[0]))) != UNBOUND); }
static val p_set_var_meta(val *a) {
    if (a[1] != NIL && !is_map(a[1])) type_error("metadata", "a map or nil", a[1]);
    return var_set_meta(checked_var(a[0]), a[1]), a[0];
}

/* ---- output, time ---- */

static val p_write(val *a) {
    int32_t stream = integer_in("%write", a[0], 1, 2);
    if (!is_string(a[1])) type_error("%write", "a string", a[1]);
    uint32_t n = string_bytes(a[1]);
    for (uint32_t i = 0; i < n; i++) {
        vm_host->write((int)stream, string_byte(a[1], i));
        lisp_poll_round(i);
    }
    return NIL;
}
static val p_flush(val *a) { return (void)a, vm_host->flush(), NIL; }
static val p_cycles(val *a) { return (void)a, integer((int64_t)vm_host->cycles()); }
static val p_collect(val *a) { return (void)a, vm_host->collect(), NIL; }
static val p_stat(val *a) { return integer(cell_stat((uint32_t)integer_in("%stat", a[0], 0, 31))); }
static val p_kind(val *a) { return fixnum((int32_t)cell_kind(a[0])); }

const struct primitive system_primitives[] = {
    {"%var-atom", 1, p_var_atom, USAGE("(%var-atom var)")},
    {"bound?", 1, p_is_bound, USAGE("(bound? var) Whether the var has a value.")},
    {"%write", 2, p_write, USAGE("(%write stream string) to output 1 or error output 2")},
    {"flush", 0, p_flush, USAGE("(flush) Has the output that is still held back go out.")},
    {"cycles", 0, p_cycles, USAGE("(cycles) The clock cycles since the start of the machine.")},
    {"gc", 0, p_collect, USAGE("(gc) Runs a whole garbage collection.")},
    {"%stat", 1, p_stat, USAGE("(%stat n) a counter of the heap controller")},
    {"%kind", 1, p_kind, USAGE("(%kind x) the kind of its cell")},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive system_primitives_large[] = {
    {"%read", 4, p_read4, USAGE("(%read text offset line column) (%read text offset line column whole)")},
    {"%read", 5, p_read5, NULL},
    {"%at", 3, p_at, USAGE("(%at file line column) where memory runs out, if it does where no program has a place")},
    {"%compile", 2, p_compile, USAGE("(%compile form file) a function that evaluates the macro-expanded form")},
    {"%hook", 2, p_hook, USAGE("(%hook n f) the machine calls f")},
    {"%current-ns", 0, p_current_ns, USAGE("(%current-ns)")},
    {"in-ns", 1, p_in_ns,
     USAGE("(in-ns name) Makes the namespace of that symbol the current one; it is made if need be.")},
    {"find-ns", 1, p_find_ns,
     USAGE("(find-ns name) The namespace of that symbol, nil if there is none; a namespace itself.")},
    {"ns-name", 1, p_ns_name, USAGE("(ns-name ns) The symbol that names the namespace.")},
    {"%all-ns", 0, p_all_ns, USAGE("(%all-ns)")},
    {"ns-map", 1, p_ns_map,
     USAGE("(ns-map ns) A map of symbols to the vars of the namespace, those it refers to as well.")},
    {"alias", 2, p_ns_alias, USAGE("(alias name ns) Makes name/x mean x of ns in the current namespace.")},
    {"%refer", 2, p_ns_refer, USAGE("(%refer symbol var)")},
    {"resolve", 1, p_resolve,
     USAGE("(resolve symbol) The var that the symbol means in the current namespace, nil if there is none.")},
    {"ns-resolve", 2, p_resolve_in,
     USAGE("(ns-resolve ns symbol) The var that the symbol means in that namespace, nil if there is none.")},
    {"%alias-ns", 1, p_alias_ns, USAGE("(%alias-ns symbol)")},
    {"%intern", 1, p_intern, USAGE("(%intern symbol)")},
    {"var?", 1, p_is_var, USAGE("(var? x) Whether x is a var.")},
    {"%var-name", 1, p_var_name, USAGE("(%var-name var)")},
    {"%var-ns", 1, p_var_ns, USAGE("(%var-ns var)")},
    {"%macro?", 1, p_is_macro, USAGE("(%macro? x)")},
    {"%set-var-meta", 2, p_set_var_meta, USAGE("(%set-var-meta var meta)")},
    {NULL, 0, NULL, NULL},
};
