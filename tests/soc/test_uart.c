/* The UART against the host's end of the line (sim/uart_line.c), at several divisors, in both directions at once;
 * its queues, overrun, framing errors and interrupts. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "devices.h"
#include "random.h"
#include "uart_line.h"
#include <lith_memmap.h>

enum { QUEUE = 16 }; /* bytes in each queue of soc_bench's UART */

static struct bench bench;
static struct uart_line host;

static void line(struct bench *b) { b->in.uart_rx = uart_line_step(&host, b->cycle, b->out.uart_tx); }

static uint32_t get(uint32_t reg) { return device_read(&bench, reg, line); }
static void put(uint32_t reg, uint32_t value) { device_write(&bench, reg, value, line); }

static void rest(uint64_t cycles) {
    while (cycles-- > 0) device_clock(&bench, line);
}

static void open_bench(uint32_t machine_divisor, uint32_t host_divisor) {
    bench_open(&bench);
    uart_line_init(&host, host_divisor);
    put(LITH_UART_DIVISOR, machine_divisor);
    assert_int_equal(get(LITH_UART_DIVISOR), machine_divisor);
}

/* Random bytes both ways, with random pauses of the program. */
static void echo_at(uint32_t machine_divisor, uint32_t host_divisor, unsigned bytes) {
    open_bench(machine_divisor, host_divisor);
    uint8_t to_machine[256], to_host[256], byte;
    for (unsigned i = 0; i < bytes; i++) {
        to_machine[i] = (uint8_t)random_word();
        to_host[i] = (uint8_t)random_word();
    }
    uart_queue_put(&host.to_send, to_machine, bytes);
    unsigned received = 0, sent = 0, arrived = 0;
    uint64_t limit = bench.cycle + (uint64_t)bytes * 40 * host_divisor + 20000;
    while (received < bytes || arrived < bytes) {
        assert_true(bench.cycle < limit);
        uint32_t status = get(LITH_UART_STATUS);
        assert_int_equal(status & LITH_UART_STATUS_OVERRUN, 0);
        if (sent < bytes && status & LITH_UART_STATUS_TX_ROOM && random_below(4)) put(LITH_UART_DATA, to_host[sent++]);
        uint32_t data = get(LITH_UART_DATA);
        if (data & LITH_UART_DATA_VALID) {
            assert_true(received < bytes);
            assert_int_equal(data & LITH_UART_DATA_BYTE, to_machine[received++]);
        }
        while (uart_queue_take(&host.received, &byte, 1)) assert_int_equal(byte, to_host[arrived++]);
        rest(random_below(2 * host_divisor));
    }
    rest(2 * host_divisor);
    assert_true(get(LITH_UART_STATUS) & LITH_UART_STATUS_TX_IDLE);
    assert_int_equal(host.framing_errors, 0);
    bench_close(&bench);
}

static void divisors(void **state) {
    (void)state;
    random_begin("uart");
    static const uint32_t list[] = {4, 5, 6, 7, 8, 13, 25, 100, 255, 256, 434};
    for (unsigned i = 0; i < sizeof list / sizeof list[0]; i++) echo_at(list[i], list[i], 200);
    echo_at(5208, 5208, 4);
    echo_at(65535, 65535, 2);
}

/* Clocks that are 3 % apart, both ways. */
static void clocks_apart(void **state) {
    (void)state;
    random_begin("uart, clocks apart");
    echo_at(100, 103, 100);
    echo_at(100, 97, 100);
}

static void queues_and_overrun(void **state) {
    (void)state;
    open_bench(8, 8);
    assert_int_equal(get(LITH_UART_STATUS), LITH_UART_STATUS_TX_ROOM | LITH_UART_STATUS_TX_IDLE);
    assert_int_equal(get(LITH_UART_DATA) & LITH_UART_DATA_VALID, 0);
    for (unsigned i = 0; i < QUEUE + 1; i++) put(LITH_UART_DATA, i); /* one is already on its way */
    assert_int_equal(get(LITH_UART_STATUS) & (LITH_UART_STATUS_TX_ROOM | LITH_UART_STATUS_TX_IDLE), 0);
    put(LITH_UART_DATA, 0xEE); /* lost */
    rest((QUEUE + 4) * 80);
    uint8_t bytes[QUEUE + 3];
    assert_int_equal(uart_queue_take(&host.received, bytes, sizeof bytes), QUEUE + 1);
    for (unsigned i = 0; i < QUEUE + 1; i++) assert_int_equal(bytes[i], i);

    for (unsigned i = 0; i < QUEUE + 2; i++) bytes[i] = (uint8_t)(0x80 + i);
    uart_queue_put(&host.to_send, bytes, QUEUE + 2);
    rest((QUEUE + 4) * 80);
    assert_true(get(LITH_UART_STATUS) & LITH_UART_STATUS_OVERRUN);
    for (unsigned i = 0; i < QUEUE; i++) assert_int_equal(get(LITH_UART_DATA), LITH_UART_DATA_VALID | (0x80 + i));
    assert_int_equal(get(LITH_UART_DATA) & LITH_UART_DATA_VALID, 0);
    put(LITH_UART_STATUS, 0);
    assert_int_equal(get(LITH_UART_STATUS) & LITH_UART_STATUS_OVERRUN, 0);
    bench_close(&bench);
}

/* A break, a glitch and a byte without its stop bit are no bytes; what follows is heard. */
static void noise_on_the_line(void **state) {
    (void)state;
    open_bench(20, 20);
    static const struct {
        uint8_t level;
        unsigned cycles;
    } noise[] = {{0, 500}, {1, 100}, {0, 5}, {1, 300}, {0, 200}, {1, 300}};
    for (unsigned i = 0; i < sizeof noise / sizeof noise[0]; i++)
        for (unsigned n = 0; n < noise[i].cycles; n++) {
            bench.in.uart_rx = noise[i].level;
            bench_clock(&bench);
        }
    assert_int_equal(get(LITH_UART_STATUS) & LITH_UART_STATUS_RX_READY, 0);
    uint8_t byte = 0x5A;
    uart_queue_put(&host.to_send, &byte, 1);
    rest(300);
    assert_int_equal(get(LITH_UART_DATA), LITH_UART_DATA_VALID | 0x5A);
    bench_close(&bench);
}

static void interrupts(void **state) {
    (void)state;
    open_bench(8, 8);
    uint8_t byte = 1;
    uart_queue_put(&host.to_send, &byte, 1);
    rest(200);
    assert_int_equal(bench.out.irq_external, 0);
    put(LITH_UART_CONTROL, LITH_UART_CONTROL_RX_IRQ);
    assert_int_equal(bench.out.irq_external, 1);
    get(LITH_UART_DATA);
    rest(2);
    assert_int_equal(bench.out.irq_external, 0);
    put(LITH_UART_CONTROL, LITH_UART_CONTROL_TX_IRQ);
    assert_int_equal(bench.out.irq_external, 1);
    for (unsigned i = 0; i < QUEUE + 1; i++) put(LITH_UART_DATA, i);
    assert_int_equal(bench.out.irq_external, 0);
    rest(200);
    assert_int_equal(bench.out.irq_external, 1);
    assert_int_equal(get(LITH_UART_CONTROL), LITH_UART_CONTROL_TX_IRQ);
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(divisors), cmocka_unit_test(clocks_apart),
                                       cmocka_unit_test(queues_and_overrun), cmocka_unit_test(noise_on_the_line),
                                       cmocka_unit_test(interrupts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
