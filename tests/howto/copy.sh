# sh copy.sh BUILD COPY PARTS: a copy of the tree in the folder COPY, and in its BUILD these parts of ours (patterns of paths),
# all with their times, so that make there builds only what a patch changes. The tools are shared.
set -e
build=$1 copy=$PWD/$2 parts=$3
rm -rf "$copy"
mkdir -p "$copy/$build"
tar -c --exclude="./$build" --exclude=./build --exclude=./.tools --exclude=./.git . | tar -x -C "$copy"
ln -s "$PWD/.tools" "$copy/.tools"
cd "$build"
# shellcheck disable=SC2086 -- a list of patterns
cp -a --parents $parts "$copy/$build"
