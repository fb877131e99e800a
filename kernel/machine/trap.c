/* Traps: of cell instructions, which become Lisp errors; interrupts; and those that must not happen. */
#include "error.h"
#include "line.h"
#include "memory.h"
#include "panic.h"
#include "timer.h"
#include "value.h"
#include <lith/trap.h>

static const char *cause_name(uint32_t cause) {
    static const char *const names[] = {"misaligned fetch", "fetch fault", "illegal instruction", "breakpoint",
                                        "misaligned load",  "load fault",  "misaligned store",    "store fault"};
    return cause < sizeof names / sizeof *names ? names[cause] : "unknown trap";
}

bool trap_other(struct trap_frame *frame) {
    uint32_t cause = frame->cause;
    switch (cause) {
    case CAUSE_FULL:
        memory_full(frame);
        return true;
    case CAUSE_IRQ | IRQ_HEAP:
        memory_low();
        return true;
    case CAUSE_IRQ | IRQ_EXTERNAL:
        line_interrupt();
        return true;
    case CAUSE_IRQ | IRQ_TIMER:
        timer_interrupt();
        return true;
    default:
        if (cause < CAUSE_UNTAGGED || cause > CAUSE_ABSENT)
            panic("%s (cause %lu) at pc %08lx, mtval %08lx", cause_name(cause), (unsigned long)cause,
                  (unsigned long)frame->pc, (unsigned long)word_of(frame->value));
        frame->x[10] = (struct cell *)(uintptr_t)cause;
        frame->x[11] = frame->value;
        frame->pc = (uint32_t)(uintptr_t)cell_trap;
        return true;
    }
}
