/* Runs the package's Dhrystone on one core and prints its figure: DMIPS/MHz = 1e6 / (1757 * cycles of one run).
 * The cycles are those the program measured itself with rdcycle; its printed results are checked too.
 * Usage: dhrystone-<core> program.bin */
#include "cpu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOAD_ADDRESS 0x10000u
#define EXIT_OK 0x100u
#define MAX_CYCLES 10000000u

static struct memory memory;
static char console[65536];
static size_t console_length;

uint32_t memory_read(struct memory *m, uint32_t addr) {
    if (addr < CPU_MEMORY_BYTES) return m->word[addr / 4];
    m->fault = true;
    return 0;
}

void memory_write(struct memory *m, uint32_t addr, uint32_t value, unsigned lanes) {
    if (addr < CPU_MEMORY_BYTES) {
        for (unsigned k = 0; k < 4; k++)
            if (lanes >> k & 1) m->word[addr / 4] = (m->word[addr / 4] & ~(0xffu << 8 * k)) | (value & 0xffu << 8 * k);
    } else if (addr == 0x10000000) {
        if (console_length < sizeof console - 1) console[console_length++] = (char)value;
    } else if (addr == 0x20000000) {
        m->ended = true;
        m->exit_value = value;
    } else {
        m->fault = true;
    }
}

/* The program prints "name: value" and on the next line "should be: value", where the value is a fixed one. */
static bool results_right(void) {
    const char *before = "";
    int checked = 0;
    for (const char *line = console; *line != 0;) {
        const char *want = strstr(line, "should be:"), *end = strchr(line, '\n');
        if (end == NULL) break;
        if (want != NULL && want < end) {
            const char *got = strchr(before, ':');
            char a[80] = "", b[80] = "";
            if (got == NULL || sscanf(got + 1, " %79[^\n]", a) != 1 || sscanf(want + 10, " %79[^\n]", b) != 1)
                return false;
            if (b[0] != '(' && strncmp(b, "Number", 6) != 0) {
                if (strcmp(a, b) != 0) return false;
                checked++;
            }
        }
        before = line;
        line = end + 1;
    }
    return checked == 19;
}

int main(int argc, char **argv) {
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (f == NULL || fread(&memory.word[LOAD_ADDRESS / 4], 1, CPU_MEMORY_BYTES - LOAD_ADDRESS, f) == 0) {
        fprintf(stderr, "dhrystone: cannot read the program; usage: dhrystone-<core> program.bin\n");
        return 2;
    }
    fclose(f);
    cpu_reset();
    for (unsigned k = 0; k < MAX_CYCLES && !memory.ended && !memory.fault; k++) cpu_cycle(&memory);
    unsigned cycles = 0, instructions = 0, runs = 0;
    char *p = strstr(console, "Number_Of_Runs:");
    if (!memory.ended || memory.exit_value != EXIT_OK || !results_right() || p == NULL ||
        sscanf(p, "Number_Of_Runs: %u\nUser_Time: %u cycles, %u insn", &runs, &cycles, &instructions) != 3) {
        fprintf(stderr, "dhrystone on %s: wrong result (exit 0x%x, fault %d); it printed:\n%s\n", cpu_name,
                memory.exit_value, memory.fault, console);
        return 1;
    }
    double run = (double)cycles / runs;
    fprintf(stderr, "dhrystone on %s: %.1f cycles a run, %.2f cycles an instruction, %.3f DMIPS/MHz\n", cpu_name, run,
            (double)cycles / instructions, 1e6 / (1757.0 * run));
    printf("%s.dmips_per_mhz %.3f\n", cpu_name, 1e6 / (1757.0 * run));
    return 0;
}
