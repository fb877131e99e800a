/* The kernel of a machine that has room for the interpreter only: runs one program, compiled on the host with what it
 * uses of the library (kernel/host/ahead.c). */
#include "end.h"
#include "kernel/machine/flash.h"
#include "kernel/machine/memory.h"
#include "kernel/process/machine.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include <lith/runtime.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

extern char __stack_bottom;

/* There is one. */
static struct {
    struct vm_state language;
    val stack[VM_STACK_ROOM];
} processors[1];

static void say(const char *text) {
    for (; *text; text++) machine_write(2, (uint8_t)*text);
}

static void load_program(void) {
    const char *wrong = lisp_load_image(&flash_library);
    if (!wrong) return;
    say("program in flash: ");
    say(wrong);
    say("\n");
    one_program_end(2);
}

int main(void) {
    val result;
    /* The language's tables; then the program, from flash. */
    lisp_init(&processors[0].language, processors[0].stack, &__stack_bottom);
    load_program();
    memory_init(REGISTER(LITH_SYSTEM_HEAP_WORDS)); /* when to collect, from now on */
    bool ok = vm_host->run(vm_hook[HOOK_SESSION], ABSENT, &result);
    if (!ok && error_is(result, "exit")) one_program_end((uint8_t)fixnum_value(cell_geti(result, ERROR_DATA)));
    if (!ok) lisp_report(result, NIL);
    one_program_end(ok ? 0 : 1);
}
