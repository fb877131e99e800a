# usage: tr -d '\000' < OUTPUT | LC_ALL=C awk -f utf8.awk
# OUTPUT is of text_random.lisp: each line must be UTF-8 (RFC 3629), and the last one begins with "; end: ". Names the
# function behind a line that is none, "; name" being in front of what it gave.
BEGIN {
    more = "[\200-\277]"
    two = "[\302-\337]" more
    three = "\340[\240-\277]" more "|[\341-\354\356\357]" more more "|\355[\200-\237]" more
    four = "\360[\220-\277]" more more "|[\361-\363]" more more more "|\364[\200-\217]" more more
    all = "^([\001-\177]|" two "|" three "|" four ")*$"
}
/^; [^ ]*$/ { name = $2 }
$0 !~ all && !(name in wrong) { wrong[name]; failed++; print "what " name " gave is no UTF-8: line " NR }
{ last = $0 }
END {
    if (last !~ /^; end: /) { print "the program did not come to its end"; failed++ }
    else sub(/^; end: /, "", last)
    printf "%s\n%d passed, %d failed\n", last, last ~ /texts$/, failed
    exit failed > 0
}
