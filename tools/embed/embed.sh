#!/bin/sh
# Writes the library's sources as C (lisp/names/library.h): embed.sh FILE... > library.c
# Comment lines and indentation are left out; empty lines stay, so that line numbers are right.
set -e
echo '#include "lisp/names/library.h"'
echo 'const struct source library[] = {'
for file; do
    printf '    {"%s",\n' "$(basename "$file")"
    sed -e 's/^ *;;.*$//' -e 's/^  *//' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/     "/' -e 's/$/\\n"/' "$file"
    echo '    },'
done
echo '    {0, 0},'
echo '};'
