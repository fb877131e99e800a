// PicoRV32 with its look-ahead memory interface, as in the package's own Dhrystone testbench.
#include "cpu.h"

#include "Vpicorv32.h"

extern "C" const char cpu_name[] = "picorv32";
static Vpicorv32 *core;

static void edge() {
    core->clk = 1;
    core->eval();
    core->clk = 0;
}

void cpu_reset() {
    core = new Vpicorv32;
    core->clk = 0;
    core->resetn = 0;
    core->mem_ready = 1;
    for (int k = 0; k < 4; k++) {
        core->eval();
        edge();
    }
    core->resetn = 1;
}

void cpu_cycle(struct memory *m) {
    core->eval();
    bool read = core->mem_la_read;
    uint32_t data = read ? memory_read(m, core->mem_la_addr) : 0;
    if (core->mem_la_write) memory_write(m, core->mem_la_addr, core->mem_la_wdata, core->mem_la_wstrb);
    edge();
    if (read) core->mem_rdata = data;
    if (core->trap) m->fault = true;
}
