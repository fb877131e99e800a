#include "output.h"

#include "sim/output_file.h"
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *path, *text;
static size_t size;
static FILE *stream;

static _Noreturn void fail(const char *at) {
    fprintf(stderr, "isa: %s: %s\n", at, strerror(errno));
    exit(2);
}

/* NULL when there is no such file. */
static char *read_if_there(const char *at) {
    FILE *f = fopen(at, "r");
    if (!f) return NULL;
    char *contents = NULL;
    size_t length = 0, room = 0;
    do {
        room = 2 * room + 4096;
        contents = realloc(contents, room);
        if (!contents) fail(at);
        length += fread(contents + length, 1, room - length - 1, f);
    } while (!feof(f) && !ferror(f));
    if (ferror(f)) fail(at);
    contents[length] = '\0';
    fclose(f);
    return contents;
}

char *output_read(const char *at) {
    char *contents = read_if_there(at);
    if (!contents) fail(at);
    return contents;
}

void output_write(const char *at, const char *contents) {
    struct output_file f;
    char why[PATH_MAX + 200];
    bool done = output_file_begin(&f, at, why, sizeof why);
    if (done) {
        fputs(contents, f.stream);
        done = output_file_finish(&f, why, sizeof why);
    }
    if (done) return;
    fprintf(stderr, "isa: %s\n", why);
    exit(2);
}

static FILE *begin(void) {
    stream = open_memstream(&text, &size);
    if (!stream) fail("memory");
    return stream;
}

static void end(void) {
    if (ferror(stream) || fclose(stream) == EOF) fail("memory");
}

FILE *output_begin(const char *folder, const char *name) {
    path = table_memory(strlen(folder) + strlen(name) + 2);
    sprintf(path, "%s/%s", folder, name);
    return begin();
}

void output_end(void) {
    end();
    char *old = read_if_there(path);
    if (!old || strcmp(old, text) != 0) output_write(path, text);
    free(old);
    free(text);
}

char *output_text(void (*print)(FILE *f)) {
    print(begin());
    end();
    return text;
}

/* The include guard of a header. */
static char *guard(const char *name) {
    char *upper = table_upper(name);
    for (char *c = upper; *c; c++)
        if (*c == '.') *c = '_';
    return upper;
}

static int is_verilog(const char *name) { return strstr(name, ".vh") != NULL; }

FILE *header_begin(const char *folder, const char *name, const char *tables) {
    FILE *f = output_begin(folder, name);
    const char *mark = is_verilog(name) ? "`" : "#";
    fprintf(f, is_verilog(name) ? "// Made from %s by tools/isa.\n" : "/* Made from %s by tools/isa. */\n", tables);
    fprintf(f, "%sifndef %s\n%sdefine %s\n", mark, guard(name), mark, guard(name));
    return f;
}

void header_end(FILE *f, const char *name) {
    fprintf(f, "\n%sendif\n", is_verilog(name) ? "`" : "#");
    output_end();
}
