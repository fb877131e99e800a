/* The functional model of a Lith machine: what each instruction does, not when. One instruction takes one cycle.
 *
 * Besides the back end of sim/lith_sim.h (lith_model_ops) it has this interface of its own: single steps that report
 * their effects, and into which what the model cannot know (timing, the collector's state, handle numbers) may be fed.
 * It is what lock-step with the RTL stands on. */
#ifndef SIM_MODEL_MODEL_H
#define SIM_MODEL_MODEL_H

#include "heap.h"
#include "sim/lith_sim.h"

struct model;

/* What an instruction did. */
struct model_effects {
    uint32_t pc, insn, next_pc; /* insn: 16 or 32 bits */
    bool interrupt;             /* this step took an interrupt and executed nothing; cause says which */
    bool trap;                  /* the instruction trapped: no other effect */
    uint32_t cause;             /* as mcause */
    tword mtval;
    uint8_t rd; /* register written, 0: none */
    tword rd_value;
    uint8_t store_mask; /* lanes of the word at store_address, 0: no store */
    uint32_t store_address;
    tword store_value; /* the whole word after the store (RAM), or the lanes written (device) */
    uint8_t load_mask;
    uint32_t load_address;
};

/* What the model is told before a step (all zero: nothing). */
struct model_inputs {
    bool interrupt;    /* take this interrupt now instead of an instruction */
    uint32_t cause;    /* its mcause */
    bool undetermined; /* if the result depends on timing (device, counter CSR, xc.stat, gcstart, retarget)... */
    tword value;       /*   ...it is this */
    bool full;         /* an allocation finds no room */
    uint32_t handle;   /* handle of a new cell, 0: the model's choice */
};

/* One step. */
void model_step(struct model *m, const struct model_inputs *in, struct model_effects *out);

/* Machines are named as in lith_config, or "onchip". NULL on error, with one line in err. */
struct model *model_new(const struct lith_config *cfg, char *err, size_t err_size);
void model_free(struct model *m);

tword model_register(const struct model *m, unsigned index);   /* 0..31 */
tword model_ram_word(const struct model *m, uint32_t address); /* word aligned, in RAM */
struct heap *model_heap(struct model *m);
uint32_t model_pc(const struct model *m);
/* Where an interrupt or trap of that mcause goes now. */
uint32_t model_handler(const struct model *m, uint32_t cause);

/* A broken invariant found while running (a dead cell was used...), or NULL. */
const char *model_broken(const struct model *m);

/* What the next instruction would read from a CSR that is there and does not depend on time; minstret in 64 bits. */
uint64_t model_csr_value(struct model *m, uint32_t number);

/* True if the last step's instruction had a result that depends on timing. */
bool model_was_undetermined(const struct model *m);

/* Planted faults, to show that lock-step sees them. */
enum model_fault {
    FAULT_NONE,
    FAULT_WRONG_SUM,
    FAULT_TAG_KEPT_ON_ADD,
    FAULT_MTVAL_WITHOUT_TAG,
    FAULT_STORE_WITHOUT_TAG,
    FAULT_COUNTER_COUNTS_WRITE /* minstret counts the instruction that writes it */
};
void model_plant(struct model *m, enum model_fault fault);

#endif
