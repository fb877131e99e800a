/* train program.bin...: runs RAM images on the simulated ulx3s machine while a profile of the simulator is taken
 * (profile.sh). Exit status 1, with a line that says so, when a program does not come to its PASS. */
#include "lith_sim.h"
#include <lith_memmap.h>
#include <stdio.h>
#include <string.h>

enum { CYCLES = 10000000 };

static bool passes(const char *path) {
    static uint8_t ram[LITH_RAM_SIZE];
    char err[200] = "cannot be read", text[4096];
    FILE *f = fopen(path, "rb");
    struct lith_config cfg = {.machine = "ulx3s", .backend = LITH_RTL, .ram = ram};
    cfg.ram_size = f ? fread(ram, 1, sizeof ram, f) : 0;
    if (f) fclose(f);
    lith_machine *m = cfg.ram_size ? lith_machine_new(&cfg, err, sizeof err) : NULL;
    if (!m) {
        fprintf(stderr, "train: %s: %s\n", path, err);
        return false;
    }
    size_t n = 0;
    for (uint64_t ran = 0; ran < CYCLES && !lith_machine_idle(m); ran += lith_machine_run(m, CYCLES - ran))
        n += lith_machine_uart_read(m, (uint8_t *)text + n, sizeof text - 1 - n);
    n += lith_machine_uart_read(m, (uint8_t *)text + n, sizeof text - 1 - n);
    text[n] = 0;
    lith_machine_free(m);
    if (strstr(text, "PASS")) return true;
    fprintf(stderr, "train: %s does not pass: %s\n", path, text);
    return false;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (!passes(argv[i])) return 1;
    return 0;
}
