/* Making and throwing errors (error.h). */
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/interpreter/vm.h"
#include "lisp/printer/print.h"
#include <stdarg.h>
#include <string.h>

/* Room that C needs below any check: the largest frames are the reader's and the number printer's. */
#ifndef STACK_RESERVE
#define STACK_RESERVE 3072
#endif

#ifndef VM_COMPACT
void lisp_poll(void) {
    if (!vm.limit) vm_host->attend();
}
#endif

void stack_check(void) {
    const char *here = __builtin_frame_address(0);
    lisp_poll();
    if (here < vm.lowest_stack + STACK_RESERVE) lisp_error("depth", "nested too deeply");
}

val error_new(val message, val data, val cause, val type) { return error_placed(message, data, cause, NIL, type); }

val error_placed(val message, val data, val cause, val trace, val type) {
    val e = cell_new(KIND_BOX, ERROR_WORDS);
    cell_seti(e, BOX_TYPE, BOX_ERROR);
    cell_seti(e, ERROR_MESSAGE, message);
    cell_seti(e, ERROR_DATA, data);
    cell_seti(e, ERROR_CAUSE, cause);
    cell_seti(e, ERROR_TRACE, trace);
    cell_seti(e, ERROR_TYPE, type);
    return cell_seal(e);
}

bool error_is(val error, const char *type) {
    char name[16];
    if (!is_box(error, BOX_ERROR) || !is_kind(cell_geti(error, ERROR_TYPE), KIND_KEYWORD)) return false;
    string_copy(cell_geti(cell_geti(error, ERROR_TYPE), SYMBOL_NAME), name, sizeof name);
    return !strcmp(name, type);
}

val error_exit(val status) {
    if (status == NIL) status = fixnum(0);
    if (!is_fixnum(status) || fixnum_value(status) < 0 || fixnum_value(status) > 255)
        type_error("exit", "a status from 0 to 255", status);
    return error_placed(string_from_c("exit"), status, NIL, EMPTY, keyword_c("exit"));
}

/* Values in messages: containers only by their kind, since printing those may need realising or go deep. */
static void add_value(struct text *t, val v) {
    switch (cell_kind(v)) {
    case KIND_CONS:
        text_add(t, "a list");
        return;
    case KIND_LAZY:
        text_add(t, "a lazy sequence");
        return;
    case KIND_VECTOR:
        text_add(t, "a vector");
        return;
    case KIND_MAP:
        text_add(t, "a map");
        return;
    case KIND_SET:
        text_add(t, "a set");
        return;
    case KIND_ATOM:
        text_add(t, "an atom");
        return;
    case KIND_BOX:
        if (!is_string(v)) {
            text_add(t, is_box(v, BOX_ERROR) ? "an error" : "a sequence");
            return;
        }
        break;
    default:
        break;
    }
    print_value(t, v, true);
}

static val make(const char *type, const char *message, va_list arguments) {
    struct text t;
    val data = NIL;
    text_init(&t);
    for (const char *p = message; *p; p++) {
        if (*p != '%') {
            text_byte(&t, *p);
        } else if (*++p == 's') {
            text_add(&t, va_arg(arguments, const char *));
        } else if (*p == 'd') {
            print_integer(&t, va_arg(arguments, int));
        } else {
            data = va_arg(arguments, val);
            if (is_string(data) && p == message + 1) /* a file's name in front */
                text_string(&t, data);
            else
                add_value(&t, data);
        }
    }
    return error_new(text_done(&t), NIL, NIL, keyword_c(type));
}

void lisp_error(const char *type, const char *message, ...) {
    va_list arguments;
    va_start(arguments, message);
    val error = make(type, message, arguments);
    va_end(arguments);
    lisp_throw(error);
}

val error_make(const char *type, const char *message, ...) {
    va_list arguments;
    va_start(arguments, message);
    val error = make(type, message, arguments);
    va_end(arguments);
    return error;
}

void type_error(const char *who, const char *expected, val got) {
    lisp_error("type", "%s: expected %s, got %v", who, expected, got);
}

/* Made beforehand. */
val error_out_of_memory, error_interrupted;

void errors_init(void) {
    error_out_of_memory = error_new(string_from_c("out of memory"), NIL, NIL, keyword_c("memory"));
#ifndef VM_COMPACT
    error_interrupted = error_new(string_from_c("interrupted"), NIL, NIL, keyword_c("interrupt"));
#endif
}

/* A trap of a cell instruction in C: of memory, or of something the C code did not check. */
void cell_trap(uint32_t cause, ref value) {
    static const char *const what[] = {"not a reference",      "wrong kind of cell",     "index out of bounds",
                                       "the cell is sealed",   "not storable in a cell", "out of memory",
                                       "the cell is not there"};
    if (cause == CAUSE_FULL) lisp_throw(error_out_of_memory);
    lisp_error("cell", "%s (trap %d, %d)", what[cause - CAUSE_UNTAGGED], (int)cause, (int)word_of(value));
}
