/* Analysis of symbols, constants, literals and calls (analyse.h). */
#include "lisp/compiler/analyse.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/compiler/intrinsic.h"
#include "lisp/compiler/scope.h"
#include "lisp/interpreter/code.h"
#include "lisp/names/meta.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"
#include <string.h>

/* Elements of a literal with computed ones: each takes a register. */
#define LITERAL_MAX 200u

val tree_new(const struct compilation *c, enum tree_kind kind, uint32_t words) {
    if (words > CELL_WORDS_MAX) lisp_error("compile", "a function is too long");
    val node = cell_new(KIND_TUPLE, words);
    cell_seti(node, TREE_KIND, fixnum((int32_t)kind));
    cell_seti(node, TREE_PLACE, fixnum(c->place));
    return node;
}

val analyse_fields(struct compilation *c, val node, uint32_t field, val forms) {
    for (uint32_t end = cell_len(node); field < end; field++, forms = cdr(forms))
        cell_set(node, field, analyse(c, car(forms), ASIDE));
    return cell_seal(node);
}

/* ---- names ---- */

val analyse_var(const struct compilation *c, val symbol) {
    val var = namespace_resolve(namespace_current(), symbol);
    if (var == NIL) compile_error(c, "unable to resolve symbol", symbol);
    return var;
}

static val var_node(const struct compilation *c, val var) {
    val node = tree_new(c, var_is_dynamic(var) ? TREE_DYNAMIC : TREE_GLOBAL, TREE_GLOBAL_END);
    cell_seti(node, TREE_GLOBAL_VAR, var);
    return cell_seal(node);
}

static val analyse_symbol(struct compilation *c, val symbol) {
    val node = scope_find(c, symbol);
    return node == NIL ? var_node(c, analyse_var(c, symbol)) : node;
}

/* ---- constants and literals ---- */

val analyse_constant(const struct compilation *c, val v) {
    val node = tree_new(c, TREE_CONSTANT, TREE_CONSTANT_END);
    cell_seti(node, TREE_CONSTANT_VALUE, v);
    return cell_seal(node);
}

static bool is_constant(val form) {
    struct map_walk w;
    val k, v;
    stack_check();
    switch (cell_kind(form)) {
    case KIND_SYMBOL:
    case KIND_CONS:
    case KIND_LAZY:
        return false;
    case KIND_VECTOR:
        for (uint32_t i = 0; i < vector_count(form); i++)
            if (!is_constant(vector_nth(form, i))) return false;
        return true;
    case KIND_MAP:
    case KIND_SET:
        map_walk_start(&w, is_map(form) ? form : set_map(form));
        while (map_walk_next(&w, &k, &v))
            if (!is_constant(k) || (is_map(form) && !is_constant(v))) return false;
        return true;
    default:
        return true;
    }
}

/* The elements of a vector, a set or a map (its keys and values in turn) as a list. */
static val elements(val form) {
    struct map_walk w;
    val list = NIL, k, v;
    if (is_vector(form)) {
        for (uint32_t i = vector_count(form); i--;) list = cons(vector_nth(form, i), list);
        return list;
    }
    map_walk_start(&w, is_map(form) ? form : set_map(form));
    while (map_walk_next(&w, &k, &v)) {
        list = cons(k, list);
        if (is_map(form)) list = cons(v, list);
    }
    return list_reverse(list);
}

/* A node of that kind for n elements, whose forms are in the list. */
static val analyse_elements(struct compilation *c, enum tree_kind kind, uint32_t n, val forms) {
    return analyse_fields(c, tree_new(c, kind, TREE_LITERAL_NODES + n), TREE_LITERAL_NODES, forms);
}

static val analyse_literal(struct compilation *c, val form) {
    uint32_t n = is_vector(form) ? vector_count(form) : is_map(form) ? 2 * map_count(form) : map_count(set_map(form));
    if (n > LITERAL_MAX && is_vector(form))
        compile_error(c, "a vector literal with computed elements is too long", fixnum((int32_t)n));
    if (n > LITERAL_MAX)
        compile_error(c, "a map or set literal with computed elements is too long", fixnum((int32_t)n));
    enum tree_kind kind = is_vector(form) ? TREE_VECTOR : is_map(form) ? TREE_MAP : TREE_SET;
    return analyse_elements(c, kind, n, elements(form));
}

/* ---- calls ---- */

static bool is_called(uint32_t primitive, const char *name) { return !strcmp(primitive_table[primitive]->name, name); }

/* The node for a call with n arguments, which are still to come. */
static val call_node(const struct compilation *c, enum tree_kind kind, int index, uint32_t n) {
    val node = tree_new(c, kind, TREE_PRIMITIVE_ARGUMENTS + n);
    cell_seti(node, TREE_PRIMITIVE_INDEX, fixnum(index));
    return node;
}

static val with_argument(val node, uint32_t i, val argument) {
    cell_set(node, TREE_PRIMITIVE_ARGUMENTS + i, argument);
    return node;
}

/* (second x) is (first (next x)). */
static val analyse_second(struct compilation *c, val argument) {
    val rest = call_node(c, TREE_INTRINSIC, intrinsic_named("next", 1), 1);
    val first = call_node(c, TREE_INTRINSIC, intrinsic_named("first", 1), 1);
    cell_seal(with_argument(rest, 0, analyse(c, argument, ASIDE)));
    return cell_seal(with_argument(first, 0, rest));
}

/* (+ x y z) is (+ (+ x y) z). */
static val analyse_fold(struct compilation *c, int intrinsic, val arguments) {
    val node = analyse(c, car(arguments), ASIDE);
    for (arguments = cdr(arguments); is_kind(arguments, KIND_CONS); arguments = cdr(arguments)) {
        val step = with_argument(call_node(c, TREE_INTRINSIC, intrinsic, 2), 0, node);
        node = cell_seal(with_argument(step, 1, analyse(c, car(arguments), ASIDE)));
    }
    return node;
}

/* With more arguments than an arity has fixed ones: these come as a list. */
static val analyse_variadic(struct compilation *c, val f, val arguments, uint32_t n) {
    int number = primitive_variadic(f);
    uint32_t fixed = number < 0 ? 0 : (uint32_t)(VARIADIC(0) - primitive_table[number]->arity), i = 0;
    if (number < 0 || n < fixed || n > CODE_ARGUMENTS_MAX) return NIL;
    int pair = intrinsic_named(primitive_table[number]->name, 2);
    if (pair >= 0 && intrinsics[pair].pattern == ARITHMETIC) return analyse_fold(c, pair, arguments);
    if (is_called((uint32_t)number, "list")) return analyse_elements(c, TREE_LIST, n, arguments);
    val node = call_node(c, TREE_PRIMITIVE, number, fixed + 1);
    for (; i < fixed; i++, arguments = cdr(arguments)) with_argument(node, i, analyse(c, car(arguments), ASIDE));
    n -= fixed;
    val more = n ? analyse_elements(c, TREE_LIST, n, arguments) : analyse_constant(c, NIL);
    return cell_seal(with_argument(node, i, more));
}

/* The call of the primitive that a var of the core has as its value; nil: it has none, or none that takes n arguments.
 */
static val analyse_primitive(struct compilation *c, val var, val arguments, uint32_t n) {
    val f = cell_geti(var, VAR_NS) == namespace_core() ? atom_get(var_atom(var)) : NIL;
    if (!is_primitive(f)) return NIL;
    int number = primitive_arity(f, (int)n);
    if (number < 0) return analyse_variadic(c, f, arguments, n);
    if (is_called((uint32_t)number, "second")) return analyse_second(c, car(arguments));
    int intrinsic = intrinsic_named(primitive_table[number]->name, n);
    val node = intrinsic < 0 ? call_node(c, TREE_PRIMITIVE, number, n) : call_node(c, TREE_INTRINSIC, intrinsic, n);
    return analyse_fields(c, node, TREE_PRIMITIVE_ARGUMENTS, arguments);
}

static val analyse_call(struct compilation *c, val form) {
    val head = first(form), callee = is_symbol(head) ? scope_find(c, head) : analyse(c, head, ASIDE);
    uint32_t n = length(rest(form));
    if (callee == NIL) {
        val var = analyse_var(c, head), node = analyse_primitive(c, var, rest(form), n);
        if (node != NIL) return node;
        callee = var_node(c, var);
    }
    if (n > CODE_ARGUMENTS_MAX) compile_error(c, "too many arguments", head);
    val node = tree_new(c, TREE_CALL, TREE_CALL_NODES + 1 + n);
    cell_seti(node, TREE_CALL_NODES, callee);
    return analyse_fields(c, node, TREE_CALL_NODES + 1, rest(form));
}

/* ---- any form ---- */

val analyse(struct compilation *c, val form, enum position position) {
    stack_check();
    if (is_symbol(form)) return analyse_symbol(c, form);
    if (is_kind(form, KIND_LAZY)) {
        uint32_t n;
        form = seq_to_list(form, &n);
        if (form == NIL) form = EMPTY;
    }
    if (!is_kind(form, KIND_CONS)) return is_constant(form) ? analyse_constant(c, form) : analyse_literal(c, form);
    int32_t outer = c->place, place = place_of(form);
    if (place) c->place = place;
    val node = analyse_special(c, form, position);
    if (node == NIL) node = analyse_call(c, form);
    c->place = outer;
    return node;
}
