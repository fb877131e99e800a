// The only C++ here: Verilator's class behind the C interface of dut.h.
#include "dut.h"
#include "sdram_chip.h"

#include "Vheap.h"
#include "Vheap___024root.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif

#include <cstdio>

#if HEAP_LINES
#define HEAP_SIGNAL(name) heap_lines__DOT__heap__DOT__##name
#else
#define HEAP_SIGNAL(name) lith_heap__DOT__##name
#endif

const struct dut_params dut_params = {HEAP_AW,         HEAP_HW,           HEAP_HCACHE, HEAP_CCACHE, HEAP_ROOTQ,
                                      HEAP_MARK_STACK, HEAP_REMEMBER,     HEAP_STATS,  HEAP_COPY,   HEAP_DURABLE,
                                      HEAP_PACE,       HEAP_MAX_GC_STALL, HEAP_LINES};

static bool stopped;

// Verilator's hooks (-DVL_USER_STOP and so on): an RTL assertion becomes a failed test, not a dead process.
void vl_stop(const char *file, int line, const char *) VL_MT_UNSAFE {
    if (!stopped) std::printf("RTL assertion at %s:%d\n", file, line);
    stopped = true;
}
void vl_finish(const char *file, int line, const char *hier) VL_MT_UNSAFE { vl_stop(file, line, hier); }
void vl_fatal(const char *file, int line, const char *hier, const char *text) VL_MT_UNSAFE {
    if (!stopped) std::printf("%s\n", text);
    vl_stop(file, line, hier);
}

struct dut {
    VerilatedContext context;
    Vheap top;
#if VM_TRACE
    VerilatedFstC *fst = nullptr;
#endif
    dut() : top(&context) {
        context.randReset(2); // registers and memories without reset start with junk
        context.randSeed(1);
    }
};

struct dut *dut_new(const char *trace) {
    stopped = false;
    dut *d = new dut;
#if VM_TRACE
    if (trace) {
        d->context.traceEverOn(true);
        d->fst = new VerilatedFstC;
        d->top.trace(d->fst, 99);
        d->fst->open(trace);
    }
#else
    (void)trace;
#endif
    return d;
}

void dut_free(struct dut *d) {
#if VM_TRACE
    if (d->fst) d->fst->close();
    delete d->fst;
#endif
    delete d;
}

static void advance(struct dut *d) {
    d->top.eval();
#if VM_TRACE
    if (d->fst) d->fst->dump(d->context.time());
#endif
    d->context.timeInc(1);
}

void dut_settle(struct dut *d, const struct dut_in *in, struct dut_out *out) {
    Vheap &t = d->top;
    t.clk = 0;
    t.rst = in->rst;
    t.req_valid = in->req_valid;
    t.req_op = in->req_op;
    t.req_kind = in->req_kind;
    t.req_ref = in->req_ref;
    t.req_a = in->req_a;
    t.req_b = in->req_b;
    t.gc_range = in->gc_range;
    t.root_valid = in->root_valid;
    t.root_data = in->root_data;
    t.root_done = in->root_done;
#if HEAP_LINES
    t.memory_rst = in->memory_rst;
    t.sdram_dq_i = in->sdram_dq_i;
#else
    t.wb_stall = in->wb_stall;
    t.wb_ack = in->wb_ack;
    t.wb_dat_r = in->wb_dat_r;
#endif
    advance(d);
    out->req_ready = t.req_ready;
    out->resp_valid = t.resp_valid;
    out->resp_trap = t.resp_trap;
    out->resp_cause = t.resp_cause;
    out->resp_data = t.resp_data;
    out->gc_start = t.gc_start;
    out->gc_marking = t.gc_marking;
    out->gc_lo = (uint32_t)t.gc_lo;
    out->gc_hi = (uint32_t)t.gc_hi;
    out->irq_low = t.irq_low;
    out->phase = t.rootp->HEAP_SIGNAL(phase);
    out->lower = t.rootp->HEAP_SIGNAL(lower);
    out->root_ready = t.root_ready;
    out->wb_cyc = t.wb_cyc;
    out->wb_stb = t.wb_stb;
    out->wb_we = t.wb_we;
    out->wb_sel = t.wb_sel;
    out->wb_adr = t.wb_adr;
    out->wb_dat_w = t.wb_dat_w;
    out->wb_stall = t.wb_stall;
    out->wb_ack = t.wb_ack;
    out->wb_dat_r = t.wb_dat_r;
#if HEAP_LINES
    out->wb_given_up = t.wb_given_up;
    out->wb_owed = t.wb_owed;
    out->wb_late = t.wb_late;
#endif
}

void dut_edge(struct dut *d) {
    d->top.clk = 1;
    advance(d);
}

void dut_sdram(const struct dut *d, struct sdram_pins *pins) {
#if HEAP_LINES
    const Vheap &t = d->top;
    *pins = {uint8_t(t.sdram_cke << 3 | t.sdram_ras_n << 2 | t.sdram_cas_n << 1 | t.sdram_we_n),
             t.sdram_ba,
             t.sdram_dqm,
             t.sdram_dq_oe,
             t.sdram_a,
             t.sdram_dq_o};
#else
    (void)d;
    *pins = sdram_pins();
#endif
}

bool dut_stopped(const struct dut *) { return stopped; }
