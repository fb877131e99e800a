/* Primitives on what is outside the machine: input, texts of the session, host files (lisp/lib/session.lisp). */
#include "error.h"
#include "machine.h"
#include "number.h"
#include "primitive.h"
#include "text.h"
#include "vector.h"

/* FILE_... of kernel/session/protocol.h. */
enum { OPEN = 1, READ, WRITE, CLOSE };

static uint8_t payload[MACHINE_FILE_MAX + 1];

static val piece(uint32_t (*next)(char *, uint32_t)) {
    uint32_t n = next((char *)payload, MACHINE_FILE_MAX);
    return n ? string_from((char *)payload, n) : NIL;
}
static val p_input(val *a) { return (void)a, piece(machine_input); }
static val p_program(val *a) { return (void)a, piece(machine_program); }

static const char *request(uint8_t type, val file, uint32_t *n) {
    payload[0] = (uint8_t)integer_in("file", file, 0, 255);
    return machine_file(type, payload, n);
}

static val p_file_open(val *a) {
    if (!is_string(a[0])) type_error("open", "the name of a file, a string", a[0]);
    uint32_t n = 1 + string_copy(a[0], (char *)payload + 1, MACHINE_FILE_MAX - 1);
    if (n != string_bytes(a[0]) + 1) lisp_error("file", "the name of a file is too long");
    payload[0] = string_byte(a[1], 0);
    const char *wrong = machine_file(OPEN, payload, &n);
    if (wrong) lisp_error("file", "%v: %s", a[0], wrong);
    return fixnum(payload[0]);
}

static val p_file_read(val *a) {
    uint32_t n = 3;
    payload[1] = (uint8_t)MACHINE_FILE_MAX;
    payload[2] = (uint8_t)(MACHINE_FILE_MAX >> 8);
    const char *wrong = request(READ, a[0], &n);
    if (wrong) lisp_error("file", "a file cannot be read: %s", wrong);
    return n ? string_from((char *)payload, n) : NIL;
}

/* Writes the text's bytes from an offset on, as many as fit; nil, or the offset of the rest. */
static val p_file_write(val *a) {
    uint32_t at = (uint32_t)integer_in("write", a[2], 0, FIXNUM_MAX), end = string_bytes(a[1]), n = 1;
    for (; at < end && n < MACHINE_FILE_MAX; at++) payload[n++] = string_byte(a[1], at);
    const char *wrong = request(WRITE, a[0], &n);
    if (wrong) lisp_error("file", "a file cannot be written: %s", wrong);
    return at == end ? NIL : fixnum((int32_t)at);
}

static val p_file_close(val *a) {
    uint32_t n = 1;
    const char *wrong = request(CLOSE, a[0], &n);
    if (wrong) lisp_error("file", "a file cannot be closed: %s", wrong);
    return NIL;
}

/* ---- texts by byte offsets ---- */

static val checked_string(val v) {
    if (!is_string(v)) type_error("text", "a string", v);
    return v;
}
static val p_bytes(val *a) { return fixnum((int32_t)string_bytes(checked_string(a[0]))); }
static uint32_t offset(val *a) {
    return (uint32_t)integer_in("text", a[1], 0, (int32_t)string_bytes(checked_string(a[0])));
}
static val p_tail(val *a) {
    uint32_t at = offset(a);
    return string_slice(a[0], at, string_bytes(a[0]));
}

/* [the line from there on, offset behind its end], or nil if it has no end. */
static val p_line(val *a) {
    uint32_t at = offset(a), end = string_bytes(a[0]), to = at;
    while (to < end && string_byte(a[0], to) != '\n') to++;
    if (to == end) return NIL;
    uint32_t cut = to > at && string_byte(a[0], to - 1) == '\r' ? 1 : 0;
    return vector_2(string_slice(a[0], at, to - cut), fixnum((int32_t)to + 1));
}

const struct primitive outside_primitives[] = {
    {"%input", 0, p_input, USAGE("(%input) the next piece of the input, nil at its end")},
    {"%program", 0, p_program, USAGE("(%program) the next piece of the session's text, nil at its end")},
    {"%file-open", 2, p_file_open, USAGE("(%file-open path mode)")},
    {"%file-read", 1, p_file_read, USAGE("(%file-read file)")},
    {"%file-write", 3, p_file_write, USAGE("(%file-write file text offset)")},
    {"%file-close", 1, p_file_close, USAGE("(%file-close file)")},
    {"%bytes", 1, p_bytes, USAGE("(%bytes text) its length in bytes")},
    {"%tail", 2, p_tail, USAGE("(%tail text offset)")},
    {"%line", 2, p_line, USAGE("(%line text offset)")},
    {NULL, 0, NULL, NULL},
};
