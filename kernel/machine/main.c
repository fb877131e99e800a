/* The kernel: starts the machine, the language and its library, then serves the host. */
#include "flash.h"
#include "kernel/process/kernel.h"
#include "kernel/process/machine.h"
#include "kernel/session/serve.h"
#include "line.h"
#include "lisp/image/boot.h"
#include "memory.h"
#include "panic.h"
#include <lith_memmap.h>

extern char __stack_bottom;

#define REGISTER(address) (*(volatile uint32_t *)(address))

static void load_library(void) {
    const char *wrong = lisp_load_image(&flash_library);
    if (wrong) panic("library in flash: %s", wrong);
}

int main(void) {
    kernel_init(&__stack_bottom);                  /* the language's tables */
    load_library();                                /* its functions, from flash */
    memory_init(REGISTER(LITH_SYSTEM_HEAP_WORDS)); /* when to collect, from now on */
    line_init();                                   /* the line to the host */
    session_run();
}
