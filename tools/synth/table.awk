# The table of `make synth`: awk -f table.awk DESIGNS FIGURES...
{ sub(/#.*$/, "") }
NF == 0 { next }
FILENAME == ARGV[1] { device[$1] = $2; order[++designs] = $1; next }
{ value[$1] = $2 }

function cell(key) { return key in value ? value[key] : "-" }

END {
    printf "%-20s %-6s %11s %6s %6s %5s %5s %4s %8s\n", "", "device", "logic cells", "LUT4", "FF", "BRAM", "SPRAM",
        "DSP", "MHz"
    for (i = 1; i <= designs; i++) {
        name = order[i]
        printf "%-20s %-6s %11s %6s %6s %5s %5s %4s %8s\n", name, device[name], cell(name ".logic_cells"),
            cell(name ".lut4"), cell(name ".ff"), cell(name ".bram"), cell(name ".spram"), cell(name ".dsp"),
            cell(name ".mhz")
    }
}
