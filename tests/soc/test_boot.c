/* The boot ROM on both machines and both back ends: it starts a good image, refuses each kind of bad one with its
 * reason, and reports a RAM fault. Called with `fault`, the RTL has RAM with a stuck bit (LITH_FAULT_RAM). */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "boot.h"
#include "lith_memmap.h"
#include "lith_sim.h"
#include "random.h"
#include <string.h>

enum { FLASH_BYTES = 300 * 1024, MAX_CYCLES = 12000000 };

static uint8_t flash[FLASH_BYTES];
static char said[4096];

static const struct {
    const char *name;
    uint32_t ram_bytes;
} machines[] = {{"ulx3s", 256 * 1024}, {"icebreaker", 64 * 1024}};

/* Prints "up" and a line end, then waits. In assembly:
 *   lui t0,0x20000; li t1,'u'; sw t1,0(t0); li t1,'p'; sw t1,0(t0); li t1,'\n'; sw t1,0(t0); wfi; j . - 4 */
static const uint32_t program[] = {0x200002B7, 0x07500313, 0x0062A023, 0x07000313, 0x0062A023,
                                   0x00A00313, 0x0062A023, 0x10500073, 0xFFDFF06F};

static uint32_t crc32(const uint8_t *bytes, size_t n) {
    uint32_t crc = ~0u;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static void seal_header(struct image_header *h) {
    h->header_crc = crc32((const uint8_t *)h, offsetof(struct image_header, header_crc));
    memcpy(flash, h, sizeof *h);
}

/* A sound image of `length` bytes in `flash`: the program, then noise. */
static struct image_header make_image(uint32_t length) {
    memset(flash, 0xFF, sizeof flash);
    uint8_t *payload = flash + sizeof(struct image_header);
    for (uint32_t i = 0; i < length; i++) payload[i] = (uint8_t)random_word();
    memcpy(payload, program, sizeof program);
    struct image_header h = {.magic = IMAGE_MAGIC,
                             .version = IMAGE_VERSION,
                             .length = length,
                             .load = LITH_RAM_BASE,
                             .entry = LITH_RAM_BASE,
                             .payload_crc = crc32(payload, length)};
    seal_header(&h);
    return h;
}

/* Runs until the machine is idle; its output is in `said`. Returns the cycles. */
static uint64_t boot_machine(const char *machine, enum lith_backend backend) {
    struct lith_config config = {.machine = machine,
                                 .backend = backend,
                                 .flash = flash,
                                 .flash_size = sizeof flash,
                                 .flash_base = FLASH_IMAGE_BASE};
    char err[200] = "";
    lith_machine *m = lith_machine_new(&config, err, sizeof err);
    if (!m) fail_msg("%s", err);
    size_t n = 0;
    uint64_t cycles = 0;
    while (!lith_machine_idle(m) && cycles < MAX_CYCLES) {
        cycles += lith_machine_run(m, 100000);
        n += lith_machine_uart_read(m, (uint8_t *)said + n, sizeof said - 1 - n);
    }
    said[n] = 0;
    struct lith_stats stats;
    lith_machine_stats(m, &stats);
    assert_int_equal(stats.memory_violations, 0);
    lith_machine_free(m);
    return cycles;
}

static void expect_everywhere(const char *text) {
    for (size_t i = 0; i < 2; i++)
        for (int backend = 0; backend < 2; backend++) {
            boot_machine(machines[i].name, backend ? LITH_MODEL : LITH_RTL);
            if (strcmp(said, text) != 0) fail_msg("%s says `%s`, not `%s`", machines[i].name, said, text);
        }
}

static void good_image(void **state) {
    (void)state;
    make_image(4000);
    expect_everywhere("up\n");
    uint64_t cycles = boot_machine("ulx3s", LITH_RTL);
    printf("  ulx3s is up after %llu cycles with an image of 4000 bytes\n", (unsigned long long)cycles);
    assert_true(cycles < 3000000);
}

/* To the last byte below what the boot ROM keeps for itself, and one word more. */
static void longest_image(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        make_image(machines[i].ram_bytes - BOOT_RESERVE);
        uint64_t cycles = boot_machine(machines[i].name, LITH_RTL);
        assert_string_equal(said, "up\n");
        printf("  %s: %u bytes in %llu cycles\n", machines[i].name, machines[i].ram_bytes - BOOT_RESERVE,
               (unsigned long long)cycles);
        make_image(machines[i].ram_bytes - BOOT_RESERVE + 4);
        boot_machine(machines[i].name, LITH_RTL);
        assert_memory_equal(said, "boot: image too long, bytes: ", 29);
    }
}

static void no_image(void **state) {
    (void)state;
    memset(flash, 0xFF, sizeof flash);
    expect_everywhere("boot: no image in flash\n");
    memset(flash, 0, sizeof flash);
    expect_everywhere("boot: no image in flash\n");
}

static void damaged_header(void **state) {
    (void)state;
    for (int n = 0; n < 4; n++) {
        make_image(400);
        uint32_t bit = 32 + random_below(6 * 32); /* not in the magic word */
        flash[bit / 8] ^= (uint8_t)(1 << bit % 8);
        expect_everywhere("boot: image header damaged\n");
    }
}

static void damaged_payload(void **state) {
    (void)state;
    for (int n = 0; n < 4; n++) {
        make_image(400);
        uint32_t bit = 8 * sizeof(struct image_header) + random_below(400 * 8);
        flash[bit / 8] ^= (uint8_t)(1 << bit % 8);
        expect_everywhere("boot: image payload damaged\n");
    }
}

static void unknown_version(void **state) {
    (void)state;
    struct image_header h = make_image(400);
    h.version = 2;
    seal_header(&h);
    expect_everywhere("boot: image of unknown version 00000002\n");
}

static void wrong_places(void **state) {
    (void)state;
    static const struct {
        uint32_t load, entry;
        const char *text;
    } places[] = {
        {0x20000000, 0x20000000, "boot: image not for this machine, loads at 20000000\n"},
        {0x00001000, 0x00001000, "boot: image not for this machine, loads at 00001000\n"},
        {0x10000002, 0x10000002, "boot: image not for this machine, loads at 10000002\n"},
        {0x10000100, 0x10000000, "boot: image not for this machine, loads at 10000100\n"}, /* entry in front of it */
        {0x10000000, 0x10000190, "boot: image not for this machine, loads at 10000000\n"}, /* entry behind it */
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct image_header h = make_image(400);
        h.load = places[i].load;
        h.entry = places[i].entry;
        seal_header(&h);
        expect_everywhere(places[i].text);
    }
}

static void ram_fault_is_reported(void **state) {
    (void)state;
    make_image(400);
    boot_machine("ulx3s", LITH_RTL);
    assert_string_equal(said, "boot: RAM fault at 10012344\n");
    boot_machine("icebreaker", LITH_RTL);
    assert_string_equal(said, "boot: RAM fault at 10002344\n");
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_image),     cmocka_unit_test(longest_image),   cmocka_unit_test(no_image),
        cmocka_unit_test(damaged_header), cmocka_unit_test(damaged_payload), cmocka_unit_test(unknown_version),
        cmocka_unit_test(wrong_places),
    };
    const struct CMUnitTest fault_tests[] = {cmocka_unit_test(ram_fault_is_reported)};
    random_begin("boot");
    if (argc > 1 && strcmp(argv[1], "fault") == 0) return cmocka_run_group_tests(fault_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
