/* Requests that the host answers: input and host files (docs/requests.md). What a process asks for goes out one after
 * the other, and is answered in that order; meanwhile other processes run. Built for the machine and for the host
 * alike. */
#include "requests.h"
#include "error.h"
#include "machine.h"
#include "number.h"
#include "process.h"
#include "protocol.h"
#include "request.h"
#include "seq.h"
#include "symbol.h"
#include "text.h"
#include "utf8.h"
#include <string.h>

/* A first-in-first-out queue: what comes first, and what has been added, newest first. */
struct queue {
    val front, back;
};

static void enter(struct queue *q, val v) { q->back = cons(v, is_ref(q->back) ? q->back : NIL); }

/* The first; ABSENT: the queue is empty. */
static val first(struct queue *q) {
    if (!is_ref(q->front)) {
        if (!is_ref(q->back)) return ABSENT;
        q->front = list_reverse(q->back);
        q->back = NIL;
    }
    return car(q->front);
}

static void drop_first(struct queue *q) { q->front = cdr(q->front); }

/* ---- input ---- */

static struct queue readers;            /* tokens */
static uint8_t input[MACHINE_FILE_MAX]; /* what has come and nobody has got yet */
static uint32_t input_begun;            /* bytes in front, of a character of which there is no more yet */
static int input_bytes = MACHINE_NOTHING;

/* What has come but for the beginning of a character; at the end that too, and the end itself when asked again. */
static val take_input(void) {
    bool end = input_bytes == 0;
    uint32_t n = input_begun + (uint32_t)input_bytes, missing, begun = end ? 0 : utf8_begun(input, n, &missing);
    val v = n ? string_decode((char *)input, n - begun) : NIL;
    memmove(input, input + n - begun, begun);
    input_begun = begun;
    input_bytes = end && n ? 0 : MACHINE_NOTHING;
    return v;
}

static bool input_is_there(void) {
    if (input_bytes == MACHINE_NOTHING)
        input_bytes = machine_input((char *)input + input_begun, sizeof input - input_begun);
    return input_bytes != MACHINE_NOTHING;
}

static val r_input(val *a) {
    (void)a;
    return first(&readers) == ABSENT && input_is_there() ? take_input() : ABSENT;
}

static void input_parked(val token) { enter(&readers, token); }

static void serve_input(void) {
    for (val token; (token = first(&readers)) != ABSENT; drop_first(&readers)) {
        if (!process_waits(token)) continue;
        if (!input_is_there()) return;
        process_answer(token, take_input());
    }
}

/* ---- files ---- */

/* What is asked for: tuple {token, type of the request, its payload as bytes, path (OPEN) or answer (WRITE)}. */
#define ASK_TOKEN 0
#define ASK_TYPE 1
#define ASK_PAYLOAD 2
#define ASK_MORE 3

static struct queue asks;
static bool asked; /* the host has the first of them */
static uint8_t payload[MACHINE_FILE_MAX + 1];
static val ask; /* being made: without its token */

static val make_ask(uint8_t type, uint32_t n, val more) {
    val bytes = cell_new(KIND_BYTES, n);
    for (uint32_t i = 0; i < n; i++) cell_set_byte(bytes, i, payload[i]);
    ask = cell_new(KIND_TUPLE, 4);
    cell_seti(ask, ASK_TYPE, fixnum(type));
    cell_seti(ask, ASK_PAYLOAD, cell_seal(bytes));
    cell_seti(ask, ASK_MORE, more);
    return ABSENT;
}

static val r_open(val *a) {
    uint32_t n = 1 + string_copy(a[0], (char *)payload + 1, MACHINE_FILE_MAX - 1);
    if (n != string_bytes(a[0]) + 1) lisp_error("file", "the name of a file is too long");
    for (uint32_t i = 1; i < n; i++)
        if (!payload[i]) lisp_error("file", "a file name with a character of code 0");
    payload[0] = string_bytes(a[1]) ? string_byte(a[1], 0) : 0;
    return make_ask(FILE_OPEN, n, a[0]);
}

static void put_file(val v) { payload[0] = (uint8_t)integer_in("file", v, 0, 255); }

static val r_read(val *a) {
    put_file(a[0]);
    payload[1] = (uint8_t)MACHINE_FILE_MAX;
    payload[2] = (uint8_t)(MACHINE_FILE_MAX >> 8);
    return make_ask(FILE_READ, 3, NIL);
}

/* Writes the text's bytes from an offset on, as many as fit; the answer is nil, or the offset of the rest. */
static val r_write(val *a) {
    uint32_t at = (uint32_t)fixnum_value(a[2]), end = string_bytes(a[1]), n = 1;
    if (at > end) lisp_error("bounds", "write-file: offset %v is beyond the text", a[2]);
    put_file(a[0]);
    for (; at < end && n < MACHINE_FILE_MAX; at++) payload[n++] = string_byte(a[1], at);
    return make_ask(FILE_WRITE, n, at == end ? NIL : fixnum((int32_t)at));
}

static val r_close(val *a) {
    put_file(a[0]);
    return make_ask(FILE_CLOSE, 1, NIL);
}

static void send_next(void) {
    val next = first(&asks);
    if (asked || next == ABSENT) return;
    val bytes = cell_geti(next, ASK_PAYLOAD);
    uint32_t n = cell_len(bytes);
    for (uint32_t i = 0; i < n; i++) payload[i] = cell_byte(bytes, i);
    asked = true;
    machine_file_ask((uint8_t)fixnum_value(cell_geti(next, ASK_TYPE)), payload, n);
}

static void file_parked(val token) {
    cell_seti(ask, ASK_TOKEN, token);
    enter(&asks, cell_seal(ask));
    ask = NIL;
    send_next();
}

static val failure(val of, const char *why) {
    switch (fixnum_value(cell_geti(of, ASK_TYPE))) {
    case FILE_OPEN:
        return error_make("file", "%v: %s", cell_geti(of, ASK_MORE), why);
    case FILE_READ:
        return error_make("file", "a file cannot be read: %s", why);
    case FILE_WRITE:
        return error_make("file", "a file cannot be written: %s", why);
    default:
        return error_make("file", "a file cannot be closed: %s", why);
    }
}

static val answer_to(val of, const uint8_t *bytes, uint32_t n) {
    switch (fixnum_value(cell_geti(of, ASK_TYPE))) {
    case FILE_OPEN:
        return fixnum(bytes[0]);
    case FILE_READ:
        return n ? string_decode((const char *)bytes, n) : NIL;
    default:
        return cell_geti(of, ASK_MORE);
    }
}

static void serve_files(void) {
    static bool held; /* the answer is in `payload`; the memory to pass it on was missing */
    static bool good;
    static uint32_t n;
    for (; asked; send_next()) {
        if (!held && !machine_file_answer(&good, payload, &n)) return;
        held = true;
        payload[n] = 0;
        val of = first(&asks), token = cell_geti(of, ASK_TOKEN);
        if (good)
            process_answer(token, answer_to(of, payload, n));
        else
            process_throw(token, failure(of, (const char *)payload));
        held = asked = false;
        drop_first(&asks);
    }
}

void requests_forget(void) {
    readers = asks = (struct queue){NIL, NIL};
    asked = false;
}

void requests_serve(void) {
    serve_files();
    serve_input();
}

const struct request_kind platform_requests[] = {
    {"input", "", r_input, input_parked},      {"open", "ss", r_open, file_parked},
    {"read-file", "n", r_read, file_parked},   {"write-file", "nsn", r_write, file_parked},
    {"close-file", "n", r_close, file_parked}, {NULL, NULL, NULL, NULL},
};
