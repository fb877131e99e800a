/* Analysis of the special forms but fn* (analyse.h). */
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/vector.h"
#include "lisp/compiler/analyse.h"
#include "lisp/compiler/scope.h"
#include "lisp/interpreter/code.h"
#include "lisp/names/meta.h"
#include "lisp/names/namespace.h"

val analyse_body(struct compilation *c, val forms, enum position position) {
    uint32_t n = length(forms);
    if (!n) return analyse_constant(c, NIL);
    if (n == 1) return analyse(c, car(forms), position);
    val node = tree_new(c, TREE_DO, TREE_DO_NODES + n);
    for (uint32_t i = 0; i < n; i++, forms = cdr(forms))
        cell_set(node, TREE_DO_NODES + i, analyse(c, car(forms), i + 1 == n ? position : ASIDE));
    return cell_seal(node);
}

static val analyse_do(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)n;
    return analyse_body(c, rest(form), position);
}

static val analyse_if(struct compilation *c, val form, uint32_t n, enum position position) {
    if (n < 2 || n > 3) compile_error(c, "if takes two or three forms", form);
    val node = tree_new(c, TREE_IF, TREE_IF_END), branches = cdr(cdr(form));
    cell_seti(node, TREE_IF_TEST, analyse(c, second(form), ASIDE));
    cell_seti(node, TREE_IF_THEN, analyse(c, car(branches), position));
    cell_seti(node, TREE_IF_ELSE, analyse(c, n == 3 ? car(cdr(branches)) : NIL, position));
    return cell_seal(node);
}

/* ---- bindings ---- */

/* The open node for a form with a vector of bindings, with its values; the names hold. */
static val analyse_bindings(struct compilation *c, val form, enum tree_kind kind, uint32_t first_value) {
    val bindings = has_more(rest(form)) ? second(form) : NIL;
    if (!is_vector(bindings) || vector_count(bindings) % 2)
        compile_error(c, "bindings must be a vector of pairs", form);
    uint32_t n = vector_count(bindings) / 2;
    val node = tree_new(c, kind, first_value + n + 1);
    cell_seti(node, TREE_LET_LOCAL, fixnum((int32_t)c->scope->local_count));
    for (uint32_t i = 0; i < n; i++) {
        cell_set(node, first_value + i, analyse(c, vector_nth(bindings, 2 * i + 1), ASIDE));
        scope_bind(c, vector_nth(bindings, 2 * i));
    }
    return node;
}

static val analyse_let(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)n;
    uint32_t locals = c->scope->local_count;
    val node = analyse_bindings(c, form, TREE_LET, TREE_LET_VALUES);
    cell_set(node, tree_last(node), analyse_body(c, cdr(cdr(form)), position));
    scope_unbind(c, locals);
    return cell_seal(node);
}

/* The numbers of those locals that were not seen in a loop, newest first. */
static val unseen(val locals, int32_t loop) {
    val list = NIL;
    for (; locals != NIL; locals = cell_geti(locals, NAME_NEXT))
        if (fixnum_value(cell_geti(locals, NAME_EXTRA)) < loop)
            list = cons(cell_geti(cell_geti(locals, NAME_NODE), TREE_LOCAL_NUMBER), list);
    return list_reverse(list);
}

/* A loop whose value is returned is the last that the function does. So a loop over a sequence that was an argument
 * need not hold on to its beginning. */
static val analyse_loop(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)n;
    struct scope *s = c->scope;
    uint32_t locals = s->local_count, values = s->loop_values;
    val outside = s->locals, node = analyse_bindings(c, form, TREE_LOOP, TREE_LOOP_VALUES);
    int32_t loop = ++c->loops;
    s->loop_values = s->local_count - locals;
    cell_set(node, tree_last(node), analyse_body(c, cdr(cdr(form)), position == RETURNED ? RETURNED : TAIL));
    if (position == RETURNED) cell_seti(node, TREE_LOOP_DEAD, unseen(outside, loop));
    s->loop_values = values;
    scope_unbind(c, locals);
    return cell_seal(node);
}

static val analyse_recur(struct compilation *c, val form, uint32_t n, enum position position) {
    if (position == ASIDE) compile_error(c, "recur is not in tail position", form);
    if (n != c->scope->loop_values) compile_error(c, "recur has the wrong number of values", form);
    return analyse_fields(c, tree_new(c, TREE_RECUR, TREE_RECUR_VALUES + n), TREE_RECUR_VALUES, rest(form));
}

/* ---- others ---- */

static val s_fn, s_catch, s_finally;

static val analyse_quote(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n != 1) compile_error(c, "quote takes one form", form);
    return analyse_constant(c, second(form));
}

static val analyse_fn(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)n;
    (void)position;
    return analyse_function(c, form, NIL);
}

/* (def symbol), (def symbol value) or (def symbol documentation value). */
static val analyse_def(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n < 1 || n > 3 || !is_symbol(second(form))) compile_error(c, "def takes a symbol and a value", form);
    val symbol = second(form), meta = meta_of(symbol), var = namespace_intern(namespace_current(), symbol);
    if (meta != NIL || n > 1) var_set_meta(var, meta);
    if (n == 1) return analyse_constant(c, var);
    val more = cdr(cdr(form)), value = n == 3 ? car(cdr(more)) : car(more), node = tree_new(c, TREE_DEF, TREE_DEF_END);
    cell_seti(node, TREE_DEF_VAR, var);
    if (is_kind(value, KIND_CONS) && first(value) == s_fn)
        cell_seti(node, TREE_DEF_VALUE, analyse_function(c, value, symbol_plain(symbol)));
    else
        cell_seti(node, TREE_DEF_VALUE, analyse(c, value, ASIDE));
    return cell_seal(node);
}

static val analyse_var_form(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n != 1 || !is_symbol(second(form))) compile_error(c, "var takes a symbol", form);
    return analyse_constant(c, analyse_var(c, second(form)));
}

static bool is_clause(val form, val head) { return is_kind(form, KIND_CONS) && first(form) == head; }

/* (try* body... (catch* symbol handler...)? (finally form...)?) */
static val analyse_try(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)n;
    (void)position;
    val catch = NIL, finally = NIL, backwards = EMPTY, body = EMPTY, node = tree_new(c, TREE_TRY, TREE_TRY_END);
    uint32_t locals = c->scope->local_count, round = 0;
    for (val l = rest(form); has_more(l); l = cdr(l)) {
        lisp_poll_round(round++);
        if (is_clause(car(l), s_catch))
            catch = car(l);
        else if (is_clause(car(l), s_finally))
            finally = car(l);
        else
            backwards = cons(car(l), backwards);
    }
    for (; has_more(backwards); backwards = cdr(backwards)) {
        body = cons(car(backwards), body);
        lisp_poll_round(round++);
    }
    cell_seti(node, TREE_TRY_BODY, analyse_body(c, body, ASIDE));
    cell_seti(node, TREE_TRY_LOCAL, fixnum((int32_t)locals));
    if (catch != NIL) {
        scope_bind(c, second(catch));
        cell_seti(node, TREE_TRY_CATCH, analyse_body(c, cdr(cdr(catch)), ASIDE));
        scope_unbind(c, locals);
    }
    if (finally != NIL) cell_seti(node, TREE_TRY_FINALLY, analyse_body(c, cdr(finally), ASIDE));
    return cell_seal(node);
}

static val analyse_throw(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n != 1) compile_error(c, "throw takes one form", form);
    return analyse_fields(c, tree_new(c, TREE_THROW, TREE_THROW_END), TREE_THROW_VALUE, rest(form));
}

static val analyse_control(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n != 2) compile_error(c, "%control takes a tag and a function", form);
    return analyse_fields(c, tree_new(c, TREE_CONTROL, TREE_CONTROL_END), TREE_CONTROL_TAG, rest(form));
}

/* A call of another kind: a first form and arguments. */
static val call_like(struct compilation *c, enum tree_kind kind, val form, uint32_t n) {
    if (n - 1 > CODE_ARGUMENTS_MAX) compile_error(c, "too many arguments", second(form));
    return analyse_fields(c, tree_new(c, kind, TREE_CALL_NODES + n), TREE_CALL_NODES, rest(form));
}

static val analyse_apply(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n < 2) compile_error(c, "%apply takes a function and arguments", form);
    return call_like(c, TREE_APPLY, form, n);
}

static val analyse_request(struct compilation *c, val form, uint32_t n, enum position position) {
    (void)position;
    if (n < 1) compile_error(c, "%request takes a kind and arguments", form);
    return call_like(c, TREE_REQUEST, form, n);
}

/* ---- all of them ---- */

/* n: the number of forms behind the symbol. */
static const struct {
    const char *name;
    val (*analyse)(struct compilation *c, val form, uint32_t n, enum position position);
} specials[] = {{"if", analyse_if},
                {"let*", analyse_let},
                {"do", analyse_do},
                {"recur", analyse_recur},
                {"loop*", analyse_loop},
                {"fn*", analyse_fn},
                {"def", analyse_def},
                {"quote", analyse_quote},
                {"try*", analyse_try},
                {"throw", analyse_throw},
                {"var", analyse_var_form},
                {"%apply", analyse_apply},
                {"%control", analyse_control},
                {"%request", analyse_request}};
#define SPECIAL_COUNT (sizeof specials / sizeof *specials)

/* The symbol of each. */
static val symbols[SPECIAL_COUNT];

void analysis_init(void) {
    for (uint32_t i = 0; i < SPECIAL_COUNT; i++) symbols[i] = symbol_c(specials[i].name);
    s_fn = symbol_c("fn*");
    s_catch = symbol_c("catch*");
    s_finally = symbol_c("finally");
}

val analyse_special(struct compilation *c, val form, enum position position) {
    val head = first(form);
    if (!is_symbol(head)) return NIL;
    for (uint32_t i = 0; i < SPECIAL_COUNT; i++)
        if (head == symbols[i]) return specials[i].analyse(c, form, length(rest(form)), position);
    return NIL;
}
