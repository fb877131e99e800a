// lith_core on one-cycle RAM with separate instruction and data ports.
#include "cpu.h"

#include "Vlith_core.h"

extern "C" const char cpu_name[] = "core";
static Vlith_core *core;
static bool i_due, d_due;
static uint32_t i_data, d_data;
static uint64_t d_tag;

static void edge() {
    core->clk = 1;
    core->eval();
    core->clk = 0;
}

void cpu_reset() {
    core = new Vlith_core;
    core->clk = 0;
    core->rst = 1;
    core->i_gnt = core->d_gnt = 1;
    for (int k = 0; k < 4; k++) {
        core->eval();
        edge();
    }
    core->rst = 0;
}

void cpu_cycle(struct memory *m) {
    core->i_rvalid = i_due;
    core->i_rdata = i_data;
    core->d_rvalid = d_due;
    core->d_rdata = d_data | d_tag << 32;
    core->eval();
    i_due = core->i_req;
    d_due = core->d_req;
    if (i_due) i_data = memory_read(m, core->i_addr);
    if (d_due) {
        uint32_t word = core->d_addr / 4 % (CPU_MEMORY_BYTES / 4);
        if (core->d_we) {
            memory_write(m, core->d_addr, (uint32_t)core->d_wdata, core->d_be);
            if (core->d_addr < CPU_MEMORY_BYTES) m->tag[word] = core->d_wdata >> 32 & 1;
        } else {
            d_data = memory_read(m, core->d_addr);
            d_tag = core->d_addr < CPU_MEMORY_BYTES ? m->tag[word] : 0;
        }
    }
    edge();
}
