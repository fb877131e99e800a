/* Analysis of functions (analyse.h). */
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/compiler/analyse.h"
#include "lisp/compiler/scope.h"
#include "lisp/interpreter/code.h"

static bool is_ampersand(val v) { return is_symbol(v) && string_is(cell_geti(v, SYMBOL_NAME), "&"); }

/* Binds the parameters, from the node's first local on. */
static void analyse_parameters(struct compilation *c, val node, val parameters) {
    uint32_t n = vector_count(parameters), fixed = n;
    for (uint32_t i = 0; i < n; i++) {
        val p = vector_nth(parameters, i);
        if (is_ampersand(p)) {
            if (i + 2 != n) compile_error(c, "& must be followed by one parameter", parameters);
            fixed = i;
        } else {
            scope_bind(c, p);
        }
    }
    if (fixed > CODE_ARGUMENTS_MAX) compile_error(c, "too many parameters", parameters);
    cell_seti(node, TREE_ARITY_FIXED, fixnum((int32_t)fixed));
    cell_seti(node, TREE_ARITY_VARIADIC, fixnum(fixed < n));
}

/* ([parameters] body...) */
static val analyse_arity(struct compilation *c, val clause) {
    struct scope *s = c->scope;
    if (!is_vector(first(clause))) compile_error(c, "parameters must be a vector", clause);
    val node = tree_new(c, TREE_ARITY, TREE_ARITY_END);
    s->locals = NIL;
    s->local_count = s->local_max = 0;
    analyse_parameters(c, node, first(clause));
    s->loop_values = s->local_count;
    cell_seti(node, TREE_ARITY_BODY, analyse_body(c, cdr(clause), RETURNED));
    cell_seti(node, TREE_ARITY_LOCALS, fixnum((int32_t)s->local_max));
    return cell_seal(node);
}

/* Arities stand in this order: a variadic one is the last. */
static uint32_t order_of(val arity) {
    return tree_number(arity, TREE_ARITY_VARIADIC) * CODE_VARIADIC + tree_number(arity, TREE_ARITY_FIXED);
}

/* clauses: list of arities. */
static void analyse_arities(struct compilation *c, val node, val clauses, val name) {
    for (uint32_t i = 0; has_more(clauses); i++, clauses = cdr(clauses)) {
        if (!has_more(car(clauses))) compile_error(c, "an arity must be a list", clauses);
        val arity = analyse_arity(c, car(clauses)), before;
        uint32_t at = TREE_FN_ARITIES + i;
        for (; at > TREE_FN_ARITIES; at--) {
            before = cell_get(node, at - 1);
            if (order_of(before) == order_of(arity)) compile_error(c, "an arity is given twice", name);
            if (order_of(before) < order_of(arity)) break;
            cell_set(node, at, before);
        }
        cell_set(node, at, arity);
    }
}

/* The nodes that give the captured values where the function is made. */
static val capture_sources(val captures) {
    val list = NIL;
    for (; captures != NIL; captures = cell_geti(captures, NAME_NEXT))
        list = cons(cell_geti(captures, NAME_EXTRA), list);
    return list;
}

/* itself: a symbol that means the function within it, or nil. */
static val analyse_clauses(struct compilation *c, val clauses, val itself, val name) {
    uint32_t n = length(clauses);
    if (!n) compile_error(c, "a function needs parameters", clauses);
    struct scope s = {.outer = c->scope,
                      .itself = itself == NIL ? NIL : cell_geti(itself, SYMBOL_NAME),
                      .locals = NIL,
                      .captures = NIL};
    val node = tree_new(c, TREE_FN, TREE_FN_ARITIES + n);
    c->scope = &s;
    analyse_arities(c, node, clauses, name);
    c->scope = s.outer;
    cell_seti(node, TREE_FN_NAME, name);
    cell_seti(node, TREE_FN_CAPTURES, capture_sources(s.captures));
    return cell_seal(node);
}

val analyse_function(struct compilation *c, val form, val shown) {
    val l = rest(form), name = NIL;
    if (has_more(l) && is_symbol(car(l))) {
        name = car(l);
        l = cdr(l);
    }
    if (has_more(l) && is_vector(car(l))) l = cons(l, EMPTY);
    return analyse_clauses(c, l, name, name == NIL ? shown : name);
}

val analyse_program(struct compilation *c, val form) {
    return analyse_clauses(c, cons(cons(vector_empty(), cons(form, EMPTY)), EMPTY), NIL, NIL);
}
