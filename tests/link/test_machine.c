/* The link between the host's end (sim/wire.c) and a machine's (kernel/machine/line.c, in the program echo.c): files of
 * all sizes come back as they were sent, on streams that are opened and closed, over clean lines and damaged ones, on
 * both machines and both back ends. Called with the folder of the programs. SEED=n repeats a run. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "damage.h"
#include "uses.h"
#include "wire.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RAM_MOST = 256 * 1024, PATIENCE = 100000000 };

static const char *folder;
static uint64_t seed;
static uint8_t ram[RAM_MOST];
static struct wire wire;
static lith_machine *machine;

/* What the line does to the bytes on it. */
static struct bad_line {
    struct damage damage;
    struct random random;
} bad_line;

static size_t damage_line(void *context, enum wire_direction direction, uint8_t *bytes, size_t n) {
    struct bad_line *b = context;
    (void)direction;
    uint8_t room[2 * WIRE_CHUNK + 64];
    memcpy(room, bytes, n);
    size_t left = damage_burst(&b->damage, &b->random, room, n);
    if (left > 2 * n) left = 2 * n;
    memcpy(bytes, room, left);
    return left;
}

static void start(const char *name, enum lith_backend backend, struct damage damage) {
    char path[300], err[200];
    snprintf(path, sizeof path, "%s/%s/echo.bin", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("cannot read %s", path);
    size_t size = fread(ram, 1, sizeof ram, f);
    fclose(f);
    struct lith_config config = {.machine = name, .backend = backend, .ram = ram, .ram_size = size};
    machine = lith_machine_new(&config, err, sizeof err);
    if (!machine) fail_msg("%s", err);
    bad_line = (struct bad_line){damage, {seed}};
    wire_init(&wire, machine, damage_line, &bad_line);
}

static void stop(void) {
    lith_machine_free(machine);
    machine = NULL;
}

/* Opens a stream, when there is a number free; to be closed. */
static unsigned open_stream(uint8_t use) {
    bool alive = true;
    int number;
    for (uint64_t begun = wire.now; (number = link_open(&wire.link, use)) == LINK_NONE; alive = wire_run(&wire, 100000))
        if (!alive || wire.now - begun > PATIENCE) fail_msg("no number gets free (SEED=%" PRIu64 ")", seed);
    return (unsigned)number;
}

/* Waits until the stream has something to read; what link_read gives then. */
static int wait_read(unsigned stream, uint8_t *bytes, size_t n) {
    uint64_t begun = wire.now;
    while (!link_readable(&wire.link, stream)) {
        if (link_restarted(&wire.link)) fail_msg("the machine restarted (SEED=%" PRIu64 ")", seed);
        if (wire.now - begun > PATIENCE) fail_msg("nothing came back (SEED=%" PRIu64 ")", seed);
        if (!wire_run(&wire, 1000000) && !link_readable(&wire.link, stream))
            fail_msg("both ends are idle, and nothing came back (SEED=%" PRIu64 ")", seed);
    }
    return link_read(&wire.link, stream, bytes, n);
}

/* Sends one file on each of the streams at once and compares what comes back. */
static void send_files(const unsigned *streams, unsigned count, size_t most) {
    static uint8_t sent[LINK_STREAMS][1 << 17];
    size_t length[LINK_STREAMS], given[LINK_STREAMS] = {0}, back[LINK_STREAMS] = {0};
    bool ended[LINK_STREAMS] = {false};
    struct random r = {seed + wire.now};
    for (unsigned i = 0; i < count; i++) {
        length[i] = most > 10000 ? most : random_below(&r, (uint32_t)most + 1);
        for (size_t k = 0; k < length[i]; k++) sent[i][k] = random_once(&r, 3) ? 0 : (uint8_t)random_word(&r);
    }
    uint64_t begun = wire.now;
    uint32_t turns = 0;
    for (unsigned left = count; left;) {
        if (wire.now - begun > PATIENCE || ++turns > 1000000)
            fail_msg("a file does not come back (SEED=%" PRIu64 ")", seed);
        assert_false(link_restarted(&wire.link));
        for (unsigned i = 0; i < count; i++) {
            given[i] += (size_t)link_write(&wire.link, streams[i], sent[i] + given[i], length[i] - given[i]);
            if (given[i] == length[i] && !ended[i]) ended[i] = link_end(&wire.link, streams[i]);
            uint8_t bytes[500];
            int n = link_read(&wire.link, streams[i], bytes, sizeof bytes);
            if (n > 0) {
                assert_true(back[i] + (size_t)n <= length[i]);
                assert_memory_equal(bytes, sent[i] + back[i], (size_t)n);
                back[i] += (size_t)n;
            } else if (n == LINK_END) {
                assert_int_equal(back[i], length[i]);
                link_next(&wire.link, streams[i]);
                left--;
            } else if (n == LINK_LOST) {
                fail_msg("stream %u: lost (SEED=%" PRIu64 ")", streams[i], seed);
            }
        }
        wire_run(&wire, 100000);
    }
}

static void run_files(const char *name, enum lith_backend backend, struct damage damage, int rounds, size_t most) {
    start(name, backend, damage);
    for (int i = 0; i < rounds; i++) {
        unsigned streams[] = {0, open_stream(USE_ECHO), open_stream(USE_ECHO)};
        send_files(streams, 3, most);
        link_close(&wire.link, streams[1]);
        link_close(&wire.link, streams[2]);
    }
    struct lith_stats stats;
    lith_machine_stats(machine, &stats);
    assert_int_equal(stats.memory_violations, 0);
    stop();
}

static const struct damage none, bad = {.drop = 3000, .flip = 3000, .insert = 3000, .twice = 3000, .burst_twice = 400};

static void test_model(void **state) {
    (void)state;
    run_files("ulx3s", LITH_MODEL, none, 30, 5000);
    run_files("icebreaker", LITH_MODEL, none, 30, 5000);
}

static void test_model_damaged(void **state) {
    (void)state;
    run_files("ulx3s", LITH_MODEL, bad, 20, 5000);
    run_files("icebreaker", LITH_MODEL, bad, 20, 5000);
}

static void test_rtl(void **state) {
    (void)state;
    run_files("ulx3s", LITH_RTL, none, 1, 2000);
    run_files("icebreaker", LITH_RTL, none, 1, 2000);
}

static void test_rtl_damaged(void **state) {
    (void)state;
    run_files("ulx3s", LITH_RTL, bad, 2, 2000);
}

/* How many instructions a byte costs the machine, there and back; asked on the stream that the machine has opened. */
static double instructions_a_byte(unsigned figures) {
    uint8_t text[60];
    unsigned long bytes, count;
    assert_int_equal(link_write(&wire.link, figures, (const uint8_t *)"?", 1), 1);
    int n = wait_read(figures, text, sizeof text - 1);
    assert_true(n > 0);
    text[n] = 0;
    assert_int_equal(sscanf((const char *)text, "%lu %lu", &bytes, &count), 2);
    return bytes ? (double)count / (double)bytes : 0;
}

enum { BYTES = 20000, LINE_CYCLES = 250 };

/* The payload's share of the line since `begun`, in percent. */
static double share_since(uint64_t begun) { return 100.0 * BYTES * LINE_CYCLES / (double)(wire.now - begun); }

/* How fast a file goes to the machine, from it, and both ways at once. */
static void test_throughput(void **state) {
    (void)state;
    static const unsigned one[] = {0};
    static uint8_t bytes[BYTES];
    uint8_t use;
    start("ulx3s", LITH_RTL, none);
    unsigned count = open_stream(USE_COUNT);
    send_files(one, 1, 100);
    int figures = link_opened(&wire.link, &use);
    assert_true(figures > 0 && use == USE_FIGURES);
    uint64_t begun = wire.now;
    for (size_t given = 0; given < BYTES; wire_run(&wire, 100000)) {
        given += (size_t)link_write(&wire.link, count, bytes + given, BYTES - given);
    }
    while (!link_settled(&wire.link)) wire_run(&wire, 1000);
    double there = share_since(begun);
    assert_true(link_end(&wire.link, count));
    begun = wire.now;
    size_t back = 0;
    for (int n; (n = wait_read(count, bytes, BYTES)) > 0;) back += (size_t)n;
    assert_int_equal(back, BYTES);
    double from = share_since(begun);
    instructions_a_byte((unsigned)figures);
    begun = wire.now;
    send_files(one, 1, BYTES);
    double at_once = share_since(begun);
    print_message("%.1f %% of the line's rate to the machine, %.1f %% from it, %.1f %% both ways at once\n", there,
                  from, at_once);
    print_message("%.0f instructions for a byte there and back\n", instructions_a_byte((unsigned)figures));
    assert_true(there > 80 && from > 80 && at_once > 60);
    stop();
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: test_machine FOLDER\n");
        return 2;
    }
    folder = argv[1];
    const char *given = getenv("SEED");
    seed = given && *given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    printf("SEED=%" PRIu64 "\n", seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model),       cmocka_unit_test(test_model_damaged), cmocka_unit_test(test_rtl),
        cmocka_unit_test(test_rtl_damaged), cmocka_unit_test(test_throughput),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
