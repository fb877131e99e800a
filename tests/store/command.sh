# build/lith with stores in files: made, opened again, refused; what `lith store` tells.
. tests/store/expect.sh
rm -rf "${FOLDER:?}"
mkdir -p "$FOLDER"
store=$FOLDER/store
lith() { "$LITH" --model "$@"; }
size() { stat -c %s "$1"; }
blocks() { stat -c %b "$1"; }
same() { [ "$(cksum <"$1")" = "$2" ]; }

# A new one.
gives 'a new store' 0 1 lith --store "$store" eval 1
is 'a gibibyte' [ "$(size "$store")" = 1073741824 ]
is 'which takes little room' [ "$(blocks "$store")" -lt 4096 ]
gives 'a commit in it' 0 'last_commit: 1, ' "$LITH" store info "$store"
gives 'and nobody has it' 0 'owner: none' "$LITH" store info "$store"
gives 'whole' 0 ' 1 commits, ' "$LITH" store check "$store"
number=$("$LITH" store info "$store" | sed -n 1p)
gives 'opened again, with the simulated hardware' 0 1 "$LITH" --max-cycles 40000000 eval 1 --store "$store"
is 'it is the same one' [ "$("$LITH" store info "$store" | sed -n 1p)" = "$number" ]
echo '(println 7)' >"$FOLDER/seven.lisp"
gives 'a program' 0 7 lith run --store "$store" "$FOLDER/seven.lisp"
echo '(+ 40 2)' | lith --store="$store" >"$FOLDER/out" 2>&1
is 'a prompt' grep -qx 42 "$FOLDER/out"

# Sizes.
gives 'two megabytes' 0 1 lith --store "$FOLDER/small" --store-size 2M eval 1
is 'of that size' [ "$(size "$FOLDER/small")" = 2097152 ]
gives 'the same size again' 0 1 lith --store "$FOLDER/small" --store-size 2048K eval 1
refuses 'another size' 'with 2097152 bytes: --store-size is for a new file' lith --store "$FOLDER/small" --store-size 3M eval 1
gives 'rounded up' 0 1 lith --store "$FOLDER/odd" --store-size 1300000 eval 1
is 'to half a megabyte' [ "$(size "$FOLDER/odd")" = 1572864 ]
gives 'gigabytes' 0 1 lith --store "$FOLDER/large" --store-size 3G eval 1
for wrong in 0 1 1023K 1T 5000G -1 x 1.5M ''; do
    refuses "a size of $wrong" 'a store has from 1M to 2048G' lith --store "$FOLDER/none" --store-size "$wrong" eval 1
done
: >"$FOLDER/empty"
gives 'an empty file' 0 1 lith --store "$FOLDER/empty" --store-size 1M eval 1
truncate -s 1M "$FOLDER/zeros"
gives 'a file of zeros' 0 1 lith --store "$FOLDER/zeros" eval 1
gives 'has a store then' 0 'version: 1' "$LITH" store info "$FOLDER/zeros"

# What is not one.
head -c 1000000 /dev/zero | tr '\0' x >"$FOLDER/text"
sum=$(cksum <"$FOLDER/text")
refuses 'another file' 'text: no store is there' lith --store "$FOLDER/text" eval 1
is 'is left as it is' same "$FOLDER/text" "$sum"
truncate -s 100K "$FOLDER/tiny"
refuses 'a file that is too small' 'too small for a store' lith --store "$FOLDER/tiny" eval 1
refuses 'a folder' 'Is a directory' lith --store "$FOLDER" eval 1
refuses 'a device' 'neither a file nor a disk' lith --store /dev/null eval 1
refuses 'no folder' 'No such file or directory' lith --store "$FOLDER/missing/store" eval 1
for what in info log check; do
    refuses "$what of a text" 'no store is there' "$LITH" store $what "$FOLDER/text"
    refuses "$what of nothing" 'No such file or directory' "$LITH" store $what "$FOLDER/missing"
done
is 'looking has made nothing' [ ! -e "$FOLDER/missing" ]

# A file that cannot be made to its end is gone; one that was empty is so again.
limited() { (ulimit -f 200; "$LITH" --model "$@"); }
refuses 'no room' 'File too large' limited --store "$FOLDER/none" eval 1
is 'nothing is left' [ ! -e "$FOLDER/none" ]
: >"$FOLDER/none"
refuses 'no room for an empty one' 'File too large' limited --store "$FOLDER/none" eval 1
is 'it is empty' [ -e "$FOLDER/none" ] && is 'with no bytes' [ ! -s "$FOLDER/none" ]
refuses 'a program that is not there' 'No such file' lith --store "$FOLDER/unmade" run "$FOLDER/missing.lisp"
is 'makes no store' [ ! -e "$FOLDER/unmade" ]

# Wrong options.
refuses 'a machine without room' 'icebreaker has no room for a store' "$LITH" --machine icebreaker --store "$store" eval 1
refuses 'no name' '--store needs a file: its name is empty' lith --store '' eval 1
refuses 'a forgotten name' '--store needs a file before the command eval' lith --store eval 1
refuses 'a size alone' '--store-size goes with --store' lith --store-size 2M eval 1
refuses 'a claim alone' '--break-claim goes with --store' lith --break-claim eval 1
refuses 'no word' 'store needs a word and a store' "$LITH" store
refuses 'no store' 'store needs a word and a store' "$LITH" store info
refuses 'a wrong word' 'store needs a word and a store' "$LITH" store frobnicate "$store"
refuses 'two stores' 'store needs a word and a store' "$LITH" store info "$store" "$store"
refuses 'an option of machines' 'store takes no option' lith store info "$store"
refuses 'a number for check' '-n goes with lith store log' "$LITH" store check -n 2 "$store"
refuses 'a number for eval' '-n goes with lith store log' lith eval -n 2 3
refuses 'no number' '-n x: not a positive number' "$LITH" store log -n x "$store"

# One machine at a time; a file that may not be written.
sum=$(cksum <"$FOLDER/small")
(
    passed=0 failed=0
    flock 4
    refuses 'a second machine' 'another program has it open' lith --store "$FOLDER/small" eval 1
    gives 'who looks may' 0 'all whole' "$LITH" store check "$FOLDER/small"
    counted
) 4<"$FOLDER/small" >"$FOLDER/locked"
is 'a file in use' grep -q '^2 passed, 0 failed' "$FOLDER/locked"
is 'and nothing has changed' same "$FOLDER/small" "$sum"
chmod 777 "$FOLDER"
chmod 444 "$FOLDER/small"
nobody() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --clear-groups "$@"; else "$@"; fi; }
refuses 'a file to be read only' 'Permission denied' nobody "$LITH" --model --store "$FOLDER/small" eval 1
gives 'can be looked at' 0 'all whole' nobody "$LITH" store check "$FOLDER/small"

# What is told of commits. A claim in a file is a dead machine's.
"$MAKE_STORE" "$FOLDER/full" 20
export TZ=XYZ-2
gives 'the last commit' 0 'last_commit: 20, 2026-11-29T10:00:19+02:00' "$LITH" store info "$FOLDER/full"
gives 'the first commit' 0 '       1  2026-11-29T10:00:00+02:00 ' "$LITH" store log "$FOLDER/full"
is 'all of them' [ "$(wc -l <"$FOLDER/out")" = 21 ]
is 'the newest first' [ "$(sed -n '2s/^ *\([0-9]*\) .*/\1/p' "$FOLDER/out")" = 20 ]
gives 'three' 0 '      18 ' "$LITH" store log "$FOLDER/full" -n 3
is 'no more' [ "$(wc -l <"$FOLDER/out")" = 4 ]
gives 'all whole' 0 ' 20 commits, ' "$LITH" store check "$FOLDER/full"
"$MAKE_STORE" "$FOLDER/owned" 3 1795939200000
gives 'who has it' 0 'owner: 0000000000abcdef, since 2026-11-29T10:00:00+02:00' "$LITH" store info "$FOLDER/owned"
refuses 'a store that another program has made' 'it belongs to another build of Lith' lith --store "$FOLDER/owned" eval 1
gives 'nothing is lost' 0 'last_commit: 3, ' "$LITH" store info "$FOLDER/owned"

# Damage: both superblocks; a block of the log.
spoil() { printf x | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }
cp "$FOLDER/full" "$FOLDER/spoilt"
spoil "$FOLDER/spoilt" 100
gives 'one superblock' 1 'block 0: a copy of the superblock is damaged' "$LITH" store check "$FOLDER/spoilt"
gives 'the other one does' 0 'last_commit: 20' "$LITH" store info "$FOLDER/spoilt"
spoil "$FOLDER/spoilt" 65636
for what in info log check; do refuses "$what of none" 'both superblocks are damaged' "$LITH" store $what "$FOLDER/spoilt"; done
refuses 'nothing is made over it' 'both superblocks are damaged' lith --store "$FOLDER/spoilt" eval 1
cp "$FOLDER/full" "$FOLDER/spoilt"
used=$("$LITH" store info "$FOLDER/full" | sed -n 's/^bytes_used: //p')
spoil "$FOLDER/spoilt" $((used - 65536 + 1100))
gives 'a block' 1 ' damaged' "$LITH" store check "$FOLDER/spoilt"
"$LITH" store log "$FOLDER/spoilt" >"$FOLDER/out" 2>"$FOLDER/err"
is 'a commit that cannot be read' [ $? = 2 ]
is 'those behind it are told' grep -q '^      20 ' "$FOLDER/out"
truncate -s 2M "$FOLDER/spoilt"
refuses 'a shorter file' 'part of it is missing' "$LITH" store info "$FOLDER/spoilt"

# A store that is full: who asks is told, and nothing else has happened; what is there stays.
printf '(def keep (atom 1))\n(tag! "ok")\n(def y (vec (map str (range 100000))))\n(try (tag! "bad") (catch :store e 1))\n' >"$FOLDER/fill"
printf '(keys (tags))\n(restore! "ok")\n(+ 1 1)\n' >>"$FOLDER/fill"
lith --store "$FOLDER/fill.store" --store-size 1M <"$FOLDER/fill" >"$FOLDER/out" 2>"$FOLDER/err"
is 'a full store' grep -qx 'input:1:1: store: it is full' "$FOLDER/err"
is 'without the tag that failed' grep -qxF '("ok")' "$FOLDER/out"
is 'the machine goes on' grep -qx 2 "$FOLDER/out"
gives 'what is there stays' 0 1 lith --store "$FOLDER/fill.store" eval @keep

# A store that is cut off under a machine: no more than a line.
lith --store "$FOLDER/cut" --store-size 4M eval '(def v (vec (map str (range 3000))))' >/dev/null 2>&1
(sleep 1; truncate -s 100K "$FOLDER/cut"; echo '(count v)') | lith --store "$FOLDER/cut" >"$FOLDER/out" 2>"$FOLDER/err"
is 'what cannot be read stops it' grep -q 'panic: the store cannot be read' "$FOLDER/err"

# Output that nobody takes.
"$LITH" store log "$FOLDER/full" >/dev/full 2>"$FOLDER/err"
is 'a full disk for what is told' [ $? = 2 ]
is 'is one line' [ "$(wc -l <"$FOLDER/err")" = 1 ]
counted
