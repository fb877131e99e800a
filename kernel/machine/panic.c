/* The end of a kernel that cannot go on (panic.h). The link's buffers may be what is broken: nothing but the UART is
 * used. */
#include "panic.h"
#include "interrupts.h"
#include "kernel/process/machine.h"
#include <lith/runtime.h>
#include <stdarg.h>
#include <stdio.h>

void panic(const char *text, ...) {
    va_list arguments;
    interrupts_off();
    va_start(arguments, text);
    printf("\npanic: ");
    vprintf(text, arguments);
    printf("\n");
    stop();
}

void machine_panic(const char *why) { panic("%s", why); }
