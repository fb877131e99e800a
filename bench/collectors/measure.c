#include "measure.h"
#include <stdio.h>
#include <stdlib.h>

#ifndef HEAP_LITH
#include "pauses.h"
#endif

#ifdef __riscv
#include <lith/runtime.h>
static _Noreturn void end(int status) {
    (void)status;
    stop();
}
#else
static uint32_t cycles(void) { return 0; }
static _Noreturn void end(int status) { exit(status); }
#endif

static uint32_t begun;

void does_not_fit(void) {
    printf("DOES NOT FIT\n");
    end(1);
}

void measure_begin(void) {
    heap_start();
    begun = cycles();
}

void measure_end(uint32_t checksum) {
    uint32_t ended = cycles();
    printf("checksum %lu\ncycles %lu\n", (unsigned long)checksum, (unsigned long)(ended - begun));
#ifndef HEAP_LITH
    pauses_print();
#endif
#if defined HEAP_TIMED || defined HEAP_SWEEP && defined HEAP_TORTURE
    extern uint32_t heap_live_most;
    printf("live %lu\n", (unsigned long)heap_live_most);
#endif
#ifdef HEAP_MALLOC
    extern uint32_t heap_used;
    printf("used %lu\n", (unsigned long)heap_used);
#endif
    printf("PASS\n");
    end(0);
}
