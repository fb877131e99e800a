#include "memory_map.h"

#include "machines.h"

#include <ctype.h>
#include <string.h>

enum entry_kind { ENTRY_BLOCK, ENTRY_REG, ENTRY_BITS };

struct entry {
    enum entry_kind kind;
    const char *name, *access, *text;
    uint32_t base;              /* address of a block, offset of a register, lowest bit of a field */
    uint32_t size;              /* bytes of a block, width of a field */
    const struct entry *block;  /* that a register or field belongs to */
    const struct entry *parent; /* the register that a field belongs to */
};

enum { MAX_ENTRIES = 256 };

static struct entry entries[MAX_ENTRIES];
static int entry_count;

int memory_map_columns(const char *keyword) {
    return strcmp(keyword, "block") == 0 || strcmp(keyword, "reg") == 0 ? 5 : strcmp(keyword, "bits") == 0 ? 4 : 0;
}

/* The entry of `kind` made last, before the one being read. */
static const struct entry *last_of(enum entry_kind kind) {
    int index = entry_count - 1;
    while (index >= 0 && entries[index].kind != kind) index--;
    return index >= 0 ? &entries[index] : NULL;
}

/* The bytes of a block: a number, or the parameter that holds the log2 of its words. */
static uint32_t block_size(const struct line *l, const char *text) {
    if (!isupper((unsigned char)text[0])) return table_number(l, text, "size", UINT32_MAX);
    uint32_t log2_words = machines_largest(text);
    if (log2_words == 0) table_fail(l, "no parameter is called `%s` in machines.table", text);
    return 4u << log2_words;
}

static void take_block(const struct line *l, struct entry *e) {
    e->base = table_number(l, l->column[2], "base", UINT32_MAX);
    e->size = block_size(l, l->column[3]);
    if (e->size == 0 || e->base % 4096 != 0) table_fail(l, "block %s is empty or not aligned to 4096", e->name);
    for (const struct entry *o = entries; o < e; o++) {
        if (o->kind != ENTRY_BLOCK) continue;
        if (strcmp(o->name, e->name) == 0) table_fail(l, "block %s is there already", e->name);
        if (e->base < o->base + o->size && o->base < e->base + e->size)
            table_fail(l, "block %s overlaps block %s", e->name, o->name);
    }
}

static void take_register(const struct line *l, struct entry *e) {
    const struct entry *block = last_of(ENTRY_BLOCK);
    if (!block) table_fail(l, "register %s outside a block", e->name);
    e->block = block;
    e->base = table_number(l, l->column[2], "offset", UINT32_MAX);
    e->access = l->column[3];
    if (e->base % 4 != 0 || e->base >= block->size) table_fail(l, "offset of %s is not a word of the block", e->name);
    if (strcmp(e->access, "r") != 0 && strcmp(e->access, "w") != 0 && strcmp(e->access, "rw") != 0)
        table_fail(l, "access of %s is `%s`: write r, w or rw", e->name, e->access);
    for (const struct entry *o = block + 1; o < e; o++) {
        if (o->kind != ENTRY_REG) continue;
        if (strcmp(o->name, e->name) == 0) table_fail(l, "register %s is there already", e->name);
        if (o->base == e->base) table_fail(l, "%s has the offset of %s", e->name, o->name);
    }
}

static void take_bits(const struct line *l, struct entry *e) {
    const struct entry *reg = last_of(ENTRY_REG);
    unsigned high, low;
    int end = 0;
    if (!reg || entries[entry_count - 1].kind == ENTRY_BLOCK) table_fail(l, "field %s outside a register", e->name);
    if (sscanf(l->column[2], "%u:%u%n", &high, &low, &end) != 2 || l->column[2][end] || high > 31 || low > high)
        table_fail(l, "field %s has bits `%s`: write high:low, from 31 to 0", e->name, l->column[2]);
    for (const struct entry *o = reg + 1; o < e; o++)
        if (strcmp(o->name, e->name) == 0) table_fail(l, "field %s is there already", e->name);
    e->block = reg->block;
    e->parent = reg;
    e->base = low;
    e->size = high - low + 1;
}

void memory_map_take(const struct line *l) {
    if (entry_count == MAX_ENTRIES) table_fail(l, "more than %d entries", MAX_ENTRIES);
    struct entry *e = &entries[entry_count];
    e->name = l->column[1];
    e->text = l->column[l->count - 1];
    table_capitals(l, e->name);
    if (strcmp(l->column[0], "block") == 0) {
        e->kind = ENTRY_BLOCK;
        take_block(l, e);
    } else if (strcmp(l->column[0], "reg") == 0) {
        e->kind = ENTRY_REG;
        take_register(l, e);
    } else {
        e->kind = ENTRY_BITS;
        take_bits(l, e);
    }
    entry_count++;
}

/* Width of the word index that tells the registers of a block apart. */
static int index_bits(const struct entry *block) {
    int bits = 1;
    for (const struct entry *e = block + 1; e < entries + entry_count && e->kind != ENTRY_BLOCK; e++)
        while (e->kind == ENTRY_REG && e->base / 4 >> bits) bits++;
    return bits;
}

void memory_map_verilog(FILE *f) {
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            fprintf(f, "\n`define LITH_%s_BASE 32'h%08X\n", e->name, e->base);
        } else if (e->kind == ENTRY_REG) {
            fprintf(f, "`define LITH_%s_%s_WORD %d'd%u\n", e->block->name, e->name, index_bits(e->block), e->base / 4);
        } else {
            fprintf(f, "`define LITH_%s_%s_%s_BIT %u\n", e->block->name, e->parent->name, e->name, e->base);
        }
    }
}

void memory_map_c(FILE *f) {
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            fprintf(f, "\n/* %s */\n#define LITH_%s_BASE 0x%08X\n#define LITH_%s_SIZE 0x%08X\n", e->text, e->name,
                    e->base, e->name, e->size);
        } else if (e->kind == ENTRY_REG) {
            fprintf(f, "#define LITH_%s_%s 0x%08X\n", e->block->name, e->name, e->block->base + e->base);
        } else {
            uint32_t mask = (e->size == 32 ? 0xFFFFFFFFu : (1u << e->size) - 1) << e->base;
            fprintf(f, "#define LITH_%s_%s_%s 0x%08X\n", e->block->name, e->parent->name, e->name, mask);
        }
    }
}

void memory_map_doc(FILE *f) {
    fputs("| block | address | size | |\n|---|---|---|---|\n", f);
    for (const struct entry *e = entries; e < entries + entry_count; e++)
        if (e->kind == ENTRY_BLOCK) fprintf(f, "| %s | `0x%08X` | `0x%X` | %s |\n", e->name, e->base, e->size, e->text);
}

void memory_map_doc_registers(FILE *f) {
    bool heading = false, first = true;
    for (const struct entry *e = entries; e < entries + entry_count; e++) {
        if (e->kind == ENTRY_BLOCK) {
            heading = false;
            continue;
        }
        if (!heading)
            fprintf(f, "%s## %s\n\n| address | register | bits | access | |\n|---|---|---|---|---|\n",
                    first ? "" : "\n", e->block->name);
        heading = true;
        first = false;
        if (e->kind == ENTRY_REG)
            fprintf(f, "| `0x%08X` | %s | | %s | %s |\n", e->block->base + e->base, e->name, e->access, e->text);
        else if (e->size == 1)
            fprintf(f, "| | | %u %s | | %s |\n", e->base, e->name, e->text);
        else
            fprintf(f, "| | | %u:%u %s | | %s |\n", e->base + e->size - 1, e->base, e->name, e->text);
    }
}
