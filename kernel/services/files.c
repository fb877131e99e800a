/* Host files. What a process asks for goes to the host over the stream FILE, however many others have asked before and
 * have no answer yet; the host answers in the order of asking.
 *
 * All that a request has to remember until it is answered is in its letter, a cell of bytes that the asking process
 * makes: first the message to the host is in it, then the host's answer. So any number may be under way, and the kernel
 * keeps nothing for them but their order.
 *
 *   letter   | bytes moved, 4 | type, 1 | length, 2 | payload ... |      from `type` on as the message is on the line
 *
 *   waiting.first          unsent               waiting.last
 *    | the host has these  |  not sent to their ends yet  |
 *      ^ its answer comes in  ^ goes out
 */
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/service.h"
#include "kernel/services/waiting.h"
#include "kernel/session/protocol.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/text.h"

/* A node of the queue. */
#define ASK_TYPE NODE_WORDS /* FILE_OPEN and so on */
#define ASK_LETTER (NODE_WORDS + 1)
#define ASK_ABOUT (NODE_WORDS + 2) /* OPEN: the path; WRITE: the answer */
#define ASK_WORDS (NODE_WORDS + 3)

#define LETTER_MOVED 0u   /* the word that counts bytes sent, then received */
#define LETTER_MESSAGE 4u /* where the message begins */
#define LETTER_PAYLOAD (LETTER_MESSAGE + MESSAGE_HEADER)

#define PIECE_MAX 1024u /* bytes that are read or written by one request */
#define WHY_MAX 256u    /* of the file and the reason that the host gives when something failed */

static struct waiting asks;
static val unsent; /* NIL: the host has all of them */

/* For copies that are needed for a moment. */
static uint8_t scratch[PIECE_MAX + 1];

/* ---- letters ---- */

static uint32_t moved(val letter) { return cell_word(letter, LETTER_MOVED); }
static void set_moved(val letter, uint32_t n) { cell_set_word(letter, LETTER_MOVED, n); }

static uint32_t message_bytes(val letter) {
    return MESSAGE_HEADER +
           (cell_byte(letter, LETTER_MESSAGE + 1) | (uint32_t)cell_byte(letter, LETTER_MESSAGE + 2) << 8);
}

static void set_header(val letter, uint8_t type, uint32_t n) {
    cell_set_byte(letter, LETTER_MESSAGE, type);
    cell_set_byte(letter, LETTER_MESSAGE + 1, (uint8_t)n);
    cell_set_byte(letter, LETTER_MESSAGE + 2, (uint8_t)(n >> 8));
}

/* Bytes of an answer's payload that the letter has room for; a longer one is cut. */
static uint32_t payload_bytes(val letter) {
    uint32_t n = message_bytes(letter) - MESSAGE_HEADER, room = cell_len(letter) - LETTER_PAYLOAD;
    return n < room ? n : room;
}

/* ---- asking ---- */

/* Makes what the request remembers: a letter with n bytes of payload that the caller fills in. */
static val begin_ask(uint8_t type, uint32_t n, val about) {
    uint32_t room = type == FILE_READ ? PIECE_MAX : n > WHY_MAX ? n : WHY_MAX;
    val letter = cell_new(KIND_BYTES, LETTER_PAYLOAD + room), node = waiting_node(ASK_WORDS);
    set_header(letter, type, n);
    cell_seti(node, ASK_TYPE, fixnum(type));
    cell_seti(node, ASK_LETTER, letter);
    cell_seti(node, ASK_ABOUT, about);
    request_note(node);
    return letter;
}

static val r_open(val *a) {
    uint32_t n = string_bytes(a[0]);
    if (n >= PIECE_MAX) lisp_error("file", "the name of a file is too long");
    for (uint32_t i = 0; i < n; i++)
        if (!string_byte(a[0], i)) lisp_error("file", "a file name with a character of code 0");
    val letter = begin_ask(FILE_OPEN, 1 + n, a[0]);
    cell_set_byte(letter, LETTER_PAYLOAD, string_bytes(a[1]) ? string_byte(a[1], 0) : 0);
    for (uint32_t i = 0; i < n; i++) cell_set_byte(letter, LETTER_PAYLOAD + 1 + i, string_byte(a[0], i));
    return ABSENT;
}

static uint8_t file_number(val v) { return (uint8_t)integer_in("file", v, 0, 255); }

static val r_read(val *a) {
    uint8_t file = file_number(a[0]);
    val letter = begin_ask(FILE_READ, 3, NIL);
    cell_set_byte(letter, LETTER_PAYLOAD, file);
    cell_set_byte(letter, LETTER_PAYLOAD + 1, (uint8_t)PIECE_MAX);
    cell_set_byte(letter, LETTER_PAYLOAD + 2, (uint8_t)(PIECE_MAX >> 8));
    return ABSENT;
}

/* Writes the text's bytes from an offset on, as many as fit; the answer is nil, or the offset of the rest. */
static val r_write(val *a) {
    uint32_t at = (uint32_t)fixnum_value(a[2]), end = string_bytes(a[1]);
    if (at > end) lisp_error("bounds", "write-file: offset %v is beyond the text", a[2]);
    uint8_t file = file_number(a[0]);
    uint32_t n = end - at < PIECE_MAX ? end - at : PIECE_MAX - 1;
    val letter = begin_ask(FILE_WRITE, 1 + n, at + n == end ? NIL : fixnum((int32_t)(at + n)));
    cell_set_byte(letter, LETTER_PAYLOAD, file);
    for (uint32_t i = 0; i < n; i++) cell_set_byte(letter, LETTER_PAYLOAD + 1 + i, string_byte(a[1], at + i));
    return ABSENT;
}

static val ask_about_file(uint8_t type, val number) {
    uint8_t file = file_number(number);
    cell_set_byte(begin_ask(type, 1, NIL), LETTER_PAYLOAD, file);
    return ABSENT;
}

static val r_keep(val *a) { return ask_about_file(FILE_KEEP, a[0]); }
static val r_close(val *a) { return ask_about_file(FILE_CLOSE, a[0]); }

/* ---- answering ---- */

static val failure(val node, const char *why) {
    bool open = cell_geti(node, ASK_TYPE) == fixnum(FILE_OPEN);
    return open ? error_make("file", "%v: %s", cell_geti(node, ASK_ABOUT), why) : error_make("file", "%s", why);
}

static bool failed(val letter) { return cell_byte(letter, LETTER_MESSAGE) == FILE_FAILED; }

/* The process goes on, after an answer that is a text or an error. */
static val answer(val token) {
    val node = cell_geti(token, SNAPSHOT_NOTE), letter = cell_geti(node, ASK_LETTER);
    uint32_t n = payload_bytes(letter);
    for (uint32_t i = 0; i < n; i++) scratch[i] = cell_byte(letter, LETTER_PAYLOAD + i);
    scratch[n] = 0;
    if (failed(letter)) lisp_throw(failure(node, (const char *)scratch));
    return string_decode((const char *)scratch, n);
}

/* The host's answer to the first request is in its letter. */
static void answered(void) {
    val node = asks.first, token = cell_geti(node, NODE_TOKEN), letter = cell_geti(node, ASK_LETTER);
    int32_t type = fixnum_value(cell_geti(node, ASK_TYPE));
    waiting_leave(&asks);
    cell_seal(letter);
    if (failed(letter) || (type == FILE_READ && payload_bytes(letter)))
        process_ready(token);
    else
        process_answer(token,
                       type == FILE_OPEN ? fixnum(cell_byte(letter, LETTER_PAYLOAD)) : cell_geti(node, ASK_ABOUT));
}

/* ---- the line ---- */

/* What became of sending or receiving. After some bytes there may be room for more, or more may have come. */
enum moved { MOVED_NONE, MOVED_SOME, NO_HOST };

static enum moved send(void) {
    enum moved result = MOVED_NONE;
    while (is_ref(unsent)) {
        val letter = cell_geti(unsent, ASK_LETTER);
        uint32_t done = moved(letter), n = message_bytes(letter) - done;
        if (n > sizeof scratch) n = sizeof scratch;
        for (uint32_t i = 0; i < n; i++) scratch[i] = cell_byte(letter, LETTER_MESSAGE + done + i);
        int some = machine_file_put(scratch, n);
        if (some < 0) return NO_HOST;
        if (some == 0) return result;
        result = MOVED_SOME;
        set_moved(letter, done += (uint32_t)some);
        if (done < message_bytes(letter)) continue;
        set_moved(letter, 0);
        unsent = waiting_next(unsent);
    }
    return result;
}

/* Takes what has come of the host's answers, each into the letter of the request that is the first by then. */
static enum moved receive(void) {
    enum moved result = MOVED_NONE;
    while (!waiting_empty(&asks) && asks.first != unsent) {
        val letter = cell_geti(asks.first, ASK_LETTER);
        uint32_t done = moved(letter), room = cell_len(letter) - LETTER_MESSAGE;
        uint32_t end = done < MESSAGE_HEADER ? MESSAGE_HEADER : message_bytes(letter), n = end - done;
        if (n > sizeof scratch) n = sizeof scratch;
        int some = n ? machine_file_get(scratch, n) : 0;
        if (some < 0) return NO_HOST;
        if (n && some == 0) return result;
        result = MOVED_SOME;
        for (uint32_t i = 0; i < (uint32_t)some && done + i < room; i++)
            cell_set_byte(letter, LETTER_MESSAGE + done + i, scratch[i]);
        set_moved(letter, done += (uint32_t)some);
        if (done >= MESSAGE_HEADER && done == message_bytes(letter)) answered();
    }
    return result;
}

static void forget(void) {
    asks = (struct waiting){NIL, NIL};
    unsent = NIL;
}

/* The host will not answer any more. */
static void give_up(void) {
    static const char why[] = "the host is gone";
    unsent = NIL;
    while (!waiting_empty(&asks)) {
        val letter = cell_geti(asks.first, ASK_LETTER);
        set_header(letter, FILE_FAILED, sizeof why - 1);
        for (uint32_t i = 0; i < sizeof why - 1; i++) cell_set_byte(letter, LETTER_PAYLOAD + i, (uint8_t)why[i]);
        answered();
    }
}

static void poll(void) {
    enum moved sent, received;
    do {
        sent = send();
        received = sent == NO_HOST ? NO_HOST : receive();
    } while (received != NO_HOST && (sent == MOVED_SOME || received == MOVED_SOME));
    if (received == NO_HOST) give_up();
}

static void parked(val token) {
    val node = cell_geti(token, SNAPSHOT_NOTE);
    waiting_enter(&asks, node, token);
    if (!is_ref(unsent)) unsent = node;
    if (unsent == node) send();
}

static const struct request_kind kinds[] = {
    {"open", "ss", r_open, parked, answer},         {"read-file", "n", r_read, parked, answer},
    {"write-file", "nsn", r_write, parked, answer}, {"keep-file", "n", r_keep, parked, answer},
    {"close-file", "n", r_close, parked, answer},   {NULL, NULL, NULL, NULL, NULL},
};

static val waiting(val list) { return waiting_tokens(&asks, list); }

const struct service file_service = {
    .name = "file", .kinds = kinds, .init = forget, .poll = poll, .forget = forget, .waiting = waiting};
