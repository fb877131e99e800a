#include "harness.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint8_t *read_whole(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s cannot be opened", path);
    uint8_t *bytes = malloc(1 << 22);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 22, f);
    fclose(f);
    return bytes;
}

lith_machine *subject_machine(const struct subject *s) {
    struct lith_config cfg = {.machine = s->machine, .backend = s->backend, .heap_words = s->heap_words};
    char err[200];
    uint8_t *ram = read_whole(s->program, &cfg.ram_size);
    cfg.ram = ram;
    lith_machine *m = lith_machine_new(&cfg, err, sizeof err);
    free(ram);
    if (!m) fail_msg("%s", err);
    return m;
}

const char *run_out(lith_machine *m, uint64_t cycles) {
    static char text[1 << 16];
    size_t n = 0;
    bool idle = false;
    while (cycles && !idle) {
        uint64_t slice = cycles < 100000 ? cycles : 100000, ran = lith_machine_run(m, slice);
        n += lith_machine_uart_read(m, (uint8_t *)text + n, sizeof text - 1 - n);
        idle = ran < slice && lith_machine_idle(m);
        cycles -= ran;
    }
    text[n] = 0;
    if (idle && !strstr(text, "PASS\n") && !strstr(text, "PASS\r\n")) fail_msg("the program ended with: %s", text);
    return text;
}
