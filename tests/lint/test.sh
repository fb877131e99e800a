#!/bin/sh
# Runs lint in a tree of planted files below FOLDER, once sound and once for each fault: test.sh FOLDER. Environment: as
# tools/lint/run has it.
set -u
tree=$1
passed=0
failed=0

# A tree without a fault: a Verilog top, a C file, a header, and what is not ours.
plant() {
    rm -rf "$tree" && mkdir -p "$tree/tools/lint" "$tree/code" "$tree/.tools" "$tree/$BUILD"
    cp .clang-format "$tree"
    echo 'code/top.f top - - verilator,icarus,yosys' >"$tree/tools/lint/tops"
    printf 'code/part.v\ncode/top.v\n' >"$tree/code/top.f"
    printf 'module part(input wire a, output wire y);\n    assign y = !a;\nendmodule\n' >"$tree/code/part.v"
    printf 'module top(input wire a, output wire y);\n    part part(.a(a), .y(y));\nendmodule\n' >"$tree/code/top.v"
    echo 'int one(void) { return 1; }' | tee "$tree/code/one.c" >"$tree/code/one.h"
    echo 'int  one( void );' | tee "$tree/.tools/other.c" >"$tree/$BUILD/made.c"
    cp "$tree/code/part.v" "$tree/$BUILD/made.v"
}

# expect WHAT STATUS TEXT: lint of the tree has that exit status and says that.
expect() {
    OUT=out sh tools/lint/run "$tree" >"$tree/said" 2>&1
    status=$?
    if [ "$status" -eq "$2" ] && grep -qF -- "$3" "$tree/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: wanted status %s and "%s", got %s and\n' "$1" "$2" "$3" "$status"
        cat "$tree/said"
    fi
}

plant
expect 'a sound tree' 0 '5 passed, 0 failed'

for folder in code lisp new/folder; do
    plant
    mkdir -p "$tree/$folder"
    echo 'int  two( void ) { return 2; }' >"$tree/$folder/two.c"
    expect 'a misformatted file' 1 "./$folder/two.c: not as clang-format has it"
done

plant
echo 'int  two( void );' >"$tree/code/two.h"
expect 'a misformatted header' 1 './code/two.h: not as clang-format has it'

plant
sed 's/part/alone/' "$tree/code/part.v" >"$tree/code/alone.v"
expect 'a Verilog file in no list' 1 './code/alone.v: no top of tools/lint/tops has it'
echo code/alone.v >>"$tree/code/top.f"
expect 'a Verilog file in a list, its module in no hierarchy' 1 './code/alone.v: no top of tools/lint/tops has it'

plant
printf 'module part(input wire a, output wire y);\n    wire b;\n    assign y = !a;\nendmodule\n' >"$tree/code/part.v"
expect 'a signal that is not used' 1 'FAILED  verilator'
plant
printf 'module part(input wire a, output wire y);\n    assign y = !b;\nendmodule\n' >"$tree/code/part.v"
sed -i '1i `default_nettype none' "$tree/code/part.v"
expect 'a signal that is not declared' 1 'FAILED  icarus'
plant
printf 'module part(input wire a, output wire y);\n    assign y = !a;\n    assign y = a ^ !a;\nendmodule\n' >"$tree/code/part.v"
expect 'two drivers' 1 'FAILED  yosys'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
