#!/bin/sh
# usage: frames.sh OBJDUMP KERNEL
# wipe_frame (lisp/interpreter/wipe.c) clears as much of the C stack as `interpret` takes, or more: what it leaves out
# would keep alive what other functions have had there. Then the same of a function that takes more than it, which must
# be found wrong.
objdump=$1 kernel=$2
. tests/count.sh

# Bytes of C stack that a function of the kernel takes: by how much its first instructions move the stack pointer.
frame() {
    "$objdump" -d "$kernel" | awk -v name="<$1>:" '
        $2 == name { here = 1 }
        here && /sp,sp,-[0-9]+$/ { sub(/.*-/, ""); print; exit }'
}

# Whether wipe_frame clears all that a function takes.
clears() {
    taken=$(frame "$1") wiped=$(frame wipe_frame)
    if [ "${wiped:-0}" -ge "${taken:-$((wiped + 1))}" ]; then echo yes; else echo no; fi
}

count "interpret takes more than the $(frame wipe_frame) bytes that wipe_frame clears: raise WIPED_WORDS" "$(clears interpret)"
if [ "$(clears request_make)" = no ]; then found=yes; else found=no; fi
count "request_make, which takes $(frame request_make) bytes, counts as cleared" $found
counted
