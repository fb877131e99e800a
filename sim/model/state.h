/* The state of a modelled machine, shared by the files of sim/model. */
#ifndef SIM_MODEL_STATE_H
#define SIM_MODEL_STATE_H

#include "decode.h"
#include "devices.h"
#include "heap.h"
#include "model.h"

/* What distinguishes the machine configurations. */
struct machine_kind {
    const char *name;
    uint32_t id; /* system register MACHINE */
    uint32_t clock_hz, baud, ram_bytes, rom_bytes;
    unsigned heap_address_width, handle_width;
    bool compressed, multiply; /* has the C and M extensions */
    bool wide_timer;           /* mtime has 64 bits */
    bool counters;             /* has mcycle and minstret */
    bool generations;          /* its collector has them */
    bool copies;               /* has xc.copy */
    bool durable;              /* has xc.durable and xc.ref */
    const uint8_t *boot, *boot_end;
};

/* Per RAM word, beside its 32 bits. */
enum { META_TAG = 1, META_CODE = 2 /* holds part of a decoded instruction */ };

/* Memory that code can run from, with its decoded instructions. Two entries behind the last one are OUTSIDE. */
struct code_region {
    uint32_t base, size;
    struct decoded *decoded;
};

struct model {
    tword x[NO_REGISTER + 1]; /* x[NO_REGISTER] takes what is written to x0 */
    struct decoded *next;     /* the instruction to execute */
    uint32_t *ram_words;
    uint8_t *ram_meta;
    uint32_t *rom_words;
    struct code_region ram, rom;
    struct decoded nowhere; /* stands for an address that has no code */

    uint32_t mstatus, mie, mtvec, mscratch, mepc, mcause;
    tword mtval;
    uint64_t cycles, instructions;            /* at the start of the slice */
    uint64_t slice, left;                     /* instructions of this slice, and how many of them are still to come */
    uint64_t cycles_written, retired_written; /* what writes to mcycle and minstret have added to what is counted */
    bool sleeping, trapped, undetermined, leave;

    struct heap heap;
    uint32_t heap_words; /* that the system register reports */
    struct devices devices;
    const struct machine_kind *kind;
    const struct model_inputs *inputs; /* in a step; else NULL */
    enum model_fault fault;
};

#define MSTATUS_MIE 0x8u
#define MSTATUS_MPIE 0x80u
#define MSTATUS_MPP 0x1800u

/* Cycles since reset. */
static inline uint64_t model_now(const struct model *m) { return m->cycles + m->slice - m->left; }

/* Interrupts that are pending, as mip. */
uint32_t model_pending(const struct model *m);

/* Executes up to `count` instructions (at least one); returns how many. Takes no interrupts. */
uint64_t model_execute(struct model *m, uint64_t count);

/* Goes to the trap handler: cause, mtval and the saved pc as in the privileged architecture. */
void model_trap(struct model *m, uint32_t pc, uint32_t cause, tword mtval);

/* The entry for an address: decoded, yet to be decoded, or one that says there is no code. */
struct decoded *model_entry(struct model *m, uint32_t pc);

/* Fills in an UNDECODED entry from memory. */
void model_decode_entry(struct model *m, struct decoded *d);

/* A CSR instruction (funct3, number, operand). False: illegal. The old value goes to *old. */
bool model_csr(struct model *m, uint32_t funct3, uint32_t number, bool writes, uint32_t operand, tword *old);

/* Loads and stores outside RAM; `mask` has the lanes. False: a bus error. */
bool model_bus_load(struct model *m, uint32_t address, uint32_t *word);
bool model_bus_store(struct model *m, uint32_t address, uint32_t mask, uint32_t word);

/* Gives the collector the registers, mtval and RAM, and clears the tags of dead stack. False, and nothing done: the
 * range is not one of RAM words. */
bool model_roots(void *machine, uint32_t dead_low, uint32_t dead_high);

#endif
