/* What this kernel does for the language, as a constant (lisp/cells/host.h, which includes this). */
#ifndef KERNEL_ONE_PROGRAM_LANGUAGE_H
#define KERNEL_ONE_PROGRAM_LANGUAGE_H

#include "kernel/process/machine.h"
#include "kernel/process/process.h"

val one_program_request(val *a, uint32_t n);
bool one_program_run(val fn, val argument, val *result);
bool one_program_ended(val process, val *value, bool *failed);
static inline void one_program_prepare(void) {}
static inline bool one_program_pause(void) { return false; }

/* Nobody interrupts programs, or has texts for them; and the kernel throws nothing that is not caught. */
static const struct vm_host one_program_host = {
    .primitives = process_primitives,
    .prepare = one_program_prepare,
    .request = one_program_request,
    .pause = one_program_pause,
    .run = one_program_run,
    .ended = one_program_ended,
    .write = machine_write,
    .flush = machine_flush,
    .cycles = machine_cycles,
    .collect = machine_collect,
};
#define vm_host (&one_program_host)

#endif
