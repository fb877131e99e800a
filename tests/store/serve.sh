# NBD servers for tests: sourced.
at=$(mktemp -d) # names of sockets are short
trap 'stop; rm -rf "$at"' EXIT

# serve WORD...: nbdkit with these words, instead of the one before; url is its address.
servers=0
serve() {
    stop
    servers=$((servers + 1))
    url="nbd+unix:///?socket=$at/$servers"
    nbdkit --unix "$at/$servers" --pidfile "$at/pid" "$@"
    await_server
}
# Its number is there a little later than the server.
await_server() { until [ -s "$at/pid" ]; do sleep 0.02; done; }
stop() {
    [ -s "$at/pid" ] || return 0
    kill -CONT "$(cat "$at/pid")" && kill "$(cat "$at/pid")"
    rm -f "$at/pid" "$at/$servers"
} 2>/dev/null
