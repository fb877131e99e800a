/* The RTL machine of a lock-step pair: clocked until an instruction retires. Its UART and SPI lines rest. */
#ifndef TESTS_LOCKSTEP_RTL_SIDE_H
#define TESTS_LOCKSTEP_RTL_SIDE_H

#include "rvfi.h"
#include "sim/lith_sim.h"
#include "sim/sdram_chip.h"
#include "sim/shim.h"

struct rtl_side {
    const struct shim *shim;
    void *model;
    struct shim_pins pins;
    struct sdram_chip sdram;
    uint64_t cycles;
};

/* With the RAM contents and the heap size of cfg; the core starts in RAM. False: out of memory. */
bool rtl_side_start(struct rtl_side *r, const struct shim *shim, const struct lith_config *cfg);
void rtl_side_stop(struct rtl_side *r);

/* Clocks until an instruction retires. False: none within `patience` cycles, or the core sleeps and will not wake. */
bool rtl_side_next(struct rtl_side *r, uint64_t patience, struct rvfi_record *out);

/* Clocks until the collector rests; nothing may retire meanwhile, so the core must be asleep. */
void rtl_side_settle(struct rtl_side *r);

#endif
