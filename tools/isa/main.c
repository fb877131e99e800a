/* Reads the tables of isa/ and writes what is made of them.
 *
 *   isa TABLES headers FOLDER    Verilog, C and assembler headers, into a folder
 *   isa TABLES docs FILE...      brings the tables in documents up to date
 *   isa TABLES check FILE...     the same, but only says which are not: status 1
 *
 * TABLES is the folder of the tables. A bad table is one line "file:line: what" and status 2; what cannot be read or
 * written is one line with its name and status 2. */
#include "docs.h"
#include "flash.h"
#include "machines.h"
#include "memory_map.h"
#include "names.h"
#include "output.h"
#include "table.h"
#include "xcell.h"

#include <string.h>

/* In this order: instructions name requests and traps. */
static const struct {
    const char *file;
    int (*columns)(const char *keyword);
    void (*take)(const struct line *l);
} tables[] = {{"kinds.table", names_columns, names_take}, {"traps.table", names_columns, names_take},
              {"csrs.table", names_columns, names_take},  {"controller.table", names_columns, names_take},
              {"xcell.table", xcell_columns, xcell_take}, {"machines.table", machines_columns, machines_take},
              {"flash.table", flash_columns, flash_take}, {"memory.map", memory_map_columns, memory_map_take}};

static void read_all(const char *folder) {
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char *path = table_memory(strlen(folder) + strlen(tables[i].file) + 2);
        sprintf(path, "%s/%s", folder, tables[i].file);
        table_read(path, tables[i].columns, tables[i].take);
    }
}

static void write_header(const char *folder, const char *name, const char *from, void (*write)(FILE *f)) {
    FILE *f = header_begin(folder, name, from);
    write(f);
    header_end(f, name);
}

static void write_isa_verilog(FILE *f) {
    names_verilog(f);
    xcell_verilog(f);
}

static void write_headers(const char *folder) {
    write_header(folder, "lith_isa.vh", "the tables of isa/", write_isa_verilog);
    write_header(folder, "lith_isa.h", "the tables of isa/", names_c);
    write_header(folder, "lith_xcell.h", "isa/xcell.table", xcell_c);
    write_header(folder, "lith_machines.h", "isa/machines.table", machines_c);
    write_header(folder, "lith_flash.h", "isa/flash.table", flash_c);
    write_header(folder, "lith_memmap.vh", "isa/memory.map", memory_map_verilog);
    write_header(folder, "lith_memmap.h", "isa/memory.map", memory_map_c);
    machines_verilog(folder);
}

static const char usage[] = "usage: isa TABLES headers FOLDER | isa TABLES docs FILE... | isa TABLES check FILE...\n";

int main(int argc, char **argv) {
    if (argc == 2 && (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)) {
        fputs(usage, stdout);
        return fflush(stdout) ? 2 : 0;
    }
    bool headers = argc == 4 && strcmp(argv[2], "headers") == 0;
    bool docs = argc > 3 && strcmp(argv[2], "docs") == 0, check = argc > 3 && strcmp(argv[2], "check") == 0;
    if (!headers && !docs && !check) {
        fputs(usage, stderr);
        return 2;
    }
    read_all(argv[1]);
    if (headers) write_headers(argv[3]);
    bool current = true;
    for (int i = 3; docs && i < argc; i++) docs_update(argv[i]);
    for (int i = 3; check && i < argc; i++) current &= docs_check(argv[i]);
    return current ? 0 : 1;
}
