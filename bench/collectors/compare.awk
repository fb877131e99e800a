# Adds to the figures of measure.sh how Lith does against the others, in each size of heap in which it and they run:
#   collectors.PROGRAM.SYSTEM.RATIO.utilisation.percent   share of the cycles in which the program was not held up
#   collectors.PROGRAM.RATIO.best_collector.percent       cycles of `lith`, of those of the best collector in software
#   collectors.PROGRAM.RATIO.running.percent              the same without the cycles in which `lith` was held up: what a
#                                                         collector that keeps up would come to
#   collectors.PROGRAM.RATIO.malloc.percent               the same, of malloc's; where malloc does not fit, of what it takes
#                                                         in a heap that it fits in
#   collectors.PROGRAM.RATIO.pause.factor                 the shortest longest pause of the collectors, in pauses of `lith`
# and the worst of all programs, as collectors.RATIO.*.percent_max and collectors.RATIO.pause.factor_min.
{
    print
    split($1, part, ".")
    value[$1] = $2
    program[part[2]]
    if (part[5] == "cycles") ratio[part[4]]
}
function most(key, number) { if (!(key in worst) || number > worst[key]) worst[key] = number }
function least(key, number) { if (!(key in worst) || number < worst[key]) worst[key] = number }
# The least `what` of the collectors in software; 0: none of them runs.
function best(p, r, what,    s, least_one, key) {
    least_one = 0
    for (s in software) {
        key = "collectors." p "." s "." r "." what
        if (key in value && (!least_one || value[key] < least_one)) least_one = value[key]
    }
    return least_one
}
function figure(key, number) { printf "%s %.2f\n", key, number | "sort" }
END {
    software["cheney"]; software["sweep"]; software["generational"]
    for (key in value) {
        split(key, part, ".")
        if (part[5] != "cycles") continue
        at = "collectors." part[2] "." part[3] "." part[4]
        held = -1
        if (at ".collecting.cycles" in value) held = value[at ".collecting.cycles"]
        if (at ".stalls.cycles" in value) held = value[at ".stalls.cycles"] + value[at ".alloc_wait.cycles"]
        if (held >= 0) figure(at ".utilisation.percent", 100 - 100 * held / value[key])
    }
    for (p in program)
        for (r in ratio) {
            lith = "collectors." p ".lith." r
            if (!(lith ".cycles" in value)) continue
            at = "collectors." p "." r
            malloc = "collectors." p ".malloc.4x.cycles"
            if (malloc in value) {
                percent = 100 * value[lith ".cycles"] / value[malloc]
                figure(at ".malloc.percent", percent)
                most("collectors." r ".malloc.percent_max", percent)
            }
            cycles = best(p, r, "cycles")
            if (!cycles) continue
            percent = 100 * value[lith ".cycles"] / cycles
            figure(at ".best_collector.percent", percent)
            running = value[lith ".cycles"] - value[lith ".stalls.cycles"] - value[lith ".alloc_wait.cycles"]
            figure(at ".running.percent", 100 * running / cycles)
            most("collectors." r ".best_collector.percent_max", percent)
            pause = value[lith ".pause.cycles"]
            factor = best(p, r, "pause.cycles") / (pause > 0 ? pause : 1)
            figure(at ".pause.factor", factor)
            least("collectors." r ".pause.factor_min", factor)
        }
    for (key in worst) figure(key, worst[key])
}
