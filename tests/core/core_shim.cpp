// The one C++ file of the core's tests: the Verilated lith_core behind core_pins.h.
#include "core_pins.h"

#include "Vlith_core.h"
#include "verilated.h"
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif

struct core {
    VerilatedContext context;
    Vlith_core model{&context};
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
    Vlith_core &m = c->model;
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
    m.h_req_ready = in->h_req_ready;
    m.h_resp_valid = in->h_resp_valid;
    m.h_resp_data = in->h_resp_data;
    m.h_resp_trap = in->h_resp_trap;
    m.h_resp_cause = in->h_resp_cause;
    m.rr_ready = in->rr_ready;
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
    out->h_req_valid = m.h_req_valid;
    out->h_req_op = m.h_req_op;
    out->h_req_kind = m.h_req_kind;
    out->h_req_ref = m.h_req_ref;
    out->h_req_a = m.h_req_a;
    out->h_req_b = m.h_req_b;
    out->rr_valid = m.rr_valid;
    out->rr_busy = m.rr_busy;
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
