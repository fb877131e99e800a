# The counters of one run (`key: value` lines) as figures of the program `name`, written in `language`, in a heap of
# `tenths` tenths of the least.
{ counter[$1] = $2 }
END {
    run = tenths == 14 ? "1_4x" : tenths / 10 "x"
    at = "headroom." name "." run "."
    cycles = counter["cycles"] - counter["boot_cycles"]
    print at "cycles", cycles
    print at "alloc_wait.cycles", counter["alloc_wait"]
    print at "alloc_wait.percent", 100 * counter["alloc_wait"] / cycles
    print at "wait_max.cycles", counter["gc_stall_max"] + counter["alloc_wait_max"]
    print at "mmu.1k.percent", counter["utilisation_1000"]
    print at "mmu.10k.percent", counter["utilisation_10000"]
    print at "mmu.100k.percent", counter["utilisation_100000"]
}
