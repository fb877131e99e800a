# Merges figures ("key value" lines) into one flat JSON object and holds them against their limits.
#
#   awk -v json=OUT -f figures.awk LIMITS FIGURES...
#
# A line of LIMITS is "key need", "key want OP number" or "key must OP number", OP being <= or >=, then a remark. All three
# say that the figure has to be there. Exit status 1 when one is missing, is no number, comes twice, or breaks a `must`;
# a missed `want` is only shown.

function complain(text) { print "figures: error: " text | "cat 1>&2"; bad = 1 }

{ sub(/#.*$/, "") }
NF == 0 { next }

FILENAME == ARGV[1] {
    order[++limits] = $1
    kind[$1] = $2
    op[$1] = $3
    bound[$1] = $4
    next
}

NF != 2 || $2 !~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/ {
    complain(FILENAME ":" FNR ": not \"key number\": " $0)
    next
}
$1 in value { complain(FILENAME ":" FNR ": " $1 " was there before"); next }
{ value[$1] = $2; keys[++count] = $1 }

END {
    # The longest wait for the collector in all that was measured.
    for (i = 1; i <= count; i++)
        if (keys[i] ~ /stall_max\.cycles$/) {
            stalls++
            if (value[keys[i]] + 0 > stall_max) stall_max = value[keys[i]] + 0
        }
    if (stalls) { keys[++count] = "gc.stall_max.cycles"; value[keys[count]] = stall_max + 0 }
    width = 20
    for (i = 1; i <= count; i++) if (length(keys[i]) > width) width = length(keys[i])
    text = "{"
    for (i = 1; i <= count; i++) {
        key = keys[i]
        text = text (i > 1 ? "," : "") "\n  \"" key "\": " value[key]
        note = ""
        if (kind[key] == "want" || kind[key] == "must") {
            good = op[key] == "<=" ? value[key] + 0 <= bound[key] + 0 : value[key] + 0 >= bound[key] + 0
            note = sprintf("%s %s %s", op[key], bound[key], good ? "" : "MISSED")
            if (!good && kind[key] == "must") complain(key " is " value[key] ", must be " op[key] " " bound[key])
        }
        printf "%-" width "s %14s  %s\n", key, value[key], note
    }
    for (i = 1; i <= limits; i++) if (!(order[i] in value)) complain(order[i] " is missing")
    print text "\n}" >json
    close("cat 1>&2")
    exit bad
}
