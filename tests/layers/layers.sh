#!/bin/sh
# layers.sh ORDER MORE NM=FOLDER...: looks at all includes and linked symbols for what points up in the order of ORDER.
# MORE: a folder of further sources, as if they stood in the tree ("": none). Each FOLDER has the objects of one program,
# by their sources' paths; NM reads them. Prints what is wrong, and how many there were.
order=$1 more=${2:-/dev/null}
shift 2
folders=$(awk '/^#/ || /^but / { next } sub(/^[^:]*: */, "")' "$order")

# All sources, with paths as in the tree.
sources() {
    # shellcheck disable=SC2086
    find $folders -name '*.[chS]'
    [ ! -d "$more" ] || (cd "$more" && find . -name '*.[chS]' | sed 's,^\./,,')
}

# FILE include HEADER, as the compiler finds it.
includes() {
    {
        # shellcheck disable=SC2086
        grep -r --include='*.[chS]' '^#include "' $folders
        [ ! -d "$more" ] || (cd "$more" && grep -r --include='*.[chS]' '^#include "' .) | sed 's,^\./,,'
    } | awk -F '[":]' -v headers="$(sources)" '
        BEGIN {
            n = split(headers, all, "\n")
            for (i = 1; i <= n; i++) there[all[i]] = 1
            places = split("kernel/host/ link/ firmware/include/ sim/ sim/observe/", place, " ")
        }
        {
            own = $1
            sub(/[^\/]*$/, "", own)
            found = own $3 in there ? own $3 : $3 in there ? $3 : ""
            for (i = 1; i <= places && found == ""; i++) if (place[i] $3 in there) found = place[i] $3
            if (found != "") print $1, "include", found
        }'
}

# FILE symbol DEFINED-IN SYMBOL, within one program.
symbols() {
    nm=${1%%=*} root=${1#*=}
    find "$root" -name '*.o' -exec "$nm" -A {} + | sed "s,^$root/,," | awk -F '[: ]+' -v sources="$(sources)" '
        BEGIN {
            n = split(sources, all, "\n")
            for (i = 1; i <= n; i++) {
                file = all[i]
                if (sub(/\.[cS]$/, "", file)) source[file] = all[i]
            }
            source["crt0"] = "firmware/runtime/crt0.S"
        }
        { file = $1; sub(/\.o$/, "", file) }
        !(file in source) { next } # what the build has written, or an object whose source has moved
        $(NF - 1) == "U" { uses[++n] = source[file] " " $NF }
        $(NF - 1) ~ /^[TDBRCGS]$/ { has[$NF] = source[file] }
        END {
            for (i = 1; i <= n; i++) {
                split(uses[i], use, " ")
                if (use[2] in has) print use[1], "symbol", has[use[2]], use[2]
            }
        }'
}

{
    includes
    for program; do symbols "$program"; done
} | sort -u | awk -v order="$order" -f tests/layers/layers.awk
