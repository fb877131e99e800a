/* The kernel of a machine that has room for the interpreter only: runs one program, compiled on the host with what it
 * uses of the library (kernel/host/ahead.c), whose output goes to the UART as it is. The last line is PASS, or FAIL
 * after an error. */
#include "boot.h"
#include "kernel/machine/flash.h"
#include "kernel/machine/memory.h"
#include "machine.h"
#include "vm.h"
#include <lith/runtime.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

extern char __stack_bottom;

static void say(const char *text) {
    while (*text) uart_put((uint8_t)*text++);
}

_Noreturn static void finish(bool ok) {
    say(ok ? "PASS\n" : "FAIL\n");
    stop();
}

int main(void) {
    val result;
    memory_init(REGISTER(LITH_SYSTEM_HEAP_WORDS));       /* when to collect */
    lisp_init(&__stack_bottom);                          /* the language's tables */
    const char *wrong = lisp_load_image(&flash_library); /* the program */
    if (wrong) {
        say("program in flash: ");
        say(wrong);
        say("\n");
        finish(false);
    }
    bool ok = vm_run(vm.hook[HOOK_SESSION], ABSENT, &result);
    if (!ok) lisp_report(result, NIL);
    finish(ok);
}
