/* An open cell that is moved onto itself, read and written at every word at every step of its move. */
#include "tests.h"

enum { GARBAGE = 1, CELL, ABOVE, COPIED, FILLER, FILLING = 40 /* words, more than the lines have */ };

/* A dead cell of `gap` - 1 words below an open cell, and a sealed one above it; `far`: lines hold others when it is
 * moved. */
static void lay_out(struct bench *b, unsigned kind, uint32_t words, uint32_t gap, bool far) {
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    bench_cell(b, GARBAGE, HEAP_NEW, KIND_TUPLE, gap - 1, 0);
    bench_cell(b, CELL, HEAP_NEW, kind, kind_raw(kind) ? 4 * words : words, 0);
    for (uint32_t i = 0; i < words; i++) bench_ok(b, 0, HEAP_SET, b->reg[CELL], i, fixnum((int32_t)(1000 + i)));
    bench_cell(b, ABOVE, HEAP_MK2, KIND_CONS, b->reg[CELL], fixnum(7));
    if (far) bench_cell(b, FILLER, HEAP_NEW, KIND_FIRST_RAW, 4 * FILLING, 0);
    b->reg[GARBAGE] = 0;
    bench_quiesce(b);
    bench_collect_start(b);
    while (!b->marking) bench_cycle(b);
    while (b->marking) bench_cycle(b);
}

/* What is done at the chosen step; word `w` is the one looked at. */
static void touch(struct bench *b, unsigned what, uint32_t w) {
    word33 cell = b->reg[CELL];
    switch (what) {
    case 0:
        bench_ok(b, 0, HEAP_GET, cell, w, 0);
        break;
    case 1:
        bench_ok(b, 0, HEAP_SET, cell, w, fixnum(-5));
        break;
    case 2:
        bench_ok(b, 0, HEAP_SET, cell, w, fixnum(-6));
        bench_ok(b, 0, HEAP_GET, cell, w, 0);
        break;
    case 3:
        if (kind_raw(ref_kind(cell))) {
            bench_ok(b, 0, HEAP_SETB, cell, 4 * w + 2, 0xa5);
            bench_ok(b, 0, HEAP_GETB, cell, 4 * w + 2, 0);
        } else {
            bench_ok(b, 0, HEAP_LEN, cell, 0, 0);
            bench_ok(b, 0, HEAP_SET, cell, w, b->reg[ABOVE]);
        }
        break;
    case 4:
        bench_cell(b, COPIED, HEAP_COPY, ref_kind(cell), cell, golden_block(&b->golden, cell)->words);
        bench_ok(b, 0, HEAP_SET, cell, w, fixnum(-7)); /* the copy keeps what was there */
        break;
    default:
        bench_ok(b, 0, HEAP_SEAL, cell, 0, 0);
        break;
    }
}

/* True: the slide was still going on at step k. */
static bool one_step(struct bench *b, unsigned kind, uint32_t words, uint32_t gap, bool far, unsigned k, unsigned what,
                     uint32_t w) {
    bench_reset(b, b->seed, b->profile);
    lay_out(b, kind, words, gap, far);
    bench_cycles(b, k);
    touch(b, what, w);
    bool going = bench_collecting(b);
    bench_collect_end(b);
    for (uint32_t i = 0; i < words; i++) bench_ok(b, 0, HEAP_GET, b->reg[CELL], i, 0);
    if (b->reg[COPIED])
        for (uint32_t i = 0; i < golden_block(&b->golden, b->reg[COPIED])->words; i++)
            bench_ok(b, 0, HEAP_GET, b->reg[COPIED], i, 0);
    return going;
}

void test_move(struct bench *b) {
    static const struct {
        uint32_t words, gap;
        bool far;
    } shapes[] = {{5, 1, false}, {5, 3, false}, {1, 1, false}, {3, 9, false}, {9, 9, true}};
    for (unsigned raw = 0; raw < 2; raw++)
        for (unsigned s = 0; s < sizeof shapes / sizeof *shapes; s++)
            for (unsigned what = 0; what < 6; what++) {
                if (what == 4 && !dut_params.copy) continue;
                if (shapes[s].far && (!dut_params.lines || !raw || (what != 1 && what != 3))) continue;
                for (uint32_t w = 0; w < (what < 5 ? shapes[s].words : 1); w++)
                    for (unsigned k = 0; one_step(b, raw ? KIND_FIRST_RAW : KIND_TUPLE, shapes[s].words, shapes[s].gap,
                                                  shapes[s].far, k, what, w);
                         k++)
                        continue;
            }
}

/* All words read and one written, again and again, with few idle cycles between: the cell creeps along under it. One
 * idle cycle need not be enough for the collector to get on, three must be. */
void test_creep(struct bench *b) {
    enum { WORDS = 9, ROUNDS = 300 };
    for (uint32_t gap = 1; gap <= WORDS + 2; gap++)
        for (unsigned idle = 1; idle <= 3; idle++) {
            bench_reset(b, b->seed + gap, b->profile);
            lay_out(b, gap & 1 ? KIND_TUPLE : KIND_FIRST_RAW, WORDS, gap, false);
            uint32_t turn = 0;
            do {
                for (uint32_t i = 0; i < WORDS; i++) {
                    bench_ok(b, 0, HEAP_GET, b->reg[CELL], i, 0);
                    bench_cycles(b, idle);
                }
                bench_ok(b, 0, HEAP_SET, b->reg[CELL], turn % WORDS, fixnum((int32_t)turn));
                turn++;
            } while (bench_collecting(b) && turn < ROUNDS);
            CHECK(b, turn < ROUNDS);
            bench_collect_end(b);
        }
}
