#include "profile.h"
#include "call_tree.h"
#include "lisp_state.h"
#include "output_file.h"
#include "symbols.h"
#include <errno.h>
#include <inttypes.h>
#include <lith_memmap.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 512, TEXT_MAX = 128, CACHE = 1024 };

struct lith_profile {
    lith_machine *machine;
    struct lith_observer observer;
    struct symbols symbols;
    uint32_t vm, vm_size; /* the kernel's variable, 0: the program has none */
    struct call_tree tree;
    uint64_t begun, last, samples;
    uint64_t asleep, marking, sliding, lisp, loading; /* cycles; loading: of those of Lisp */
    struct lith_stats at_start;
    /* Lisp functions by handle, good until the next collection frees handles. */
    struct {
        uint32_t handle, function;
    } cache[CACHE];
    uint64_t cache_collection;
};

static uint32_t lisp_function(struct lith_profile *p, const struct heap_memory *h, uint64_t reference) {
    uint32_t handle = reference_handle(reference);
    bool usable = h->state.phase != LITH_HEAP_SLIDE;
    if (usable && p->cache[handle % CACHE].handle == handle) return p->cache[handle % CACHE].function;
    char name[TEXT_MAX], place[TEXT_MAX];
    lisp_function_name(h, reference, name, sizeof name, place, sizeof place);
    uint32_t function = call_tree_function(&p->tree, name, place, true);
    if (usable) {
        p->cache[handle % CACHE].handle = handle;
        p->cache[handle % CACHE].function = function;
    }
    return function;
}

static uint32_t c_function(struct lith_profile *p, uint32_t pc) {
    long i = symbols_function_at(&p->symbols, pc);
    const char *name = i >= 0 ? p->symbols.functions[i].name : pc < LITH_RAM_BASE ? "(boot ROM)" : "(unknown)";
    return call_tree_function(&p->tree, name, "", false);
}

/* Whether the stack (n Lisp functions, innermost first) is loading a program: reading, expanding or compiling it. The
 * functions of programs are known by the lines in their places; the library's have none. */
static bool loads(const struct lith_profile *p, const uint32_t *stack, unsigned n) {
    static const char *const loaders[] = {"%session-text", "%load-pieces", "%read-in", "%eval-read"};
    static const char *const expanders[] = {"%expand", "macroexpand"};
    bool loading = false;
    while (n--) {
        const struct called_function *f = &p->tree.functions[stack[n]];
        if (strchr(f->place, ':')) return false;
        for (size_t i = 0; i < sizeof expanders / sizeof *expanders; i++)
            if (strcmp(f->name, expanders[i]) == 0) return true;
        for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
            if (strcmp(f->name, loaders[i]) == 0) loading = true;
    }
    return loading;
}

static void look(void *context, lith_machine *m) {
    struct lith_profile *p = context;
    uint64_t now = lith_machine_now(m), cycles = now - p->last;
    p->last = now;
    p->samples++;
    struct heap_memory h = heap_memory_of(m);
    if (h.state.phase == LITH_HEAP_MARK) p->marking += cycles;
    if (h.state.phase == LITH_HEAP_SLIDE) p->sliding += cycles;
    if (lith_machine_asleep(m)) {
        p->asleep += cycles;
        return;
    }
    struct lith_stats stats;
    lith_machine_stats(m, &stats);
    if (stats.gc_cycles != p->cache_collection) {
        p->cache_collection = stats.gc_cycles;
        memset(p->cache, 0, sizeof p->cache);
    }
    uint64_t lisp[DEPTH_MAX];
    uint32_t stack[DEPTH_MAX + 1];
    unsigned n = p->vm ? lisp_stack(m, &h, p->vm, p->vm_size, lisp, DEPTH_MAX) : 0;
    stack[0] = c_function(p, lith_machine_pc(m));
    for (unsigned i = 0; i < n; i++) stack[i + 1] = lisp_function(p, &h, lisp[i]);
    if (p->tree.failed) return;
    for (unsigned i = 0; i <= n; i++) {
        struct called_function *f = &p->tree.functions[stack[i]];
        if (i <= 1) f->self += cycles;
        if (f->seen != p->samples) f->total += cycles;
        f->seen = p->samples;
    }
    if (n) p->lisp += cycles;
    if (loads(p, stack + 1, n)) p->loading += cycles;
    call_tree_count(&p->tree, stack, n + 1, cycles);
}

struct lith_profile *lith_profile_new(lith_machine *m, const void *kernel_elf, size_t elf_size, uint64_t period,
                                      char *err, size_t err_size) {
    struct lith_profile *p = calloc(1, sizeof *p);
    if (!p || !call_tree_init(&p->tree)) {
        snprintf(err, err_size, "no memory for the profile");
        free(p);
        return NULL;
    }
    if (!symbols_read(&p->symbols, kernel_elf, elf_size, err, err_size)) {
        lith_profile_free(p);
        return NULL;
    }
    p->machine = m;
    symbols_object(&p->symbols, "processors", &p->vm, &p->vm_size);
    p->begun = p->last = lith_machine_now(m);
    lith_machine_stats(m, &p->at_start);
    p->observer = (struct lith_observer){.look = look, .context = p, .period = period ? period : LITH_PROFILE_PERIOD};
    lith_machine_observe(m, &p->observer);
    return p;
}

void lith_profile_free(struct lith_profile *p) {
    if (!p) return;
    if (p->machine) lith_machine_unobserve(p->machine, &p->observer);
    call_tree_free(&p->tree);
    symbols_free(&p->symbols);
    free(p);
}

/* ---- the table ---- */

static int by_self(const void *a, const void *b) {
    const struct called_function *x = *(struct called_function *const *)a, *y = *(struct called_function *const *)b;
    if (x->self != y->self) return x->self > y->self ? -1 : 1;
    if (x->total != y->total) return x->total > y->total ? -1 : 1;
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->place, y->place);
}

static double percent(uint64_t part, uint64_t whole) { return whole ? 100.0 * (double)part / (double)whole : 0; }

static void write_summary(const struct lith_profile *p, FILE *out, uint64_t cycles) {
    struct lith_stats s;
    lith_machine_stats(p->machine, &s);
    const char *what[] = {"running Lisp:",
                          "  loading the program (reading, expanding, compiling it)",
                          "  the program",
                          "running C alone",
                          "asleep",
                          "collector marking",
                          "collector sliding",
                          "requests stalled by the collector",
                          "requests waiting for space"};
    uint64_t value[] = {p->lisp,
                        p->loading,
                        p->lisp - p->loading,
                        cycles - p->lisp - p->asleep,
                        p->asleep,
                        p->marking,
                        p->sliding,
                        s.gc_stall_total - p->at_start.gc_stall_total,
                        s.alloc_wait - p->at_start.alloc_wait};
    fprintf(out,
            "%" PRIu64 " cycles of %s, after %" PRIu64 " since reset; %" PRIu64 " samples, one every %" PRIu64
            " cycles\n\n",
            cycles, lith_machine_name(p->machine), p->at_start.cycles, p->samples, p->observer.period);
    fprintf(out, "      cycles       %%\n");
    for (size_t i = 0; i < sizeof value / sizeof *value; i++)
        fprintf(out, "%12" PRIu64 "  %6.2f  %s\n", value[i], percent(value[i], cycles), what[i]);
    fprintf(out, "%12" PRIu64 "          collections since reset, %" PRIu64 " of them before this profile\n",
            s.gc_cycles, p->at_start.gc_cycles);
    fprintf(out, "The collector works beside the program: its cycles count in the functions as well.\n");
}

static void write_functions(const struct lith_profile *p, FILE *out, bool lisp, uint64_t cycles) {
    const struct called_function **list = calloc(p->tree.function_count + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && i < p->tree.function_count; i++)
        if (p->tree.functions[i].lisp == lisp) list[n++] = &p->tree.functions[i];
    if (n) qsort(list, n, sizeof *list, by_self);
    if (lisp)
        fprintf(out,
                "\nLisp functions (self: innermost activation, with the C it called; total: anywhere on the stack)\n"
                "        self       %%        total       %%  function\n");
    else
        fprintf(out, "\nC functions\n        self       %%  function\n");
    for (size_t i = 0; i < n; i++) {
        const struct called_function *f = list[i];
        fprintf(out, "%12" PRIu64 "  %6.2f", f->self, percent(f->self, cycles));
        if (lisp) fprintf(out, " %12" PRIu64 "  %6.2f", f->total, percent(f->total, cycles));
        fprintf(out, "  %s", f->name);
        if (f->place[0]) fprintf(out, "  %s", f->place);
        putc('\n', out);
    }
    free(list);
}

/* The file of stacks; name has room for PATH_MAX bytes. */
static bool folded_name(const char *path, char *name, char *err, size_t err_size) {
    if (snprintf(name, PATH_MAX, "%s.folded", path) < PATH_MAX) return true;
    snprintf(err, err_size, "%s: %s", path, strerror(ENAMETOOLONG));
    return false;
}

bool lith_profile_possible(const char *path, char *err, size_t err_size) {
    char name[PATH_MAX];
    return output_file_possible(path, err, err_size) && folded_name(path, name, err, err_size) &&
           output_file_possible(name, err, err_size);
}

bool lith_profile_write(struct lith_profile *p, const char *path, char *err, size_t err_size) {
    /* What has run since the last sample counts as well. */
    if (lith_machine_now(p->machine) > p->last) look(p, p->machine);
    uint64_t cycles = p->last - p->begun;
    if (p->tree.failed) {
        snprintf(err, err_size, "no memory for the profile: sample less often");
        return false;
    }
    char name[PATH_MAX];
    struct output_file table, folded;
    if (!folded_name(path, name, err, err_size)) return false;
    if (!output_file_begin(&table, path, err, err_size)) return false;
    if (!output_file_begin(&folded, name, err, err_size)) {
        output_file_drop(&table);
        return false;
    }
    write_summary(p, table.stream, cycles);
    write_functions(p, table.stream, true, cycles);
    write_functions(p, table.stream, false, cycles);
    call_tree_fold(&p->tree, folded.stream);
    if (output_file_finish(&table, err, err_size)) return output_file_finish(&folded, err, err_size);
    output_file_drop(&folded);
    return false;
}
