/* The Verilated heap controller as seen from C: pins in, pins out, one clock.
 *
 * A cycle is dut_settle (inputs applied, outputs sampled, clock low) followed by dut_edge (rising clock edge). */
#ifndef TESTS_HEAP_DUT_H
#define TESTS_HEAP_DUT_H

#include <stdbool.h>
#include <stdint.h>

/* A word as registers hold it: bit 32 is the tag. */
typedef uint64_t word33;

/* The parameters that this build was made with (docs/heap.md). */
struct dut_params {
    unsigned aw, hw, hcache, ccache, rootq, mark_stack, remember, stats, copy, durable, pace, max_gc_stall;
    bool lines; /* heap_lines.v: the memory is in this build too, and the bench has the SDRAM chip */
};

struct dut_in {
    bool rst;
    bool req_valid;
    uint8_t req_op, req_kind;
    word33 req_ref, req_a, req_b;
    bool gc_range, root_valid, root_done;
    word33 root_data;
    bool wb_stall, wb_ack; /* not with lines */
    uint32_t wb_dat_r;
    bool memory_rst; /* with lines */
    uint16_t sdram_dq_i;
};

struct dut_out {
    bool req_ready, resp_valid, resp_trap;
    uint8_t resp_cause;
    word33 resp_data;
    bool gc_start, gc_marking, irq_low, root_ready;
    unsigned phase;
    bool lower;
    uint32_t gc_lo, gc_hi;
    bool wb_cyc, wb_stb, wb_we;
    uint8_t wb_sel;
    uint32_t wb_adr, wb_dat_w;
    bool wb_stall, wb_ack; /* as the controller got them */
    uint32_t wb_dat_r;
    bool wb_given_up, wb_owed, wb_late; /* with lines */
};

struct dut;

#ifdef __cplusplus
extern "C" {
#endif

extern const struct dut_params dut_params; /* of this build */

/* trace: FST file to write (only in a build with TRACE), or NULL. */
struct dut *dut_new(const char *trace);
void dut_free(struct dut *d);
void dut_settle(struct dut *d, const struct dut_in *in, struct dut_out *out);
void dut_edge(struct dut *d);
struct sdram_pins;
void dut_sdram(const struct dut *d, struct sdram_pins *pins); /* with lines: the SDRAM's pins behind an edge */

/* True once an assertion in the RTL has fired ($stop, $finish, $fatal); it has printed its reason. */
bool dut_stopped(const struct dut *d);

#ifdef __cplusplus
}
#endif

#endif
