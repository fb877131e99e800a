# Holds lines `FILE include HEADER` and `FILE symbol DEFINED-IN SYMBOL` against the order of layers (layers.sh).
BEGIN {
    while ((getline line < order) > 0) {
        if (line ~ /^but /) {
            split(line, part, /[ :]+/)
            excepts++
            where[excepts] = part[2]
            what[excepts] = part[3]
        } else if (line ~ /^[^#].*: /) {
            rooms++
            name[rooms] = line
            sub(/:.*/, "", name[rooms])
            sub(/^[^:]*: */, "", line)
            n = split(line, part, " ")
            for (i = 1; i <= n; i++) room[part[i]] = rooms
        }
    }
}

# The number of the room of a file, 0: it is in none.
function room_of(file) {
    while (file != "" && !(file in room)) if (!sub(/\/[^\/]*$/, "", file)) file = ""
    return file == "" ? 0 : room[file]
}

function matches(text, pattern) {
    if (pattern ~ /\*$/) return index(text, substr(pattern, 1, length(pattern) - 1)) == 1
    return text == pattern
}

function is_excepted(file, thing,    i) {
    for (i = 1; i <= excepts; i++)
        if (index(file, where[i]) == 1 && matches(thing, what[i])) {
            used[i] = 1
            return 1
        }
    return 0
}

{
    looked++
    from = room_of($1)
    to = room_of($3)
    thing = $2 == "include" ? $3 : $4
    if (!from || to <= from || is_excepted($1, thing)) next
    print $1 ": " ($2 == "include" ? "includes" : "uses") " " thing (($2 == "symbol") ? " of " $3 : "") ", from " name[from] " up to " name[to]
    wrong++
}

END {
    for (i = 1; i <= excepts; i++)
        if (!used[i]) {
            print order ": nothing needs the exception for " what[i] " in " where[i]
            wrong++
        }
    print looked - wrong " passed, " wrong + 0 " failed"
    exit wrong || looked < 1000
}
