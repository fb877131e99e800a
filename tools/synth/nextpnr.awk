# Figures from a nextpnr log (iCE40 or ECP5) as "name.key value" lines. The clock is the slowest after routing.

# The utilisation: "Info:   ICESTORM_LC:   1754/   5280    33%", the slash sometimes stuck to its neighbours.
function used() { gsub(/[\/:]/, " "); return $3 }

/Info:[ \t]+[0-9]+ LCs used as LUT4 only/ { lut4 += $2; ice40 = 1 }
/Info:[ \t]+[0-9]+ LCs used as LUT4 and DFF/ { lut4 += $2; ff += $2 }
/Info:[ \t]+[0-9]+ LCs used as DFF only/ { ff += $2 }
/Info:[ \t]+ICESTORM_LC:/ { cells = used() }
/Info:[ \t]+Total LUT4s:/ { split($4, n, "/"); lut4 = n[1] }
/Info:[ \t]+Total DFFs:/ { split($4, n, "/"); ff = n[1] }
/Info:[ \t]+(ICESTORM_RAM|DP16KD):/ { ram = used() }
/Info:[ \t]+ICESTORM_SPRAM:/ { spram = used() }
/Info:[ \t]+(ICESTORM_DSP|MULT18X18D):/ { dsp = used() }

# Each clock is reported twice, after placement and after routing: the later figure counts.
/Max frequency for clock/ {
    clock = $0
    sub(/^.*for clock[ \t]+/, "", clock)
    mhz = clock
    sub(/:.*$/, "", clock)
    sub(/^[^:]*:[ \t]*/, "", mhz)
    sub(/ MHz.*$/, "", mhz)
    fastest[clock] = mhz + 0
}

END {
    slowest = 0
    for (clock in fastest)
        if (slowest == 0 || fastest[clock] < slowest) slowest = fastest[clock]
    if (ice40) print name ".logic_cells", cells + 0
    print name ".lut4", lut4 + 0
    print name ".ff", ff + 0
    print name ".bram", ram + 0
    if (ice40) print name ".spram", spram + 0
    print name ".dsp", dsp + 0
    printf "%s.mhz %.2f\n", name, slowest
}
