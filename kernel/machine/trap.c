/* Traps: of cell instructions (memory.h); interrupts; and those that must not happen. */
#include "line.h"
#include "lisp/interpreter/vm.h"
#include "memory.h"
#include "panic.h"
#include "timer.h"
#include <lith/trap.h>

static const char *cause_name(uint32_t cause) {
    static const char *const names[] = {"misaligned fetch", "fetch fault", "illegal instruction", "breakpoint",
                                        "misaligned load",  "load fault",  "misaligned store",    "store fault"};
    if (cause == CAUSE_FULL) return "out of memory";
    if (cause >= CAUSE_UNTAGGED && cause <= CAUSE_ABSENT) return "cell trap";
    return cause < sizeof names / sizeof *names ? names[cause] : "unknown trap";
}

_Noreturn static void fatal(const struct trap_frame *frame, uint32_t pc) {
    panic("%s (cause %lu) at pc %08lx, mtval %08lx", cause_name(frame->cause), (unsigned long)frame->cause,
          (unsigned long)pc, (unsigned long)word_of(frame->value));
}

bool trap_other(struct trap_frame *frame) {
    uint32_t pc = frame->pc;
    if (memory_trap(frame)) {
        /* An error is to be thrown, but the kernel was at work, for which no process could see it. */
        if (frame->pc != pc && !vm.catches) fatal(frame, pc);
        return true;
    }
    switch (frame->cause) {
    case CAUSE_IRQ | IRQ_EXTERNAL:
        line_interrupt();
        return true;
    case CAUSE_IRQ | IRQ_TIMER:
        timer_interrupt();
        return true;
    default:
        fatal(frame, pc);
    }
}
