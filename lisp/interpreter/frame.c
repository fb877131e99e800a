/* Activations moved between the stack and frame cells (frame.h). */
#include "lisp/interpreter/frame.h"

/* Seals one activation, whose registers below `live` are kept. */
static val seal_frame(val *base, uint32_t live, val resume, val parent) {
    val f = cell_new(KIND_FRAME, FRAME_REGISTERS + live);
    cell_seti(f, FRAME_FN, base[BASE_FN]);
    cell_seti(f, FRAME_PARENT, parent);
    cell_seti(f, FRAME_RESUME, resume);
    for (uint32_t i = 0; i < live; i++) cell_set(f, FRAME_REGISTERS + i, base[i]);
    return cell_seal(f);
}

void frame_spill(val *base, uint32_t pc, uint32_t reg, uint32_t live) {
    static uint16_t distances[VM_STACK_WORDS / 2];
    uint32_t depth = 0, below;
    val parent = vm.frames;
    for (; (below = link_distance(base[BASE_LINK])) != 0; base -= below) distances[depth++] = (uint16_t)below;
    while (depth) {
        uint32_t above = distances[--depth], result = above - CALL_REGISTERS;
        val *callee = base + above;
        parent = seal_frame(base, result, resume_new(link_pc(callee[BASE_LINK]), result), parent);
        base = callee;
    }
    vm.frames = seal_frame(base, live, resume_new(pc, reg), parent);
}

void frame_clear_from(uint32_t n) { registers_clear(vm.base + n, vm.base + frame_slots(vm.base[BASE_FN])); }

val *frame_restore(void) {
    val f = vm.frames, resume = cell_geti(f, FRAME_RESUME);
    uint32_t n = cell_len(f) - FRAME_REGISTERS;
    vm.stack[CALL_FN] = cell_geti(f, FRAME_FN);
    vm.stack[CALL_LINK] = link_new(0, 0);
    /* A collection that starts now must find the function before it finds the base. */
    __asm__ volatile("" : : : "memory");
    vm.base = vm.stack + CALL_REGISTERS;
    for (uint32_t i = 0; i < n; i++) vm.base[i] = cell_get(f, FRAME_REGISTERS + i);
    frame_clear_from(n);
    vm.frames = cell_geti(f, FRAME_PARENT);
    vm.pc = resume_pc(resume);
    return vm.base + resume_register(resume);
}

val *frame_make_room(val *base, val *r, uint32_t entry, uint32_t pc) {
    uint32_t end = CALL_REGISTERS + code_entry_registers(entry), a = (uint32_t)(r - base);
    frame_spill(base, pc, a, a);
    vm.stack[CALL_FN] = r[CALL_FN];
    for (uint32_t i = CALL_REGISTERS; i < end; i++) vm.stack[i] = r[i];
    return vm.stack;
}

val vm_frame(val fn, uint32_t n, const val *arguments) {
    val code = cell_geti(fn, FN_CODE), f = cell_new(KIND_FRAME, FRAME_REGISTERS + n);
    uint32_t i = 0, last = code_header_arities(cell_word(code, CODE_HEADER_AT)) - 1;
    while (i < last && code_entry_arguments(cell_word(code, code_entry_at(i))) != n) i++;
    /* The value it goes on with is put where it has no argument. */
    cell_seti(f, FRAME_FN, fn);
    cell_seti(f, FRAME_PARENT, NIL);
    cell_seti(f, FRAME_RESUME, resume_new(code_entry_pc(cell_word(code, code_entry_at(i))), n));
    for (i = 0; i < n; i++) cell_set(f, FRAME_REGISTERS + i, arguments[i]);
    return cell_seal(f);
}
