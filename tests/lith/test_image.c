/* Images that are damaged, and kernels that panic. */
#include "tests.h"
#include <elf.h>
#include <lith_flash.h>
#include <time.h>
#include <zlib.h>

enum { HEADER = 28, LIBRARY_AT = FLASH_LIBRARY_BASE - FLASH_IMAGE_BASE };

static char *flash;
static size_t flash_size;

static int setup(void **state) {
    (void)state;
    flash = read_whole(getenv("LITH_FLASH"), &flash_size);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    free(flash);
    return 0;
}

static uint32_t word(size_t at) {
    const uint8_t *p = (const uint8_t *)flash + at;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Bytes of the library's image up to its checksum; texts of documentation follow. */
static size_t library_size(void) { return 4 * (size_t)word(LIBRARY_AT + 12); }

static struct result boot(const char *bytes, size_t n, const char *expression) {
    return LITH("--model", "--image", test_file("damaged.flash", bytes, n), "eval", expression);
}

static void whole(void **state) {
    (void)state;
    expect(boot(flash, flash_size, "1"), 0, "1\n", NULL);
}

static void cut(void **state) {
    (void)state;
    expect_refused(boot(flash, 0, "1"), 2, "boot: no image in flash");
    expect_refused(boot(flash, 20, "1"), 2, "boot: ");
    expect_refused(boot(flash, 10000, "1"), 2, "boot: ");
    expect_refused(boot(flash, LIBRARY_AT, "1"), 2, "library in flash: ");
    expect_refused(boot(flash, LIBRARY_AT + library_size() - 4, "1"), 2, "library in flash: ");
    expect_refused(boot("not an image", 12, "1"), 2, "boot: no image in flash");
}

/* One bit of kernel or library is wrong: that is found before anything is evaluated. */
static void flipped(void **state) {
    const char *seed_text = getenv("SEED");
    unsigned seed = seed_text && *seed_text ? (unsigned)strtoul(seed_text, NULL, 0) : (unsigned)time(NULL);
    (void)state;
    printf("flipped: SEED=%u\n", seed);
    srandom(seed);
    for (int i = 0; i < 30; i++) {
        size_t kernel = HEADER + word(8), library = library_size();
        size_t at = (size_t)random() % (kernel + library);
        if (at >= kernel) at = at - kernel + LIBRARY_AT;
        unsigned bit = (unsigned)random() % 8;
        flash[at] = (char)(flash[at] ^ 1 << bit);
        printf("byte %zu, bit %u\n", at, bit);
        expect_refused(boot(flash, flash_size, "1"), 2, "the machine does not start: ");
        flash[at] = (char)(flash[at] ^ 1 << bit);
    }
}

/* Where a function's code stands in the flash image. */
static size_t place_of(const char *name) {
    size_t n, found = 0;
    char *elf = read_whole(getenv("LITH_ELF"), &n);
    const Elf32_Ehdr *h = (const Elf32_Ehdr *)(const void *)elf;
    const Elf32_Shdr *sections = (const Elf32_Shdr *)(const void *)(elf + h->e_shoff);
    for (int i = 0; i < h->e_shnum; i++) {
        if (sections[i].sh_type != SHT_SYMTAB) continue;
        const Elf32_Sym *symbols = (const Elf32_Sym *)(const void *)(elf + sections[i].sh_offset);
        const char *names = elf + sections[sections[i].sh_link].sh_offset;
        for (size_t k = 0; k < sections[i].sh_size / sizeof *symbols; k++)
            if (!strcmp(names + symbols[k].st_name, name)) found = symbols[k].st_value - word(12) + HEADER;
    }
    free(elf);
    assert_true(found >= HEADER && found < flash_size);
    return found;
}

static void put_word(char *to, uint32_t w) {
    for (int i = 0; i < 4; i++) to[i] = (char)(w >> 8 * i);
}

/* The image with a function that begins with an illegal instruction, and sound checksums. */
static struct result boot_broken(const char *function, const char *expression) {
    size_t at = place_of(function);
    char *broken = malloc(flash_size);
    assert_non_null(broken);
    memcpy(broken, flash, flash_size);
    memset(broken + at, 0, 4);
    put_word(broken + 20, (uint32_t)crc32(0, (const uint8_t *)broken + HEADER, word(8)));
    put_word(broken + 24, (uint32_t)crc32(0, (const uint8_t *)broken, 24));
    struct result r = boot(broken, flash_size, expression);
    free(broken);
    return r;
}

static void panics(void **state) {
    (void)state;
    expect_refused(boot_broken("session_run", "1"), 2,
                   "the machine does not start: panic: illegal instruction (cause 2) at pc 100");
    expect_refused(boot_broken("machine_collect", "(gc)"), 4,
                   "the kernel gave up: panic: illegal instruction (cause 2) at pc 100");
    expect(boot_broken("machine_collect", "(+ 1 2)"), 0, "3\n", NULL);
}

/* mkimage with a program whose second segment begins at an address. */
static struct result make_image(uint32_t address, uint32_t bytes) {
    struct {
        Elf32_Ehdr header;
        char odd; /* what is behind need not lie at whole words */
        char segments[2 * sizeof(Elf32_Phdr)];
        char contents[64];
    } elf = {.header = {.e_machine = EM_RISCV, .e_phoff = sizeof(Elf32_Ehdr) + 1, .e_phnum = 2}};
    Elf32_Phdr segments[2] = {{.p_type = PT_LOAD, .p_offset = sizeof elf - 64, .p_paddr = 0x10000000, .p_filesz = 16},
                              {.p_type = PT_LOAD, .p_offset = sizeof elf - 64, .p_paddr = address, .p_filesz = bytes}};
    memcpy(elf.header.e_ident, ELFMAG, SELFMAG);
    elf.header.e_ident[EI_CLASS] = ELFCLASS32;
    elf.header.e_entry = 0x10000000;
    memcpy(elf.segments, segments, sizeof segments);
    const char *program = test_file("segments.elf", &elf, sizeof elf), *image = test_path("segments.flash");
    return lith_with((struct invocation){.program = "tools/mkimage"}, (const char *const[]){program, image, NULL});
}

static void segments_anywhere(void **state) {
    (void)state;
    expect(make_image(0x10000010, 16), 0, "", NULL);
    expect(make_image(0x10000010, 65), 2, "", "cut short");
    expect(make_image(0x20000000, 16), 2, "", "more than 1 MiB");
    expect(make_image(0xfffffff0, 32), 2, "", "a segment goes beyond the last address");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole),
    cmocka_unit_test(cut),
    cmocka_unit_test(flipped),
    cmocka_unit_test(panics),
    cmocka_unit_test(segments_anywhere),
};

int image_tests(void) { return cmocka_run_group_tests_name("images", tests, setup, teardown); }
