# sh text_random.sh FILE SEED ROUNDS COMMAND...: COMMAND, which runs a file, runs text_random.lisp, kept as FILE.lisp; what
# it writes, FILE.out, must be UTF-8. SEED 0: from the clock.
file=$1 seed=$2 rounds=$3
shift 3
[ "$seed" != 0 ] || seed=$(date +%s)
echo "seed $seed"
{
    echo "(def seed $seed) (def rounds $rounds)"
    cat tests/lisp/text_random.lisp
} > "$file.lisp"
"$@" "$file.lisp" > "$file.out" || exit 1
tr -d '\000' < "$file.out" | LC_ALL=C awk -f tests/lisp/utf8.awk
