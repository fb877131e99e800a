/* Emission of functions (emit.h). */
#include "lisp/compiler/emit.h"

/* Code of one arity; returns its entry. */
static uint32_t emit_arity(struct compilation *c, val node) {
    struct function *f = c->function;
    uint32_t fixed = tree_number(node, TREE_ARITY_FIXED), variadic = tree_number(node, TREE_ARITY_VARIADIC);
    uint32_t pc = here(f), locals = tree_number(node, TREE_ARITY_LOCALS);
    f->registers = locals ? cell_new(KIND_BYTES, locals) : NIL;
    f->top = f->slots = 0;
    for (uint32_t i = 0; i < fixed + variadic; i++) bind(f, i, take_register(f));
    f->has_locals = f->top != 0;
    f->loop_pc = pc;
    f->loop_base = 0;
    emit_node(c, cell_geti(node, TREE_ARITY_BODY), take_register(f), true);
    return code_entry(variadic * CODE_VARIADIC + fixed, f->slots, pc);
}

static uint32_t capture_count(val node) {
    uint32_t n = 0;
    for (val l = cell_geti(node, TREE_FN_CAPTURES); l != NIL; l = cdr(l)) n++;
    return n;
}

val emit_function(struct compilation *c, val node) {
    struct function f, *outer = c->function;
    uint32_t arities = cell_len(node) - TREE_FN_ARITIES, slots = 0;
    function_init(&f);
    c->function = &f;
    /* So that a program's loop without calls, too, is interrupted somewhere. */
    if (!outer) note_place(c, &f, node);
    for (uint32_t i = 0; i < arities + 1; i++) emit_word(&f, 0);
    for (uint32_t i = 0; i < arities; i++) {
        uint32_t entry = emit_arity(c, cell_get(node, TREE_FN_ARITIES + i));
        if (code_slots(entry) > slots) slots = code_slots(entry);
        words_set(&f.code, code_entry_at(i), entry);
    }
    words_set(&f.code, CODE_HEADER_AT, code_header(arities, slots, capture_count(node)));
    c->function = outer;
    return function_done(c, &f, cell_geti(node, TREE_FN_NAME));
}

/* The word that tells where a captured value comes from. */
static uint32_t source_of(const struct function *f, val node) {
    switch (tree_kind(node)) {
    case TREE_LOCAL:
        return code_capture(FROM_REGISTER, register_of(f, tree_number(node, TREE_LOCAL_NUMBER)));
    case TREE_CAPTURED:
        return code_capture(FROM_CAPTURED, tree_number(node, TREE_CAPTURED_INDEX));
    default:
        return code_capture(FROM_ITSELF, 0);
    }
}

void emit_fn(struct compilation *c, val node, uint32_t dst) {
    struct function *f = c->function;
    uint32_t n = capture_count(node), index = constant(f, emit_function(c, node));
    emit_wide(f, n ? OP_CLOSURE : OP_CONST, dst, index);
    if (!n) return;
    emit_word(f, n);
    for (val l = cell_geti(node, TREE_FN_CAPTURES); l != NIL; l = cdr(l)) emit_word(f, source_of(f, car(l)));
}
