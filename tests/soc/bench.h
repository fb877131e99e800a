/* soc_bench.v in C: set inputs, bench_settle() to see what depends on them, bench_clock() for the rising edge. */
#ifndef TESTS_SOC_BENCH_H
#define TESTS_SOC_BENCH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench {
    void *model;
    uint64_t cycle; /* rising edges so far */
    struct bench_inputs {
        uint8_t rst;
        uint8_t wb_stb, wb_we, wb_sel, wb_weak, wb_wanted;
        uint32_t wb_adr, wb_dat_w;
        uint8_t direct, mem_req, mem_we, next_req; /* direct: the SDRAM controller has its requests from mem_... */
        uint32_t mem_adr, mem_dat_w, next_adr;
        uint16_t sdram_dq_i;
        uint8_t gc_start, root_ready, rr_valid, rr_busy;
        uint32_t gc_lo, gc_hi;
        uint64_t rr_data;
        uint8_t d_req, d_we, d_be, other_req;
        uint32_t d_addr;
        uint64_t d_wdata;
        uint8_t dev_en, dev_we;
        uint16_t dev_addr;
        uint32_t dev_wdata;
        uint8_t uart_rx, spi_miso;
    } in;
    struct bench_outputs {
        uint8_t wb_stall, wb_ack, wb_given_up, wb_owed, wb_late;
        uint32_t wb_dat_r;
        uint8_t mem_ready, mem_valid;
        uint32_t mem_dat_r;
        uint8_t sdram_command, sdram_ba, sdram_dqm, sdram_dq_oe; /* command: cke, ras_n, cas_n, we_n */
        uint16_t sdram_a, sdram_dq_o;
        uint8_t gc_range, root_valid, root_done, rr_ready, d_gnt;
        uint64_t root_data, d_rdata;
        uint32_t dev_rdata;
        uint8_t irq_timer, irq_external, uart_tx, spi_sck, spi_mosi, spi_cs_n;
    } out;
};

void bench_open(struct bench *b); /* comes out of reset */
void bench_close(struct bench *b);
void bench_settle(struct bench *b);
void bench_clock(struct bench *b); /* and settles */

#ifdef __cplusplus
}
#endif

#endif
