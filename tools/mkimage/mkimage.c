/* Makes a flash image of a program for the boot ROM (docs/machine.md).
 *
 *   mkimage [--load ADDRESS] [--entry ADDRESS] program image
 *
 * The program is an ELF file for 32-bit RISC-V, or else a raw binary, which is loaded and entered at the start of RAM
 * unless told otherwise. The exit status is 0 when the image is there, else 2. */
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"
#include "sim/output_file.h"
#include <lith_memmap.h>

enum { MAX_PAYLOAD = 1 << 20 };

struct program {
    uint8_t *payload;
    uint32_t length, load, entry;
};

_Noreturn static void fail(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fputs("mkimage: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static uint8_t *read_file(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    if (!f) fail("%s: %s", path, strerror(errno));
    size_t capacity = 16 << 20;
    uint8_t *bytes = malloc(capacity);
    if (!bytes) fail("out of memory");
    *size = fread(bytes, 1, capacity, f);
    if (ferror(f) || !feof(f)) fail("%s: cannot be read, or is larger than 16 MiB", path);
    fclose(f);
    return bytes;
}

/* The segments may begin at any byte of the file. */
static Elf32_Phdr segment(const uint8_t *file, const Elf32_Ehdr *h, int i) {
    Elf32_Phdr s;
    memcpy(&s, file + h->e_phoff + (size_t)i * sizeof s, sizeof s);
    return s;
}

/* Lays the loadable segments out as they are to be in RAM. */
static struct program from_elf(const char *path, const uint8_t *file, size_t size) {
    const Elf32_Ehdr *h = (const Elf32_Ehdr *)file;
    if (size < sizeof *h || h->e_ident[EI_CLASS] != ELFCLASS32 || h->e_machine != EM_RISCV)
        fail("%s: not a program for 32-bit RISC-V", path);
    if (h->e_phoff > size || (uint64_t)h->e_phnum * sizeof(Elf32_Phdr) > size - h->e_phoff) fail("%s: cut short", path);
    uint32_t low = UINT32_MAX, high = 0;
    for (int i = 0; i < h->e_phnum; i++) {
        Elf32_Phdr s = segment(file, h, i);
        if (s.p_type != PT_LOAD || s.p_filesz == 0) continue;
        if (s.p_offset > size || s.p_filesz > size - s.p_offset) fail("%s: cut short", path);
        if (s.p_filesz > UINT32_MAX - s.p_paddr) fail("%s: a segment goes beyond the last address", path);
        if (s.p_paddr < low) low = s.p_paddr;
        if (s.p_paddr + s.p_filesz > high) high = s.p_paddr + s.p_filesz;
    }
    if (high <= low || high - low > MAX_PAYLOAD) fail("%s: nothing to load, or more than 1 MiB", path);
    struct program p = {.length = (high - low + 3) & ~3u, .load = low, .entry = h->e_entry};
    p.payload = calloc(1, p.length);
    if (!p.payload) fail("out of memory");
    for (int i = 0; i < h->e_phnum; i++) {
        Elf32_Phdr s = segment(file, h, i);
        if (s.p_type == PT_LOAD && s.p_filesz != 0)
            memcpy(p.payload + (s.p_paddr - low), file + s.p_offset, s.p_filesz);
    }
    return p;
}

static struct program from_binary(const char *path, const uint8_t *file, size_t size) {
    if (size == 0 || size > MAX_PAYLOAD) fail("%s: empty, or more than 1 MiB", path);
    struct program p = {.length = ((uint32_t)size + 3) & ~3u, .load = LITH_RAM_BASE, .entry = LITH_RAM_BASE};
    p.payload = calloc(1, p.length);
    if (!p.payload) fail("out of memory");
    memcpy(p.payload, file, size);
    return p;
}

/* CRC-32 of IEEE 802.3. */
static uint32_t crc32(const uint8_t *bytes, size_t n) {
    uint32_t crc = ~0u;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static void put_word(uint8_t *to, uint32_t word) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(word >> 8 * i);
}

static void write_image(const char *path, const struct program *p) {
    uint8_t header[sizeof(struct image_header)];
    const uint32_t words[] = {IMAGE_MAGIC, IMAGE_VERSION, p->length, p->load, p->entry, crc32(p->payload, p->length)};
    for (size_t i = 0; i < 6; i++) put_word(header + 4 * i, words[i]);
    put_word(header + 24, crc32(header, 24));
    struct output_file f;
    char err[PATH_MAX + 200];
    if (!output_file_begin(&f, path, err, sizeof err)) fail("%s", err);
    fwrite(header, sizeof header, 1, f.stream);
    fwrite(p->payload, p->length, 1, f.stream);
    if (!output_file_finish(&f, err, sizeof err)) fail("%s", err);
}

static uint32_t address(const char *text) {
    char *end;
    unsigned long v = strtoul(text, &end, 0);
    if (*end || end == text || v > UINT32_MAX) fail("not an address: `%s`", text);
    return (uint32_t)v;
}

static const char usage[] = "usage: mkimage [--load ADDRESS] [--entry ADDRESS] program image\n";

int main(int argc, char **argv) {
    const char *load = NULL, *entry = NULL;
    if (argc == 2 && (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)) {
        fputs(usage, stdout);
        return fflush(stdout) ? 2 : 0;
    }
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--load") == 0)
            load = argv[i + 1];
        else if (strcmp(argv[i], "--entry") == 0)
            entry = argv[i + 1];
        else
            break;
    }
    if (argc - i != 2) {
        fputs(usage, stderr);
        return 2;
    }
    size_t size;
    uint8_t *file = read_file(argv[i], &size);
    bool elf = size >= SELFMAG && memcmp(file, ELFMAG, SELFMAG) == 0;
    if (elf && load) fail("%s says itself where it is to be loaded", argv[i]);
    struct program p = elf ? from_elf(argv[i], file, size) : from_binary(argv[i], file, size);
    if (load) p.load = p.entry = address(load);
    if (entry) p.entry = address(entry);
    if (p.load % 4) fail("load address 0x%x is not a multiple of 4", p.load);
    if (p.entry - p.load >= p.length) fail("entry 0x%x is outside the program", p.entry);
    write_image(argv[i + 1], &p);
    free(p.payload);
    free(file);
    return 0;
}
