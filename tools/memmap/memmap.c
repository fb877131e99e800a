/* Reads rtl/soc/memory.map and writes it as Verilog macros, as a C header or as a Markdown table.
 *
 *   memmap vh|h|md memory.map > output
 *
 * In Verilog, <REG>_WORD macros are word indices inside the block, as wide as the block needs; in C, <BLOCK>_<REG>
 * macros are addresses. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum entry_kind { ENTRY_BLOCK, ENTRY_REG, ENTRY_BITS };

struct entry {
    enum entry_kind kind;
    char name[32], access[4], text[200];
    uint32_t base;     /* address of a block, offset of a register, lowest bit of a field */
    uint32_t size;     /* bytes of a block, width of a field */
    const char *block; /* name of the block and of the register that an entry belongs to */
    const char *parent;
};

enum { MAX_ENTRIES = 256 };

static struct entry entries[MAX_ENTRIES];
static int entry_count;

static void fail(const char *path, int line, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "%s:%d: ", path, line);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* The entry of `kind` made last, at or before `index`. */
static const struct entry *last_of(enum entry_kind kind, int index) {
    while (index >= 0 && entries[index].kind != kind) index--;
    return index >= 0 ? &entries[index] : NULL;
}

static void check_name(const char *path, int line, const char *name) {
    for (const char *p = name; *p; p++)
        if (!isupper((unsigned char)*p) && !isdigit((unsigned char)*p) && *p != '_')
            fail(path, line, "name `%s` is not in capitals, digits and underscores", name);
}

static void check_block(const char *path, int line, const struct entry *e) {
    if (e->size == 0 || e->base % 4096 != 0) fail(path, line, "block %s is empty or not aligned to 4096", e->name);
    for (const struct entry *o = entries; o < e; o++)
        if (o->kind == ENTRY_BLOCK && e->base < o->base + o->size && o->base < e->base + e->size)
            fail(path, line, "block %s overlaps block %s", e->name, o->name);
}

static void check_register(const char *path, int line, const struct entry *e, const struct entry *block) {
    if (e->base % 4 != 0 || e->base >= block->size)
        fail(path, line, "offset of %s is not a word of the block", e->name);
    if (strcmp(e->access, "r") != 0 && strcmp(e->access, "w") != 0 && strcmp(e->access, "rw") != 0)
        fail(path, line, "access of %s is `%s`, not r, w or rw", e->name, e->access);
    for (const struct entry *o = block + 1; o < e; o++)
        if (o->kind == ENTRY_REG && o->base == e->base) fail(path, line, "%s has the offset of %s", e->name, o->name);
}

static void parse_line(const char *path, int line, const char *text) {
    if (entry_count == MAX_ENTRIES) fail(path, line, "more than %d entries", MAX_ENTRIES);
    struct entry *e = &entries[entry_count];
    unsigned high, low;
    if (sscanf(text, "block %31s %i %i %199[^\n]", e->name, (int *)&e->base, (int *)&e->size, e->text) == 4) {
        e->kind = ENTRY_BLOCK;
        check_block(path, line, e);
    } else if (sscanf(text, "reg %31s %i %3s %199[^\n]", e->name, (int *)&e->base, e->access, e->text) == 4) {
        e->kind = ENTRY_REG;
        const struct entry *block = last_of(ENTRY_BLOCK, entry_count - 1);
        if (!block) fail(path, line, "register %s outside a block", e->name);
        e->block = block->name;
        check_register(path, line, e, block);
    } else if (sscanf(text, "bits %31s %u:%u %199[^\n]", e->name, &high, &low, e->text) == 4) {
        e->kind = ENTRY_BITS;
        const struct entry *reg = last_of(ENTRY_REG, entry_count - 1);
        if (!reg || entries[entry_count - 1].kind == ENTRY_BLOCK)
            fail(path, line, "field %s outside a register", e->name);
        if (high > 31 || low > high) fail(path, line, "field %s has bits %u:%u", e->name, high, low);
        e->block = reg->block;
        e->parent = reg->name;
        e->base = low;
        e->size = high - low + 1;
    } else {
        fail(path, line, "not a block, reg or bits line with all its columns");
    }
    check_name(path, line, e->name);
    entry_count++;
}

static void parse(const char *path) {
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        exit(1);
    }
    char text[512];
    for (int line = 1; fgets(text, sizeof text, f); line++)
        if (text[strspn(text, " \t\n")] && text[0] != '#') parse_line(path, line, text);
    fclose(f);
}

/* Width of the word index that tells the registers of a block apart. */
static int index_bits(const struct entry *block) {
    int bits = 1;
    for (const struct entry *e = block + 1; e < entries + entry_count && e->kind != ENTRY_BLOCK; e++)
        while (e->kind == ENTRY_REG && e->base / 4 >> bits) bits++;
    return bits;
}

static void write_verilog(void) {
    const struct entry *block = NULL;
    puts("// Made from rtl/soc/memory.map by tools/memmap/memmap.c.");
    puts("`ifndef LITH_MEMMAP_VH\n`define LITH_MEMMAP_VH");
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            block = e;
            printf("\n`define LITH_%s_BASE 32'h%08X\n", e->name, e->base);
        } else if (e->kind == ENTRY_REG) {
            printf("`define LITH_%s_%s_WORD %d'd%u\n", e->block, e->name, index_bits(block), e->base / 4);
        } else {
            printf("`define LITH_%s_%s_%s_BIT %u\n", e->block, e->parent, e->name, e->base);
        }
    }
    puts("\n`endif");
}

static void write_c(void) {
    puts("/* Made from rtl/soc/memory.map by tools/memmap/memmap.c. */");
    puts("#ifndef LITH_MEMMAP_H\n#define LITH_MEMMAP_H");
    const struct entry *block = NULL;
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            block = e;
            printf("\n/* %s */\n#define LITH_%s_BASE 0x%08X\n#define LITH_%s_SIZE 0x%08X\n", e->text, e->name, e->base,
                   e->name, e->size);
        } else if (e->kind == ENTRY_REG) {
            printf("#define LITH_%s_%s 0x%08X\n", e->block, e->name, block->base + e->base);
        } else {
            uint32_t mask = (e->size == 32 ? 0xFFFFFFFFu : (1u << e->size) - 1) << e->base;
            printf("#define LITH_%s_%s_%s 0x%08X\n", e->block, e->parent, e->name, mask);
        }
    }
    puts("\n#endif");
}

static void write_markdown(void) {
    puts("# Memory map\n");
    puts("Made from `rtl/soc/memory.map` by `tools/memmap/memmap.c` (`make memmap`); the same source gives the Verilog "
         "and "
         "the C");
    puts("names. Registers are accessed as whole words; bits that are not named read 0. An address in no block gives a "
         "bus");
    puts("error.\n");
    puts("| block | address | size | |\n|---|---|---|---|");
    for (const struct entry *e = entries; e < entries + entry_count; e++)
        if (e->kind == ENTRY_BLOCK) printf("| %s | `0x%08X` | `0x%X` | %s |\n", e->name, e->base, e->size, e->text);
    const struct entry *block = NULL;
    bool heading = false;
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            block = e;
            heading = false;
            continue;
        }
        if (!heading)
            printf("\n## %s\n\n| address | register | bits | access | |\n|---|---|---|---|---|\n", block->name);
        heading = true;
        if (e->kind == ENTRY_REG)
            printf("| `0x%08X` | %s | | %s | %s |\n", block->base + e->base, e->name, e->access, e->text);
        else if (e->size == 1)
            printf("| | | %u %s | | %s |\n", e->base, e->name, e->text);
        else
            printf("| | | %u:%u %s | | %s |\n", e->base + e->size - 1, e->base, e->name, e->text);
    }
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*write)(void);
    } outputs[] = {{"vh", write_verilog}, {"h", write_c}, {"md", write_markdown}};
    if (argc == 3) {
        for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
            if (strcmp(argv[1], outputs[i].name) != 0) continue;
            parse(argv[2]);
            outputs[i].write();
            if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
            perror("memmap: the output cannot be written");
            return 2;
        }
    }
    bool asked = argc == 2 && (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0);
    fputs("usage: memmap vh|h|md memory.map > output\n", asked ? stdout : stderr);
    return asked && fflush(stdout) == 0 ? 0 : 2;
}
