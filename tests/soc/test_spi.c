/* The SPI master against the flash model: both transfer sizes, divisors, chip selects, power-down. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "devices.h"
#include "random.h"
#include "spi_flash.h"
#include <lith_memmap.h>

enum { BASE = 0x200000, SIZE = 4096 };

static struct bench bench;
static struct spi_flash flash;
static uint8_t contents[SIZE];
static uint8_t last_sck;
static unsigned rising_edges;
static uint64_t first_edge, last_edge; /* cycles of sck's first and last rising edge since `rising_edges` was 0 */

static void pins(struct bench *b) {
    if (b->out.spi_sck && !last_sck) {
        if (rising_edges++ == 0) first_edge = b->cycle;
        last_edge = b->cycle;
    }
    last_sck = b->out.spi_sck;
    b->in.spi_miso = spi_flash_pins(&flash, b->out.spi_cs_n & 1, b->out.spi_sck, b->out.spi_mosi);
}

static uint32_t get(uint32_t reg) { return device_read(&bench, reg, pins); }
static void put(uint32_t reg, uint32_t value) { device_write(&bench, reg, value, pins); }

static uint32_t transfer(uint32_t reg, uint32_t value) {
    put(reg, value);
    unsigned polls = 0;
    while (get(LITH_SPI_STATUS) & LITH_SPI_STATUS_BUSY) assert_true(++polls < 100000);
    return get(reg);
}

static void select_device(uint32_t which, uint32_t divisor) { put(LITH_SPI_CONTROL, which << 8 | divisor); }

static void open_bench(void) {
    bench_open(&bench);
    last_sck = 0;
    for (int i = 0; i < SIZE; i++) contents[i] = (uint8_t)random_word();
    assert_true(spi_flash_init(&flash, contents, SIZE, BASE));
}

static void close_bench(void) {
    bench_close(&bench);
    spi_flash_free(&flash);
}

static void wake(uint32_t divisor) {
    select_device(1, divisor);
    transfer(LITH_SPI_DATA, 0xAB);
    select_device(0, divisor);
}

static void begin_read(uint32_t address, uint32_t divisor) {
    select_device(1, divisor);
    transfer(LITH_SPI_DATA32, 3 | (address >> 16 & 0xFF) << 8 | (address & 0xFF00) << 8 | address << 24);
}

static void reads_at_all_divisors(void **state) {
    (void)state;
    random_begin("spi");
    open_bench();
    wake(0);
    static const uint32_t divisors[] = {0, 1, 2, 7, 255};
    for (unsigned d = 0; d < sizeof divisors / sizeof divisors[0]; d++) {
        uint32_t at = random_below(SIZE - 64), i = at;
        begin_read(BASE + at, divisors[d]);
        for (int n = 0; n < 16; n++) {
            if (random_below(2)) {
                assert_int_equal(transfer(LITH_SPI_DATA, 0) & 0xFF, contents[i]);
                i += 1;
            } else {
                uint32_t word = 0;
                for (int k = 3; k >= 0; k--) word = word << 8 | contents[i + (uint32_t)k];
                assert_int_equal(transfer(LITH_SPI_DATA32, 0), word);
                i += 4;
            }
        }
        select_device(0, divisors[d]);
    }
    close_bench();
}

static void clock_rate(void **state) {
    (void)state;
    open_bench();
    for (uint32_t divisor = 0; divisor < 3; divisor++) {
        select_device(1, divisor);
        rising_edges = 0;
        transfer(LITH_SPI_DATA32, 0);
        assert_int_equal(rising_edges, 32);
        assert_int_equal(last_edge - first_edge, 31 * 2 * (divisor + 1));
        select_device(0, divisor);
    }
    close_bench();
}

static void chip_selects(void **state) {
    (void)state;
    open_bench();
    assert_int_equal(bench.out.spi_cs_n, 3);
    select_device(1, 0);
    assert_int_equal(bench.out.spi_cs_n, 2);
    select_device(2, 5);
    assert_int_equal(bench.out.spi_cs_n, 1);
    assert_int_equal(get(LITH_SPI_CONTROL), 0x205);
    select_device(0, 0);
    assert_int_equal(bench.out.spi_cs_n, 3);
    close_bench();
}

static void flash_commands(void **state) {
    (void)state;
    random_begin("spi flash");
    open_bench();
    select_device(1, 0); /* asleep: it does not answer */
    assert_int_equal(transfer(LITH_SPI_DATA32, 0x9F), 0xFFFFFFFF);
    select_device(0, 0);
    wake(0);
    select_device(1, 0);
    assert_int_equal(transfer(LITH_SPI_DATA32, 0x9F) >> 8, 0x1840EF);
    select_device(0, 0);
    select_device(1, 0);
    assert_int_equal(transfer(LITH_SPI_DATA32, 0x05) >> 8 & 1, 0); /* not busy */
    select_device(0, 0);
    select_device(1, 0); /* fast read, with its dummy byte */
    transfer(LITH_SPI_DATA32, 0x0B | BASE >> 16 << 8 | 0x10u << 24);
    transfer(LITH_SPI_DATA, 0);
    assert_int_equal(transfer(LITH_SPI_DATA, 0), contents[0x10]);
    select_device(0, 0);
    begin_read(0, 0); /* outside of the contents */
    assert_int_equal(transfer(LITH_SPI_DATA32, 0), 0xFFFFFFFF);
    select_device(0, 0);
    select_device(1, 0);
    transfer(LITH_SPI_DATA, 0xB9);
    select_device(0, 0);
    begin_read(BASE, 0);
    assert_int_equal(transfer(LITH_SPI_DATA32, 0), 0xFFFFFFFF);
    close_bench();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_at_all_divisors), cmocka_unit_test(clock_rate),
                                       cmocka_unit_test(chip_selects), cmocka_unit_test(flash_commands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
