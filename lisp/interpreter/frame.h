/* Activations: running calls of functions, on the stack (vm.stack) or sealed into frame cells.
 *
 * The stack holds the youngest ones, one after the other. A caller puts what it calls into its register a and the
 * arguments from a + 2 on; these become the registers of the callee, so that nothing is copied:
 *
 *   caller     base[-2]    [-1]   [0] ...     [a]      [a + 1]  [a + 2] ...
 *              function    link   registers   |           |        |
 *   callee                                 function     link   registers 0, 1, ...
 *                                            r[0]       r[1]   r[2] = base[0] of the callee
 *
 * link: where the caller goes on, and the distance from its registers to these; 0: the caller is the frame cell
 * vm.frames, or nobody if that is nil.
 *
 * A frame cell is {function, the caller's frame cell or nil, resume, registers...}. resume: where it goes on, and which
 * of its registers gets the value it waits for. Being sealed, it may go on many times, and be part of continuations and
 * of processes that do not run.
 *
 * Link and resume are the same word, a fixnum: pc << 8 | a number of 8 bits. */
#ifndef LISP_INTERPRETER_FRAME_H
#define LISP_INTERPRETER_FRAME_H

#include "lisp/interpreter/code.h"
#include "lisp/interpreter/vm.h"

/* From where the call is built, and from the registers of the activation. */
#define CALL_FN 0
#define CALL_LINK 1
#define CALL_REGISTERS 2
#define BASE_FN (CALL_FN - CALL_REGISTERS)
#define BASE_LINK (CALL_LINK - CALL_REGISTERS)

#define FRAME_FN 0
#define FRAME_PARENT 1
#define FRAME_RESUME 2
#define FRAME_REGISTERS 3

static inline val link_new(uint32_t pc, uint32_t distance) { return fixnum((int32_t)(pc << 8 | distance)); }
static inline uint32_t link_pc(val link) { return word_of(link) >> 10; }
static inline uint32_t link_distance(val link) { return word_of(link) >> 2 & 0xff; }
static inline val resume_new(uint32_t pc, uint32_t reg) { return link_new(pc, reg); }
static inline uint32_t resume_pc(val resume) { return link_pc(resume); }
static inline uint32_t resume_register(val resume) { return link_distance(resume); }

/* Registers that the function uses at most. */
static inline uint32_t frame_slots(val fn) { return code_slots(cell_word(cell_geti(fn, FN_CODE), CODE_HEADER_AT)); }

/* The handlers or places of a function (INFO_...), nil if none; a primitive that `control` calls has an activation, but
 * none of these. */
static inline val frame_table(val fn, uint32_t which) { return is_kind(fn, KIND_FN) ? fn_table(fn, which) : NIL; }

/* Makes registers forget what they hold: nothing will read it, and a collection would keep it. */
static inline void registers_clear(val *from, const val *end) {
    for (; from < end; from++) *from = NIL;
}
/* Those of the running function from n on. */
void frame_clear_from(uint32_t n);

/* Moves all activations on the stack into frame cells; the innermost, whose registers are at `base`, waits at `pc` for
 * register `reg` and keeps its registers below `live`. If memory runs out on the way, the stack is as it was. */
void frame_spill(val *base, uint32_t pc, uint32_t reg, uint32_t live);
/* Puts the frame cell vm.frames back as the only activation on the stack, vm.pc where it goes on; returns the register
 * that gets the value it waits for. */
val *frame_restore(void);
/* A call found no room on the stack: seals what is there, the caller waiting at `pc`, and moves callee and arguments
 * from r to the bottom, which is returned. */
val *frame_make_room(val *base, val *r, uint32_t entry, uint32_t pc);

#endif
