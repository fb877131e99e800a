// soc_bench for C.
#include "Vsoc_bench.h"
#include "bench.h"
#include "verilated.h"

static Vsoc_bench *top_of(bench *b) { return static_cast<Vsoc_bench *>(b->model); }

static void apply(bench *b) {
    Vsoc_bench *t = top_of(b);
    const bench::bench_inputs &in = b->in;
    t->rst = in.rst;
    t->wb_stb = in.wb_stb;
    t->wb_we = in.wb_we;
    t->wb_sel = in.wb_sel;
    t->wb_weak = in.wb_weak;
    t->wb_wanted = in.wb_wanted;
    t->wb_adr = in.wb_adr;
    t->wb_dat_w = in.wb_dat_w;
    t->direct = in.direct;
    t->mem_req = in.mem_req;
    t->mem_we = in.mem_we;
    t->mem_adr = in.mem_adr;
    t->mem_dat_w = in.mem_dat_w;
    t->next_req = in.next_req;
    t->next_adr = in.next_adr;
    t->sdram_dq_i = in.sdram_dq_i;
    t->gc_start = in.gc_start;
    t->gc_lo = in.gc_lo;
    t->gc_hi = in.gc_hi;
    t->root_ready = in.root_ready;
    t->rr_valid = in.rr_valid;
    t->rr_busy = in.rr_busy;
    t->rr_data = in.rr_data;
    t->d_req = in.d_req;
    t->d_we = in.d_we;
    t->d_be = in.d_be;
    t->d_addr = in.d_addr;
    t->d_wdata = in.d_wdata;
    t->other_req = in.other_req;
    t->dev_en = in.dev_en;
    t->dev_we = in.dev_we;
    t->dev_addr = in.dev_addr;
    t->dev_wdata = in.dev_wdata;
    t->uart_rx = in.uart_rx;
    t->spi_miso = in.spi_miso;
}

static void collect(bench *b) {
    Vsoc_bench *t = top_of(b);
    bench::bench_outputs &out = b->out;
    out.wb_stall = t->wb_stall;
    out.wb_ack = t->wb_ack;
    out.wb_given_up = t->wb_given_up;
    out.wb_owed = t->wb_owed;
    out.wb_late = t->wb_late;
    out.wb_dat_r = t->wb_dat_r;
    out.mem_ready = t->mem_ready;
    out.mem_valid = t->mem_valid;
    out.mem_dat_r = t->mem_dat_r;
    out.sdram_command = t->sdram_cke << 3 | t->sdram_ras_n << 2 | t->sdram_cas_n << 1 | t->sdram_we_n;
    out.sdram_ba = t->sdram_ba;
    out.sdram_dqm = t->sdram_dqm;
    out.sdram_dq_oe = t->sdram_dq_oe;
    out.sdram_a = t->sdram_a;
    out.sdram_dq_o = t->sdram_dq_o;
    out.gc_range = t->gc_range;
    out.root_valid = t->root_valid;
    out.root_done = t->root_done;
    out.root_data = t->root_data;
    out.rr_ready = t->rr_ready;
    out.d_gnt = t->d_gnt;
    out.d_rdata = t->d_rdata;
    out.dev_rdata = t->dev_rdata;
    out.irq_timer = t->irq_timer;
    out.irq_external = t->irq_external;
    out.uart_tx = t->uart_tx;
    out.spi_sck = t->spi_sck;
    out.spi_mosi = t->spi_mosi;
    out.spi_cs_n = t->spi_cs_n;
}

void bench_settle(bench *b) {
    apply(b);
    top_of(b)->eval();
    collect(b);
}

void bench_clock(bench *b) {
    apply(b);
    top_of(b)->clk = 1;
    top_of(b)->eval();
    top_of(b)->clk = 0;
    top_of(b)->eval();
    collect(b);
    b->cycle++;
}

void bench_open(bench *b) {
    *b = bench();
    Verilated::randReset(2); // what reset does not set begins at random
    Verilated::randSeed(1);
    b->model = new Vsoc_bench;
    b->in.rst = 1;
    b->in.uart_rx = 1;
    b->in.spi_miso = 1;
    for (int i = 0; i < 4; i++) bench_clock(b);
    b->in.rst = 0;
    bench_settle(b);
}

void bench_close(bench *b) {
    top_of(b)->final();
    delete top_of(b);
}
