#!/bin/sh
# A line of several rows at the prompt of build/lith, in a window that gets narrower and wider: in tmux, which breaks the
# rows anew and moves the cursor with them. Each time the screen and what has left it have every line once, as typed.
# usage: resize.sh LITH FOLDER
lith=$1 folder=$2
rm -rf "$folder" && mkdir -p "$folder" || exit 2
passed=0 failed=0
TMUX= TMUX_TMPDIR=$folder; export TMUX TMUX_TMPDIR
server=0
tmux() { command tmux -L $server -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null' EXIT

# The lines, each whole however many rows it takes.
lines() { tmux capture-pane -p -J -S - | sed -e 's/ *$//' -e '/^$/d'; }

# Waits until the last line is the expected one; a minute at most.
await() {
    tries=0
    until [ "$(lines | tail -n 1)" = "$1" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ] || ! tmux has-session; then return 1; fi
        sleep 0.1
    done
}

# begin COMMAND...: a window of 80 columns with that in it, of a tmux of its own.
begin() {
    server=$((server + 1))
    tmux new-session -d -x 80 -y 24 "HOME=$folder LC_ALL=C.UTF-8 $*" && await 'user=>'
}

# resize COLUMNS: until the program has been told.
resize() {
    tmux resize-window -x "$1"
    terminal=$(tmux display-message -p '#{pane_tty}')
    tries=0
    until [ "$(stty size <"$terminal")" = "24 $1" ] || [ $tries -gt 600 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
}

# stopped COMMAND...: carried out while lith stands.
stopped() {
    kill -STOP "$(cat "$folder/process")"
    "$@"
    kill -CONT "$(cat "$folder/process")"
    tmux send-keys C-z # nobody would let it go on: it does not stop
}

# A letter typed after each change of width shows that the line has been drawn anew before it is looked at.
# check NAME CHANGE WIDTH...
check() {
    name=$1 change=$2 what=good
    shift 2
    before=$(lines | sed '$d')
    for width; do
        $change "$width"
        tmux send-keys -l b
        line=${line}b
        await "user=> $line" && [ "$(lines)" = "$before
user=> $line" ] && continue
        what=wrong
        echo "$name: at $width columns there should be
$before
user=> $line
and there is
$(lines)"
        break
    done
    if [ $what = good ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    tmux kill-server 2>/dev/null
}

type_line() {
    line="(str \"$(printf '%0118d' 0)"
    tmux send-keys -l "$line"
    await "user=> $line"
}

begin "$lith" --model && type_line
check 'from the first line on' resize 40 80 40 80 40 80 60 80
begin "$lith" --model
tmux send-keys -l '(dotimes [i 40] (println (apply str (repeat (* 3 i) "x"))))' && tmux send-keys Enter
await 'user=>' && type_line
check 'behind much output' resize 40 80 40 30 80 20 100 50 49 51 80 13 200 10 80
# Not tmux's own child, which tmux would let go on at once.
begin "sh -c 'sh -c \"echo \\\$\\\$ >$folder/process; exec $lith --model\"; :'" && type_line
check 'stopped meanwhile' 'stopped resize' 80 40 40 80 60 120 80
echo "$passed passed, $failed failed"
[ $failed = 0 ]
