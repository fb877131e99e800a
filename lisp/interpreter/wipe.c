/* Clearing what is dead for certain: beyond the ends of both stacks (wipe.h, vm.h). */
#include "lisp/interpreter/wipe.h"
#include "lisp/interpreter/frame.h"

#define WIPED_WORDS 20u

void vm_wipe_dead(void) {
    val *end = vm.stack + VM_STACK_ROOM, *p = vm.stack;
    if (vm.base) {
        val fn = vm.base[BASE_FN];
        bool known = is_kind(fn, KIND_FN) && !vm.spread;
        p = vm.base + (known ? frame_slots(fn) : CODE_SLOTS_MAX + CODE_ARGUMENTS_MAX + 3);
    }
#ifndef VM_COMPACT
#pragma GCC unroll 8
#endif
    for (; p < end; p++) *p = NIL;
}

__attribute__((noinline)) void wipe_c_stack(void) {
    volatile uint32_t dead[512];
    for (uint32_t i = 0; i < sizeof dead / sizeof *dead; i++) dead[i] = 0;
#ifdef __riscv
    __asm__ volatile("li t0, 0; li t1, 0; li t2, 0; li t3, 0; li t4, 0; li t5, 0; li t6, 0;"
                     "li a1, 0; li a2, 0; li a3, 0; li a4, 0; li a5, 0; li a6, 0; li a7, 0"
                     :
                     :
                     : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a1", "a2", "a3", "a4", "a5", "a6", "a7");
#endif
}

__attribute__((noinline)) void wipe_frame(void) {
    volatile uintptr_t dead[WIPED_WORDS];
#ifndef VM_COMPACT
#pragma GCC unroll 32
#endif
    for (uint32_t i = 0; i < sizeof dead / sizeof *dead; i++) dead[i] = 0;
}
