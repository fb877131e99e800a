# The worst over all programs, from the figures headroom.NAME.RUN.*; `c` names the programs in C.
BEGIN { split(c, names, " "); for (i in names) in_c[names[i]] = 1 }
function most(key, value) { if (!(key in worst) || value > worst[key]) worst[key] = value }
function least(key, value) { if (!(key in worst) || value < worst[key]) worst[key] = value }
{
    print
    split($1, part, ".")
    run = part[3]
    key = $1
    sub(/^[^.]*\.[^.]*\.[^.]*\./, "", key)
    if (key == "alloc_wait.percent") most("gc.alloc_wait." (part[2] in in_c ? "c." : "") run ".percent_max", $2)
    if (part[2] in in_c || run != "2x") next
    if (key == "alloc_wait.cycles") worst["gc.alloc_wait.2x.cycles"] += $2
    if (key == "wait_max.cycles") most("gc.wait_max.2x.cycles", $2)
    if (key ~ /^mmu/) least("gc." key, $2)
}
END { for (key in worst) print key, worst[key] | "sort" }
