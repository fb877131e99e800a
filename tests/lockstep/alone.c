/* The kernel's C and the language alone on a machine, for lock-step runs: compiles the expander and
 * tests/lockstep/sample.lisp from source and runs them. Says PASS or FAIL on the plain UART and stops. */
#include "kernel/machine/memory.h"
#include "kernel/process/kernel.h"
#include "lisp/image/boot.h"
#include <lith/runtime.h>
#include <lith_memmap.h>

extern char __stack_bottom;

int main(void) {
    val result = NIL;
    memory_init(*(volatile uint32_t *)LITH_SYSTEM_HEAP_WORDS);
    kernel_init(&__stack_bottom);
    for (const char *p = lisp_load_library(&result) ? "PASS\n" : "FAIL\n"; *p; p++) uart_put((uint8_t)*p);
    uart_flush();
    stop();
}
