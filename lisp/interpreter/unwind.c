/* Throwing (unwind.h). */
#include "lisp/interpreter/unwind.h"
#include "lisp/cells/error.h"
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/hook.h"
#include "lisp/interpreter/trace.h"
#include "lisp/interpreter/wipe.h"

/* Pc and register of the one of the handlers for what is thrown by the instruction before pc, or false. */
static bool choose_handler(val handlers, uint32_t pc, uint32_t *handler, uint32_t *reg) {
    uint32_t n = cell_len(handlers) / CODE_PAIR_BYTES;
    for (uint32_t i = 0; i < n; i++) {
        if (!code_range_has(cell_word(handlers, 2 * i), pc - 1)) continue;
        uint32_t target = cell_word(handlers, 2 * i + 1);
        *handler = code_target_pc(target);
        *reg = code_target_register(target);
        return true;
    }
    return false;
}

/* The same of a function. Most have no handlers. */
static inline bool find_handler(val fn, uint32_t pc, uint32_t *handler, uint32_t *reg) {
    val handlers = frame_table(fn, INFO_HANDLERS);
    return handlers != NIL && choose_handler(handlers, pc, handler, reg);
}

/* Takes off sealed frames until one has a handler; that one is put back on the stack. Only the bindings that they
 * undo matter of the others. */
static bool unwind_frames(uint32_t *reg) {
    for (; vm.frames != NIL; vm.frames = cell_geti(vm.frames, FRAME_PARENT)) {
        val fn = cell_geti(vm.frames, FRAME_FN);
        uint32_t handler;
        if (find_handler(fn, resume_pc(cell_geti(vm.frames, FRAME_RESUME)), &handler, reg)) {
            frame_restore();
            vm.pc = handler;
            return true;
        }
        if (is_hook(fn, HOOK_BIND)) vm.bindings = cell_geti(vm.frames, FRAME_REGISTERS + BIND_BEFORE);
    }
    return false;
}

/* Leaves activations until one has a handler; that one is then ready to go on. */
static bool leave_activations(val error) {
    uint32_t reg;
    while (!find_handler(vm.base[BASE_FN], vm.pc, &vm.pc, &reg)) {
        if (is_hook(vm.base[BASE_FN], HOOK_BIND)) vm.bindings = vm.base[BIND_BEFORE];
        val link = vm.base[BASE_LINK];
        if (!link_distance(link)) {
            if (!unwind_frames(&reg)) return false;
            break;
        }
        vm.base -= link_distance(link);
        vm.pc = link_pc(link);
    }
    vm.base[reg] = error;
    frame_clear_from(reg + 1);
    return true;
}

/* The error of exhausted memory, or its copy with a trace: both have the one keyword that is their type. */
static bool is_exhaustion(val error) {
    return is_box(error, BOX_ERROR) && cell_geti(error, ERROR_TYPE) == cell_geti(error_out_of_memory, ERROR_TYPE);
}

/* What has filled the memory may stand where the next calls have registers not yet written, and what C functions had on
 * their stack counts as alive wherever a later one leaves a hole in its own part: both are cleared before and after the
 * activations are left. What is left of memory may be too little for the trace; the error then goes without. */
bool unwind(void) {
    bool exhausted = is_exhaustion(vm.signal), traced = exhausted && vm.tracing;
    trace_note_thrown();
    if (exhausted) wipe_c_stack();
    vm.tracing = exhausted;
    if (!traced) vm.signal = trace_error(vm.signal);
    vm.tracing = false;
    bool caught = leave_activations(vm.signal);
    if (!caught) vm.base = NULL;
    if (exhausted) vm_wipe_dead();
    return caught;
}
