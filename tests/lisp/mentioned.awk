# usage: awk -f mentioned.awk NAMES TEST.lisp...
# Reports each name that no test has as a word outside comments; then "N passed, N failed".
FNR == NR { names[$1]; next }
{
    sub(/^ *;.*/, "")
    gsub(/#'/, " ")
    n = split($0, words, /[][(){}"';`,@^~ \t]+/)
    for (i = 1; i <= n; i++) seen[words[i]]
}
END {
    for (name in names)
        if (name in seen) passed++
        else { print "no test mentions " name; failed++ }
    printf "%d passed, %d failed\n", passed, failed
    exit failed > 0
}
