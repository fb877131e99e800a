/* The standard input. What has come and nobody has taken stays here: it is for whoever asks next. */
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/service.h"
#include "kernel/services/waiting.h"
#include "lisp/cells/text.h"
#include "lisp/cells/utf8.h"
#include <string.h>

#define INPUT_MAX 1024u

static struct waiting readers;
static uint8_t input[INPUT_MAX];
static uint32_t input_begun; /* bytes in front, of a character of which there is no more yet */
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
    if (waiting_empty(&readers) && input_is_there()) return take_input();
    request_note(waiting_node(NODE_WORDS));
    return ABSENT;
}

static void parked(val token) { waiting_enter(&readers, cell_geti(token, SNAPSHOT_NOTE), token); }

/* The first reader goes on. */
static val answer(val token) {
    (void)token;
    waiting_leave(&readers);
    return take_input();
}

static void poll(void) {
    for (; !waiting_empty(&readers); waiting_leave(&readers)) {
        val token = cell_geti(readers.first, NODE_TOKEN);
        if (process_is_ready(token)) return;
        if (!process_waits(token)) continue;
        if (input_is_there()) process_ready(token);
        return;
    }
}

static void forget(void) { readers = (struct waiting){NIL, NIL}; }

static const struct request_kind kinds[] = {
    {"input", "", r_input, parked, answer},
    {NULL, NULL, NULL, NULL, NULL},
};

static val waiting(val list) { return waiting_tokens(&readers, list); }

const struct service input_service = {
    .name = "input", .kinds = kinds, .init = forget, .poll = poll, .forget = forget, .waiting = waiting};
