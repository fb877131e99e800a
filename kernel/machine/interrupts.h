/* Interrupts of this core: all at once (mstatus.MIE), and each kind (mie; numbers IRQ_* in <lith/trap.h>). */
#ifndef KERNEL_MACHINE_INTERRUPTS_H
#define KERNEL_MACHINE_INTERRUPTS_H

#include <stdbool.h>
#include <stdint.h>

#define MSTATUS_MIE 8u

/* Turns interrupts off; what interrupts_restore is to be given. */
static inline uint32_t interrupts_off(void) {
    uint32_t saved;
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(saved) : : "memory");
    return saved & MSTATUS_MIE;
}

static inline void interrupts_restore(uint32_t saved) {
    __asm__ volatile("csrs mstatus, %0" : : "r"(saved) : "memory");
}

static inline void interrupt_enable(unsigned irq, bool on) {
    if (on)
        __asm__ volatile("csrs mie, %0" : : "r"(1u << irq) : "memory");
    else
        __asm__ volatile("csrc mie, %0" : : "r"(1u << irq) : "memory");
}

/* Sleeps until an enabled interrupt is pending; to be called with interrupts off, so that none comes in between the
 * reason to sleep and the sleep. */
static inline void interrupt_wait(void) { __asm__ volatile("wfi" : : : "memory"); }

#endif
