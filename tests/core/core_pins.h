/* The pins of core_heap.v as plain C, and the few calls that move them (core_shim.cpp holds the Verilated model).
 *
 * A cycle: set the inputs, core_settle() to see the outputs that belong to them, core_clock() for the rising edge. */
#ifndef TESTS_CORE_CORE_PINS_H
#define TESTS_CORE_CORE_PINS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TAG (UINT64_C(1) << 32) /* bit 32 of a tagged word */

struct core_inputs {
    uint8_t rst;
    uint8_t i_gnt, i_rvalid, i_err;
    uint32_t i_rdata;
    uint8_t d_gnt, d_rvalid, d_err;
    uint64_t d_rdata;
    uint8_t rr_ready, ram_root_valid, root_done, hold_requests;
    uint32_t ram_root;
    uint8_t irq_timer, irq_external, irq_heap;
};

struct core_outputs {
    uint8_t i_req, d_req, d_we, d_be;
    uint32_t i_addr, d_addr;
    uint64_t d_wdata;
    uint8_t rr_valid, rr_taken, rr_busy, ram_root_ready, gc_start, sleeping;
    uint64_t rr_data;
};

struct core;

struct core *core_new(const char *trace_file); /* trace_file may be NULL */
void core_free(struct core *c);
void core_settle(struct core *c, const struct core_inputs *in, struct core_outputs *out);
void core_clock(struct core *c);

#ifdef __cplusplus
}
#endif
#endif
