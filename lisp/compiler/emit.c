/* Emission of any node, and of what is an instruction or two (emit.h). */
#include "lisp/compiler/emit.h"
#include "lisp/cells/error.h"
#include "lisp/names/namespace.h"

void emit_finish(struct function *f, uint32_t dst, bool returns) {
    if (returns) emit(f, OP_RETURN, dst, 0, 0);
}

uint32_t emit_operand(struct compilation *c, val node) {
    struct function *f = c->function;
    if (tree_kind(node) == TREE_LOCAL) return register_of(f, tree_number(node, TREE_LOCAL_NUMBER));
    uint32_t reg = take_register(f);
    emit_node(c, node, reg, false);
    return reg;
}

static void emit_local(struct function *f, val node, uint32_t dst, bool returns) {
    uint32_t reg = register_of(f, tree_number(node, TREE_LOCAL_NUMBER));
    if (returns)
        emit(f, OP_RETURN, reg, 0, 0);
    else if (reg != dst)
        emit(f, OP_MOVE, dst, reg, 0);
}

static void emit_throw(struct compilation *c, val node) {
    uint32_t top = c->function->top, reg = emit_operand(c, cell_geti(node, TREE_THROW_VALUE));
    note_place(c, c->function, node);
    emit(c->function, OP_THROW, reg, 0, 0);
    c->function->top = top;
}

static void emit_control(struct compilation *c, val node, uint32_t dst) {
    struct function *f = c->function;
    uint32_t top = f->top, at = take_register(f);
    emit_node(c, cell_geti(node, TREE_CONTROL_FUNCTION), at, false);
    take_register(f);
    emit_node(c, cell_geti(node, TREE_CONTROL_TAG), take_register(f), false);
    emit(f, OP_CONTROL, at, 0, 0);
    emit(f, OP_MOVE, dst, at, 0);
    f->top = top;
}

void emit_node(struct compilation *c, val node, uint32_t dst, bool returns) {
    struct function *f = c->function;
    stack_check();
    switch (tree_kind(node)) {
    /* These see to it themselves that the value is returned. */
    case TREE_LOCAL:
        emit_local(f, node, dst, returns);
        return;
    case TREE_DO:
        emit_do(c, node, dst, returns);
        return;
    case TREE_IF:
        emit_if(c, node, dst, returns);
        return;
    case TREE_LET:
        emit_let(c, node, dst, returns);
        return;
    case TREE_LOOP:
        emit_loop_node(c, node, dst, returns);
        return;
    case TREE_RECUR:
        emit_recur(c, node);
        return;
    case TREE_TRY:
        emit_try(c, node, dst, returns);
        return;
    case TREE_THROW:
        emit_throw(c, node);
        return;
    case TREE_INTRINSIC:
        emit_intrinsic(c, node, dst, returns);
        return;
    case TREE_CALL:
        emit_call(c, OP_CALL, node, dst, returns);
        return;
    case TREE_APPLY:
        emit_call(c, OP_APPLY, node, dst, returns);
        return;
    case TREE_REQUEST:
        emit_call(c, OP_REQUEST, node, dst, returns);
        return;
    case TREE_LIST:
        emit_literal(c, OP_LIST, node, dst, returns);
        return;
    case TREE_VECTOR:
        emit_literal(c, OP_VECTOR, node, dst, returns);
        return;
    case TREE_MAP:
        emit_literal(c, OP_MAP, node, dst, returns);
        return;
    case TREE_SET:
        emit_literal(c, OP_SET, node, dst, returns);
        return;
    /* The value of these is in dst, to be returned. */
    case TREE_CONSTANT:
        load_constant(f, cell_geti(node, TREE_CONSTANT_VALUE), dst);
        break;
    case TREE_CAPTURED:
        emit_wide(f, OP_CAPTURE, dst, tree_number(node, TREE_CAPTURED_INDEX));
        break;
    case TREE_ITSELF:
        emit(f, OP_SELF, dst, 0, 0);
        break;
    case TREE_GLOBAL:
        note_place(c, f, node);
        emit_wide(f, OP_GLOBAL, dst, constant(f, var_atom(cell_geti(node, TREE_GLOBAL_VAR))));
        break;
    case TREE_DYNAMIC:
        note_place(c, f, node);
        emit_wide(f, OP_DYNAMIC, dst, constant(f, cell_geti(node, TREE_GLOBAL_VAR)));
        break;
    case TREE_DEF:
        emit_node(c, cell_geti(node, TREE_DEF_VALUE), dst, false);
        emit_wide(f, OP_DEF, dst, constant(f, cell_geti(node, TREE_DEF_VAR)));
        break;
    case TREE_FN:
        emit_fn(c, node, dst);
        break;
    case TREE_PRIMITIVE:
        emit_primitive(c, node, dst);
        break;
    case TREE_CONTROL:
        emit_control(c, node, dst);
        break;
    case TREE_ARITY: /* of a FN */
    case TREE_KIND_COUNT:
        break;
    }
    emit_finish(f, dst, returns);
}
