/* Traps: of cell instructions (memory.h); interrupts; and those that must not happen. */
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
    if (memory_trap(frame)) return true;
    switch (frame->cause) {
    case CAUSE_IRQ | IRQ_EXTERNAL:
        line_interrupt();
        return true;
    case CAUSE_IRQ | IRQ_TIMER:
        timer_interrupt();
        return true;
    default:
        panic("%s (cause %lu) at pc %08lx, mtval %08lx", cause_name(frame->cause), (unsigned long)frame->cause,
              (unsigned long)frame->pc, (unsigned long)word_of(frame->value));
    }
}
