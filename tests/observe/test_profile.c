/* Profiles of programs whose answer is known. test_profile BUSY.bin SCRATCH */
#include "harness.h"
#include "profile.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char program[200], scratch[200];

/* A file as text. To be freed. */
static char *text_of(const char *path) {
    size_t size;
    char *text = (char *)read_whole(path, &size);
    text[size] = 0;
    return text;
}

static uint8_t *elf_of(size_t *size) {
    char path[220];
    snprintf(path, sizeof path, "%.*self", (int)strlen(program) - 3, program);
    return read_whole(path, size);
}

/* The cycles of a function in the table. */
static double cycles_of(const char *table, const char *name) {
    char line[100];
    double cycles;
    snprintf(line, sizeof line, "  %s\n", name);
    const char *at = strstr(table, line);
    if (!at) fail_msg("%s is not in the table", name);
    while (at[-1] != '\n') at--;
    assert_int_equal(sscanf(at, "%lf", &cycles), 1);
    return cycles;
}

/* Sum of the cycles in a file of folded stacks, each line of which must be names and a number. */
static uint64_t folded_cycles(const char *folded) {
    uint64_t sum = 0;
    for (const char *line = folded; *line; line = strchr(line, '\n') + 1) {
        unsigned long long cycles;
        int used = 0;
        if (sscanf(line, "%*[^ \n] %llu%n", &cycles, &used) != 1 || line[used] != '\n')
            fail_msg("not a stack: %.60s", line);
        sum += cycles;
    }
    return sum;
}

static void shares_are_those_of_the_program(void **state) {
    (void)state;
    for (int backend = LITH_RTL; backend <= LITH_MODEL; backend++) {
        char path[220], err[200];
        size_t size;
        uint8_t *elf = elf_of(&size);
        lith_machine *m = subject_machine(&(struct subject){"ulx3s", (enum lith_backend)backend, program, 0});
        struct lith_profile *p = lith_profile_new(m, elf, size, 101, err, sizeof err);
        free(elf);
        if (!p) fail_msg("%s", err);
        const char *output = run_out(m, 10000000);
        double much, little;
        assert_int_equal(sscanf(output, "cycles %lf %lf", &much, &little), 2);
        snprintf(path, sizeof path, "%s/busy-%d", scratch, backend);
        if (!lith_profile_write(p, path, err, sizeof err)) fail_msg("%s", err);
        assert_false(lith_profile_write(p, "/nowhere/profile", err, sizeof err));
        char *table = text_of(path), *folded = text_of(strcat(path, ".folded"));
        assert_true(much > 250000 && little > 80000);
        assert_true(cycles_of(table, "work_much") > 0.97 * much && cycles_of(table, "work_much") < 1.03 * much);
        assert_true(cycles_of(table, "work_little") > 0.97 * little && cycles_of(table, "work_little") < 1.03 * little);
        uint64_t awake = folded_cycles(folded);
        assert_in_range(awake, lith_machine_now(m) * 8 / 10, lith_machine_now(m));
        assert_non_null(strstr(folded, "work_much() "));
        free(table);
        free(folded);
        lith_profile_free(p);
        lith_machine_free(m);
    }
}

static void wrong_files_are_refused(void **state) {
    (void)state;
    char err[200];
    size_t size;
    uint8_t *elf = elf_of(&size);
    lith_machine *m = subject_machine(&(struct subject){"ulx3s", LITH_MODEL, program, 0});
    assert_null(lith_profile_new(m, "#!/bin/sh\n", 10, 0, err, sizeof err));
    assert_string_equal(err, "not an ELF file");
    assert_null(lith_profile_new(m, elf, 40, 0, err, sizeof err));
    memset(elf + 32, 0, 4); /* no section headers: stripped of its symbols */
    memset(elf + 48, 0, 2);
    assert_null(lith_profile_new(m, elf, size, 0, err, sizeof err));
    assert_non_null(strstr(err, "stripped"));
    free(elf);
    lith_machine_free(m);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    snprintf(program, sizeof program, "%s", argv[1]);
    snprintf(scratch, sizeof scratch, "%s", argv[2]);
    const struct CMUnitTest tests[] = {cmocka_unit_test(shares_are_those_of_the_program),
                                       cmocka_unit_test(wrong_files_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
