# Leaves primitives out of the table in a C file: those whose names the first file lists.
NR == FNR { for (i = 1; i <= NF; i++) out[$i]; next }
/^    \{"/ { split($0, part, "\""); dropping = part[2] in out }
!dropping
dropping && /\},$/ { dropping = 0 }
