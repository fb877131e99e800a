# What tables.awk and curve.awk show, in their order: programs, systems, sizes of the heap.
BEGIN {
    programs = split("churn trees table strings", program, " ")
    systems = split("lith lith_full malloc sweep generational cheney", system_name, " ")
    ratios = split("1_1x 1_4x 2x 3x 4x", ratio, " ")
}
