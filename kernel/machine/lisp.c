/* The language alone on a machine: loads the library, from its image in flash or (if the program has it) from source,
 * then evaluates what comes from the UART up to control-D. The last line is PASS, or FAIL after an error. */
#include "boot.h"
#include "flash.h"
#include "text.h"
#include <lith/runtime.h>
#include <lith_memmap.h>
#include <stdio.h>

void machine_memory_init(uint32_t heap_words);
extern char __stack_bottom;

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* What is to be evaluated: the first file of the UART's input. */
static char program[24 * 1024];

static uint32_t read_program(void) {
    uint32_t n = 0;
    for (;;) {
        int c = uart_get();
        if (c == 4) return n;
        if (c < 0) continue;
        if (n == sizeof program) fail("the program is too long", n);
        program[n++] = (char)c;
    }
}

_Noreturn static void finish(bool ok, val error) {
    if (!ok) lisp_report(error);
    printf("%s\n", ok ? "PASS" : "FAIL");
    stop();
}

static void load_library(void) {
    val error = NIL;
    if (library[0].name) {
        if (!lisp_load_library(&error)) finish(false, error);
        return;
    }
    flash_begin(FLASH_LIBRARY_AT);
    const char *wrong = lisp_load_image(flash_next);
    if (!wrong) return;
    printf("library in flash: %s\n", wrong);
    fail("no library", FLASH_LIBRARY_AT);
}

int main(void) {
    val result = NIL;
    machine_memory_init(REGISTER(LITH_SYSTEM_HEAP_WORDS));
    lisp_init(&__stack_bottom);
    load_library();
    printf("library: %lu cycles, %lu heap words\n", (unsigned long)cycles(), (unsigned long)cell_stat(STAT_ALLOC));
    uint32_t n = read_program();
    bool ok = lisp_load("input", program, n, &result);
    finish(ok, result);
}
