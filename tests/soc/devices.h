/* Register accesses of the devices in soc_bench, for the tests of UART, timer and SPI master. */
#ifndef TESTS_SOC_DEVICES_H
#define TESTS_SOC_DEVICES_H

#include "bench.h"

/* Called after each clock, with what a device's pins are tied to. */
typedef void device_pins(struct bench *b);

static inline void device_clock(struct bench *b, device_pins *pins) {
    bench_clock(b);
    if (pins) pins(b);
}

static inline void device_write(struct bench *b, uint32_t address, uint32_t value, device_pins *pins) {
    b->in.dev_en = b->in.dev_we = 1;
    b->in.dev_addr = address & 0x3FFF;
    b->in.dev_wdata = value;
    device_clock(b, pins);
    b->in.dev_en = b->in.dev_we = 0;
    bench_settle(b);
}

static inline uint32_t device_read(struct bench *b, uint32_t address, device_pins *pins) {
    b->in.dev_en = 1;
    b->in.dev_we = 0;
    b->in.dev_addr = address & 0x3FFF;
    device_clock(b, pins);
    b->in.dev_en = 0;
    bench_settle(b);
    return b->out.dev_rdata;
}

#endif
