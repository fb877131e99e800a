/* What the kernel does for the language (lisp/cells/host.h). */
#include "kernel/process/kernel.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/processor.h"
#include "kernel/process/request.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/host.h"
#include "lisp/image/boot.h"

static const struct vm_host host = {
    .primitives = process_primitives,
    .primitives_large = process_primitives_large,
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

struct processor processors[PROCESSORS];

void kernel_init(const void *lowest) {
    vm_host = &host;
    lisp_init(&processors[0].language, processors[0].stack, lowest);
    scheduler_init();
}
