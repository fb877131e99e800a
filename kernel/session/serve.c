/* The session (serve.h). */
#include "serve.h"
#include "kernel/machine/line.h"
#include "kernel/machine/reserve.h"
#include "kernel/process/machine.h"
#include "kernel/process/scheduler.h"
#include "kernel/store/store.h"
#include "lisp/cells/error.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "lisp/interpreter/wipe.h"
#include "lisp/names/namespace.h"
#include "protocol.h"
#include "stream_io.h"
#include <lith_memmap.h>
#include <setjmp.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

static jmp_buf idle; /* where the kernel waits for commands */

/* A session begins. */
static void greet(void) {
    streams_open();
    uint32_t hello[HELLO_WORDS];
    hello[HELLO_VERSION] = SESSION_VERSION;
    hello[HELLO_MACHINE] = REGISTER(LITH_SYSTEM_MACHINE);
    hello[HELLO_HEAP] = REGISTER(LITH_SYSTEM_HEAP_WORDS);
    hello[HELLO_LIVE] = cell_stat(STAT_ALLOC) + hello[HELLO_HEAP] - cell_stat(STAT_CEIL);
    hello[HELLO_CYCLES] = (uint32_t)machine_cycles();
    stream_message(MESSAGE_HELLO, hello, sizeof hello);
}

static void answer(uint8_t result) {
    uint8_t payload[64] = {result};
    val name = cell_geti(cell_geti(namespace_current(), 1), SYMBOL_NAME);
    uint32_t n = string_copy(name, (char *)payload + 1, sizeof payload - 1);
    stream_message(MESSAGE_RESULT, payload, n + 1);
}

/* The program has ended the session. */
_Noreturn static void leave(int status) {
    uint8_t byte = (uint8_t)status;
    stream_done();
    stream_message(MESSAGE_EXIT, &byte, 1);
    stream_settle();
    longjmp(idle, 1);
}

/* Carries out a command: evaluates what comes on PROGRAM. */
static uint8_t evaluate(uint8_t type) {
    val result = NIL;
    scheduler_settle();
    reserve_begin_evaluation();
    scheduler_dialogue(type != MESSAGE_RUN);
    stream_begin(type == MESSAGE_RUN ? 2 : 1);
    bool ok = scheduler_run(vm_hook[HOOK_SESSION], fixnum(type), &result);
    store_settle();
    uint8_t answer = RESULT_VALUE;
    if (!ok) {
        answer = error_is(result, "interrupt") ? RESULT_INTERRUPTED : RESULT_ERROR;
        if (error_is(result, "exit")) leave(fixnum_value(cell_geti(result, ERROR_DATA)));
        lisp_report(result, NIL);
    } else if (is_keyword(result)) {
        answer = RESULT_MORE;
    }
    stream_done();
    return answer;
}

static void set_clock(const uint8_t *bytes) {
    uint64_t ms = 0;
    for (uint32_t i = 8; i--;) ms = ms << 8 | bytes[i];
    machine_set_clock(ms);
}

static void command(uint8_t type, const uint8_t *payload, uint32_t n) {
    switch (type) {
    case MESSAGE_CLOSE:
        answer(store_close() ? (uint8_t)RESULT_VALUE : (uint8_t)RESULT_ERROR);
        break;
    case MESSAGE_CLOCK:
        if (n == 8) set_clock(payload);
        break;
    case MESSAGE_EVAL:
    case MESSAGE_EVAL_ALL:
    case MESSAGE_RUN:
        answer(evaluate(type));
        break;
    default: /* an interrupt that came too late, or something that a later host knows */
        break;
    }
}

void session_run(void) {
    streams_init();
    greet();
    setjmp(idle);
    for (;;) {
        uint8_t type, payload[8];
        uint32_t n;
        while (stream_restarted()) {
            scheduler_forget();
            greet();
        }
        wipe_c_stack();
        scheduler_background();
        if (stream_take(&type, payload, sizeof payload, &n)) command(type, payload, n);
    }
}
