/* Where the kernel's C code keeps what the observers read: never run, only compiled for the machine, its assembly text
 * being turned into build/gen/lith_layout.h (LAYOUT_... for each line). */
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/vm.h"

#define LAYOUT(name, value) __asm__ volatile("\n#layout " #name " %0" : : "i"(value))

void layout(void) {
    LAYOUT(VM_BASE, offsetof(struct vm_state, base));
    LAYOUT(VM_FRAMES, offsetof(struct vm_state, frames));
    LAYOUT(FRAME_FN, FRAME_FN);
    LAYOUT(FRAME_PARENT, FRAME_PARENT);
    LAYOUT(FN_CONSTS, FN_CONSTS);
    LAYOUT(CONST_INFO, CONST_INFO);
    LAYOUT(INFO_NAME, INFO_NAME);
    LAYOUT(INFO_FILE, INFO_FILE);
    LAYOUT(INFO_PLACES, INFO_PLACES);
    LAYOUT(SYMBOL_NS, SYMBOL_NS);
    LAYOUT(SYMBOL_NAME, SYMBOL_NAME);
}
