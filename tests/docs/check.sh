#!/bin/sh
# Holds the pages (all *.md) against the tree: check.sh BUILD SCRATCH. Paths, make targets, options and names in them are there;
# the version that CHANGES.md tells of first is the one that the programs say; lith's options are all in docs/lith.md.
# Wrong pages are planted: each line of tests/docs/wrong.md must be found.
#
# Only what belongs to the tree has a say, so that the answer is the same everywhere: not what the set-up or a build has left
# on this machine, nor the caller's environment.
set -u
LC_ALL=C
export LC_ALL
build=$1
scratch=$2
here=tests/docs
mkdir -p "$scratch/help"
. tests/count.sh

find . \( -path "./$build" -o -path ./build -o -path ./.tools -o -name .git \) -prune -o -print >"$scratch/tree"
find . \( -path "./$build" -o -path ./build -o -path ./.tools -o -name .git -o -name '*.md' \) -prune -o -type f -print |
    xargs cat | sed 's/\\n/ /g' | grep -aow '[A-Za-z][A-Za-z0-9_]*' | sort -u >"$scratch/words"
# In a folder without a file: what is being built beside this test is not read, nor is the set-up run.
env -i PATH="$PATH" make -pnq -o .tools/tools.mk BUILD=not-built setup 2>&1 | sed 's/\<not-built\>/build/g' >"$scratch/database"
cat tests/run tests/logged tests/*/*.sh tools/*/*.sh >"$scratch/shell"
for program in lith lith-sim lisp-host; do
    "$build/$program" --help >"$scratch/help/$program"
done

check() {
    awk -v tree="$scratch/tree" -v words="$scratch/words" -v base="$scratch/database" -v shell="$scratch/shell" -v help="$scratch/help" \
        -v elsewhere=$here/elsewhere -f $here/check.awk "$@"
}

pages=$(grep -e '\.md$' "$scratch/tree" | grep -v -e "$here/wrong.md" -e '^\./\.tools/' | sort)
check $pages $here/wrong.md >"$scratch/found" && count 'all pages are read' yes || count 'all pages are read' no
for page in $pages; do
    grep -F "$page:" "$scratch/found" && count "$page" no || count "$page" yes
done

lines=$(grep -c '' $here/wrong.md)
for line in $(seq "$lines"); do
    grep -q "wrong.md:$line:" "$scratch/found" && count "wrong.md:$line" yes || count "not found: $here/wrong.md:$line" no
done

# version_holds PAGE: the first version that PAGE tells of is what every program says.
version_holds() {
    version=$(sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' "$1" | head -1)
    for program in lith lith-sim lisp-host; do
        [ "$("$build/$program" --version)" = "$program $version" ] || return 1
    done
}
version_holds CHANGES.md && count version yes || count 'CHANGES.md begins with another version than the programs say' no
{ echo '## 0.0'; cat CHANGES.md; } >"$scratch/changes"
version_holds "$scratch/changes" && count 'a wrong version in CHANGES.md is not found' no || count version yes

# undocumented PAGE: lith's options that PAGE does not name.
undocumented() {
    for option in $(grep -o -e '--[a-z][a-z-]*' "$scratch/help/lith" | sort -u); do
        grep -q -e "\`$option[\` ]" "$1" || echo "$1: does not tell of $option"
    done
}
undocumented docs/lith.md >"$scratch/found"
cat "$scratch/found"
[ -s "$scratch/found" ] && count "lith's options" no || count options yes
sed '/--profile/d' docs/lith.md >"$scratch/lith.md"
undocumented "$scratch/lith.md" | grep -q -e --profile && count options yes || count 'an option without documentation is not found' no

# missing PAGE: packages that the set-up installs and PAGE does not name.
missing() {
    for package in $(sed -n 's/^ *need \([a-z0-9+-]*\) .*/\1/p' tools/setup/packages.sh) \
        $(sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' requirements.txt tools/setup/requirements-*.txt); do
        grep -q -e "^|.*[ |]$package[ ,]" "$1" || echo "$1: does not tell of the package $package"
    done
}
missing README.md >"$scratch/found"
cat "$scratch/found"
[ -s "$scratch/found" ] && count packages no || count packages yes
sed 's/iverilog//' README.md >"$scratch/README.md"
missing "$scratch/README.md" | grep -q iverilog && count packages yes || count 'a package that is not named is not found' no

# The README's tour on the model: what is typed gives what stands there. Cycles differ there; Ctrl-C is for test-terminal.
tour() {
    awk -v out="$scratch/tour" '
        /^## / { here = /tour/ }
        /^```/ { block = !block; next }
        !here || !block || /^\^C/ { next }
        sub(/^user=> |^  #_=> /, "") { sub(/  +;.*/, ""); if (!/^\(loop/) print > (out ".lisp"); asked = 1; next }
        asked { print > (out (/^input:/ ? ".err" : ".out")) }' "$1"
    "$build/lith" --model <"$scratch/tour.lisp" >"$scratch/tour.is" 2>"$scratch/tour.is-err"
    sed -i 's/^cycles: .*/cycles/' "$scratch/tour.out" "$scratch/tour.is"
    diff "$scratch/tour.out" "$scratch/tour.is" && diff "$scratch/tour.err" "$scratch/tour.is-err"
}
tour README.md && count tour yes || count "the README's tour prints something else" no
sed 's/^40$/41/' README.md >"$scratch/README.md"
tour "$scratch/README.md" >"$scratch/found" && count 'a wrong tour is not found' no || count tour yes

counted
