/* Clearing registers of activations on the stack that their code does not read any more (vm_wipe_unread, vm.h). */
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/hook.h"
#include "lisp/interpreter/live.h"

/* Clears the references among the first n registers of an activation that nothing will read when it goes on at `pc`, or
 * in a handler for what is thrown at `at`. Returns whether there were any. */
static bool wipe_registers(val *base, uint32_t n, uint32_t pc, uint32_t at) {
    bool any = false;
    for (uint32_t r = 0; r < n; r++) {
        if (!is_ref(base[r]) || live_register(base[BASE_FN], pc, at, r)) continue;
        base[r] = NIL;
        any = true;
    }
    return any;
}

/* Whether the machine itself looks at the registers of an activation of fn, whatever its code does. */
static bool is_looked_at(val fn) {
    return !is_kind(fn, KIND_FN) || is_hook(fn, HOOK_PROMPT) || is_hook(fn, HOOK_BIND) || is_hook(fn, HOOK_FORCE);
}

bool vm_wipe_unread(void) {
    val *base = vm.base;
    if (!base) return false;
    val fn = base[BASE_FN];
    bool any = false;
    /* The running instruction, which may start again, is the one before vm.pc; 0: the call of a function is prepared.
     */
    if (vm.pc && !vm.spread && !is_looked_at(fn)) any = wipe_registers(base, frame_slots(fn), vm.pc - 1, vm.pc - 1);
    for (val link; link_distance(link = base[BASE_LINK]);) {
        base -= link_distance(link);
        if (is_looked_at(base[BASE_FN])) continue;
        any |= wipe_registers(base, link_distance(link) - CALL_REGISTERS, link_pc(link), link_pc(link) - 1);
    }
    return any;
}
