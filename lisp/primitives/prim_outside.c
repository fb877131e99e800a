/* Primitives for texts that come from outside the machine (lisp/lib/outside.lisp). */
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/number.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/names/primitive.h"

static val p_program(val *a) {
    static char bytes[HOST_PROGRAM_MAX];
    uint32_t n = vm_host->program(bytes, sizeof bytes);
    (void)a;
    return n ? string_decode(bytes, n) : NIL;
}

/* ---- texts by byte offsets ---- */

static val checked_string(val v) {
    if (!is_string(v)) type_error("text", "a string", v);
    return v;
}
static val p_bytes(val *a) { return fixnum((int32_t)string_bytes(checked_string(a[0]))); }
static uint32_t offset(val *a) { return string_place("text", checked_string(a[0]), a[1]); }
static val p_tail(val *a) {
    uint32_t at = offset(a);
    return string_slice(a[0], at, string_bytes(a[0]));
}

/* [the line from there on, offset behind its end], or nil if it has no end. */
static val p_line(val *a) {
    uint32_t at = offset(a), end = string_bytes(a[0]), to = at;
    for (; to < end && string_byte(a[0], to) != '\n'; to++) lisp_poll_round(to);
    if (to == end) return NIL;
    uint32_t cut = to > at && string_byte(a[0], to - 1) == '\r' ? 1 : 0;
    return vector_2(string_slice(a[0], at, to - cut), fixnum((int32_t)to + 1));
}

LARGE_MACHINES const struct primitive outside_primitives_large[] = {
    {"%program", 0, p_program, USAGE("(%program) the next piece of the session's text, nil at its end")},
    {"%bytes", 1, p_bytes, USAGE("(%bytes text) its length in bytes")},
    {"%tail", 2, p_tail, USAGE("(%tail text offset)")},
    {"%line", 2, p_line, USAGE("(%line text offset)")},
    {NULL, 0, NULL, NULL},
};
