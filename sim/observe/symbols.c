#include "symbols.h"
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_address(const void *a, const void *b) {
    const struct symbol *x = a, *y = b;
    if (x->address != y->address) return x->address < y->address ? -1 : 1;
    return x->size > y->size ? -1 : x->size < y->size; /* the one with a size goes first */
}

/* Functions, and the labels of assembly code, which have no type. */
static bool is_function(const GElf_Sym *sym, Elf *elf) {
    int type = GELF_ST_TYPE(sym->st_info);
    if (type == STT_FUNC) return true;
    if (type != STT_NOTYPE || sym->st_shndx == SHN_UNDEF || sym->st_shndx >= SHN_LORESERVE) return false;
    GElf_Shdr section;
    Elf_Scn *scn = elf_getscn(elf, sym->st_shndx);
    return scn && gelf_getshdr(scn, &section) && section.sh_flags & SHF_EXECINSTR;
}

static bool add(struct symbol **list, size_t *count, const GElf_Sym *sym, const char *name) {
    if ((*count & (*count + 1)) == 0) { /* grow at 0, 1, 3, 7... */
        struct symbol *more = realloc(*list, (2 * *count + 2) * sizeof **list);
        if (!more) return false;
        *list = more;
    }
    struct symbol *s = &(*list)[*count];
    *s = (struct symbol){.address = (uint32_t)sym->st_value, .size = (uint32_t)sym->st_size, .name = strdup(name)};
    if (s->name) ++*count;
    return s->name != NULL;
}

static bool read_table(struct symbols *s, Elf *elf, Elf_Scn *scn, const GElf_Shdr *header) {
    Elf_Data *data = elf_getdata(scn, NULL);
    size_t n = header->sh_entsize && data ? header->sh_size / header->sh_entsize : 0;
    for (size_t i = 0; i < n; i++) {
        GElf_Sym sym;
        if (!gelf_getsym(data, (int)i, &sym)) continue;
        const char *name = elf_strptr(elf, header->sh_link, sym.st_name);
        /* $x, $d: marks of the assembler. .L...: its local labels. */
        if (!name || !*name || *name == '$' || *name == '.') continue;
        bool ok = true;
        if (GELF_ST_TYPE(sym.st_info) == STT_OBJECT)
            ok = add(&s->objects, &s->object_count, &sym, name);
        else if (is_function(&sym, elf))
            ok = add(&s->functions, &s->count, &sym, name);
        if (!ok) return false;
    }
    return true;
}

/* One function for each address; those without a size end where the next one begins. */
static void tidy(struct symbols *s) {
    if (!s->count) return;
    qsort(s->functions, s->count, sizeof *s->functions, by_address);
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (kept && s->functions[kept - 1].address == s->functions[i].address)
            free(s->functions[i].name);
        else
            s->functions[kept++] = s->functions[i];
    }
    s->count = kept;
}

bool symbols_read(struct symbols *s, const void *bytes, size_t size, char *err, size_t err_size) {
    *s = (struct symbols){.count = 0};
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory((char *)(uintptr_t)bytes, size);
    const char *wrong = "not an ELF file";
    if (!elf || elf_kind(elf) != ELF_K_ELF || gelf_getclass(elf) != ELFCLASS32) goto failed;
    wrong = "out of memory";
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr header;
        if (!gelf_getshdr(scn, &header) || header.sh_type != SHT_SYMTAB) continue;
        if (!read_table(s, elf, scn, &header)) goto failed;
    }
    tidy(s);
    wrong = "the ELF file names no functions: it has been stripped";
    if (!s->count) goto failed;
    elf_end(elf);
    return true;
failed:
    snprintf(err, err_size, "%s", wrong);
    if (elf) elf_end(elf);
    symbols_free(s);
    return false;
}

void symbols_free(struct symbols *s) {
    for (size_t i = 0; i < s->count; i++) free(s->functions[i].name);
    for (size_t i = 0; i < s->object_count; i++) free(s->objects[i].name);
    free(s->functions);
    free(s->objects);
    *s = (struct symbols){.count = 0};
}

long symbols_function_at(const struct symbols *s, uint32_t address) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->functions[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low) return -1;
    const struct symbol *f = &s->functions[low - 1];
    return f->size && address - f->address >= f->size ? -1 : (long)low - 1;
}

bool symbols_object(const struct symbols *s, const char *name, uint32_t *address, uint32_t *size) {
    for (size_t i = 0; i < s->object_count; i++) {
        if (strcmp(s->objects[i].name, name) != 0) continue;
        *address = s->objects[i].address;
        *size = s->objects[i].size;
        return true;
    }
    return false;
}
