/* Requests that the host answers: input and host files (docs/requests.md). What a process asks for goes out one after
 * the other, and is answered in that order; meanwhile other processes run. Built for the machine and for the host
 * alike. */
#include "requests.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/request.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/utf8.h"
#include "protocol.h"
#include <string.h>

/* A first-in-first-out queue of those that wait: tuples that begin with the token and an atom of the next one. So
 * entering and leaving make no cells. */
#define NODE_TOKEN 0
#define NODE_NEXT 1

struct queue {
    val first, last; /* no references: it is empty */
};

static bool is_empty(const struct queue *q) { return !is_ref(q->first); }
static val first_token(const struct queue *q) { return cell_geti(q->first, NODE_TOKEN); }

/* Gives an open node its token. */
static void enter(struct queue *q, val node, val token) {
    cell_seti(node, NODE_TOKEN, token);
    cell_seal(node);
    if (is_empty(q))
        q->first = node;
    else
        atom_swap(cell_geti(q->last, NODE_NEXT), node);
    q->last = node;
}

static void drop_first(struct queue *q) {
    q->first = atom_get(cell_geti(q->first, NODE_NEXT));
    if (is_empty(q)) q->last = NIL;
}

/* ---- input ---- */

static struct queue readers;
static uint8_t input[MACHINE_FILE_MAX]; /* what has come and nobody has got yet */
static uint32_t input_begun;            /* bytes in front, of a character of which there is no more yet */
static int input_bytes = MACHINE_NOTHING;

/* Takes the input that has come, as text. The beginning of a character stays until the rest of it comes; at the end of
 * the input it is taken as well, and the next call tells of the end. When there is no memory for the text, all stays
 * for the next reader. */
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
    return is_empty(&readers) && input_is_there() ? take_input() : ABSENT;
}

static void input_parked(val token) {
    val node = cell_new(KIND_TUPLE, 2);
    cell_seti(node, NODE_NEXT, atom_new(NIL));
    enter(&readers, node, token);
}

/* The first reader goes on. */
static val input_answer(val token) {
    (void)token;
    drop_first(&readers);
    return take_input();
}

static void serve_input(void) {
    for (; !is_empty(&readers); drop_first(&readers)) {
        val token = first_token(&readers);
        if (process_is_ready(token)) return;
        if (!process_waits(token)) continue;
        if (input_is_there()) process_ready(token);
        return;
    }
}

/* ---- files ---- */

/* What is asked for: a node of the queue, with the type of the request, its payload as bytes, path (OPEN) or answer
 * (WRITE). */
#define ASK_TYPE 2
#define ASK_PAYLOAD 3
#define ASK_MORE 4
#define ASK_FIELDS 5

static struct queue asks;
static bool asked; /* the host has the first of them */
static struct {
    bool here; /* its answer has come and may not have been taken yet */
    bool good;
    const uint8_t *bytes;
    uint32_t n;
} answer;
static uint8_t payload[MACHINE_FILE_MAX];
static val ask; /* being made: without its token */

static val make_ask(uint8_t type, uint32_t n, val more) {
    val bytes = cell_new(KIND_BYTES, n);
    for (uint32_t i = 0; i < n; i++) cell_set_byte(bytes, i, payload[i]);
    ask = cell_new(KIND_TUPLE, ASK_FIELDS);
    cell_seti(ask, NODE_NEXT, atom_new(NIL));
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
    if (asked || is_empty(&asks)) return;
    val next = asks.first, bytes = cell_geti(next, ASK_PAYLOAD);
    uint32_t n = cell_len(bytes);
    for (uint32_t i = 0; i < n; i++) payload[i] = cell_byte(bytes, i);
    asked = true;
    machine_file_ask((uint8_t)fixnum_value(cell_geti(next, ASK_TYPE)), payload, n);
}

static void file_parked(val token) {
    enter(&asks, ask, token);
    ask = NIL;
    send_next();
}

static val failure(val of) {
    const char *why = (const char *)answer.bytes;
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

/* The first ask is done with: the bytes of its answer are not looked at any more. */
static void drop_answer(void) {
    answer.here = asked = false;
    drop_first(&asks);
    send_next();
}

/* The process whose ask is the first goes on, after an answer that is a text or an error. */
static val file_answer(val token) {
    (void)token;
    if (!answer.good) lisp_throw(failure(asks.first));
    val text = string_decode((const char *)answer.bytes, answer.n);
    drop_answer();
    return text;
}

/* Whether the process could be told without making cells. */
static bool passed_on(val token) {
    int32_t type = fixnum_value(cell_geti(asks.first, ASK_TYPE));
    if (!answer.good || (type == FILE_READ && answer.n)) return !process_ready(token);
    process_answer(token, type == FILE_OPEN ? fixnum(answer.bytes[0]) : cell_geti(asks.first, ASK_MORE));
    return true;
}

/* An answer stays where it is until its process has made a value of it, or will not do so any more. */
static void serve_files(void) {
    while (asked) {
        val token = first_token(&asks);
        if (answer.here && process_is_ready(token)) return;
        if (!answer.here) {
            answer.bytes = machine_file_answer(&answer.good, &answer.n);
            if (!answer.bytes) return;
            answer.here = true;
            if (!passed_on(token)) return;
        }
        drop_answer();
    }
}

void requests_forget(void) {
    readers = asks = (struct queue){NIL, NIL};
    answer.here = asked = false;
}

void requests_serve(void) {
    serve_files();
    serve_input();
}

const struct request_kind machine_requests[] = {
    {"input", "", r_input, input_parked, input_answer},     {"open", "ss", r_open, file_parked, file_answer},
    {"read-file", "n", r_read, file_parked, file_answer},   {"write-file", "nsn", r_write, file_parked, file_answer},
    {"close-file", "n", r_close, file_parked, file_answer}, {NULL, NULL, NULL, NULL, NULL},
};
