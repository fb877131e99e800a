#include "table.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sixteen bytes each: the tables as text are a fiftieth of that. */
enum { LINE_BYTES = 2048, MEMORY_UNITS = 1 << 16 };

void table_fail(const struct line *l, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", l->file, l->number);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

void *table_memory(unsigned long size) {
    static max_align_t memory[MEMORY_UNITS];
    static size_t used;
    size_t units = (size + sizeof *memory - 1) / sizeof *memory;
    if (units > MEMORY_UNITS - used) {
        fputs("isa: out of memory\n", stderr);
        exit(2);
    }
    used += units;
    return &memory[used - units];
}

static char *copy(const char *text, int (*change)(int)) {
    char *result = table_memory(strlen(text) + 1);
    for (size_t i = 0; text[i]; i++) result[i] = (char)change((unsigned char)text[i]);
    return result;
}

static int as_it_is(int c) { return c; }

char *table_upper(const char *text) { return copy(text, toupper); }
char *table_lower(const char *text) { return copy(text, tolower); }

uint32_t table_number(const struct line *l, const char *text, const char *what, uint32_t most) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 0);
    if (!isdigit((unsigned char)text[0]) || *end || errno || value > most)
        table_fail(l, "%s is `%s`: write a number from 0 to %u", what, text, most);
    return (uint32_t)value;
}

void table_capitals(const struct line *l, const char *name) {
    for (const char *c = name; *c; c++)
        if (!isupper((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
            table_fail(l, "name `%s`: use capitals, digits and underscores only", name);
}

void table_small(const struct line *l, const char *name) {
    for (const char *c = name; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c))
            table_fail(l, "name `%s`: use small letters and digits only", name);
}

bool table_has(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; *at;) {
        size_t here = strcspn(at, " ,");
        if (here == length && strncmp(at, word, length) == 0) return true;
        at += here;
        at += strspn(at, " ,");
    }
    return false;
}

/* Cuts a line into columns, which two blanks or more separate. */
static void split(struct line *l, char *text) {
    l->count = 0;
    while (*text) {
        char *end = strstr(text, "  ");
        if (l->count == COLUMNS_MAX) table_fail(l, "more than %d columns", COLUMNS_MAX);
        l->column[l->count++] = text;
        if (!end) break;
        *end = '\0';
        text = end + 2 + strspn(end + 2, " ");
    }
}

/* A line that begins with a blank is the next column, or more of the last one when all have been begun. */
static void go_on(struct line *l, char *text, int expected) {
    if (l->count < expected) {
        l->column[l->count++] = text;
        return;
    }
    char *last = l->column[l->count - 1], *longer = table_memory(strlen(last) + strlen(text) + 2);
    sprintf(longer, "%s %s", last, text);
    l->column[l->count - 1] = longer;
}

static void finish(const struct line *l, int expected, void (*take)(const struct line *l)) {
    if (l->count == 0) return;
    if (l->count != expected)
        table_fail(l, "a `%s` line has %d columns, not %d: two blanks or more separate them, - is an empty one",
                   l->column[0], expected, l->count);
    take(l);
}

void table_read(const char *file, int (*columns)(const char *keyword), void (*take)(const struct line *l)) {
    FILE *f = fopen(file, "r");
    if (!f) {
        fprintf(stderr, "isa: %s: %s\n", file, strerror(errno));
        exit(2);
    }
    struct line l = {.file = file};
    char text[LINE_BYTES];
    int expected = 0;
    for (int number = 1; fgets(text, sizeof text, f); number++) {
        text[strcspn(text, "\n")] = '\0';
        char *begin = text + strspn(text, " ");
        if (!*begin || text[0] == '#') continue;
        if (begin > text && l.count > 0) {
            go_on(&l, copy(begin, as_it_is), expected);
            continue;
        }
        finish(&l, expected, take);
        l.number = number;
        split(&l, copy(begin, as_it_is));
        expected = columns(l.column[0]);
        if (expected == 0) table_fail(&l, "no line of this table begins with `%s`", l.column[0]);
    }
    finish(&l, expected, take);
    fclose(f);
}
