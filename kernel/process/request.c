/* Asking the kernel: the table of kinds and the check of arguments (request.h). */
#include "kernel/process/request.h"
#include "kernel/process/process.h"
#include "kernel/process/processor.h"
#include "kernel/process/scheduler.h"
#include "kernel/process/service.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/image/image.h"
#include "lisp/interpreter/vm.h"
#include <string.h>

#define KINDS_MAX 48u

static const struct request_kind *kinds[KINDS_MAX];
static val names[KINDS_MAX];    /* their keywords */
static bool outside[KINDS_MAX]; /* whether their service is answered from outside */
static uint32_t kind_count;
static val receive_kind;

static void add_kinds(const struct service *service) {
    for (const struct request_kind *table = service->kinds; table->name; table++) {
        if (kind_count == KINDS_MAX) lisp_error("request", "there are too many kinds of requests");
        names[kind_count] = keyword_c(table->name);
        if (!strcmp(table->name, "receive")) receive_kind = fixnum((int32_t)kind_count);
        outside[kind_count] = service->poll != NULL;
        kinds[kind_count++] = table;
    }
}

void requests_init(void) {
    kind_count = 0;
    for (const struct service *const *s = machine_services; *s; s++) {
        add_kinds(*s);
        if ((*s)->init) (*s)->init();
    }
}

void services_poll(void) {
    for (const struct service *const *s = machine_services; *s; s++)
        if ((*s)->poll) (*s)->poll();
}

void services_forget(void) {
    for (const struct service *const *s = machine_services; *s; s++)
        if ((*s)->forget) (*s)->forget();
}

#ifndef VM_COMPACT

bool services_wanted, services_watched;

uint32_t requests_identity(void) {
    uint32_t h = IDENTITY_OF_NOTHING;
    for (const struct service *const *s = machine_services; *s; s++)
        for (const struct request_kind *kind = (*s)->kinds; kind->name; kind++) h = identity_with_name(h, kind->name);
    return h;
}

val services_waiting(void) {
    val list = NIL;
    for (const struct service *const *s = machine_services; *s; s++)
        if ((*s)->waiting) list = (*s)->waiting(list);
    return queue_tokens(list, true);
}

void services_watch(void) { services_watched = true; }
void services_want(void) { services_wanted = true; }

void services_do_between(void) {
    services_wanted = false;
    for (const struct service *const *s = machine_services; *s; s++)
        if ((*s)->between) (*s)->between();
}

uint64_t services_due(void) {
    uint64_t first = SCHEDULER_NEVER;
    for (const struct service *const *s = machine_services; *s; s++) {
        uint64_t due = (*s)->due ? (*s)->due() : SCHEDULER_NEVER;
        if (due < first) first = due;
    }
    return first;
}

#endif

bool request_is_outside(val kind) { return kind != NIL && outside[fixnum_value(kind)]; }
bool request_is_receive(val kind) { return kind == receive_kind; }

static bool callable(val v) {
    switch (cell_kind(v)) {
    case KIND_FN:
    case KIND_VAR:
    case KIND_KEYWORD:
    case KIND_SYMBOL:
    case KIND_MAP:
    case KIND_SET:
    case KIND_VECTOR:
    case KIND_CONT:
        return true;
    default:
        return is_primitive(v);
    }
}

/* NULL, or what was expected. */
static const char *mismatch(char type, val v) {
    if (type >= 'A' && type <= 'Z') {
        if (v == NIL) return NULL;
        type = (char)(type - 'A' + 'a');
    }
    switch (type) {
    case 'f':
        return callable(v) ? NULL : "a function";
    case 'p':
        return is_process(v) ? NULL : "a process";
    case 'i':
        return is_integer(v) ? NULL : "an integer";
    case 'n':
        return is_fixnum(v) && fixnum_value(v) >= 0 ? NULL : "an integer from 0 to 536870911";
    case 's':
        return is_string(v) ? NULL : "a string";
    case 'k':
        return is_kind(v, KIND_KEYWORD) ? NULL : "a keyword";
    case 'y':
        return is_kind(v, KIND_SYMBOL) ? NULL : "a symbol";
    case 'l':
        return is_seq(v) ? NULL : "a sequence";
    case 'a':
        return is_kind(v, KIND_ATOM) ? NULL : "an atom";
    case 'b':
        return v == TRUE || v == FALSE ? NULL : "true or false";
    case 'u':
        return is_kind(v, KIND_BYTES) ? NULL : "bytes";
    default:
        return NULL;
    }
}

_Noreturn static void arity_error(const struct request_kind *kind, uint32_t n) {
    lisp_error("arity", "request %s: wrong number of arguments: %d", kind->name, (int)n);
}

/* Checks the n arguments at a and copies them, with nil for those left out. */
static void take_arguments(const struct request_kind *kind, const val *a, uint32_t n, val *to) {
    const val *end = a + n;
    bool optional = false;
    for (const char *type = kind->arguments; *type; type++) {
        if (*type == '?') {
            optional = true;
        } else if (a < end) {
            const char *expected = *type == 'x' ? NULL : mismatch(*type, *a);
            if (expected) type_error(kind->name, expected, *a);
            *to++ = *a++;
        } else if (optional) {
            *to++ = NIL;
        } else {
            arity_error(kind, n);
        }
    }
    if (a < end) arity_error(kind, n);
}

void request_until(uint64_t deadline, val otherwise) {
    request_open.deadline = integer((int64_t)deadline);
    request_open.otherwise = otherwise;
}

void request_note(val note) { request_open.note = note; }
void request_yield(void) { request_open.outcome = REQUEST_YIELD; }
void request_fork(void) { request_open.outcome = REQUEST_FORK; }

val request_make(val *a, uint32_t n) {
    val arguments[REQUEST_ARGUMENTS_MAX];
    uint32_t k = 0;
    while (k < kind_count && names[k] != a[0]) k++;
    if (k == kind_count) lisp_error("request", "there is no request %v", a[0]);
    take_arguments(kinds[k], a + 2, n, arguments);
    request_open = (struct request){REQUEST_WAIT, k, NIL, NIL, NIL};
    val answer = kinds[k]->now(arguments);
    if (answer != ABSENT) request_open.outcome = REQUEST_NONE;
    return answer;
}

void request_parked(val token) {
    const struct request_kind *kind = kinds[request_open.kind];
    request_open.note = NIL;
    if (kind->parked) kind->parked(token);
}

val request_answer(val token) { return kinds[fixnum_value(cell_geti(token, SNAPSHOT_REQUEST))]->answer(token); }
