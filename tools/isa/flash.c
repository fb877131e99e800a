#include "flash.h"

#include <string.h>

enum { AREAS_MAX = 16, NAME = 1, BASE, SIZE, WHAT };

static struct area {
    struct line line;
    uint32_t base, size;
} area[AREAS_MAX];
static int areas;

int flash_columns(const char *keyword) { return strcmp(keyword, "area") == 0 ? 5 : 0; }

void flash_take(const struct line *l) {
    if (areas == AREAS_MAX) table_fail(l, "more than %d areas", AREAS_MAX);
    table_capitals(l, l->column[NAME]);
    struct area *a = &area[areas];
    *a = (struct area){*l, table_number(l, l->column[BASE], "base", INT32_MAX),
                       table_number(l, l->column[SIZE], "size", INT32_MAX)};
    if (a->size == 0) table_fail(l, "area %s is empty", l->column[NAME]);
    for (const struct area *o = area; o < a; o++) {
        if (strcmp(o->line.column[NAME], l->column[NAME]) == 0)
            table_fail(l, "area %s is there already, in line %d", l->column[NAME], o->line.number);
        if (a->base < o->base + o->size && o->base < a->base + a->size)
            table_fail(l, "area %s overlaps %s, in line %d", l->column[NAME], o->line.column[NAME], o->line.number);
    }
    areas++;
}

void flash_c(FILE *f) {
    for (const struct area *a = area; a < area + areas; a++)
        fprintf(f, "\n/* %s */\n#define FLASH_%s_BASE 0x%06X\n#define FLASH_%s_SIZE 0x%06X\n", a->line.column[WHAT],
                a->line.column[NAME], a->base, a->line.column[NAME], a->size);
}

void flash_doc(FILE *f) {
    fputs("| area | offset | bytes | what |\n|---|---|---|---|\n", f);
    for (const struct area *a = area; a < area + areas; a++)
        fprintf(f, "| %s | `0x%06X` | `0x%06X` | %s |\n", a->line.column[NAME], a->base, a->size, a->line.column[WHAT]);
}
