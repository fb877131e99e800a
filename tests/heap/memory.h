/* A Wishbone B4 pipelined memory with the timing of on-chip RAM or of an SDRAM controller, chosen by profile; with the
 * profile `lines` the memory is the real one (heap_lines.v), with a model of the chip behind it: what stands here is
 * then what it has to hold, and every read of a word that has been written is checked against that.
 *
 * Every access the controller makes is also checked against the rules it promises to keep: strobe only within a bus
 * cycle, a stalled access held unchanged, at most one access outstanding (the next one may start in the cycle of the
 * acknowledge), with lines a second read behind a read. */
#ifndef TESTS_HEAP_MEMORY_H
#define TESTS_HEAP_MEMORY_H

#include "dut.h"
#include "rng.h"
#include "sdram_chip.h"

/* Latency: cycles from the cycle in which an access is taken to its acknowledge. Stalls come at random, `stall_run` at
 * most in a row. */
struct mem_profile {
    const char *name;
    unsigned latency_min, latency_max;
    unsigned stall_pct, stall_run;
};

enum { MEM_ONCHIP, MEM_FIXED, MEM_JITTER, MEM_SDRAM, MEM_LINES, MEM_PROFILES };
extern const struct mem_profile mem_profiles[MEM_PROFILES];

struct memory {
    const struct mem_profile *profile;
    struct rng rng;
    uint32_t *words;
    bool *written; /* with lines: since the reset */
    unsigned aw;
    bool outstanding, writing; /* an access is; it is a write */
    unsigned countdown;        /* cycles until the acknowledge of the outstanding access */
    bool known;                /* it is a read of a word that has been written... */
    uint32_t read_data;        /*   this one */
    bool behind;               /* with lines: a second read is outstanding behind the first one: */
    bool behind_known;         /*   of a word that has been written, */
    uint32_t behind_data;      /*   this one */
    bool owed;                 /* a read has been given up, but its word is still to come: */
    bool owed_known;           /*   it is one that has been written, */
    uint32_t owed_data;        /*   this one */
    unsigned stalled_run;
    bool held; /* an access was stalled in the previous cycle; these are its pins */
    bool held_we;
    uint8_t held_sel;
    uint32_t held_adr, held_dat;
    uint64_t accesses, quiet; /* accesses in all; cycles since the bus was last busy */
    bool took;                /* an access was taken in this cycle */
    struct sdram_chip chip;   /* with lines */
    uint64_t now;             /* the chip's cycles */
};

void memory_init(struct memory *m, unsigned aw);
void memory_free(struct memory *m);
void memory_reset(struct memory *m, const struct mem_profile *profile, uint64_t seed); /* fills it with junk */
void memory_drive(struct memory *m, struct dut_in *in);                                /* this cycle's stall and ack */
const char *memory_sample(struct memory *m, const struct dut_out *out);                /* NULL or the rule broken */
const char *memory_edge(struct memory *m, const struct dut *d, struct dut_in *in); /* behind a clock edge: likewise */

/* Longest time from the raising of an access to its acknowledge; and the longest time that a request may wait for the
 * collector, which is one more: no MAX_GC_STALL is smaller. */
unsigned mem_profile_worst(const struct mem_profile *p);
unsigned mem_profile_stall(const struct mem_profile *p);

#endif
