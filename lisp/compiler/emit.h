/* Emission: trees (tree.h) to byte code (code.h). */
#ifndef LISP_COMPILER_EMIT_H
#define LISP_COMPILER_EMIT_H

#include "lisp/compiler/compilation.h"
#include "lisp/compiler/function.h"
#include "lisp/compiler/tree.h"

/* The function that a node FN stands for, without its captured values. */
val emit_function(struct compilation *c, val node);

/* ---- among the files of the emission ---- */

/* Code that puts the node's value into the register dst; returns: and returns it. */
void emit_node(struct compilation *c, val node, uint32_t dst, bool returns);
/* The register that has the node's value: a local's own, else a new one. */
uint32_t emit_operand(struct compilation *c, val node);
/* Returns the register dst, if it is to be returned. */
void emit_finish(struct function *f, uint32_t dst, bool returns);

/* Code that goes on when the node is truthy; returns the jump taken otherwise, to be patched. */
uint32_t emit_test(struct compilation *c, val node);
void emit_intrinsic(struct compilation *c, val node, uint32_t dst, bool returns);
/* PRIMITIVE, and an INTRINSIC that takes its arguments in order. */
void emit_primitive(struct compilation *c, val node, uint32_t dst);
/* CALL, APPLY and REQUEST by the instruction for them. */
void emit_call(struct compilation *c, enum code_op op, val node, uint32_t dst, bool returns);
/* VECTOR, MAP and SET. */
void emit_literal(struct compilation *c, enum code_op op, val node, uint32_t dst, bool returns);

void emit_do(struct compilation *c, val node, uint32_t dst, bool returns);
void emit_if(struct compilation *c, val node, uint32_t dst, bool returns);
void emit_let(struct compilation *c, val node, uint32_t dst, bool returns);
void emit_loop_node(struct compilation *c, val node, uint32_t dst, bool returns);
void emit_recur(struct compilation *c, val node);
void emit_try(struct compilation *c, val node, uint32_t dst, bool returns);
/* A function as a value. */
void emit_fn(struct compilation *c, val node, uint32_t dst);

#endif
