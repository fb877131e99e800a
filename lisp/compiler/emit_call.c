/* Emission of calls and of literals with computed elements (emit.h): what takes its operands in consecutive registers,
 * above all that are in use. */
#include "lisp/compiler/emit.h"
#include "lisp/compiler/intrinsic.h"

/* The values of the node's fields from `field` to before `end`, each in the next free register. */
static void emit_values(struct compilation *c, val node, uint32_t field, uint32_t end) {
    for (; field < end; field++) emit_node(c, cell_get(node, field), take_register(c->function), false);
}

/* The instruction for a primitive or an intrinsic, arguments in registers from `at` on. */
static void emit_instruction(struct function *f, val node, uint32_t dst, uint32_t at) {
    uint32_t number = tree_number(node, TREE_PRIMITIVE_INDEX);
    if (tree_kind(node) == TREE_INTRINSIC)
        emit(f, intrinsics[number].instruction, dst, at, 0);
    else
        emit_word(f, code_primitive(number, dst, at));
}

/* The argument's register if it is the only one and a local, else ~0. */
static uint32_t single_local(const struct function *f, val node) {
    if (cell_len(node) != TREE_PRIMITIVE_ARGUMENTS + 1) return ~0u;
    val argument = cell_geti(node, TREE_PRIMITIVE_ARGUMENTS);
    return tree_kind(argument) == TREE_LOCAL ? register_of(f, tree_number(argument, TREE_LOCAL_NUMBER)) : ~0u;
}

void emit_primitive(struct compilation *c, val node, uint32_t dst) {
    struct function *f = c->function;
    uint32_t top = f->top, at = single_local(f, node), field = TREE_PRIMITIVE_ARGUMENTS, end = cell_len(node);
    if (at == ~0u && field == end) at = dst;
    if (at == ~0u) {
        /* Into the result's own register if that is the topmost, so that no other keeps the argument alive. */
        at = dst + 1 == top ? dst : top;
        if (at == dst) emit_node(c, cell_get(node, field++), dst, false);
        emit_values(c, node, field, end);
    }
    note_place(c, f, node);
    emit_instruction(f, node, dst, at);
    f->top = top;
}

/* What an instruction left in `at` goes where it is wanted. */
static void emit_result(struct function *f, uint32_t at, uint32_t dst, bool returns) {
    if (returns)
        emit(f, OP_RETURN, at, 0, 0);
    else if (at != dst)
        emit(f, OP_MOVE, dst, at, 0);
}

void emit_call(struct compilation *c, enum code_op op, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t top = f->top, at = dst + 1 == top ? dst : take_register(f), end = cell_len(node);
    emit_node(c, cell_geti(node, TREE_CALL_NODES), at, false);
    take_register(f);
    emit_values(c, node, TREE_CALL_NODES + 1, end);
    note_place(c, f, node);
    emit(f, op, at, end - TREE_CALL_NODES - 1, returns && f->has_locals);
    f->top = top;
    emit_result(f, at, dst, returns);
}

void emit_literal(struct compilation *c, enum code_op op, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    uint32_t top = f->top, at = dst + 1 == top ? dst : take_register(f), field = TREE_LITERAL_NODES,
             end = cell_len(node);
    if (field < end) emit_node(c, cell_get(node, field++), at, false);
    emit_values(c, node, field, end);
    emit(f, op, at, end - TREE_LITERAL_NODES, returns && f->has_locals);
    f->top = top;
    emit_result(f, at, dst, returns);
}
