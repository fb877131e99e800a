/* Continuations: what is still to be done up to a prompt, as a value that may be called many times.
 *
 *     innermost  CONT_INNERMOST of the continuation
 *        |
 *       ...      frame cells, each with its caller as parent
 *        |
 *     the frame of the prompt that (control tag f) names: CONT_END, not part of the continuation
 *        |
 *       ...      where f is called, with the continuation
 *
 * Calling one puts copies of its frames, since their parents are others, on top of the frames there are. */
#ifndef LISP_INTERPRETER_CONTINUATION_H
#define LISP_INTERPRETER_CONTINUATION_H

#include "lisp/cells/value.h"

/* Seals all activations, of which the innermost, with registers at `base`, goes on at pc with register a, and puts that
 * one back on the stack. Returns its frame cell. The machine's state is whole before and after. */
val continuation_seal(val *base, uint32_t pc, uint32_t a);
/* Takes off the innermost prompt with the tag and all within it, whose frames are vm.frames on top of which the running
 * activation's frame cell is `innermost`; returns the continuation. vm.frames is then what is outside. Vars that were
 * bound within hold what they held before. Throws if there is no such prompt. */
val continuation_take(val innermost, val tag);
/* Puts the frames of continuation k on top of vm.frames, or of those below `innermost`, the running activation's frame
 * cell, where all that it has left to do is to return: captured and called again and again (a generator), such frames
 * would pile up. Vars that k has bound are so again; those that it found bound when it was taken are not: what is bound
 * here holds when its bindings end. */
void continuation_put(val k, val innermost);

#endif
