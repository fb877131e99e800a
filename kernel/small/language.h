/* What this kernel does for the language, as a constant (lisp/cells/host.h, which includes this). */
#ifndef KERNEL_SMALL_LANGUAGE_H
#define KERNEL_SMALL_LANGUAGE_H

#include "kernel/process/machine.h"
#include "kernel/process/process.h"

val small_request(val *a, uint32_t n);
bool small_run(val fn, val argument, val *result);
bool small_ended(val process, val *value, bool *failed);
static inline void small_prepare(void) {}
static inline bool small_pause(void) { return false; }

/* Nobody interrupts programs, or has texts for them; and the kernel throws nothing that is not caught. */
static const struct vm_host small_host = {
    .primitives = process_primitives,
    .prepare = small_prepare,
    .request = small_request,
    .pause = small_pause,
    .run = small_run,
    .ended = small_ended,
    .write = machine_write,
    .flush = machine_flush,
    .cycles = machine_cycles,
    .collect = machine_collect,
};
#define vm_host (&small_host)

#endif
