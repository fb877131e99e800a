/* RTL and model in step: each retired instruction's effects are compared, the first difference stops with both sides
 * and the recent history printed.
 *
 * What the model cannot know it is told from the RTL's record: interrupts, results that depend on time (devices,
 * mcycle, xc.stat, whether a collection or a retarget could start, a FULL trap), and the handle of each new cell.
 * The model checks that such a handle belongs to no living cell, and collects at once and exactly when the RTL starts
 * a collection; so a cell that the RTL lost, or let go too early, shows as soon as its handle is used again, and all
 * words can be compared bit by bit, numbers computed from references included. */
#ifndef TESTS_LOCKSTEP_LOCKSTEP_H
#define TESTS_LOCKSTEP_LOCKSTEP_H

#include "rtl_side.h"
#include "sim/model/model.h"

struct lockstep_counts {
    uint64_t instructions, traps, interrupts, cells, collections, given, tagged_writes, cycles;
    uint64_t causes[32]; /* traps by cause */
};

/* Faults planted into the RTL's records, to show that they are looked at. */
enum record_fault {
    RECORD_SOUND,
    RECORD_OPERAND,   /* a wrong word for rs1 */
    RECORD_LEFTOVER,  /* registers read by an instruction that could not be fetched */
    RECORD_CSR_READ,  /* a wrong bit in mtval as it was read */
    RECORD_CSR_WRITE, /* a wrong bit in mscratch as it was written */
    RECORD_CSR_UNTOLD /* mcause changed by a trap and not told */
};

enum lockstep_end {
    LOCKSTEP_DIFFERS,
    LOCKSTEP_SLEEPS,        /* the core is in wfi for good */
    LOCKSTEP_COUNT,         /* the wanted number of instructions is done */
    LOCKSTEP_SELF_MODIFIED, /* a store hit code in [code_low, code_high): prefetch makes what follows undefined */
    LOCKSTEP_UNKNOWN        /* xc.gcstart or xc.retarget to x0: the RTL's record does not tell whether it was done; or
                             * xc.ref gave a durable cell that the model's collection, ended at once, has freed */
};

struct lockstep_job {
    const uint8_t *ram; /* image, started at its first word */
    uint32_t ram_size;
    uint32_t heap_words;          /* of heap that the machine reports, 0: all it has */
    uint64_t instructions;        /* at most */
    uint32_t code_low, code_high; /* code that must not be written, 0: not watched */
    enum model_fault fault;
    enum record_fault record_fault;
    bool quiet; /* differences are expected: print nothing */
    char *text; /* what the program sends, NUL-terminated */
    uint32_t text_size;
};

/* The machine is the one that the program was built for (LOCKSTEP_SHIM). Runs the pair. Counts are added to. */
enum lockstep_end lockstep_run(const struct lockstep_job *job, struct lockstep_counts *counts);

#endif
