# The figures of bench/collectors as tables for docs/collectors.md.
function cell(p, s, r, what,    key) {
    key = "collectors." p "." s "." r "." what
    if (!(key in value)) return ""
    if (what == "cycles") return sprintf("%.2f", value[key] / 1000000)
    if (what == "pause.cycles") return sprintf(value[key] < 10000 ? "%.3f" : "%.0f", value[key] / 1000)
    return sprintf("%.0f, %.0f", value[key], value["collectors." p "." s "." r ".mmu.100k.percent"])
}
function table(title, what,    p, s, r, row, any) {
    print "| " title " | live words | 1.1x | 1.4x | 2x | 3x | 4x |"
    print "|---|---|---|---|---|---|---|"
    for (p = 1; p <= programs; p++)
        for (s = 1; s <= systems; s++) {
            row = "| " program[p] ", " said[s] " | " value["collectors." program[p] "." system_name[s] ".live.words"]
            any = 0
            for (r = 1; r <= ratios; r++) {
                any = any || cell(program[p], system_name[s], ratio[r], what) != ""
                row = row " | " cell(program[p], system_name[s], ratio[r], what)
            }
            if (any) print row " |"
        }
    print ""
}
# What `lith` is held against, in each size of heap.
function aims(title, what, format,    p, r, key, row) {
    print "| " title " | 1.1x | 1.4x | 2x | 3x | 4x |"
    print "|---|---|---|---|---|---|"
    for (p = 1; p <= programs; p++) {
        row = "| " program[p]
        for (r = 1; r <= ratios; r++) {
            key = "collectors." program[p] "." ratio[r] "." what
            row = row " | " (key in value ? sprintf(format, value[key]) : "")
        }
        print row " |"
    }
    print ""
}
BEGIN {
    split("Lith,Lith collecting only when full,malloc,mark-sweep,generational,Cheney", said, ",")
}
{ value[$1] = $2 }
END {
    table("million cycles", "cycles")
    table("longest pause, thousand cycles", "pause.cycles")
    table("utilisation: of all cycles, in the worst 100,000, %", "utilisation.percent")
    aims("Lith's cycles, % of the best collector's (aim: 50)", "best_collector.percent", "%.0f")
    aims("the same without the cycles in which Lith was held up", "running.percent", "%.0f")
    aims("Lith's cycles, % of malloc's (aim: 100)", "malloc.percent", "%.0f")
    aims("the collectors' pauses, in pauses of Lith (aim: 1,000)", "pause.factor", "%.1f")
}
