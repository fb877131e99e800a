/* Emission of blocks, bindings, loops and try (emit.h). */
#include "lisp/compiler/emit.h"

/* Values of all but the last are dropped. */
void emit_do(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t last = tree_last(node), top = f->top;
    for (uint32_t i = TREE_DO_NODES; i < last; i++) {
        emit_node(c, cell_get(node, i), take_register(f), false);
        f->top = top;
    }
    emit_node(c, cell_get(node, last), dst, returns);
}

/* Whether the code of the node may come to its end: then it goes on with what is behind. */
static bool comes_to_end(val node) { return tree_kind(node) != TREE_RECUR && tree_kind(node) != TREE_THROW; }

void emit_if(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    val then = cell_geti(node, TREE_IF_THEN);
    bool skips = !returns && comes_to_end(then);
    uint32_t otherwise = emit_test(c, cell_geti(node, TREE_IF_TEST)), end = 0;
    emit_node(c, then, dst, returns);
    if (skips) end = emit_jump(f);
    patch(f, otherwise);
    emit_node(c, cell_geti(node, TREE_IF_ELSE), dst, returns);
    if (skips) patch(f, end);
}

/* The values of the node's fields from `field` on, up to the body, in registers that the locals from `local` on get. */
static void emit_bindings(struct compilation *c, val node, uint32_t local, uint32_t field) {
    struct function *f = c->function;
    for (uint32_t end = tree_last(node); field < end; field++) {
        uint32_t reg = take_register(f);
        emit_node(c, cell_get(node, field), reg, false);
        bind(f, local++, reg);
        f->has_locals = true;
    }
}

void emit_let(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t top = f->top;
    bool has_locals = f->has_locals;
    emit_bindings(c, node, tree_number(node, TREE_LET_LOCAL), TREE_LET_VALUES);
    emit_node(c, cell_get(node, tree_last(node)), dst, returns);
    f->has_locals = has_locals;
    f->top = top;
}

static bool is_among(val list, val v) {
    while (list != NIL && car(list) != v) list = cdr(list);
    return list != NIL;
}

/* Clears the registers of locals that nothing reads any more, so that they keep nothing alive while the loop runs. */
static void clear_dead(struct function *f, val dead) {
    for (val l = dead; l != NIL; l = cdr(l))
        if (!is_among(f->cleared, car(l)))
            emit_wide(f, OP_IMM, register_of(f, (uint32_t)fixnum_value(car(l))), word_of(NIL));
}

void emit_loop_node(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t top = f->top, pc = f->loop_pc, base = f->loop_base;
    val dead = cell_geti(node, TREE_LOOP_DEAD), cleared = f->cleared;
    bool has_locals = f->has_locals;
    emit_bindings(c, node, tree_number(node, TREE_LOOP_LOCAL), TREE_LOOP_VALUES);
    clear_dead(f, dead);
    f->cleared = dead;
    f->loop_pc = here(f);
    f->loop_base = top;
    emit_node(c, cell_get(node, tree_last(node)), dst, returns);
    f->loop_pc = pc;
    f->loop_base = base;
    f->cleared = cleared;
    f->has_locals = has_locals;
    f->top = top;
}

/* Whether the node is the local that has that register already. */
static bool is_there(const struct function *f, val node, uint32_t reg) {
    return tree_kind(node) == TREE_LOCAL && register_of(f, tree_number(node, TREE_LOCAL_NUMBER)) == reg;
}

/* Whether the node has no call in it, and does not read that register (~0: none). */
static bool leaves_alone(const struct function *f, val node, uint32_t reg) {
    switch (tree_kind(node)) {
    case TREE_CONSTANT:
    case TREE_CAPTURED:
    case TREE_GLOBAL:
        return true;
    case TREE_LOCAL:
        return register_of(f, tree_number(node, TREE_LOCAL_NUMBER)) != reg;
    case TREE_INTRINSIC:
    case TREE_PRIMITIVE:
        for (uint32_t i = TREE_PRIMITIVE_ARGUMENTS; i < cell_len(node); i++)
            if (!leaves_alone(f, cell_get(node, i), reg)) return false;
        return true;
    default:
        return false;
    }
}

/* Whether no value of the RECUR from `field` to before `end` reads that register. */
static bool all_leave_alone(const struct function *f, val node, uint32_t field, uint32_t end, uint32_t reg) {
    for (; field < end; field++)
        if (!leaves_alone(f, cell_get(node, field), reg)) return false;
    return true;
}

/* A value goes straight to its place if nothing behind it needs what is there. The others are computed aside, and so
 * are those with calls: a call leaves its value in a register of its own, from which it has to be cleared. */
void emit_recur(struct compilation *c, val node) {
    struct function *f = c->function;
    uint32_t top = f->top, base = f->loop_base, n = cell_len(node) - TREE_RECUR_VALUES, changed = n;
    bool aside[CODE_SLOTS_MAX];
    while (changed && is_there(f, cell_get(node, TREE_RECUR_VALUES + changed - 1), base + changed - 1)) changed--;
    for (uint32_t i = 0; i < changed; i++) {
        val value = cell_get(node, TREE_RECUR_VALUES + i);
        uint32_t at = take_register(f); /* for each: no call is to be built over the place itself */
        aside[i] = false;
        if (is_there(f, value, base + i)) continue;
        uint32_t next = TREE_RECUR_VALUES + i + 1, end = TREE_RECUR_VALUES + changed;
        aside[i] = next < end && !(leaves_alone(f, value, ~0u) && all_leave_alone(f, node, next, end, base + i));
        emit_node(c, value, aside[i] ? at : base + i, false);
    }
    for (uint32_t i = 0; i < changed; i++)
        if (aside[i]) emit(f, OP_MOVE, base + i, top + i, 1);
    f->top = top;
    emit_loop(f, f->loop_pc);
}

/* The code of finally stands twice: after the normal end, and in a handler of its own that throws on. */
static void emit_finally(struct compilation *c, val node, uint32_t from, uint32_t to, uint32_t caught) {
    struct function *f = c->function;
    uint32_t normal = emit_jump(f);
    add_handler(f, from, to, caught);
    emit_node(c, node, take_register(f), false);
    emit(f, OP_THROW, caught, 1, 0);
    patch(f, normal);
    emit_node(c, node, take_register(f), false);
}

void emit_try(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    val catch = cell_geti(node, TREE_TRY_CATCH), finally = cell_geti(node, TREE_TRY_FINALLY);
    uint32_t top = f->top, caught = take_register(f), value = take_register(f), from = here(f);
    bool has_locals = f->has_locals;
    /* An instruction that waits for a lazy sequence has the pc before it as its own: this one stands there. */
    emit_wide(f, OP_IMM, value, word_of(NIL));
    emit_node(c, cell_geti(node, TREE_TRY_BODY), value, false);
    uint32_t to = here(f);
    if (catch != NIL) {
        uint32_t normal = emit_jump(f);
        add_handler(f, from, to, caught);
        bind(f, tree_number(node, TREE_TRY_LOCAL), caught);
        f->has_locals = true;
        emit_node(c, catch, value, false);
        f->has_locals = has_locals;
        to = here(f);
        patch(f, normal);
    }
    if (finally != NIL) emit_finally(c, finally, from, to, caught);
    f->top = top;
    emit(f, OP_MOVE, dst, value, 1);
    emit_finish(f, dst, returns);
}
