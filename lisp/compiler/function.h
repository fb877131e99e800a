/* A function under construction: its code, its constants, what is known of places and handlers, its registers.
 *
 * A local has a register of its frame; temporaries lie above the locals, and the arguments of a call above those, where
 * they become the callee's first registers. */
#ifndef LISP_COMPILER_FUNCTION_H
#define LISP_COMPILER_FUNCTION_H

#include "lisp/cells/words.h"
#include "lisp/compiler/compilation.h"
#include "lisp/interpreter/code.h"

struct function {
    struct words code, places, handlers;
    val constants; /* all but the first, newest first */
    val registers; /* an open raw cell: a byte for each local of the arity, its register */
    uint32_t constant_count, capture_count;
    int32_t place;               /* the last that was noted */
    uint32_t top, slots;         /* next free register; registers used at most */
    bool has_locals;             /* where the next instruction stands */
    uint32_t loop_pc, loop_base; /* where recur goes, and the register of its first value */
    val cleared;                 /* list of locals whose registers the loops around have cleared */
};

void function_init(struct function *f);
/* The function without its captured values. */
val function_done(const struct compilation *c, const struct function *f, val name);

/* ---- code ---- */

static inline uint32_t here(const struct function *f) { return f->code.count; }
void emit_word(struct function *f, uint32_t word);
void emit(struct function *f, enum code_op op, uint32_t a, uint32_t b, uint32_t c);
void emit_wide(struct function *f, enum code_op op, uint32_t a, uint32_t bc);
/* A jump to what comes next when it is patched; returns its pc. */
uint32_t emit_jump(struct function *f);
void patch(struct function *f, uint32_t jump);
/* A jump back to `pc`, where interrupts are looked at. */
void emit_loop(struct function *f, uint32_t pc);
/* The next instruction belongs to the place of the node. */
void note_place(const struct compilation *c, struct function *f, val node);
/* What is thrown by the code from pc `from` to before pc `to` goes to the next instruction, in the register. */
void add_handler(struct function *f, uint32_t from, uint32_t to, uint32_t reg);

/* ---- constants and registers ---- */

/* The index of the constant. */
uint32_t constant(struct function *f, val v);
void load_constant(struct function *f, val v, uint32_t dst);
/* The next free register. */
uint32_t take_register(struct function *f);
/* The register of a local, by the local's number, and its choice. */
static inline uint32_t register_of(const struct function *f, uint32_t local) { return cell_byte(f->registers, local); }
static inline void bind(struct function *f, uint32_t local, uint32_t reg) {
    cell_set_byte(f->registers, local, (uint8_t)reg);
}

#endif
