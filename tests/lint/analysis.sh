#!/bin/sh
# Runs the analyser over planted files: analysis.sh FOLDER. Each line `name|check|text` below is a file, and the check that
# must find something in it; without one, nothing may be found. Environment: as tools/lint/analyse has it.
set -u
folder=$1
top=$PWD
. tests/count.sh
rm -rf "$folder" && mkdir -p "$folder" && cd "$folder" || exit 1

cat >planted <<'END'
sound||int f(int *p) { return p ? *p : 0; }
machine||int f(void) { int a; __asm__("li %0, 1" : "=r"(a)); return a; }
null|clang-analyzer-core.NullDereference|int f(int *p) { return p ? 0 : *p; }
never-set|clang-analyzer-core.uninitialized.UndefReturn|int f(int c) { int a; if (c) a = 1; return a; }
lost|clang-analyzer-unix.Malloc|void f(void) { int *p = malloc(4); if (p) *p = 1; }
freed|clang-analyzer-unix.Malloc|void f(int *p) { free(p); *p = 1; }
unread|clang-analyzer-deadcode.DeadStores|int f(int a) { int b = a; b = 2; b = a + 1; return b; }
nothing|clang-analyzer-optin.portability.UnixAPI|void *f(void) { return calloc(1, 0); }
size|bugprone-sizeof-expression|size_t f(void) { return sizeof(sizeof(int)); }
short|bugprone-too-small-loop-variable|long f(long n) { long s = 0; for (short i = 0; i < n; i++) s += i; return s; }
END
while IFS='|' read -r name check text; do
    echo "#include <stdlib.h>
#include <string.h>
$text" >"$name.c"
    compiler=$([ "$name" = machine ] && echo 'riscv64-unknown-elf-gcc --specs=picolibc.specs -march=rv32i -mabi=ilp32' || echo cc)
    # Over two lines, as make has it.
    printf 'mkdir -p x && %s -std=gnu11 \\\n  -c %s.c -o x/%s.o\n' "$compiler" "$name" "$name" >>commands
done <planted
echo 'int f(void) { return 1; }' >forgotten.c
# shellcheck disable=SC2046 -- names without blanks
sh "$top/tools/lint/analyse" commands found $(sed 's/|.*/.c/' planted) forgotten.c >said

while IFS='|' read -r name check text; do
    if [ -n "$check" ]; then
        grep -q "/$name.c:.*\[$check" said && count "$name" yes || count "$check finds nothing in $name.c" no
    else
        grep -q "$name.c:" said && count "something is found in $name.c" no || count "$name" yes
    fi
done <planted
grep -q '^forgotten.c: no command of make compiles it$' said && count forgotten yes || count 'a file that nothing compiles' no
[ "$(tail -n 1 said)" = '2 passed, 9 failed' ] && count counts yes || count "the counts: $(tail -n 1 said)" no
[ "$failed" -eq 0 ] || cat said
counted
