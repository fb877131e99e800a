#include "machines.h"

#include "output.h"

#include <string.h>

enum { MACHINES_MAX = 8, PARAMETERS_MAX = 64, NAME = 1, FIRST_VALUE = 2 };

static struct line machine[MACHINES_MAX], parameter[PARAMETERS_MAX];
static int machines, parameters;

/* Modules that parameters are handed to, besides lith_soc, which takes all. */
static const char *const modules[] = {"core", "heap", "lines", "devices"};
enum { MODULES = sizeof modules / sizeof modules[0] };

/* The columns behind those of the machines. */
static int modules_column(void) { return FIRST_VALUE + machines; }
static int meaning_column(void) { return FIRST_VALUE + machines + 1; }

int machines_columns(const char *keyword) {
    if (strcmp(keyword, "machine") == 0) return 3;
    return strcmp(keyword, "parameter") == 0 ? meaning_column() + 1 : 0;
}

/* What the parameter is called in a module, "" if it is not handed to it. */
static const char *name_in(const struct line *p, const char *module) {
    static char name[64];
    const char *at = p->column[modules_column()];
    if (table_has(at, module)) return p->column[NAME];
    for (; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        size_t length = strlen(module);
        if (strncmp(at, module, length) == 0 && at[length] == '.') {
            snprintf(name, sizeof name, "%.*s", (int)strcspn(at + length + 1, " "), at + length + 1);
            return name;
        }
    }
    return "";
}

static void check_modules(const struct line *l) {
    const char *at = l->column[modules_column()];
    if (strcmp(at, "-") == 0) return;
    for (; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        bool known = false;
        for (int m = 0; m < MODULES; m++)
            known |= strncmp(at, modules[m], strlen(modules[m])) == 0 && strcspn(at, " .") == strlen(modules[m]);
        if (!known)
            table_fail(l, "no module is called `%.*s`: core, heap, lines or devices", (int)strcspn(at, " ."), at);
    }
}

static void check_new(const struct line *list, int count, const struct line *l) {
    for (const struct line *o = list; o < list + count; o++)
        if (strcmp(o->column[NAME], l->column[NAME]) == 0)
            table_fail(l, "%s %s is there already, in line %d", l->column[0], l->column[NAME], o->number);
}

static void take_parameter(const struct line *l) {
    if (machines == 0) table_fail(l, "a parameter in front of the machines");
    table_capitals(l, l->column[NAME]);
    check_new(parameter, parameters, l);
    if (parameters == PARAMETERS_MAX) table_fail(l, "more than %d parameters", PARAMETERS_MAX);
    for (int m = 0; m < machines; m++)
        if (m == 0 || strcmp(l->column[FIRST_VALUE + m], "=") != 0)
            table_number(l, l->column[FIRST_VALUE + m], machine[m].column[NAME], INT32_MAX);
    parameter[parameters] = *l;
    check_modules(l);
    parameters++;
}

void machines_take(const struct line *l) {
    if (strcmp(l->column[0], "parameter") == 0) {
        take_parameter(l);
        return;
    }
    if (parameters > 0) table_fail(l, "a machine behind parameters, which have no column for it");
    table_small(l, l->column[NAME]);
    check_new(machine, machines, l);
    if (machines == MACHINES_MAX) table_fail(l, "more than %d machines", MACHINES_MAX);
    machine[machines++] = *l;
}

static const char *value(const struct line *p, int m) {
    const char *own = p->column[FIRST_VALUE + m];
    return strcmp(own, "=") == 0 ? p->column[FIRST_VALUE] : own;
}

uint32_t machines_largest(const char *name) {
    uint32_t largest = 0;
    for (const struct line *p = parameter; p < parameter + parameters; p++)
        for (int m = 0; m < machines && strcmp(p->column[NAME], name) == 0; m++) {
            uint32_t one = table_number(p, value(p, m), name, INT32_MAX);
            if (one > largest) largest = one;
        }
    return largest;
}

enum { FORWARD = -1 };

/* A file with the parameters that a module takes, each by its name there; all of them for NULL. m: the machine whose
 * values the module declares them with, or FORWARD: they go on to an instance of it. */
static void list_parameters(const char *folder, const char *name, const char *module, int m) {
    bool forward = m == FORWARD;
    char file[96];
    snprintf(file, sizeof file, "lith_%s_%s.vh", forward ? "forward" : "parameters", name);
    FILE *f = output_begin(folder, file);
    fprintf(f, "// Made from isa/machines.table by tools/isa: the end of %s's parameters.\n",
            forward ? "an instance" : "a module");
    const char *between = "";
    for (const struct line *p = parameter; p < parameter + parameters; p++) {
        const char *called = module ? name_in(p, module) : p->column[NAME];
        if (!*called) continue;
        if (forward)
            fprintf(f, "%s      .%s(%s)", between, called, p->column[NAME]);
        else
            fprintf(f, "%s    parameter %s = %s", between, called, value(p, m));
        between = ",\n";
    }
    fputc('\n', f);
    output_end();
}

void machines_verilog(const char *folder) {
    for (int m = 0; m < machines; m++) list_parameters(folder, machine[m].column[NAME], NULL, m);
    list_parameters(folder, "devices", "devices", 0);
    list_parameters(folder, "soc", NULL, FORWARD);
    for (int n = 0; n < MODULES; n++) list_parameters(folder, modules[n], modules[n], FORWARD);
}

void machines_c(FILE *f) {
    for (int m = 0; m < machines; m++) {
        fprintf(f, "\n/* %s */\n", machine[m].column[2]);
        for (const struct line *p = parameter; p < parameter + parameters; p++)
            fprintf(f, "#define LITH_%s_%s %s\n", table_upper(machine[m].column[NAME]), p->column[NAME], value(p, m));
    }
}

void machines_doc(FILE *f) {
    fputs("| machine | what it is |\n|---|---|\n", f);
    for (int m = 0; m < machines; m++) fprintf(f, "| %s | %s |\n", machine[m].column[NAME], machine[m].column[2]);
    fputs("\n| parameter |", f);
    for (int m = 0; m < machines; m++) fprintf(f, " %s |", machine[m].column[NAME]);
    fputs(" meaning |\n|---|", f);
    for (int m = 0; m < machines; m++) fputs("---|", f);
    fputs("---|\n", f);
    for (const struct line *p = parameter; p < parameter + parameters; p++) {
        fprintf(f, "| %s |", p->column[NAME]);
        for (int m = 0; m < machines; m++) fprintf(f, " %s |", value(p, m));
        fprintf(f, " %s |\n", p->column[meaning_column()]);
    }
}

void machines_doc_heap(FILE *f) {
    fputs("| name | meaning |\n|---|---|\n", f);
    for (const struct line *p = parameter; p < parameter + parameters; p++)
        if (*name_in(p, "heap")) fprintf(f, "| %s | %s |\n", name_in(p, "heap"), p->column[meaning_column()]);
}
