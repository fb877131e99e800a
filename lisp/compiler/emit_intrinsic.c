/* Emission of intrinsics: tests and arithmetic (emit.h). */
#include "lisp/compiler/emit.h"
#include "lisp/compiler/intrinsic.h"

/* The intrinsic if it tests something, else NULL. */
static const struct intrinsic *test_of(val node) {
    if (tree_kind(node) != TREE_INTRINSIC) return NULL;
    const struct intrinsic *i = &intrinsics[tree_number(node, TREE_PRIMITIVE_INDEX)];
    return intrinsic_is_test(i) ? i : NULL;
}

/* Whether there is an instruction with the right operand in it, and *n, the number in that instruction. */
static bool immediate(const struct intrinsic *i, val node, int32_t *n) {
    *n = i->implied;
    if (i->arguments == 1) return true;
    val right = cell_get(node, TREE_PRIMITIVE_ARGUMENTS + 1);
    if (!i->immediate || tree_kind(right) != TREE_CONSTANT) return false;
    val v = cell_geti(right, TREE_CONSTANT_VALUE);
    if (!is_fixnum(v)) return false;
    /* Taking away is adding the opposite, but for 0: -0.0 + 0 is 0.0. */
    if (i->negated && v == fixnum(0)) return false;
    *n = i->negated ? -fixnum_value(v) : fixnum_value(v);
    return *n >= INT8_MIN && *n <= INT8_MAX;
}

static void emit_comparison(struct compilation *c, const struct intrinsic *i, val node, bool holds) {
    struct function *f = c->function;
    uint32_t left = emit_operand(c, cell_geti(node, TREE_PRIMITIVE_ARGUMENTS));
    int32_t n;
    if (immediate(i, node, &n)) {
        note_place(c, f, node);
        emit(f, i->immediate, left, (uint32_t)n, holds);
        return;
    }
    uint32_t right = emit_operand(c, cell_geti(node, TREE_PRIMITIVE_ARGUMENTS + 1));
    note_place(c, f, node);
    emit(f, i->instruction, i->swapped ? right : left, i->swapped ? left : right, holds);
}

/* The jump in the next word is to be taken when the node is not `sense`. */
static void emit_condition(struct compilation *c, val node, bool sense) {
    struct function *f = c->function;
    const struct intrinsic *i = test_of(node);
    while (i && i->pattern == NEGATION) {
        sense = !sense;
        node = cell_geti(node, TREE_PRIMITIVE_ARGUMENTS);
        i = test_of(node);
    }
    uint32_t top = f->top;
    if (!i)
        emit(f, sense ? OP_IF : OP_IFNOT, emit_operand(c, node), 0, 0);
    else if (i->pattern == NIL_TEST)
        emit(f, i->instruction, emit_operand(c, cell_geti(node, TREE_PRIMITIVE_ARGUMENTS)), 0, sense != i->denied);
    else
        emit_comparison(c, i, node, sense != i->denied);
    f->top = top;
}

uint32_t emit_test(struct compilation *c, val node) {
    emit_condition(c, node, true);
    return emit_jump(c->function);
}

/* The truth of a test as a value. */
static void emit_test_value(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t otherwise = emit_test(c, node), end = 0;
    emit_wide(f, OP_IMM, dst, word_of(TRUE));
    emit_finish(f, dst, returns);
    if (!returns) end = emit_jump(f);
    patch(f, otherwise);
    emit_wide(f, OP_IMM, dst, word_of(FALSE));
    emit_finish(f, dst, returns);
    if (!returns) patch(f, end);
}

static void emit_arithmetic(struct compilation *c, const struct intrinsic *i, val node, uint32_t dst) {
    struct function *f = c->function;
    uint32_t top = f->top, left = emit_operand(c, cell_geti(node, TREE_PRIMITIVE_ARGUMENTS));
    int32_t n;
    if (immediate(i, node, &n)) {
        note_place(c, f, node);
        emit(f, i->immediate, dst, left, (uint32_t)n);
    } else {
        uint32_t right = emit_operand(c, cell_geti(node, TREE_PRIMITIVE_ARGUMENTS + 1));
        note_place(c, f, node);
        emit(f, i->instruction, dst, left, right);
    }
    f->top = top;
}

void emit_intrinsic(struct compilation *c, val node, uint32_t dst, bool returns) {
    const struct intrinsic *i = &intrinsics[tree_number(node, TREE_PRIMITIVE_INDEX)];
    if (intrinsic_is_test(i)) {
        emit_test_value(c, node, dst, returns);
        return;
    }
    if (i->pattern == ARITHMETIC)
        emit_arithmetic(c, i, node, dst);
    else
        emit_primitive(c, node, dst);
    emit_finish(c->function, dst, returns);
}
