#include "docs.h"

#include "flash.h"
#include "machines.h"
#include "memory_map.h"
#include "names.h"
#include "output.h"
#include "xcell.h"

#include <stdlib.h>
#include <string.h>

static const char BEGIN[] = "<!-- isa: ", END[] = "<!-- isa end -->";

static const struct {
    const char *name;
    void (*write)(FILE *f);
} tables[] = {{"instructions", xcell_doc},
              {"kinds", names_doc_kinds},
              {"plain-words", names_doc_plain_words},
              {"causes", names_doc_causes},
              {"traps", names_doc_traps},
              {"csrs", names_doc_csrs},
              {"requests", names_doc_requests},
              {"registers", names_doc_registers},
              {"counters", names_doc_counters},
              {"phases", names_doc_phases},
              {"classes", names_doc_classes},
              {"entry", names_doc_entry},
              {"machines", machines_doc},
              {"heap-parameters", machines_doc_heap},
              {"flash", flash_doc},
              {"blocks", memory_map_doc},
              {"device-registers", memory_map_doc_registers}};

/* Ends the program: the document itself is wrong. */
static _Noreturn void wrong(const char *path, const char *text, const char *at, const char *what) {
    int line = 1;
    for (; text < at; text++) line += *text == '\n';
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(2);
}

/* The writer of the table whose name begins at `name`, up to a blank. */
static void (*writer(const char *name))(FILE *f) {
    size_t length = strcspn(name, " \n");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (strlen(tables[i].name) == length && strncmp(tables[i].name, name, length) == 0) return tables[i].write;
    return NULL;
}

/* The document with its tables made anew. `stale`, for each that was not current. */
static char *made_anew(const char *path, const char *old, void (*stale)(const char *path, int line, const char *name)) {
    size_t room = strlen(old) + 1;
    char *made = calloc(1, room);
    const char *from = old, *at;
    while (made && (at = strstr(from, BEGIN))) {
        void (*write)(FILE * f) = writer(at + strlen(BEGIN));
        const char *body = strchr(at, '\n'), *end = body ? strstr(body, END) : NULL;
        if (!write) wrong(path, old, at, "no table has this name: see docs.c in tools/isa");
        if (!end) wrong(path, old, at, "this table has no end: put <!-- isa end --> behind it");
        body++;
        char *table = output_text(write);
        if (strlen(table) != (size_t)(end - body) || strncmp(table, body, strlen(table)) != 0) {
            int line = 1;
            for (const char *c = old; c < at; c++) line += *c == '\n';
            stale(path, line, at + strlen(BEGIN));
        }
        room += strlen(table);
        made = realloc(made, room);
        if (!made) break;
        strncat(made, from, (size_t)(body - from));
        strcat(made, table);
        free(table);
        from = end;
    }
    if (!made) wrong(path, old, old, "out of memory");
    return strcat(made, from);
}

static int stale_tables;

static void count(const char *path, int line, const char *name) {
    (void)path, (void)line, (void)name;
    stale_tables++;
}

static void say(const char *path, int line, const char *name) {
    stale_tables++;
    fprintf(stderr, "%s:%d: table %.*s is not what isa/ says: make isa-docs\n", path, line, (int)strcspn(name, " \n"),
            name);
}

bool docs_update(const char *path) {
    char *old = output_read(path);
    stale_tables = 0;
    char *made = made_anew(path, old, count);
    if (stale_tables) output_write(path, made);
    free(old);
    free(made);
    return stale_tables == 0;
}

bool docs_check(const char *path) {
    char *old = output_read(path);
    stale_tables = 0;
    free(made_anew(path, old, say));
    free(old);
    return stale_tables == 0;
}
