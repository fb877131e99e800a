/* The virtual machine as the kernel sees it (vm.h): its state, what leaves C, running and going on. */
#include "lisp/interpreter/vm.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/interpreter/call.h"
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/interpret.h"
#include "lisp/interpreter/unwind.h"
#include "lisp/interpreter/wipe.h"
#include "lisp/names/namespace.h"

val vm_hook[HOOK_COUNT];

/* Why C functions are left by longjmp: vm.signal is what is thrown, or what is to be realised. */
enum { TRAP_THROW = 1, TRAP_FORCE, TRAP_FORCE_ALL };

void vm_init(struct vm_state *state, val *stack, const void *lowest) {
    vm_here = state;
    vm.stack = stack;
    vm.frames = NIL;
    vm.signal = NIL;
    vm.answer = NULL;
    vm.bindings = NIL;
    vm.namespace = NIL;
    vm.process = NIL;
    vm.base = NULL;
    vm_catch(false);
    vm.limit = vm_stack_end();
    vm.lowest_stack = lowest;
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm_hook[i] = NIL;
    for (uint32_t i = 0; i < VM_STACK_ROOM; i++) vm.stack[i] = NIL;
}

/* ---- leaving C ---- */

_Noreturn static void leave(val v, int trap) {
#ifndef VM_COMPACT
    if (!vm.catches) vm_host->panic("the kernel has thrown what nothing catches");
#endif
    vm.signal = v;
    longjmp(vm.trap, trap);
}

void lisp_throw(val v) { leave(v, TRAP_THROW); }
void lisp_force(val lazy) { leave(lazy, TRAP_FORCE); }
void lisp_force_all(val seq) { leave(seq, TRAP_FORCE_ALL); }
val vm_raise(val error) { lisp_throw(error); }

val var_value(val var) {
    val v = vm.bindings == NIL ? ABSENT : map_get(vm.bindings, var, ABSENT);
    return v == ABSENT ? atom_get(var_atom(var)) : v;
}

/* ---- running ---- */

bool vm_protect(val (*call)(void *), void *argument, val *result) {
    vm_catch(true);
    bool thrown = setjmp(vm.trap);
    *result = thrown ? vm.signal : call(argument);
    vm_catch(false);
    return !thrown;
}

/* Does what C was left for, so that the interpreter can go on; false: it was an error that nothing catches. This and
 * take_up are functions of their own: in vm_run the values would stay in registers, and so alive, as long as the
 * process runs. */
static __attribute__((noinline)) bool handle(int trap) {
    vm.spread = false;
    if (trap == TRAP_THROW && !unwind()) return false;
    if (trap == TRAP_FORCE) call_force(vm.signal);
    if (trap == TRAP_FORCE_ALL) call_hook(HOOK_FORCE_ALL, 1, vm.signal, NIL);
    vm.signal = NIL;
    return true;
}

/* Puts the innermost frame on the stack, with the value that it waits for. */
static __attribute__((noinline)) void take_up(void) {
    val *into = frame_restore();
    vm_catch(true);
    *into = vm.answer ? vm.answer(vm.signal) : vm.signal;
    vm.signal = NIL;
}

/* What is thrown while something thrown is dealt with takes its place: setjmp then returns once more.
 *
 * The C frames of this function and of its callers stay as they are while processes come and go, so no word in them
 * gets to hold anything of a process. That of `interpret` begins anew each time, where other functions have had
 * theirs. */
void vm_run(bool (*next)(enum vm_outcome last)) {
    volatile enum vm_outcome outcome = VM_NONE;
    while (next(outcome)) {
        int trap = setjmp(vm.trap);
        if (trap == 0) take_up();
        if (trap != 0 && !handle(trap)) {
            outcome = VM_FAILED;
        } else {
            wipe_frame();
            outcome = interpret();
        }
        vm_catch(false);
        vm.base = NULL;
    }
}
