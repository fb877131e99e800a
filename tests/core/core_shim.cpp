// The one C++ file of the core's tests: the Verilated core_heap behind core_pins.h.
#include "core_pins.h"

#include "Vcore_heap.h"
#include "verilated.h"
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif

// What reset does not set is random where the model was verilated so.
static VerilatedContext *with_random_state(VerilatedContext &context) {
    context.randReset(2);
    context.randSeed(1);
    return &context;
}

struct core {
    VerilatedContext context;
    Vcore_heap model{with_random_state(context)};
#if VM_TRACE_FST
    VerilatedFstC *trace = nullptr;
#endif
};

core *core_new(const char *trace_file) {
    core *c = new core;
#if VM_TRACE_FST
    if (trace_file != nullptr) {
        c->context.traceEverOn(true);
        c->trace = new VerilatedFstC;
        c->model.trace(c->trace, 99);
        c->trace->open(trace_file);
    }
#else
    (void)trace_file;
#endif
    return c;
}

void core_free(core *c) {
#if VM_TRACE_FST
    if (c->trace != nullptr) c->trace->close();
    delete c->trace;
#endif
    delete c;
}

void core_settle(core *c, const core_inputs *in, core_outputs *out) {
    Vcore_heap &m = c->model;
    m.clk = 0;
    m.rst = in->rst;
    m.i_gnt = in->i_gnt;
    m.i_rvalid = in->i_rvalid;
    m.i_rdata = in->i_rdata;
    m.i_err = in->i_err;
    m.d_gnt = in->d_gnt;
    m.d_rvalid = in->d_rvalid;
    m.d_rdata = in->d_rdata;
    m.d_err = in->d_err;
    m.rr_ready = in->rr_ready;
    m.ram_root_valid = in->ram_root_valid;
    m.ram_root = in->ram_root;
    m.root_done = in->root_done;
    m.hold_requests = in->hold_requests;
    m.irq_timer = in->irq_timer;
    m.irq_external = in->irq_external;
    m.irq_heap = in->irq_heap;
    m.eval();
    out->i_req = m.i_req;
    out->i_addr = m.i_addr;
    out->d_req = m.d_req;
    out->d_we = m.d_we;
    out->d_be = m.d_be;
    out->d_addr = m.d_addr;
    out->d_wdata = m.d_wdata;
    out->rr_valid = m.rr_valid;
    out->rr_taken = m.rr_taken;
    out->rr_busy = m.rr_busy;
    out->ram_root_ready = m.ram_root_ready;
    out->gc_start = m.gc_start;
    out->rr_data = m.rr_data;
    out->sleeping = m.sleeping;
}

void core_clock(core *c) {
    c->context.timeInc(5);
#if VM_TRACE_FST
    if (c->trace != nullptr) c->trace->dump(c->context.time());
#endif
    c->model.clk = 1;
    c->model.eval();
    c->context.timeInc(5);
#if VM_TRACE_FST
    if (c->trace != nullptr) c->trace->dump(c->context.time());
#endif
}
