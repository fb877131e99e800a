#!/bin/sh
# A planted fault in place of lith: a program that neither keys nor signals end, broken in the way that $FAULT names.
trap '' HUP INT TERM
[ "$FAULT" = cooked ] || stty raw
[ "$FAULT" = silent ] || [ "$FAULT" = endless ] || printf 'user=> '
while :; do
    [ "$FAULT" != endless ] || printf 'user= '
    sleep 0.1
done
