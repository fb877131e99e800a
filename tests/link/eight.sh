# sh eight.sh LITH FOLDER OPTION...: eight processes read eight files over a line with a delay of a millisecond each way
# (LITH has slow_line.c in it), in the ways of eight.lisp. Requests under way at once are counted.
. tests/count.sh
lith=$(realpath "$1") program=$(realpath tests/link/eight.lisp)
mkdir -p "$2" && cd "$2" || exit 1
shift 2
rm -f figures
for i in 0 1 2 3 4 5 6 7; do
    seq 0 $((9 * (i + 1) - 1)) | sed "s/.*/file $i, line &: ä→𝄞/" > "eight-$i.txt"
done
# wants WHAT STATUS
wants() { [ "$2" = 0 ] && count "$1" yes || count "$1" no; }
for way in at-once in-turn interrupted; do
    rm -f "$way"
    LINE_DELAY=${LINE_DELAY:-50000} LINE_COUNTS=$way "$lith" "$@" run "$program" $way
    wants "$way: what was read is wrong" $?
    read -r served most cycles < "$way"
    echo "$way: $served requests, $most under way at once, $cycles cycles"
    echo "files.$way.cycles $cycles" | tr - _ >> figures
    case $way in at-once) want=8 all=36 ;; in-turn) want=1 all=36 ;; *) want=2 all=5 ;; esac
    [ "$most" = $want ]
    wants "$way: $most requests were under way at once, not $want" $?
    # Opening, closing, for each KiB begun a request, one for the end.
    [ "$served" = $all ]
    wants "$way: $served requests" $?
done
counted
