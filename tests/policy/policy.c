/* When collections start (firmware/runtime/policy.c), beside programs that make words at an even pace and a collector
 * that works at half its speed while they run, at all of it while they wait for space. */
#include <lith/cell.h>
#include <lith/runtime.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAP = 100000, NURSERY = 8192 };

struct program {
    const char *name;
    uint32_t live;          /* words that live at any time */
    uint32_t pace;          /* words made in 1,000 cycles */
    uint32_t minor_percent; /* of what is young, that a minor collection finds alive */
    uint32_t major, minor;  /* cycles of work of a major collection; of a minor one, for 100 young words */
};

volatile uint32_t heap_size;
static uint32_t clock_now, used, waited, promoted, mark;
static uint32_t since_start; /* words made since the last collection began */

uint32_t cycles(void) { return clock_now; }
void gc_at_low_water(uint32_t words) { mark = words; }
uint32_t cell_stat(uint32_t counter) {
    switch (counter) {
    case STAT_CEIL:
        return heap_size;
    case STAT_ALLOC:
        return used;
    case STAT_ALLOC_WAIT:
        return waited;
    case STAT_PROMOTED:
        return promoted;
    default:
        abort();
    }
}

static bool is_low(void) { return (heap_size - used) / 64 < mark / 64; }

/* What a run came to; the first half of it is not counted, in which the policy learns. */
struct outcome {
    uint32_t majors, minors, cycles, waited;
};

enum { STEP = 20 }; /* cycles */

static struct outcome run(const struct program *p, uint32_t size, uint32_t length) {
    struct outcome all = {0};
    heap_size = size;
    clock_now = waited = promoted = since_start = 0;
    used = p->live;
    gc_when(NURSERY, size / 4);
    uint32_t thousandths = 0, left = 0, freed = 0, begun_at = 0;
    bool running = false, minor = false;
    for (uint32_t made = 0; made < length;) {
        bool counted = made > length / 2;
        clock_now += STEP;
        thousandths += STEP * p->pace;
        uint32_t words = thousandths / 1000;
        bool waits = used + words > heap_size;
        if (waits) {
            thousandths -= STEP * p->pace;
        } else {
            thousandths %= 1000;
            used += words;
            made += words;
            since_start += words;
        }
        if (running) {
            uint32_t done = waits ? STEP : STEP / 2;
            left = left > done ? left - done : 0;
            if (waits) waited += STEP;
            if (waits && counted) all.waited += STEP;
            if (!left) {
                running = false;
                used -= freed;
                if (minor) promoted += begun_at - freed;
                if (gc_due() != GC_ENDED) abort();
            }
        } else if (waits || is_low()) {
            minor = !waits && gc_due() == GC_MINOR;
            begun_at = since_start;
            freed = minor ? begun_at - begun_at * p->minor_percent / 100 : used - p->live;
            left = minor ? begun_at / 100 * p->minor : p->major;
            running = true;
            since_start = 0;
            gc_began(minor);
            if (counted) {
                all.minors += minor;
                all.majors += !minor;
            }
        }
        if (counted) all.cycles += STEP;
    }
    return all;
}

static int failed, passed;
static void expect(bool good, const struct program *p, const char *what, struct outcome o) {
    if (good) {
        passed++;
        return;
    }
    failed++;
    printf("%s: not %s: %u majors, %u minors, %u of %u cycles waited\n", p->name, what, (unsigned)o.majors,
           (unsigned)o.minors, (unsigned)o.waited, (unsigned)o.cycles);
}

int main(void) {
    enum { LONG = 3000000 };
    static const struct program slow = {"slow", 40000, 10, 5, 400000, 600};
    static const struct program fast = {"fast", 40000, 30, 5, 400000, 600};
    static const struct program survivors = {"survivors", 40000, 20, 100, 400000, 800};
    static const struct program small = {"small", 2000, 120, 5, 20000, 400};
    static const struct program passing = {"passing", 20000, 130, 20, 300000, 600};
    static const struct program tight = {"tight", 40000, 50, 100, 400000, 800};
    static const struct program outruns = {"outruns", 40000, 150, 100, 800000, 800};
    struct outcome o = run(&slow, HEAP, LONG);
    expect(!o.waited, &slow, "without a wait", o);
    expect(o.minors >= 20 * o.majors, &slow, "20 minors for a major", o);
    o = run(&fast, HEAP, LONG);
    expect(!o.waited, &fast, "without a wait", o);
    expect(o.minors >= 4 * o.majors, &fast, "four minors for a major", o);
    o = run(&survivors, HEAP, LONG);
    expect(!o.waited, &survivors, "without a wait", o);
    expect(o.minors && o.minors <= o.majors / 2, &survivors, "a minor now and then", o);
    /* Half of what is free is too little for what it makes during a minor collection. */
    o = run(&small, HEAP / 10, LONG);
    expect(o.waited < o.cycles / 100 * 6, &small, "started early", o);
    /* Major ones are outrun, minor ones keep up and free most of what they look at: 26 % waits, 33 % without them. */
    o = run(&passing, HEAP, LONG);
    expect(o.minors > o.majors && o.waited < o.cycles / 100 * 29, &passing, "minor ones before major ones", o);
    /* One collection behind the other leaves 14 % waits, collecting when full 25 %. */
    o = run(&tight, HEAP, LONG);
    expect(o.waited < o.cycles / 100 * 18, &tight, "collected all the time", o);
    /* It waits for nearly all of each major collection, and there is one for what it makes in all the room that it has.
     */
    o = run(&outruns, HEAP, LONG);
    expect(o.majors <= LONG / 2 / (HEAP - outruns.live) * 5 / 4, &outruns, "collected only when full", o);
    /* Full of what lives: nothing is to start while the program rests. */
    heap_size = HEAP;
    used = HEAP - 60;
    gc_when(NURSERY, HEAP / 4);
    clock_now += 10000000;
    expect(!is_low(), &outruns, "at rest in a full heap", o);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
