/* --profile: where a machine's cycles go, by function, in Lisp and in C (docs/simulator.md, "Profiles").
 *
 * The program counter is sampled, and with it the VM's stack of activations and the collector's phase. Sampling goes
 * on from lith_profile_new to lith_profile_free inside lith_machine_run. */
#ifndef SIM_OBSERVE_PROFILE_H
#define SIM_OBSERVE_PROFILE_H

#include "lith_sim.h"

struct lith_profile;

/* Prime, so that no loop keeps step with it. */
#define LITH_PROFILE_PERIOD 997

/* kernel_elf: the ELF file, with symbols, of the program that the machine runs. period: cycles between samples, 0 for
 * LITH_PROFILE_PERIOD. NULL on error, with one line in err. To be freed before the machine. */
struct lith_profile *lith_profile_new(lith_machine *m, const void *kernel_elf, size_t elf_size, uint64_t period,
                                      char *err, size_t err_size);
void lith_profile_free(struct lith_profile *p);

/* Whether the files can be made (output_file.h). False: one line in err. */
bool lith_profile_possible(const char *path, char *err, size_t err_size);

/* Writes the table to `path` and the stacks, folded as flamegraph.pl and speedscope read them, to `path`.folded. False
 * on error, with one line in err. */
bool lith_profile_write(struct lith_profile *p, const char *path, char *err, size_t err_size);

#endif
