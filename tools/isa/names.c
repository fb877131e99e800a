#include "names.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 40 };

/* A list: how its lines look, and what its names are called in Verilog and in C (NULL: not there). */
struct list {
    const char *keyword;
    int columns;
    uint32_t most;
    const char *verilog, *c;
    int bits; /* of a number in Verilog */
    const char *says;
    int count;
    struct line line[NAMES_MAX];
};

/* The columns that every list has. */
enum { NAME = 1, NUMBER = 2, ORDER = 3 /* of a trap */, BITS = 3 /* of a field */ };

static struct list lists[] = {
    {"kind", 5, 31, "KIND", "KIND", 5, "kinds of cells (docs/xcell.md)", 0, {{0}}},
    {"plain-word", 4, 63, NULL, "KIND", 6, "what xc.kind says of a word without tag", 0, {{0}}},
    {"constant", 4, UINT32_MAX, "", "", 32, "limits and words", 0, {{0}}},
    {"cause", 4, 31, "CAUSE", "CAUSE", 5, "plain causes in mcause", 0, {{0}}},
    {"trap", 6, 31, "TRAP", "CAUSE", 5, "causes of cell traps in mcause", 0, {{0}}},
    {"interrupt", 4, 31, "IRQ", "IRQ", 5, "interrupts: bits of mip and mie, numbers in mcause", 0, {{0}}},
    {"csr", 5, 4095, "CSR", "CSR", 12, "control and status registers", 0, {{0}}},
    {"request", 7, 31, "OP", NULL, 5, "requests to the heap controller", 0, {{0}}},
    {"register", 4, 31, NULL, "CTL", 1, "registers of the controller (xc.ctl)", 0, {{0}}},
    {"counter", 4, 31, NULL, "STAT", 5, "counters of the controller (xc.stat)", 0, {{0}}},
    {"phase", 4, 3, "PHASE", "LITH_HEAP", 2, "phases of the collector", 0, {{0}}},
    {"class", 4, 3, "CLASS", "HANDLE", 2, "classes of handles, in an entry of the handle table", 0, {{0}}},
    {"entry", 5, 31, NULL, NULL, 5, "fields of an entry of the handle table", 0, {{0}}},
};
enum { LISTS = sizeof lists / sizeof lists[0] };

static struct list *find(const char *keyword) {
    for (int i = 0; i < LISTS; i++)
        if (strcmp(lists[i].keyword, keyword) == 0) return &lists[i];
    return NULL;
}

static uint32_t number(const struct line *l) { return (uint32_t)strtoul(l->column[NUMBER], NULL, 0); }

int names_columns(const char *keyword) {
    const struct list *list = find(keyword);
    return list ? list->columns : 0;
}

/* Names that become one C name, and numbers that mean one thing, must differ: also those of two lists. */
static void check_new(const struct list *list, const struct line *l) {
    for (const struct list *other = lists; other < lists + LISTS; other++) {
        bool same_list = other == list, same_prefix = list->c && other->c && strcmp(list->c, other->c) == 0;
        for (const struct line *o = other->line; o < other->line + other->count; o++) {
            if ((same_list || same_prefix) && strcmp(o->column[NAME], l->column[NAME]) == 0)
                table_fail(l, "%s %s is there already, in line %d of %s", list->keyword, l->column[NAME], o->number,
                           o->file);
            if ((same_list || same_prefix) && strcmp(list->keyword, "constant") != 0 && number(o) == number(l))
                table_fail(l, "%s %s has the number of %s, in line %d of %s", list->keyword, l->column[NAME],
                           o->column[NAME], o->number, o->file);
        }
    }
}

/* The orders in which cell traps win are 1, 2, 3... in some sequence. */
static void check_order(const struct list *traps, const struct line *l) {
    uint32_t order = table_number(l, l->column[ORDER], "order", NAMES_MAX);
    for (const struct line *o = traps->line; o < traps->line + traps->count; o++)
        if (strtoul(o->column[ORDER], NULL, 0) == order)
            table_fail(l, "trap %s has the order of %s, in line %d of %s", l->column[NAME], o->column[NAME], o->number,
                       o->file);
}

static uint32_t field_bits(const struct line *l) { return (uint32_t)strtoul(l->column[BITS], NULL, 0); }

/* Each field of a word lies below the one before it. */
static void check_field(const struct list *fields, const struct line *l) {
    uint32_t end = fields->count ? number(&fields->line[fields->count - 1]) : 32;
    if (number(l) + table_number(l, l->column[BITS], "bits", 31) > end)
        table_fail(l, "entry %s reaches beyond bit %u", l->column[NAME], end - 1);
}

void names_take(const struct line *l) {
    struct list *list = find(l->column[0]);
    table_capitals(l, l->column[NAME]);
    table_number(l, l->column[NUMBER], "number", list->most);
    check_new(list, l);
    if (strcmp(list->keyword, "trap") == 0) check_order(list, l);
    if (strcmp(list->keyword, "entry") == 0) check_field(list, l);
    if (list->count == NAMES_MAX) table_fail(l, "more than %d %ss", NAMES_MAX, list->keyword);
    list->line[list->count++] = *l;
}

static const struct line *named(const char *keyword, const char *name) {
    const struct list *list = find(keyword);
    const char *upper = table_upper(name);
    for (const struct line *l = list->line; l < list->line + list->count; l++)
        if (strcmp(l->column[NAME], upper) == 0) return l;
    return NULL;
}

bool names_have(const char *list, const char *name) { return named(list, name) != NULL; }
uint32_t names_number(const char *list, const char *name) { return number(named(list, name)); }

void names_verilog(FILE *f) {
    for (const struct list *list = lists; list < lists + LISTS; list++) {
        if (!list->verilog) continue;
        fprintf(f, "\n// %s\n", list->says);
        for (const struct line *l = list->line; l < list->line + list->count; l++)
            fprintf(f, "`define LITH_%s%s%s %d'd%u\n", list->verilog, *list->verilog ? "_" : "", l->column[NAME],
                    list->bits, number(l));
    }
    const struct list *fields = find("entry");
    fprintf(f, "\n// %s: bit ranges\n", fields->says);
    for (const struct line *l = fields->line; l < fields->line + fields->count; l++)
        fprintf(f, "`define LITH_ENTRY_%s %u:%u\n", l->column[NAME], number(l) + field_bits(l) - 1, number(l));
}

void names_c(FILE *f) {
    for (const struct list *list = lists; list < lists + LISTS; list++) {
        if (!list->c) continue;
        fprintf(f, "\n/* %s */\n", list->says);
        for (const struct line *l = list->line; l < list->line + list->count; l++)
            fprintf(f, "#define %s%s%s %s\n", list->c, *list->c ? "_" : "", l->column[NAME], l->column[NUMBER]);
    }
    const struct list *fields = find("entry");
    fprintf(f, "\n/* %s */\n", fields->says);
    for (const struct line *l = fields->line; l < fields->line + fields->count; l++)
        fprintf(f, "#define ENTRY_%s_SHIFT %u\n#define ENTRY_%s(e) ((e) >> %u & 0x%x)\n", l->column[NAME], number(l),
                l->column[NAME], number(l), (1u << field_bits(l)) - 1);
    const struct list *requests = find("request");
    fprintf(f, "\n/* %s; X(name) */\n#define HEAP_REQUESTS(X)", requests->says);
    for (const struct line *l = requests->line; l < requests->line + requests->count; l++)
        fprintf(f, " \\\n    X(%s)", l->column[NAME]);
    fputs("\n#ifndef __ASSEMBLER__\nenum heap_op {\n", f);
    for (const struct line *l = requests->line; l < requests->line + requests->count; l++)
        fprintf(f, "    HEAP_%s = %s,\n", l->column[NAME], l->column[NUMBER]);
    fputs("};\n#endif\n", f);
}

/* A table with the given columns; a column in back quotes is set as code. */
static void doc(FILE *f, const char *keyword, const char *heading, const int *columns, int count) {
    const struct list *list = find(keyword);
    fprintf(f, "| %s |\n|", heading);
    for (int i = 0; i < count; i++) fputs("---|", f);
    fputc('\n', f);
    for (const struct line *l = list->line; l < list->line + list->count; l++) {
        fputc('|', f);
        for (int i = 0; i < count; i++) {
            const char *text = l->column[columns[i]];
            fprintf(f, " %s%s|", strcmp(text, "-") == 0 ? "" : text, strcmp(text, "-") == 0 ? "" : " ");
        }
        fputc('\n', f);
    }
}
#define DOC(f, keyword, heading, ...)                                                                                  \
    doc(f, keyword, heading, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

void names_doc_kinds(FILE *f) { DOC(f, "kind", "kind | name | known to | what", 2, 1, 3, 4); }
void names_doc_plain_words(FILE *f) { DOC(f, "plain-word", "xc.kind | name | what", 2, 1, 3); }
void names_doc_csrs(FILE *f) { DOC(f, "csr", "number | name | access | what", 2, 1, 3, 4); }
void names_doc_requests(FILE *f) { DOC(f, "request", "op | name | ref | a | b | result", 2, 1, 3, 4, 5, 6); }
void names_doc_registers(FILE *f) { DOC(f, "register", "index | name | what", 2, 1, 3); }
void names_doc_counters(FILE *f) { DOC(f, "counter", "index | name | what", 2, 1, 3); }
void names_doc_phases(FILE *f) { DOC(f, "phase", "phase | name | what", 2, 1, 3); }
void names_doc_classes(FILE *f) { DOC(f, "class", "class | name | what", 2, 1, 3); }
void names_doc_entry(FILE *f) { DOC(f, "entry", "low bit | bits | name | what", 2, 3, 1, 4); }

void names_doc_causes(FILE *f) {
    DOC(f, "cause", "mcause | name | when", 2, 1, 3);
    fputs("\n", f);
    DOC(f, "interrupt", "mcause, with bit 31 | name | when", 2, 1, 3);
}

/* The traps, and in which order they win. */
void names_doc_traps(FILE *f) {
    DOC(f, "trap", "mcause | name | when | mtval", 2, 1, 5, 4);
    fputs("\nWhen several hold, the first in this order wins: ", f);
    const struct list *list = find("trap");
    for (unsigned long order = 0, printed = 0; order <= NAMES_MAX; order++)
        for (const struct line *l = list->line; l < list->line + list->count; l++)
            if (strtoul(l->column[ORDER], NULL, 0) == order)
                fprintf(f, "%s%s", printed++ ? ", " : "", l->column[NUMBER]);
    fputs(".\n", f);
}
