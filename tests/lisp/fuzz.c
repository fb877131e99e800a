/* lisp-fuzz ROUNDS SEED FILE...: evaluates random programs made of the words of the files, each for 20 ms at most, with
 * a small heap and many collections. What is looked for are crashes, hangs and panics: any Lisp error is fine. After
 * every 100 programs a known one must still give its value. SEED 0: from the clock. */
#include "boot.h"
#include "clock.h"
#include "number.h"
#include "scheduler.h"
#include "vm.h"
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define C_STACK (128 * 1024)
#define WORDS_MAX 60000
#define PROGRAM_MAX 4000
#define SLICE_US 20000
#define HANG_SECONDS 10
#define HANG_INTERRUPTS 12

static char *words[WORDS_MAX];
static size_t word_count;
static uint64_t state;
static char program[PROGRAM_MAX + 100];

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % n;
}

/* The machine's hooks are the one thing that programs could break the machine with. */
static bool harmless(const char *word) { return strcmp(word, "%hook") != 0 && strcmp(word, "read-line") != 0; }

static void add_words(char *text) {
    for (char *p = text; *p && word_count < WORDS_MAX;) {
        size_t n = strcspn(p, " \n()[]{}");
        if (n == 0) {
            n = 1;
        }
        char *word = strndup(p, n);
        if (isspace((unsigned char)*word) || !harmless(word))
            free(word);
        else
            words[word_count++] = word;
        p += n;
    }
}

static void read_words(const char *path) {
    FILE *f = fopen(path, "rb");
    static char text[1 << 20];
    if (!f) {
        fprintf(stderr, "lisp-fuzz: cannot read %s\n", path);
        exit(2);
    }
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    add_words(text);
}

static bool is_bracket(const char *word) { return strchr("()[]{}", *word) != NULL; }

/* A form of the files from a random bracket on, some of whose words are others; now and then one is cut or doubled. */
static void make_program(void) {
    size_t n = 0;
    for (uint32_t forms = 1 + random_below(4); forms; forms--) {
        size_t at = random_below((uint32_t)word_count), depth = 0, start = at;
        uint32_t rate = 3 + random_below(40), damage = 20 + random_below(400);
        while (at < word_count && *words[at] != '(') at++;
        for (start = at; at < word_count && at < start + 300; at++) {
            const char *w = words[at], *other = words[random_below((uint32_t)word_count)];
            bool opens = strchr("([{", *w) != NULL;
            if (random_below(rate) == 0 && !is_bracket(w) && !is_bracket(other)) w = other;
            if (n + strlen(w) + 2 > PROGRAM_MAX) break;
            if (random_below(damage)) n += (size_t)sprintf(program + n, "%s ", w);
            if (is_bracket(words[at])) depth += opens ? 1 : (size_t)-1;
            if (depth == 0) break;
        }
    }
    program[n] = 0;
}

static void on_slice(int signal) {
    (void)signal;
    vm_interrupt();
}

/* A program that waits or is stopped by the host's load gets interrupts; one that heeds none of HANG_INTERRUPTS hangs.
 */
static volatile int interrupts;

static void on_hang(int signal) {
    (void)signal;
    static const char message[] = "lisp-fuzz: the program hangs:\n";
    vm_interrupt();
    if (++interrupts < HANG_INTERRUPTS) return;
    if (write(2, message, sizeof message - 1) < 0 || write(2, program, strlen(program)) < 0) _exit(2);
    _exit(1);
}

static void set_timer(int which, long us) {
    struct timeval period = {us / 1000000, us % 1000000};
    struct itimerval t = {period, period};
    setitimer(which, &t, NULL);
}

static bool evaluate(const char *text, val *result) {
    interrupts = 0;
    set_timer(ITIMER_VIRTUAL, SLICE_US);
    set_timer(ITIMER_REAL, HANG_SECONDS * 1000000L);
    bool ok = lisp_load("fuzz", text, (uint32_t)strlen(text), result);
    set_timer(ITIMER_VIRTUAL, 0);
    return ok;
}

static void before_collection(void) {
    vm_wipe_unread();
    vm_wipe_dead();
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: lisp-fuzz ROUNDS SEED FILE...\n", stderr);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 0), failed = 0, errors = 0;
    uint64_t seed = strtoull(argv[2], NULL, 0);
    if (!seed) seed = (uint64_t)time(NULL);
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    state = seed * 0x9e3779b97f4a7c15u | 1;
    for (int i = 3; i < argc; i++) read_words(argv[i]);
    char *here = __builtin_frame_address(0);
    host_heap_init(1500000, 20000, here + 256);
    lisp_init(here - C_STACK);
    host_collecting = before_collection;
    val result = NIL;
    if (!lisp_load_library(&result)) {
        lisp_report(result, NIL);
        return 1;
    }
    signal(SIGVTALRM, on_slice);
    signal(SIGALRM, on_hang);
    /* What programs and their processes write is of no interest; the sanitizer uses the descriptor. */
    FILE *out = freopen("/dev/null", "w", stdout), *errors_out = stderr;
    stderr = out;
    clock_random(50, seed);
    for (unsigned long i = 0; i < rounds; i++) {
        make_program();
        errors += !evaluate(program, &result);
        scheduler_forget();
        if (i % 100) continue;
        strcpy(program,
               "(in-ns 'user) (lith.core/reduce lith.core/+ (lith.core/map lith.core/inc (lith.core/range 50)))");
        vm_settle();
        if (!evaluate(program, &result) || result != fixnum(1275)) failed++;
    }
    stderr = errors_out;
    if (!out) return 2;
    fprintf(stderr, "%lu programs, %lu errors\n", rounds, errors);
    fprintf(stderr, "%lu passed, %lu failed\n", (rounds + 99) / 100 - failed, failed);
    return failed != 0;
}
