# sh try.sh BUILD COPY PATCH STALE COMMAND: the example of a page in docs/howto. In COPY (copy.sh) the patch applies exactly,
# and the commands, which build and run it, succeed. First the same with a patch that has gone stale: sed's script STALE
# (s/A NAME/ANOTHER/) makes one of it that applies but names what is not there; the commands must fail then, and say so. What
# they print is shown only when something is not as it should be.
set -u
build=$1 copy=$2 patch=$(pwd)/$3 stale=$4 commands=$5
. tests/count.sh
cd "$copy" || exit 1
log=$build/howto.log

# What make hands on to a make inside of it would lead to the tree that this is a copy of.
unset MAKEFLAGS MFLAGS MAKELEVEL LOGGED SHELL
export BUILD="$build"
apply() { patch -s -p1 -F0 --no-backup-if-mismatch "$@" >"$log" 2>&1; }
run() { sh -e -c "$commands" >"$log" 2>&1; }

sed "$stale" "$patch" >"$build/stale.patch"
if cmp -s "$patch" "$build/stale.patch" || ! apply -i "$build/stale.patch"; then
    count "$patch: the stale patch is not one" no
    cat "$log"
else
    ! run && grep -q "$(echo "$stale" | cut -d / -f 3)" "$log" && noticed=yes || noticed=no
    count "$patch: not noticed, or not by its name, that it has gone stale: $stale" $noticed
    [ $noticed = yes ] || tail -20 "$log"
    apply -R -i "$build/stale.patch"
fi
if ! apply -i "$patch"; then
    count "$patch does not apply to this tree" no
    cat "$log"
elif ! run; then
    count "$patch applies, but does not build and run: $commands" no
    tail -40 "$log"
else
    count "$patch" yes
fi
counted
