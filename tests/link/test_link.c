/* Two ends over lines that are clean, bad, very bad or cut, with either end starting anew at any moment: what is read
 * is what was written, or the loss is reported; and when the line is better again all that was begun comes to its end
 * within a bounded time. SEED=n repeats a run. Called with the name of a test, runs that one. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "inside.h"
#include "pair.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 12, PHASES = 6, PHASE_STEPS = 3000, SETTLE_STEPS = 40000 };

static uint64_t seed;
static struct pair pair;

static void expect_sound(const char *when) {
    if (pair.fault[0]) fail_msg("%s: %s (SEED=%" PRIu64 ")", when, pair.fault, seed);
}

/* From here on no file is begun; those under way must come to their end. */
static void expect_done(const char *when) {
    pair.quiet = true;
    for (int i = 0; i < SETTLE_STEPS / 100 && !pair_done(&pair) && !pair.fault[0]; i++) pair_run(&pair, 100);
    expect_sound(when);
    if (!pair_done(&pair)) fail_msg("%s: the link is stuck (SEED=%" PRIu64 ")", when, seed);
    pair.quiet = false;
}

static uint32_t rate(uint32_t least, uint32_t most) {
    return random_once(&pair.random, 2) ? 0 : least + random_below(&pair.random, most - least);
}

static struct damage some_damage(uint32_t least) {
    return (struct damage){.drop = rate(least, 20 * least),
                           .flip = rate(least, 20 * least),
                           .insert = rate(least, 20 * least),
                           .twice = rate(least, 20 * least),
                           .burst_twice = rate(least / 16 + 2, least),
                           .burst_cut = rate(least / 16 + 2, least),
                           .burst_noise = rate(least / 16 + 2, least)};
}

static void test_clean(void **state) {
    (void)state;
    /* How much a pair gets done depends on its delay and on the files that it draws: only the sum over all is sure. */
    uint32_t files_read = 0, opened = 0, closed = 0, refused = 0;
    for (int i = 0; i < 20; i++) {
        pair_init(&pair, seed + (uint64_t)i);
        pair.delay = random_below(&pair.random, 300);
        pair_run(&pair, 5000);
        expect_done("clean line");
        for (int e = 0; e < 2; e++) {
            const struct link_counts *c = &pair.ends[e].link.counts;
            files_read += pair.ends[e].files_read;
            opened += pair.ends[e].opened;
            closed += pair.ends[e].closed_by_other;
            refused += pair.ends[e].refused;
            assert_int_equal(c->frames_damaged, 0);
            assert_int_equal(c->frames_resent, 0);
            assert_int_equal(pair.ends[e].restarts, 0);
        }
    }
    print_message("%u files read, %u streams opened, %u closed by the other end, %u refused\n", files_read, opened,
                  closed, refused);
    assert_true(files_read > 40 * 20);
    assert_true(opened > 40 * 20);
    assert_true(closed > 40 * 10);
    assert_true(refused > 0);
}

static void run_damaged(uint32_t least, bool restarts) {
    uint64_t bytes = 0, files = 0, lost = 0, begun_anew = 0, opened = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pair_init(&pair, seed + (uint64_t)i);
        for (int phase = 0; phase < PHASES; phase++) {
            pair.damage = some_damage(least);
            pair.delay = random_below(&pair.random, 400);
            pair.idle = random_below(&pair.random, 7);
            for (int part = 0; part < 3; part++) {
                if (restarts && random_once(&pair.random, 3))
                    pair_restart(&pair, (int)random_below(&pair.random, 2), random_once(&pair.random, 2));
                pair_run(&pair, random_below(&pair.random, PHASE_STEPS / 3));
            }
        }
        expect_sound("damaged line");
        pair.damage = (struct damage){.flip = 2000};
        pair.idle = 1;
        uint32_t before = pair.ends[0].restarts + pair.ends[1].restarts;
        expect_done("after the damage");
        if (!restarts) assert_int_equal(before, 0);
        for (int e = 0; e < 2; e++) {
            bytes += pair.ends[e].bytes_read;
            files += pair.ends[e].files_read;
            lost += pair.ends[e].files_lost;
            opened += pair.ends[e].opened;
            begun_anew += pair.ends[e].restarts;
        }
    }
    print_message("%" PRIu64 " bytes, %" PRIu64 " files read, %" PRIu64 " given up, %" PRIu64
                  " streams opened, %" PRIu64 " sessions lost\n",
                  bytes, files, lost, opened, begun_anew);
}

static void test_damaged(void **state) {
    (void)state;
    run_damaged(300, false);
}

static void test_very_damaged(void **state) {
    (void)state;
    run_damaged(60, false);
}

static void test_restarts(void **state) {
    (void)state;
    run_damaged(100000, true);
}

static void test_restarts_damaged(void **state) {
    (void)state;
    run_damaged(200, true);
}

/* Nothing gets through for a while: afterwards everything goes on where it was. */
static void test_cut(void **state) {
    (void)state;
    pair_init(&pair, seed);
    for (int i = 0; i < 10; i++) {
        pair.damage = (struct damage){.drop = 0};
        pair_run(&pair, 300);
        pair.damage = (struct damage){.drop = 1};
        pair_run(&pair, 3000);
    }
    pair.damage = (struct damage){.drop = 0};
    expect_done("line mended");
    assert_int_equal(pair.ends[0].restarts + pair.ends[1].restarts, 0);
}

/* Two ends without programs, whose frames are passed on at once. */
static struct link one, two;
static uint8_t buffers[2][LINK_STREAMS * PAIR_BUFFER];

static void bare_end(struct link *l, enum link_role role, uint32_t id) {
    link_init(l, &(struct link_config){role, id, PAIR_RETRY, buffers[role], PAIR_BUFFER});
}

/* One frame of each end goes to the other; false: there was none. */
static bool pass_frames(void) {
    uint8_t bytes[LINK_LINE];
    size_t n = link_send(&one, bytes, sizeof bytes);
    link_receive(&two, bytes, n);
    size_t back = link_send(&two, bytes, sizeof bytes);
    link_receive(&one, bytes, back);
    return n || back;
}

static void settle(void) {
    while (pass_frames())
        ;
    assert_true(link_settled(&one) && link_settled(&two));
}

static void start_bare(void) {
    bare_end(&one, LINK_HOST, 5);
    bare_end(&two, LINK_MACHINE, 6);
    settle();
    assert_true(link_up(&one) && link_up(&two));
}

/* What the next stream is for that l has been offered. */
static uint8_t take_offer(struct link *l, int number) {
    uint8_t what = 0;
    assert_int_equal(link_opened(l, &what), number);
    return what;
}

/* Each end has its own numbers; when all are taken the opener is told so, until both ends have closed one. */
static void test_none_free(void **state) {
    (void)state;
    uint8_t what;
    bare_end(&one, LINK_HOST, 5);
    assert_int_equal(link_open(&one, 1), LINK_NONE);
    start_bare();
    for (int s = 1; s < LINK_STREAMS; s++) assert_int_equal(link_open(s % 2 ? &two : &one, (uint8_t)(40 + s)), s);
    assert_int_equal(link_open(&one, 1), LINK_NONE);
    assert_int_equal(link_open(&two, 1), LINK_NONE);
    assert_int_equal(link_opened(&one, &what), LINK_NONE);
    settle();
    for (int s = 1; s < LINK_STREAMS; s++) assert_int_equal(take_offer(s % 2 ? &one : &two, s), 40 + s);
    assert_int_equal(link_opened(&one, &what), LINK_NONE);
    link_close(&one, 4);
    assert_int_equal(link_open(&one, 1), LINK_NONE);
    settle();
    assert_int_equal(link_open(&one, 1), LINK_NONE);
    link_close(&two, 4);
    settle();
    assert_int_equal(link_open(&one, 44), 4);
    settle();
    assert_int_equal(take_offer(&two, 4), 44);
}

/* An end with fewer numbers, as its greeting says: the other keeps to those. */
static void test_fewer_numbers(void **state) {
    (void)state;
    static const uint8_t greeting[LINK_HEADER + HELLO_BODY] = {
        KIND_HELLO << 4 | LINK_MACHINE, 0, 3, LINK_PAYLOAD, 6, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 3};
    uint8_t bytes[LINK_LINE];
    bare_end(&one, LINK_HOST, 5);
    bare_end(&two, LINK_MACHINE, 6);
    link_frame_put(&two, greeting, sizeof greeting, ~0u);
    link_receive(&one, bytes, link_send(&two, bytes, sizeof bytes));
    assert_true(link_up(&one));
    assert_int_equal(link_open(&one, 1), 2);
    assert_int_equal(link_open(&one, 1), LINK_NONE);
}

/* One number is taken again and again as soon as it is free: for a stream that one end or both at once close, with an
 * end mark or without, before the other has read it or after. What is read is of the new one only. */
static void test_reuse(void **state) {
    (void)state;
    uint8_t byte, life = 0;
    start_bare();
    for (int s = 1; s < LINK_STREAMS; s += 2) assert_int_equal(link_open(&two, life), s);
    settle();
    for (int s = 1; s < LINK_STREAMS; s += 2) assert_int_equal(take_offer(&one, s), life);
    link_close(&one, 1);
    link_close(&two, 1);
    for (int i = 0; i < 600; i++) {
        int s;
        while ((s = link_open(&two, ++life)) == LINK_NONE) assert_true(pass_frames());
        assert_int_equal(s, 1);
        assert_int_equal(link_write(&two, 1, (uint8_t[]){life, life}, 2), 2);
        if (i % 2) assert_true(link_end(&two, 1));
        if (i % 3 == 0) link_close(&two, 1);
        uint8_t what = 0;
        while (link_opened(&one, &what) == LINK_NONE) assert_true(pass_frames());
        assert_int_equal(what, life);
        for (int k = 0; k < 2 && i % 5; k++) {
            while (!link_readable(&one, 1)) assert_true(pass_frames());
            assert_int_equal(link_read(&one, 1, &byte, 1), 1);
            assert_int_equal(byte, life);
        }
        if (i % 7 == 0) link_write(&one, 1, &byte, 1);
        link_close(&one, 1);
        link_close(&two, 1);
    }
    settle();
    assert_int_equal(link_open(&two, 1), 1);
}

/* Everything in front of a close is read first, its mark included; what comes in after it is dropped, and a writer is
 * told so. */
static void test_close(void **state) {
    (void)state;
    uint8_t bytes[PAIR_BUFFER] = {0};
    start_bare();
    assert_int_equal(link_open(&one, 9), 2);
    assert_int_equal(link_write(&one, 2, bytes, 10), 10);
    assert_true(link_end(&one, 2));
    link_close(&one, 2);
    settle();
    assert_int_equal(take_offer(&two, 2), 9);
    assert_int_equal(link_write(&two, 2, bytes, 10), LINK_CLOSED);
    assert_false(link_end(&two, 2));
    assert_int_equal(link_readable(&two, 2), 10);
    assert_int_equal(link_read(&two, 2, bytes, sizeof bytes), 10);
    assert_int_equal(link_read(&two, 2, bytes, sizeof bytes), LINK_END);
    link_next(&two, 2);
    assert_int_equal(link_readable(&two, 2), 1);
    assert_int_equal(link_read(&two, 2, bytes, sizeof bytes), LINK_CLOSED);
    link_close(&two, 2);
    link_close(&two, 0);
    settle();
    assert_int_equal(link_write(&two, 0, bytes, 10), 10);
}

/* Either end begins anew at each step of opening, writing and closing: the other end is told, its streams are closed,
 * and the numbers can be had at once. */
static void test_restart_within(void **state) {
    (void)state;
    uint8_t byte = 7, what;
    for (int step = 0; step < 12; step++)
        for (int which = 0; which < 2; which++)
            for (int same = 0; same < 2; same++) {
                start_bare();
                for (int k = 0; k < step; k++) {
                    if (k == 1) assert_int_equal(link_open(&one, 9), 2);
                    if (k == 2) link_write(&one, 2, &byte, 1);
                    if (k == 4) link_close(&one, 2);
                    if (k == 7 && link_opened(&two, &what) == 2) link_close(&two, 2);
                    if (k > 2) pass_frames();
                }
                bare_end(which ? &two : &one, which ? LINK_MACHINE : LINK_HOST, same ? 5 + (uint32_t)which : 77);
                struct link *other = which ? &one : &two;
                for (int k = 0; k < 20 && !other->restarted; k++) {
                    pass_frames();
                    link_tick(&one, one.now + PAIR_RETRY);
                    link_tick(&two, two.now + PAIR_RETRY);
                }
                assert_int_equal(link_read(other, 2, &byte, 1), LINK_LOST);
                assert_int_equal(link_open(other, 3), LINK_NONE);
                assert_true(link_restarted(other));
                settle();
                assert_int_equal(link_opened(&two, &what), LINK_NONE);
                assert_int_equal(link_open(&one, 8), 2);
                assert_int_equal(link_write(&one, 2, &byte, 1), 1);
                settle();
                assert_int_equal(take_offer(&two, 2), 8);
                assert_int_equal(link_read(&two, 2, &byte, 1), 1);
            }
}

/* Each restart of one side alone, line clean: reported exactly once, at the other side. */
static void test_restart_reported(void **state) {
    (void)state;
    for (int i = 0; i < 40; i++) {
        pair_init(&pair, seed + (uint64_t)i);
        pair_run(&pair, 200 + random_below(&pair.random, 200));
        int which = i & 1;
        pair_restart(&pair, which, i & 2);
        pair_run(&pair, 3000);
        expect_done("one side restarted");
        assert_int_equal(pair.ends[which].restarts, 0);
        assert_int_equal(pair.ends[!which].restarts, 1);
    }
}

/* What was on the way in an earlier session is nothing in this one, though its numbers fit. */
static void test_echo_of_the_past(void **state) {
    (void)state;
    static uint8_t past[1500];
    for (int i = 0; i < 10; i++) {
        pair_init(&pair, seed + (uint64_t)i);
        pair_run(&pair, 200);
        memcpy(past, pair.ends[0].flight, sizeof past);
        pair_restart(&pair, 1, i & 1);
        for (int k = 0; k < 30; k++) {
            pair_run(&pair, 20);
            link_receive(&pair.ends[1].link, past, sizeof past);
        }
        expect_done("echo of the past");
        assert_int_equal(pair.ends[1].restarts, 0);
        assert_int_equal(pair.ends[0].restarts, 1);
    }
}

/* A greeting from before one end restarted, with the same id, opens the old session for it: both find out. */
static void test_greeting_of_the_past(void **state) {
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct link past;
        uint8_t bytes[100];
        int old = i & 1, new = !old;
        pair_init(&pair, seed + (uint64_t)i);
        pair_run(&pair, 200 + random_below(&pair.random, 300));
        struct link *l = &pair.ends[new].link;
        link_init(&past, &(struct link_config){old ? LINK_MACHINE : LINK_HOST, pair.ends[old].link.self, PAIR_RETRY,
                                               buffers[0], PAIR_BUFFER});
        pair.ends[new].id = l->self;
        pair_restart(&pair, new, true);
        link_send(&past, bytes, sizeof bytes);
        link_receive(&past, bytes, link_send(l, bytes, sizeof bytes));
        link_receive(l, bytes, link_send(&past, bytes, sizeof bytes));
        assert_true(link_up(l) && l->peer == pair.ends[old].link.self);
        pair_run(&pair, 2000);
        expect_done("greeting of the past");
        assert_int_equal(pair.ends[0].restarts, 1);
        assert_int_equal(pair.ends[1].restarts, 1);
    }
}

/* The machine is deaf while it boots: the host has sent its greeting long before anybody listens. */
static void test_late(void **state) {
    (void)state;
    pair_init(&pair, seed);
    pair.damage = (struct damage){.drop = 1};
    pair_run(&pair, 20000);
    pair.ends[0].head = pair.ends[0].tail;
    pair_restart(&pair, 1, false);
    pair.damage = (struct damage){.drop = 0};
    pair_run(&pair, 20);
    assert_true(link_up(&pair.ends[0].link) && link_up(&pair.ends[1].link));
    assert_int_equal(pair.ends[0].restarts, 0);
}

/* An echo of one's own bytes is nobody's greeting. */
static void test_echo(void **state) {
    (void)state;
    struct link l;
    uint8_t bytes[300];
    link_init(&l, &(struct link_config){LINK_HOST, 5, PAIR_RETRY, buffers[0], PAIR_BUFFER});
    for (uint32_t now = 0; now < 100000; now += 100) {
        link_tick(&l, now);
        link_receive(&l, bytes, link_send(&l, bytes, sizeof bytes));
    }
    assert_false(link_up(&l));
}

/* Text between frames, as of a panic, costs nothing but itself. */
static void test_text_between(void **state) {
    (void)state;
    pair_init(&pair, seed);
    pair_run(&pair, 50);
    expect_done("before the text");
    static const uint8_t text[] = "panic: heap exhausted at 0x10002000\r\n";
    for (int i = 0; i < 50; i++) link_receive(&pair.ends[0].link, text, sizeof text - 1);
    pair_run(&pair, 1000);
    expect_done("after the text");
    assert_int_equal(pair.ends[0].link.counts.frames_damaged, 1);
    assert_int_equal(pair.ends[0].restarts, 0);
}

/* An end with nothing to do has no deadline: a sleeping machine is not woken. */
static void test_rest(void **state) {
    (void)state;
    pair_init(&pair, seed);
    pair_run(&pair, 500);
    expect_done("to rest");
    pair.quiet = true;
    pair_run(&pair, 100);
    uint32_t when;
    uint8_t byte;
    for (int e = 0; e < 2; e++) {
        assert_false(link_deadline(&pair.ends[e].link, &when));
        assert_int_equal(link_send(&pair.ends[e].link, &byte, 1), 0);
    }
}

/* Payload as a share of the bytes on the line, one stream, one direction, frames full. */
static void test_share(void **state) {
    (void)state;
    static uint8_t large[2][LINK_STREAMS * 4096];
    static struct link ends[2];
    uint8_t bytes[4096];
    memset(bytes, 0x5a, sizeof bytes);
    for (int e = 0; e < 2; e++)
        link_init(&ends[e], &(struct link_config){e ? LINK_MACHINE : LINK_HOST, 5, PAIR_RETRY, large[e], 4096});
    uint64_t there = 0, back = 0, payload = 0;
    for (int i = 0; i < 20000; i++) {
        uint8_t some[250];
        size_t n = link_send(&ends[1], some, sizeof some);
        there += n;
        link_receive(&ends[0], some, n);
        n = link_send(&ends[0], some, sizeof some);
        back += n;
        link_receive(&ends[1], some, n);
        link_write(&ends[1], 0, bytes, sizeof bytes);
        int got = link_read(&ends[0], 0, bytes, sizeof bytes);
        if (got > 0) payload += (uint64_t)got;
    }
    print_message("payload %.1f %% of the line, %.1f %% of the other direction for acknowledgements and credits\n",
                  100.0 * (double)payload / (double)there, 100.0 * (double)back / (double)there);
    assert_true(payload * 100 > there * 94);
    assert_true(back * 100 < there * 9);
}

int main(int argc, char **argv) {
    const char *given = getenv("SEED");
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    seed = given && *given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    printf("SEED=%" PRIu64 "\n", seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_very_damaged),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_none_free),
        cmocka_unit_test(test_fewer_numbers),
        cmocka_unit_test(test_reuse),
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_restart_within),
        cmocka_unit_test(test_restart_reported),
        cmocka_unit_test(test_restarts),
        cmocka_unit_test(test_restarts_damaged),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_echo_of_the_past),
        cmocka_unit_test(test_greeting_of_the_past),
        cmocka_unit_test(test_echo),
        cmocka_unit_test(test_text_between),
        cmocka_unit_test(test_rest),
        cmocka_unit_test(test_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
