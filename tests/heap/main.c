/* Runs the tests on the controller as this program was built with it.
 *
 *   heap_test [-s SEED] [-n REQUESTS] [-t NAME]... [-w FILE.fst] [-f] [-b FILE]
 *
 * -t runs the tests named alone, -n sets the requests of each random run, -w traces (in a TRACE=1 build), -f turns the
 * verdict round: the controller carries a planted fault, and success is that some test fails. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "churn.h"
#include "starved.h"
#include "tests.h"

struct options {
    uint64_t seed, requests;
    const char *only[16], *trace, *bench;
    unsigned onlys;
    bool fault;
};

static void usage(void) {
    fprintf(stderr, "usage: heap_test [-s seed] [-n requests] [-t test]... [-w file.fst] [-f] [-b file]\n");
    exit(2);
}

static struct options options_read(int argc, char **argv) {
    struct options o = {.seed = 1};
    for (int c; (c = getopt(argc, argv, "s:n:t:w:fb:")) != -1;) {
        switch (c) {
        case 's':
            o.seed = strtoull(optarg, NULL, 0);
            break;
        case 'n':
            o.requests = strtoull(optarg, NULL, 0);
            break;
        case 't':
            if (o.onlys == sizeof o.only / sizeof *o.only) usage();
            o.only[o.onlys++] = optarg;
            break;
        case 'w':
            o.trace = optarg;
            break;
        case 'f':
            o.fault = true;
            break;
        case 'b':
            o.bench = optarg;
            break;
        default:
            usage();
        }
    }
    if (optind != argc) usage();
    return o;
}

static bool wanted(const struct options *o, const struct test *t) {
    bool named = o->onlys == 0;
    for (unsigned i = 0; i < o->onlys; i++) named |= strcmp(o->only[i], t->name) == 0;
    return named && t->aw_min <= dut_params.aw && t->hw_min <= dut_params.hw;
}

/* True: passed. */
static bool run_one(const struct test *t, const struct options *o, unsigned profile) {
    static struct bench b;
    bench_init(&b, o->trace);
    b.option_n = o->requests;
    bool passed = false;
    if (setjmp(b.escape) == 0) {
        bench_reset(&b, o->seed, profile);
        t->run(&b);
        passed = true;
    }
    printf("%s %s (memory %s, seed %" PRIu64 ", %" PRIu64 " requests, %" PRIu64 " cycles)%s%s\n",
           passed ? "ok  " : "FAIL", t->name, mem_profiles[profile].name, o->seed, b.requests_all + b.requests,
           b.cycle_all + b.cycle, passed ? "" : ": ", passed ? "" : b.failure);
    fflush(stdout);
    bench_free(&b);
    return passed;
}

static int measure(const struct options *o) {
    static struct bench b;
    FILE *out = fopen(o->bench, "w");
    if (!out) {
        fprintf(stderr, "heap_test: cannot write %s\n", o->bench);
        return 2;
    }
    bench_init(&b, o->trace);
    static const unsigned profiles[] = {MEM_ONCHIP, MEM_SDRAM};
    volatile int status = 0;
    volatile uint64_t starved = 0;
    for (volatile unsigned i = 0; i < 2 && !status; i++) {
        if (setjmp(b.escape) == 0) {
            bench_reset(&b, o->seed, profiles[i]);
            uint64_t most = starved_cycles_max(&b, false);
            if (most > starved) starved = most;
            churn_figures(&b, out);
        } else {
            printf("%s\n", b.failure);
            status = 1;
        }
    }
    fprintf(out, "gc.starved.cycles_max %" PRIu64 "\n", starved);
    bench_free(&b);
    return fclose(out) ? 2 : status;
}

int main(int argc, char **argv) {
    struct options o = options_read(argc, argv);
    unsigned passed = 0, failed = 0;
    if (o.bench) return measure(&o);
    printf(
        "heap: AW %u HW %u HCACHE %u CCACHE %u ROOTQ %u MARK_STACK %u REMEMBER %u STATS %u COPY %u DURABLE %u PACE %u "
        "MAX_GC_STALL %u\n",
        dut_params.aw, dut_params.hw, dut_params.hcache, dut_params.ccache, dut_params.rootq, dut_params.mark_stack,
        dut_params.remember, dut_params.stats, dut_params.copy, dut_params.durable, dut_params.pace,
        dut_params.max_gc_stall);
    for (unsigned i = 0; i < tests_count; i++) {
        const struct test *t = &tests[i];
        if (!wanted(&o, t)) continue;
        for (unsigned profile = 0; profile < MEM_PROFILES; profile++) {
            if (!(t->profiles >> profile & 1)) continue;
            if ((profile == MEM_LINES) != dut_params.lines) continue;
            if (mem_profile_stall(&mem_profiles[profile]) > dut_params.max_gc_stall) continue;
            if (run_one(t, &o, profile))
                passed++;
            else
                failed++;
            if (o.fault && failed) {
                printf("the planted fault was found\n1 passed, 0 failed\n");
                return 0;
            }
        }
    }
    if (o.fault) {
        printf("the planted fault was not found\n0 passed, 1 failed\n");
        return 1;
    }
    if (!passed && !failed) fprintf(stderr, "heap_test: none of these tests runs with these parameters\n");
    printf("%u passed, %u failed\n", passed, failed);
    return failed || !passed;
}
