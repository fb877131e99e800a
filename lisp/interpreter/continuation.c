/* Continuations (continuation.h). */
#include "lisp/interpreter/continuation.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/hook.h"

val continuation_seal(val *base, uint32_t pc, uint32_t a) {
    frame_spill(base, pc, a, a);
    val innermost = vm.frames;
    frame_restore();
    return innermost;
}

/* What leaving the activation of a frame undoes: bound vars, and the claim on a lazy sequence, which nobody might
 * realise otherwise. */
static void leave_frame(val f) {
    val fn = cell_geti(f, FRAME_FN);
    if (is_hook(fn, HOOK_BIND)) vm.bindings = cell_geti(f, FRAME_REGISTERS + BIND_BEFORE);
    if (is_hook(fn, HOOK_FORCE))
        lazy_release(cell_geti(f, FRAME_REGISTERS + FORCE_SEQUENCE), cell_geti(f, FRAME_REGISTERS + FORCE_FUNCTION));
}

static bool is_prompt(val f, val tag) {
    return is_hook(cell_geti(f, FRAME_FN), HOOK_PROMPT) && cell_geti(f, FRAME_REGISTERS + PROMPT_TAG) == tag;
}

val continuation_take(val innermost, val tag) {
    val f = vm.frames;
    for (uint32_t round = 0; f != NIL && !is_prompt(f, tag); round++) {
        f = cell_geti(f, FRAME_PARENT);
        lisp_poll_round(round);
    }
    if (f == NIL) lisp_error("continuation", "no prompt has the tag %v", tag);
    val k = cell_mk2(KIND_CONT, innermost, f);
    for (val left = innermost; left != f; left = cell_geti(left, FRAME_PARENT)) leave_frame(left);
    vm.frames = cell_geti(f, FRAME_PARENT);
    return k;
}

static bool is_any_hook(val fn) {
    for (uint32_t i = 0; i < HOOK_COUNT; i++)
        if (vm_hook[i] != NIL && is_hook(fn, i)) return true;
    return false;
}

/* Whether all that is left for the activation of a frame is to return the value it waits for. */
static bool is_done(val f) {
    val fn = cell_geti(f, FRAME_FN), resume = cell_geti(f, FRAME_RESUME);
    uint32_t next = cell_word(cell_geti(fn, FN_CODE), resume_pc(resume));
    return code_op(next) == OP_RETURN && code_a(next) == resume_register(resume) && !is_any_hook(fn);
}

void continuation_put(val k, val innermost) {
    val parent = is_done(innermost) ? cell_geti(innermost, FRAME_PARENT) : innermost;
    val end = cell_geti(k, CONT_END), list = NIL, bindings = ABSENT, before = vm.bindings;
    uint32_t round = 0;
    for (val f = cell_geti(k, CONT_INNERMOST); f != end; f = cell_geti(f, FRAME_PARENT)) {
        if (bindings == ABSENT && is_hook(cell_geti(f, FRAME_FN), HOOK_BIND))
            bindings = cell_geti(f, FRAME_REGISTERS + BIND_NOW);
        list = cons(f, list);
        lisp_poll_round(round++);
    }
    for (; list != NIL; list = cdr(list)) {
        val old = car(list);
        val f = cell_copy(KIND_FRAME, old, cell_len(old));
        cell_seti(f, FRAME_PARENT, parent);
        if (is_hook(cell_geti(old, FRAME_FN), HOOK_BIND)) {
            cell_set(f, FRAME_REGISTERS + BIND_BEFORE, before);
            before = cell_geti(old, FRAME_REGISTERS + BIND_NOW);
        }
        parent = cell_seal(f);
        lisp_poll_round(round++);
    }
    if (bindings != ABSENT) vm.bindings = bindings;
    vm.frames = parent;
}
