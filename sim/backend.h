/* What a back end of the simulator offers to sim/lith_sim.c, which only dispatches.
 *
 * Each function has the meaning of the lith_machine_* function of the same name in lith_sim.h or lith_inspect.h;
 * `machine` is the pointer that `create` returned. `create` gets a configuration whose `machine` name has been checked,
 * and copies what it keeps. Flash bytes outside [flash_base, flash_base + flash_size) read 0xFF. */
#ifndef SIM_BACKEND_H
#define SIM_BACKEND_H

#include "lith_inspect.h"

struct lith_backend_ops {
    void *(*create)(const struct lith_config *cfg, char *err, size_t err_size);
    void (*destroy)(void *machine);
    uint64_t (*run)(void *machine, uint64_t cycles);
    size_t (*uart_read)(void *machine, uint8_t *buf, size_t n);
    size_t (*uart_write)(void *machine, const uint8_t *buf, size_t n);
    bool (*idle)(const void *machine);
    void (*stats)(const void *machine, struct lith_stats *out);
    /* for lith_inspect.h */
    size_t (*uart_waiting)(const void *machine); /* bytes that uart_read would give */
    uint32_t (*pc)(const void *machine);
    bool (*asleep)(const void *machine);
    uint32_t (*flash_address)(const void *machine);
    bool (*ram_word)(const void *machine, uint32_t address, uint64_t *word);
    void (*heap)(const void *machine, struct lith_heap_state *out);
    uint32_t (*heap_word)(const void *machine, uint32_t place);
    uint32_t (*heap_entry)(const void *machine, uint32_t handle);
};

extern const struct lith_backend_ops lith_rtl_ops;   /* sim/rtl.c */
extern const struct lith_backend_ops lith_model_ops; /* sim/model/ */

#endif
