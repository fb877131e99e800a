# Draws the figures of bench/collectors as SVG: for each program cycles and utilisation over the size of the heap.
function text(x, y, attributes, what) { printf "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y, attributes, what }
function line(x1, y1, x2, y2, attributes) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, attributes
}
function x_of(column, r) { return LEFT + column * (WIDTH + GAP) + (times[r] - 1) / 3 * WIDTH }
function y_cycles(c) { return TOP + HEIGHT * (1 - (log(c) - log(lowest)) / (log(highest) - log(lowest))) }
function y_percent(u) { return TOP + HEIGHT + BETWEEN + HEIGHT * (1 - u / 100) }
# The curve of one figure; points without it are left out.
function curve(column, s, what, percent, attributes,    i, key, points, x, y, n) {
    for (i = 1; i <= ratios; i++) {
        key = "collectors." program[column + 1] "." s "." ratio[i] "." what
        if (!(key in value)) continue
        x = x_of(column, ratio[i])
        y = percent ? y_percent(value[key]) : y_cycles(value[key])
        points = points sprintf("%.1f,%.1f ", x, y)
        if (what != "mmu.100k.percent")
            printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>\n", x, y, colour[s]
        n++
    }
    if (n > 1) printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" %s/>\n", points, colour[s], attributes
}
function frame(column, top,    x) {
    x = LEFT + column * (WIDTH + GAP)
    printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", x, top, WIDTH, HEIGHT
}
BEGIN {
    LEFT = 62; TOP = 62; WIDTH = 200; HEIGHT = 210; GAP = 22; BETWEEN = 46
    split("1.1 1.4 2 3 4", label, " ")
    for (i = 1; i <= ratios; i++) times[ratio[i]] = label[i]
    split("Lith,Lith collecting only when full,malloc and free,mark-sweep,generational copying,Cheney copying", said, ",")
    split("#d62728 #ff9d5c #79706e #4e79a7 #59a14f #b07aa1", colours, " ")
    for (i = 1; i <= systems; i++) colour[system_name[i]] = colours[i]
}
{
    value[$1] = $2
    if ($1 ~ /^collectors\.[a-z]*\.[a-z_]*\.[0-9_]*x\.cycles$/) {
        if (!lowest || $2 < lowest) lowest = $2
        if ($2 > highest) highest = $2
    }
}
END {
    lowest = 10 ^ int(log(lowest) / log(10)); highest *= 1.2
    width = LEFT + programs * (WIDTH + GAP); height = TOP + 2 * HEIGHT + BETWEEN + 76
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">\n", width, height
    printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
    text(LEFT, 20, "font-size=\"14\"", "Programs on Lith's heap and on collectors in software, one core, one memory")
    for (c = 0; c < programs; c++) {
        x = LEFT + c * (WIDTH + GAP)
        text(x + WIDTH / 2, TOP - 8, "text-anchor=\"middle\" font-weight=\"bold\"", program[c + 1])
        frame(c, TOP)
        frame(c, TOP + HEIGHT + BETWEEN)
        for (decade = lowest; decade <= highest; decade *= 10)
            for (step = 1; step <= 5; step = step == 1 ? 2 : step == 2 ? 5 : 10) {
                if (decade * step > highest) continue
                line(x, y_cycles(decade * step), x + WIDTH, y_cycles(decade * step), "stroke=\"#e4e4e4\"")
                if (c == 0) text(x - 5, y_cycles(decade * step) + 4, "text-anchor=\"end\"", decade * step / 1000000 " M")
            }
        for (u = 0; u <= 100; u += 25) {
            line(x, y_percent(u), x + WIDTH, y_percent(u), "stroke=\"#e4e4e4\"")
            if (c == 0) text(x - 5, y_percent(u) + 4, "text-anchor=\"end\"", u " %")
        }
        for (i = 1; i <= ratios; i++) {
            text(x_of(c, ratio[i]), TOP + HEIGHT + 14, "text-anchor=\"middle\"", label[i])
            text(x_of(c, ratio[i]), TOP + 2 * HEIGHT + BETWEEN + 14, "text-anchor=\"middle\"", label[i])
        }
        for (i = systems; i >= 1; i--) {
            curve(c, system_name[i], "cycles", 0, "stroke-width=\"1.5\"")
            curve(c, system_name[i], "utilisation.percent", 1, "stroke-width=\"1.5\"")
            curve(c, system_name[i], "mmu.100k.percent", 1, "stroke-dasharray=\"3 3\"")
        }
    }
    text(LEFT, TOP - 24, "", "cycles of the whole program")
    text(LEFT, TOP + HEIGHT + BETWEEN - 12, "", "utilisation: share of the cycles in which the collector does not hold up the program; dashed: in the worst 100,000 cycles")
    text(LEFT, TOP + 2 * HEIGHT + BETWEEN + 34, "", "size of the heap, in multiples of the largest live size; where a curve does not go, the program does not fit")
    x = LEFT
    for (i = 1; i <= systems; i++) {
        line(x, height - 16, x + 18, height - 16, "stroke=\"" colour[system_name[i]] "\" stroke-width=\"2\"")
        text(x + 23, height - 12, "", said[i])
        x += 44 + 6.1 * length(said[i])
    }
    print "</svg>"
}
