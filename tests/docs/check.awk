# awk -v tree=FILES -v words=WORDS -v base=DATABASE -v shell=SHELL -v help=FOLDER -v elsewhere=FILE -f check.awk PAGE.md...
# Reports what pages name and the tree has not, as PAGE:LINE: what.
#
#   FILES      every file and folder of ours, a line each (./path): none that is made or installed
#   WORDS      every word of the sources
#   DATABASE   what make knows: make -pnq
#   SHELL      the scripts that make runs, all in one
#   FOLDER     what lith, lith-sim and lisp-host say to --help, a file each
#   elsewhere  what pages may name although it is not ours: other programs' options, the reader's own files
BEGIN {
    while ((getline line < tree) > 0) {
        path = substr(line, 3)
        there[path]
        name = path
        sub(/.*\//, "", name)
        named[name]
        if (path != "" && path !~ /\//) top[path]
    }
    top["build"]
    top[".tools"]
    while ((getline line < words) > 0) word_of_sources[line]
    while ((getline line < base) > 0) {
        if (line ~ /^[^\t#: =]+:([^=]|$)/) {
            target = line
            sub(/:.*/, "", target)
            targets[target]
        }
        if (line ~ /^TESTS(_ALONE|_LONG)? :=/) tests = tests " " substr(line, index(line, "=") + 1)
        if (line ~ /^[A-Z_]+ [:?]?= /) {
            name = line
            sub(/ .*/, "", name)
            variable[name]
        }
        gsub(/\$\(VENV\)/, ".tools/venv", line)
        gsub(/\$\(BUILD\)/, "build", line)
        if (line ~ /\$\(|build\/|\.tools\//) recipe[++recipes] = line
    }
    while ((getline line < shell) > 0) script[++scripts] = line
    split("lith lith-sim lisp-host", programs, " ")
    for (i in programs)
        while ((getline line < (help "/" programs[i])) > 0)
            while (match(line, /--[a-z][a-z-]*/)) {
                option[programs[i], substr(line, RSTART, RLENGTH)]
                some_option[substr(line, RSTART, RLENGTH)]
                line = substr(line, RSTART + RLENGTH)
            }
    while ((getline line < elsewhere) > 0) if (line !~ /^#/) foreign[line]
}

# Whether some line has the text.
function has(lines, n, text,    i) {
    for (i = 1; i <= n; i++) if (index(lines[i], text)) return 1
    return 0
}

function wrong(what) {
    print FILENAME ":" FNR ": " what
}

# A path with *, as a regular expression.
function some_path(pattern,    p) {
    gsub(/[.]/, "\\.", pattern)
    gsub(/[*]/, "[^/]*", pattern)
    for (p in there) if (p ~ ("^" pattern "$")) return 1
    return 0
}

function check_path(path,    name) {
    sub(/[.\/]+$/, "", path)
    if (path in foreign || path in there || path == "build" || path == ".tools") return
    if (path ~ /^(build|\.tools)\//) {
        name = path
        sub(/.*\//, "/", name)
        if (!(path in targets) && !has(recipe, recipes, path) && !has(script, scripts, name)) wrong("nothing makes " path)
    } else if (path !~ /[*]/ || !some_path(path)) wrong("there is no " path)
}

function check_test(name) {
    if (name != "name" && !index(tests, name)) wrong("no test has the name T=" name)
}

function check_make(command,    n, i, w, target) {
    n = split(command, w, " ")
    for (i = 2; i <= n; i++) {
        if (w[i] ~ /^-/) continue
        if (w[i] ~ /=/) {
            target = w[i]
            sub(/=.*/, "", target)
            if (target == "T" ? w[2] !~ /^(T=.*|test|test-long)$/ : !(target in variable) && !has(recipe, recipes, "$(" target ")"))
                wrong("make has no use for " w[i])
        } else if (w[i] ~ /^[a-z]/) {
            if (!(w[i] in targets)) wrong("no target: make " w[i])
        }
    }
}

# A command, or any other text between backticks, or a line of a block.
function check_code(code,    program, rest, n, i, w) {
    if (code ~ /^make /) check_make(code)
    program = code
    sub(/ .*/, "", program)
    sub(/^build\//, "", program)
    if (program == "lith" || program == "lith-sim" || program == "lisp-host") {
        rest = code
        while (match(rest, /--[a-z][a-z-]*/)) {
            w = substr(rest, RSTART, RLENGTH)
            if (!((program, w) in option)) wrong(program " has no " w)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }
    n = split(code, names, /[^A-Za-z0-9_]+/)
    for (i = 1; i <= n; i++)
        if (names[i] ~ /^[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*$/ && !(names[i] in word_of_sources) && !(names[i] in foreign))
            wrong("no source has the name " names[i])
}

FNR == 1 { block = 0; carry = ""; folder = FILENAME; if (!sub(/[^\/]*$/, "", folder)) folder = "" ; sub(/^\.\//, "", folder) }
/^```/ { block = !block; next }
{
    text = $0
    gsub(/https?:\/\/[^ )]*/, "", text)

    # Links, from the page's folder.
    rest = text
    while (match(rest, /\]\([^)]*\)/)) {
        path = folder substr(rest, RSTART + 2, RLENGTH - 3)
        while (sub(/[^\/]+\/\.\.\//, "", path)) continue
        if (!(path in there)) wrong("a link to nothing: " path)
        rest = substr(rest, 1, RSTART) substr(rest, RSTART + RLENGTH)
    }
    gsub(/\]\([^)]*\)/, "]", text)

    # What stands between backticks may go on in the next line.
    if (carry != "") text = carry " " text
    carry = ""
    if (!block && $0 != "" && gsub(/`/, "`", text) % 2) {
        carry = text
        next
    }

    # What stands behind -- is not for the program.
    gsub(/ -- [^`]*/, " ", text)

    if (block || $0 ~ /^    /) {
        code = text
        sub(/^ +/, "", code)
        sub(/(  |#).*/, "", code)
        check_code(code)
    } else {
        n = split(text, spans, "`")
        for (i = 2; i <= n; i += 2) check_code(spans[i])
    }

    rest = text
    while (match(rest, /(^|[^A-Z])T=[a-z][a-z0-9-]*/)) {
        name = substr(rest, RSTART, RLENGTH)
        sub(/.*=/, "", name)
        check_test(name)
        rest = substr(rest, RSTART + RLENGTH)
    }
    rest = text
    while (match(rest, /(^|[^A-Za-z0-9-])--[a-z][a-z-]*/)) {
        w = substr(rest, RSTART, RLENGTH)
        sub(/^[^-]/, "", w)
        if (!(w in some_option) && !(w in foreign)) wrong("no program of ours has " w)
        rest = substr(rest, RSTART + RLENGTH)
    }
    rest = text
    while (match(rest, /[A-Za-z0-9_.*-]+(\/[A-Za-z0-9_.*-]+)*\/?/)) {
        path = substr(rest, RSTART, RLENGTH)
        before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : ""
        after = substr(rest, RSTART + RLENGTH, 1)
        rest = substr(rest, RSTART + RLENGTH)
        first = path
        sub(/\/.*/, "", first)
        if (path ~ /\// && before !~ /[\/<>$)]/ && first in top) check_path(path)
        else if (path ~ /^[A-Za-z0-9_-]+\.(c|h|v|vh|S|cpp|lisp|mk|awk|sh|map|vlt|lpf|md|txt|fst|elf|bin)$/ && before !~ /[\/<>$)]/ && after != "*") {
            if (!(path in named) && !(path in foreign)) wrong("no file has the name " path)
        }
    }
}
