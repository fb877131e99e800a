/* asm_tests machine program.bin...: the core's assembler tests (tests/core/asm) on the model alone, so that a rule
 * which model and core have wrong in the same way is seen too. Each program must say PASS; with each planted fault of
 * the model one of them must not. */
#include "lith_memmap.h"
#include "sim/model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RAM_MAX = 1 << 18, STEPS_MAX = 4000000 };

/* Runs the program to the end of its line of text. */
static bool passes(const char *machine, const char *path, enum model_fault fault, char *text, size_t text_size) {
    static uint8_t ram[RAM_MAX];
    char err[160] = "cannot be read";
    FILE *file = fopen(path, "rb");
    struct lith_config cfg = {.machine = machine, .ram = ram};
    cfg.ram_size = file ? fread(ram, 1, sizeof ram, file) : 0;
    if (file) fclose(file);
    struct model *m = cfg.ram_size ? model_new(&cfg, err, sizeof err) : NULL;
    if (!m) {
        fprintf(stderr, "asm_tests: %s: %s\n", path, err);
        exit(2);
    }
    model_plant(m, fault);
    size_t n = 0;
    for (long i = 0; i < STEPS_MAX && n + 1 < text_size && !model_broken(m); i++) {
        struct model_inputs in = {0};
        struct model_effects e;
        model_step(m, &in, &e);
        if (e.store_mask & 1 && e.store_address == LITH_UART_DATA) text[n++] = (char)e.store_value;
        if (n && text[n - 1] == '\n') break;
    }
    text[n] = 0;
    model_free(m);
    return strcmp(text, "PASS\n") == 0;
}

int main(int argc, char **argv) {
    static const struct {
        enum model_fault fault;
        const char *name;
    } faults[] = {{FAULT_TAG_KEPT_ON_ADD, "a tag kept on add"},
                  {FAULT_MTVAL_WITHOUT_TAG, "mtval without its tag"},
                  {FAULT_STORE_WITHOUT_TAG, "a store that loses the tag"}};
    int passed = 0, failed = 0;
    char text[80];
    for (int i = 2; i < argc; i++) {
        bool pass = passes(argv[1], argv[i], FAULT_NONE, text, sizeof text);
        if (!pass) printf("FAILED %s on %s: %s\n", argv[i], argv[1], *text ? text : "no end");
        pass ? passed++ : failed++;
    }
    for (size_t f = 0; f < sizeof faults / sizeof faults[0]; f++) {
        bool seen = false;
        for (int i = 2; i < argc && !seen; i++) seen = !passes(argv[1], argv[i], faults[f].fault, text, sizeof text);
        if (!seen) printf("FAILED: %s is not seen on %s\n", faults[f].name, argv[1]);
        seen ? passed++ : failed++;
    }
    printf("%s: %d passed, %d failed\n", argv[1], passed, failed);
    return failed || argc < 3;
}
