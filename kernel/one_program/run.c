/* What the language needs of a kernel (language.h) without processes and without a host at the other end. */
#include "console.h"
#include "end.h"
#include "kernel/machine/line.h"
#include "kernel/machine/memory.h"
#include "kernel/process/machine.h"
#include "kernel/process/service.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/symbol.h"
#include "lisp/interpreter/vm.h"
#include <lith/runtime.h>
#include <lith/trap.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

void line_interrupt(void) {}

/* There are no processes to be asked about. */
bool one_program_ended(val other, val *value, bool *failed) {
    *value = other;
    *failed = false;
    return true;
}

/* All requests are answered at once: there is nobody else to run meanwhile. So services have kinds here and nothing
 * else. */
val one_program_request(val *a, uint32_t n) {
    val none = NIL;
    for (const struct service *const *s = machine_services; *s; s++)
        for (const struct request_kind *kind = (*s)->kinds; kind->name; kind++)
            if (a[0] == keyword_c(kind->name)) return kind->now(n ? a + 2 : &none);
    lisp_error("request", "this machine cannot do %v", a[0]);
}

static enum vm_outcome outcome;

/* For vm_run: the one process, once. */
static bool next(enum vm_outcome last) {
    outcome = last;
    return last == VM_NONE;
}

bool one_program_run(val fn, val argument, val *result) {
    vm.process = cell_mk1(KIND_PROCESS, fixnum(1));
    vm.frames = vm_frame(fn, argument == ABSENT ? 0 : 1, &argument);
    vm_run(next);
    *result = vm.signal;
    return outcome == VM_DONE;
}

void machine_write(int stream, uint8_t byte) {
    static int last = 1;
    if (stream != last) uart_put(stream == 1 ? CONSOLE_OUTPUT : CONSOLE_ERRORS);
    last = stream;
    if (byte == CONSOLE_END || (byte >= CONSOLE_ERRORS && byte <= CONSOLE_QUOTE)) uart_put(CONSOLE_QUOTE);
    uart_put(byte);
}

void one_program_end(uint8_t status) {
    uart_put(CONSOLE_END);
    uart_put(status);
    stop();
}

void machine_flush(void) { uart_flush(); }
uint64_t machine_cycles(void) { return REGISTER(LITH_TIMER_MTIME); }

bool trap_other(struct trap_frame *frame) { return memory_trap(frame); }
