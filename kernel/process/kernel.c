/* What the kernel does for the language (lisp/vm/host.h). */
#include "kernel.h"
#include "boot.h"
#include "host.h"
#include "machine.h"
#include "process.h"
#include "request.h"
#include "scheduler.h"

static const struct vm_host host = {
    .primitives = process_primitives,
    .prepare = requests_init,
    .request = request_make,
    .pause = scheduler_pause,
    .attend = scheduler_attend,
    .run = scheduler_run,
    .ended = process_ended,
    .write = machine_write,
    .flush = machine_flush,
    .program = machine_program,
    .cycles = machine_cycles,
    .collect = machine_collect,
    .panic = machine_panic,
};

void kernel_init(const void *lowest) {
    vm_host = &host;
    scheduler_init();
    lisp_init(lowest);
}
