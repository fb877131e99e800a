# build/lith with stores on NBD servers (nbdkit): made, opened again, refused; claims; servers that fail, or are gone.
. tests/store/expect.sh
. tests/store/serve.sh
rm -rf "${FOLDER:?}"
mkdir -p "$FOLDER"
lith() { "$LITH" --model "$@"; }

serve memory 64M
gives 'a new store' 0 1 lith --store "$url" eval 1
gives 'a commit in it' 0 'last_commit: 1, ' "$LITH" store info "$url"
number=$(sed -n 1p "$FOLDER/out")
gives 'whole' 0 'all whole' "$LITH" store check "$url"
refuses 'a machine that does not start' 'lith: ' lith --store "$url" --image /dev/null eval 1
gives 'has nothing any more' 0 'owner: none' "$LITH" store info "$url"
gives 'opened again' 0 1 lith --store "$url" eval 1
is 'it is the same one' [ "$("$LITH" store info "$url" | sed -n 1p)" = "$number" ]
gives 'a history' 0 'commit  time' "$LITH" store log "$url"
refuses 'a size' 'the server says how large it is' lith --store "$url" --store-size 64M eval 1

port=$((20000 + $$ % 20000))
stop
nbdkit --ipaddr 127.0.0.1 --port $port --exportname data --pidfile "$at/pid" memory 8M
await_server
gives 'over TCP, with a name' 0 1 lith --store nbd://127.0.0.1:$port/data eval 1
gives 'is there' 0 'version: 1' "$LITH" store info nbd://127.0.0.1:$port/data

# Claims.
"$MAKE_STORE" "$FOLDER/owned" 3 1795939200000
export TZ=XYZ-2
serve file "$FOLDER/owned"
since='a machine has had it open since 2026-11-29T10:00:00+02:00; if that one is gone for certain, --break-claim takes it'
sum=$(cksum <"$FOLDER/owned")
refuses 'a machine has it' "$since" lith --store "$url" eval 1
is 'nothing has changed' [ "$(cksum <"$FOLDER/owned")" = "$sum" ]
gives 'who has it' 0 'owner: 0000000000abcdef, since 2026-11-29T10:00:00+02:00' "$LITH" store info "$url"
gives 'who looks may' 0 ' 3 commits, ' "$LITH" store check "$url"
refuses 'the claim is broken' 'it belongs to another build of Lith' lith --store "$url" --break-claim eval 1
gives 'nobody has it' 0 'owner: none' "$LITH" store info "$url"
gives 'nothing is lost' 0 'last_commit: 3, ' "$LITH" store info "$url"
"$MAKE_STORE" "$FOLDER/owned2" 3 0
serve file "$FOLDER/owned2"
refuses 'since nobody knows when' 'a machine has had it open since a time not known' lith --store "$url" eval 1

# Servers that will not do.
serve -r file "$FOLDER/owned"
refuses 'read only' 'the server lets nobody write there' lith --store "$url" eval 1
gives 'which can be looked at' 0 'last_commit: 3' "$LITH" store info "$url"
serve eval get_size='echo 8388608' pread='dd if=/dev/zero bs=$3 count=1 status=none' pwrite='cat >/dev/null' can_write='exit 0' can_flush='exit 3'
refuses 'no flush' 'the server cannot say when what was written is certain (no flush)' lith --store "$url" eval 1
serve --filter=blocksize-policy memory 8M blocksize-minimum=4096
refuses 'large blocks' 'the server takes no blocks of 512 bytes' lith --store "$url" eval 1
serve memory 100K
refuses 'no room' 'too small for a store' lith --store "$url" eval 1
serve --filter=exportname memory 8M exportname=right exportname-strict=true
refuses 'no such export' "$url: " lith --store "$url" eval 1
serve data ' @65536 ( 1 )*200000 '
refuses 'something else' 'no store is there' lith --store "$url" eval 1
stop
refuses 'no server' 'Connection refused' lith --store nbd://127.0.0.1:1/ eval 1
refuses 'no socket' 'No such file' lith --store "$url" eval 1
refuses 'no such protocol' 'unknown NBD URI scheme' lith --store nbd+pigeon://host/ eval 1
refuses 'nobody to look at' 'No such file' "$LITH" store check "$url"

# Servers that fail: a store is not made, or not read.
serve --filter=error memory 8M error-pwrite=ENOSPC error-pwrite-rate=100%
refuses 'a full server' "the server's disk is full" lith --store "$url" eval 1
serve --filter=error memory 8M error-pwrite=EIO error-pwrite-rate=100%
refuses 'writing fails' 'Input/output error' lith --store "$url" eval 1
serve --filter=error file "$FOLDER/owned" error-pread=EIO error-pread-rate=100%
refuses 'reading fails' 'Input/output error' lith --store "$url" eval 1
for what in info log check; do refuses "$what fails" 'Input/output error' "$LITH" store $what "$url"; done

# Slow ones do.
serve --filter=delay memory 4M rdelay=1ms wdelay=1ms
gives 'a slow server' 0 1 lith --store "$url" eval 1
gives 'is looked at' 0 'all whole' "$LITH" store check "$url"
counted
