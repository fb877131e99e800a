/* Collections, traps and time for bare programs. */
#include <lith/cell.h>
#include <lith/runtime.h>
#include <lith/trap.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define MSTATUS_MIE 8u

uint32_t gc_started, gc_forced;

static uint32_t period;                      /* cycles between collections, 0: none by the timer */
static uint32_t full_alloc, full_ceil = ~0u; /* the heap after the last collection that a full heap forced */

static void enable_interrupt(uint32_t irq, bool on) {
    uint32_t bit = 1u << irq;
    if (on)
        __asm__ volatile("csrs mie, %0" : : "r"(bit) : "memory");
    else
        __asm__ volatile("csrc mie, %0" : : "r"(bit) : "memory");
}

uint32_t cycles(void) {
    uint32_t n;
    __asm__ volatile("csrr %0, mcycle" : "=r"(n));
    return n;
}

uint32_t instructions(void) {
    uint32_t n;
    __asm__ volatile("csrr %0, minstret" : "=r"(n));
    return n;
}

#ifdef LITH_NO_COPY
ref cell_filled(ref c, ref open) {
    uint32_t n = cell_len(open), there = cell_len(c);
    if (there < n) n = there;
    if (n == 0) return open;
    if (cell_kind(open) < KIND_FIRST_RAW) /* n is tested where the loop ends: that is one jump less for each word */
        do n--, cell_set(open, n, cell_get(c, n));
        while (n);
    else
        do n--, cell_set_byte(open, n, cell_byte(c, n));
        while (n);
    return open;
}
#endif

bool gc_running(void) { return cell_stat(STAT_PHASE) != 0; }

void gc_at_low_water(uint32_t words) {
    cell_ctl(CTL_LOW_WATER, words);
    enable_interrupt(IRQ_HEAP, words != 0);
}

/* The timer fires in `period` cycles; with a period of 0 never. */
static void arm_timer(void) {
    uint32_t low = REGISTER(LITH_TIMER_MTIME), next = low + period;
    uint32_t high = REGISTER(LITH_TIMER_MTIMEH) + (next < low);
    REGISTER(LITH_TIMER_MTIMECMPH) = ~0u;
    REGISTER(LITH_TIMER_MTIMECMP) = period ? next : ~0u;
    if (period) REGISTER(LITH_TIMER_MTIMECMPH) = high;
}

void gc_every(uint32_t n) {
    enable_interrupt(IRQ_TIMER, false);
    period = n;
    arm_timer();
    enable_interrupt(IRQ_TIMER, n != 0);
}

/* What is said here needs no library, so that small programs need none. */
static void say(const char *text) {
    while (*text) uart_put((uint8_t)*text++);
}

static void say_hex(uint32_t n) {
    for (int shift = 28; shift >= 0; shift -= 4) uart_put((uint8_t) "0123456789abcdef"[n >> shift & 15]);
}

static void say_decimal(uint32_t n) {
    if (n >= 10) say_decimal(n / 10);
    uart_put((uint8_t)('0' + n % 10));
}

/* Collects, with interrupts off, until the heap is as small as it can be. If nothing has been made since the last
 * time, there is no more to be had. */
static void make_room(void) {
    if (cell_stat(STAT_ALLOC) == full_alloc && cell_stat(STAT_CEIL) == full_ceil) fail("heap exhausted", full_alloc);
    while (!gc_start())
        ;
    gc_began(false);
    gc_started++;
    gc_forced++;
    while (gc_running())
        ;
    full_alloc = cell_stat(STAT_ALLOC);
    full_ceil = cell_stat(STAT_CEIL);
    gc_ended();
}

/* The mark of gc_at_low_water has been reached, or that of gc_when. */
static void gc_interrupt(void) {
    enum gc_due due = gc_due();
    if (GENERATIONS && due == GC_ENDED) return;
    bool minor = GENERATIONS && due == GC_MINOR && gc_start_minor();
    gc_started += minor || gc_start();
    gc_began(minor);
}

__attribute__((weak)) bool trap_other(struct trap_frame *frame) {
    (void)frame;
    return false;
}

void trap(struct trap_frame *frame) {
    if (trap_other(frame)) return;
    switch (frame->cause) {
    case CAUSE_FULL:
        make_room();
        break;
    case CAUSE_IRQ | IRQ_TIMER:
        gc_started += (GENERATIONS && gc_started % 2 && gc_start_minor()) || gc_start();
        arm_timer();
        break;
    case CAUSE_IRQ | IRQ_HEAP:
        gc_interrupt();
        break;
    default:
        say("\ntrap: cause ");
        say_hex(frame->cause);
        say(" at ");
        say_hex(frame->pc);
        say(", value ");
        say_hex((uint32_t)(uintptr_t)frame->value);
        say("\n");
        fail("unexpected trap", frame->cause);
    }
}

void stop(void) {
    uart_flush();
    for (;;) __asm__ volatile("csrci mstatus, 8; csrw mie, zero; wfi");
}

void fail(const char *reason, uint32_t detail) {
    say("FAIL ");
    say(reason);
    say(" (");
    say_decimal(detail);
    say(", ");
    say_hex(detail);
    say(")\n");
    stop();
}

/* Called before main: the heap that this machine may use, and interrupts on. */
void runtime_start(void) {
    cell_ctl(CTL_LIMIT, REGISTER(LITH_SYSTEM_HEAP_WORDS));
    __asm__ volatile("csrs mstatus, %0" : : "r"(MSTATUS_MIE) : "memory");
}

/* Called with main's result, which is not used: a program says PASS or FAIL itself. */
void runtime_exit(int status) {
    (void)status;
    stop();
}
