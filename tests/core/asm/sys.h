/* The core's test surroundings (core_sys.h), for C and for assembler: what a program under test may write to beside RAM,
 * which begins at 0. All other addresses are bus errors. */
#define SYS_CONSOLE 0x10000000 /* a character */
#define SYS_EXIT 0x20000000    /* ends the run with this value */
#define SYS_PASS 123456789     /* the value that is success */
#define SYS_IRQ 0x20000010     /* interrupt lines (bit 0 timer, 1 external, 2 heap), after sys->irq_delay cycles */
#define SYS_IRQ_OFF 0x20000014 /* interrupt lines now off */
