/* Names within functions (scope.h). */
#include "lisp/compiler/scope.h"
#include "lisp/cells/error.h"
#include "lisp/cells/symbol.h"
#include "lisp/compiler/analyse.h"
#include "lisp/interpreter/code.h"

static val name_new(val text, val node, val extra, val next) {
    val n = cell_new(KIND_TUPLE, 4);
    cell_seti(n, NAME_TEXT, text);
    cell_seti(n, NAME_NODE, node);
    cell_seti(n, NAME_EXTRA, extra);
    cell_seti(n, NAME_NEXT, next);
    return n;
}

static val name_find(val names, val text) {
    while (names != NIL && cell_geti(names, NAME_TEXT) != text) names = cell_geti(names, NAME_NEXT);
    return names;
}

static val find(struct compilation *c, struct scope *s, val text) {
    if (!s) return NIL;
    val known = name_find(s->locals, text);
    if (known != NIL) {
        cell_seti(known, NAME_EXTRA, fixnum(c->loops));
        return cell_geti(known, NAME_NODE);
    }
    if (s->itself == text) return cell_seal(tree_new(c, TREE_ITSELF, TREE_ITSELF_END));
    known = name_find(s->captures, text);
    if (known != NIL) return cell_geti(known, NAME_NODE);
    val source = find(c, s->outer, text);
    if (source == NIL) return NIL;
    val node = tree_new(c, TREE_CAPTURED, TREE_CAPTURED_END);
    cell_seti(node, TREE_CAPTURED_INDEX, fixnum((int32_t)s->capture_count++));
    s->captures = cell_seal(name_new(text, cell_seal(node), source, s->captures));
    return node;
}

val scope_find(struct compilation *c, val symbol) {
    return cell_geti(symbol, SYMBOL_NS) == NIL ? find(c, c->scope, cell_geti(symbol, SYMBOL_NAME)) : NIL;
}

void scope_bind(struct compilation *c, val symbol) {
    struct scope *s = c->scope;
    if (!is_symbol(symbol) || cell_geti(symbol, SYMBOL_NS) != NIL) compile_error(c, "not a simple symbol", symbol);
    if (s->local_count == CODE_SLOTS_MAX) lisp_error("compile", "a function needs too many registers");
    val node = tree_new(c, TREE_LOCAL, TREE_LOCAL_END);
    cell_seti(node, TREE_LOCAL_NUMBER, fixnum((int32_t)s->local_count));
    s->locals = name_new(cell_geti(symbol, SYMBOL_NAME), cell_seal(node), fixnum(c->loops), s->locals);
    if (++s->local_count > s->local_max) s->local_max = s->local_count;
}

void scope_unbind(struct compilation *c, uint32_t count) {
    struct scope *s = c->scope;
    for (; s->local_count > count; s->local_count--) s->locals = cell_geti(s->locals, NAME_NEXT);
}
