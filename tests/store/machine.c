/* machine [-s SEED] [-n RUNS] [-r] [-k FLASH]: a machine (the functional model, -r: the RTL) works with a store on a
 * device in memory; -k: with another flash image than the one built in. Random commands change atoms, which hold
 * vectors that share parts; commits get tags, and processes change atoms while they are made; the machine is started
 * anew from what the device has; power is cut at random, with any of the blocks that were not certain missing or torn.
 * Each time the atoms must hold what the golden model says, identical parts be identical, states of the past be as they
 * were, and host/store/check find nothing wrong. */
#include "chance.h"
#include "host/lith/client.h"
#include "host/lith/images.h"
#include "host/lith/signals.h"
#include "host/store/check.h"
#include "host/store/medium.h"
#include "store/log.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCKS 16384u
#include "memory.h"
#define UNCERTAIN_MAX 4096u
#define ATOMS 6
#define TAGS 24
#define TEXT_MAX 6000
#define STEPS 60
#define HEAP_WORDS (1u << 17)

static FILE *report;
static char command[4 * TEXT_MAX];

static _Noreturn void broken(const char *what) {
    fprintf(report, "FAIL seed %" PRIu64 ": %s, at\n%s\n0 passed, 1 failed\n", seed, what, command);
    exit(1);
}

/* ---- the device ---- */

static struct {
    uint64_t block;
    uint8_t before[BLOCK_BYTES];
} uncertain[UNCERTAIN_MAX]; /* since the last flush, in their order */
static uint32_t uncertain_count;

static const char *noted_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    const uint8_t(*in)[BLOCK_BYTES] = from;
    if (block + count > device->blocks) return "beyond the end";
    for (; count; count--, block++, in++) {
        if (uncertain_count == UNCERTAIN_MAX) broken("too many blocks without a flush");
        uncertain[uncertain_count].block = block;
        memcpy(uncertain[uncertain_count++].before, image[block], BLOCK_BYTES);
        memcpy(image[block], in, BLOCK_BYTES);
    }
    return NULL;
}

static const char *noted_flush(struct device *device) {
    (void)device;
    uncertain_count = 0;
    return NULL;
}

static struct device device = {BLOCKS, memory_read, noted_write, noted_flush};

/* Takes back some of what was not certain, or a part of it. */
static void lose(void) {
    uint32_t keep = chance(3) ? 50 : 100 * chance(2);
    while (uncertain_count) {
        uncertain_count--;
        if (chance(100) < keep) continue;
        uint32_t from = chance(4) ? 0 : chance(BLOCK_BYTES);
        memcpy(image[uncertain[uncertain_count].block] + from, uncertain[uncertain_count].before + from,
               BLOCK_BYTES - from);
    }
}

/* ---- the machine ---- */

static struct client session;
static const uint8_t *flash;
static size_t flash_size;
static struct medium medium;
static struct options options = {.command = COMMAND_REPL, .machine = "ulx3s", .heap_words = HEAP_WORDS};
static uint64_t cuts, commands, starts;

void signals_init(void) {}
int signals_ending(void) { return 0; }
void signals_end(void) {}
int signals_descriptor(void) { return -1; }
unsigned signals_taken(void) { return 0; }

static void complained(struct medium *m, const char *wrong) {
    (void)m;
    broken(wrong);
}

static void damaged(void *context, const char *line) {
    (void)context;
    broken(line);
}

static void progressed(void *context, uint64_t done, uint64_t all) { (void)context, (void)done, (void)all; }

static void start(void) {
    static const struct check_listener listener = {damaged, progressed, NULL};
    struct check_result result;
    if (session.machine) client_end(&session);
    const char *wrong = store_check(&device, &listener, &result);
    if (wrong) broken(wrong);
    options.max_cycles = UINT64_MAX;
    medium_init(&medium, &device, complained);
    uncertain_count = 0;
    if (client_start(&session, &options, flash, flash_size, &medium.card) >= 0) broken("the machine does not start");
    starts++;
}

/* False: the power was cut after so many cycles. */
static bool evaluate(uint64_t cycles) {
    options.max_cycles = cycles == UINT64_MAX ? cycles : session.wire.now + cycles;
    enum outcome outcome = client_eval(&session, command, true);
    commands++;
    if (outcome == OUTCOME_OVER && cycles != UINT64_MAX && session.wire.now >= options.max_cycles) return false;
    if (outcome != OUTCOME_DONE) broken("an error");
    return true;
}

static void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
}

static void must(void) { evaluate(UINT64_MAX); }

/* ---- the golden model: what the atoms hold, as text ---- */

static struct world {
    char atom[ATOMS][TEXT_MAX];
    uint32_t count[ATOMS]; /* elements */
    uint32_t total;        /* what the process has added up */
    uint32_t late;         /* what an atom holds that is written while a commit is under way */
    char extra[TEXT_MAX];  /* what atoms hold that are made anew again and again, by handles that others had before */
} now, tagged[TAGS];
static uint32_t tags;

/* Puts a vector of n integers into the atom. */
static void make(struct world *w, uint32_t i, uint32_t n, uint32_t first) {
    char *p = w->atom[i];
    *p++ = '[';
    for (uint32_t k = 0; k < n; k++) p += sprintf(p, "%s%" PRIu32, k ? " " : "", first + k);
    strcpy(p, "]");
    w->count[i] = n;
}

/* One command; *after is the world behind it. What it does is committed at once, unless it has a commit within. */
static void random_change(struct world *after, bool at_once) {
    uint32_t i = chance(ATOMS), j = chance(ATOMS);
    *after = now;
    switch (at_once ? chance(6) : chance(9)) {
    case 8:
        strcpy(after->extra, now.atom[i]);
        say("(do (def extra (vec (map atom (range 60)))) (commit!) (def extra nil) (gc) (gc)"
            " (def extra (vec (map (fn [_] (atom @a%u)) (range 60)))))",
            i);
        return;
    case 0: {
        uint32_t n = chance(4) ? chance(6) : chance(400), first = chance(2) ? chance(10) : 536870900 + chance(9);
        make(after, i, n, first);
        say("(reset! a%u (vec (range %u %u)))", i, first, first + n);
        return;
    }
    case 1:
    case 2:
        if (strlen(now.atom[i]) + strlen(now.atom[j]) + 8 > TEXT_MAX) break;
        after->atom[i][strlen(now.atom[i]) - 1] = 0;
        sprintf(after->atom[i] + strlen(after->atom[i]), "%s%s]", now.count[i] ? " " : "", now.atom[j]);
        after->count[i]++;
        say("(swap! a%u conj @a%u)", i, j);
        return;
    case 3:
        strcpy(after->atom[i], now.atom[j]);
        after->count[i] = now.count[j];
        say("(do (reset! a%u @a%u) (when-not (identical? @a%u @a%u) (throw 0)))", i, j, i, j);
        return;
    case 4: {
        uint32_t k = chance(100);
        after->total += k;
        say("(do (send adder %u) (sleep 1))", k);
        return;
    }
    case 5:
        strcpy(after->atom[i], now.atom[j]);
        strcpy(after->atom[j], now.atom[i]);
        after->count[i] = now.count[j];
        after->count[j] = now.count[i];
        say("(let [x @a%u] (reset! a%u @a%u) (reset! a%u x))", i, i, j, j);
        return;
    case 6:
        after->late = now.late + 1 + chance(9);
        say("(let [w (spawn (fn [] (dotimes [i %u] i) (reset! late %" PRIu32 ")))] (sync) @w (gc))", chance(2500),
            after->late);
        return;
    default:
        break;
    }
    make(after, i, 0, 0);
    say("(reset! a%u [])", i);
}

/* The Lisp text of the test whether the machine is in that world. */
static void say_compare(const struct world *w) {
    char *p = command;
    p += sprintf(p,
                 "(when-not (and (let [n (:commit (first (history 1)))] (<= 0 (- (as-of n x) (as-of n y)) 1))"
                 " (= @total %" PRIu32 ") (= @late %" PRIu32 ")",
                 w->total, w->late);
    for (uint32_t i = 0; i < ATOMS && (size_t)(p - command) + 3 * TEXT_MAX < sizeof command; i++)
        p += sprintf(p, " (= (pr-str @a%" PRIu32 ") \"%s\")", i, w->atom[i]);
    sprintf(p, " (every? (fn [x] (= (pr-str @x) \"%s\")) extra)) (throw 0))", w->extra);
}

static bool is_world(const struct world *w) {
    say_compare(w);
    options.max_cycles = UINT64_MAX;
    return client_eval(&session, command, true) == OUTCOME_DONE;
}

static void check_past(void) {
    uint32_t t = chance(tags), i = chance(ATOMS);
    say("(when-not (= (pr-str (as-of \"t%u\" a%u)) \"%s\") (throw 0))", t, i, tagged[t].atom[i]);
    must();
}

/* ---- runs ---- */

static void begin(void) {
    struct super super;
    if (session.machine) client_end(&session);
    memset(&session, 0, sizeof session);
    memset(image, 0, sizeof image);
    const char *wrong = super_new(&super, &device, seed, 128);
    if (!wrong) wrong = log_create(&device, &super);
    if (wrong) broken(wrong);
    uncertain_count = 0;
    start();
    tags = 0;
    memset(&now, 0, sizeof now);
    for (uint32_t i = 0; i < ATOMS; i++) {
        make(&now, i, 0, 0);
        say("(def a%u (atom []))", i);
        must();
    }
    say("(do (def total (atom 0)) (def extra [(atom [])]))");
    must();
    strcpy(now.extra, "[]");
    say("(do (def x (atom 0)) (def y (atom 0)) (def late (atom 0)))");
    must();
    say("(def pairs (spawn (fn [] (loop [] (dotimes [i 20] (swap! x inc) (swap! y inc)) (sleep 1) (recur)))))");
    must();
    say("(def adder (spawn (fn [] (loop [] (let [k (receive)] (swap! total + k) (recur))))))");
    must();
}

static void power_cut(void) {
    struct world after;
    random_change(&after, true);
    bool done = evaluate(1 + chance(1u << (10 + chance(14))));
    lose();
    cuts++;
    start();
    if (!is_world(&after) && (done || !is_world(&now))) broken("neither the state before nor the one behind");
    if (is_world(&after)) now = after;
}

static void step(void) {
    struct world after;
    switch (chance(12)) {
    case 0:
        start();
        if (!is_world(&now)) broken("started anew, not as it was");
        break;
    case 1:
        power_cut();
        break;
    case 2:
        if (tags == TAGS) break;
        say("(tag! \"t%u\")", tags);
        must();
        tagged[tags++] = now;
        break;
    case 3:
        if (!tags || chance(3)) break;
        now = tagged[chance(tags)];
        for (uint32_t t = 0; t < tags; t++)
            if (!memcmp(&tagged[t], &now, sizeof now)) say("(restore! \"t%u\")", t);
        must();
        if (!is_world(&now)) broken("restored, not as it was");
        break;
    case 4:
    case 5:
        if (tags) check_past();
        break;
    default:
        random_change(&after, false);
        must();
        now = after;
        if (!chance(4) && !is_world(&now)) broken("not what was done");
    }
}

static void take_flash(const char *path) {
    static uint8_t bytes[2 << 20];
    FILE *f = fopen(path, "rb");
    flash = bytes;
    flash_size = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (!flash_size) broken("no flash image");
    fclose(f);
}

int main(int argc, char **argv) {
    unsigned long runs = 3;
    int option;
    const struct image *built_in = image_of("ulx3s");
    seed = 1;
    flash = built_in->flash;
    flash_size = (size_t)(built_in->flash_end - built_in->flash);
    options.model = true;
    report = stdout;
    while ((option = getopt(argc, argv, "s:n:rk:")) >= 0) {
        if (option == 's')
            seed = strtoull(optarg, NULL, 0);
        else if (option == 'n')
            runs = strtoul(optarg, NULL, 0);
        else if (option == 'k')
            take_flash(optarg);
        else if (option == 'r')
            options.model = false;
        else
            return 2;
    }
    int out = dup(STDOUT_FILENO);
    report = out < 0 ? NULL : fdopen(out, "w");
    if (!report || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) return 2;
    fprintf(report, "seed %" PRIu64 "\n", seed);
    for (unsigned long run = 0; run < runs; run++, seed++) {
        state = seed * 2654435761u + 1;
        begin();
        for (uint32_t n = 0; n < STEPS; n++) step();
    }
    fprintf(report, "%" PRIu64 " commands, %" PRIu64 " starts, %" PRIu64 " power cuts\n%lu passed, 0 failed\n",
            commands, starts, cuts, runs);
    return 0;
}
