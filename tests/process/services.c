/* services [kinds]: two services more in the host build, each of which is a struct and a line in the list below.
 * Several requests to one of them are under way at once, and are answered in another order than they were made. With
 * `kinds`: the rows that docs/requests.md has to have, for all kinds of the host's own services. */
#include "kernel/host/start.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "kernel/process/service.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/image/boot.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVICES(S) S(process) S(input) S(file) S(store) S(held) S(mute)

SERVICES(SERVICE_DECLARE)

const struct service *const machine_services[] = {SERVICES(SERVICE_LIST) NULL};

/* ---- held: eight requests wait until all are there and some more polls were made; the last is answered first, with
 * what its process makes of it ---- */

enum { HELD = 8, POLLS = 50 };

static unsigned inits, polls, forgets;
static val held[HELD]; /* tokens */
static unsigned held_count;

static val r_twice(val *a) { return fixnum(2 * fixnum_value(a[0])); }

static val r_hold(val *a) {
    request_note(cons(a[0], NIL));
    return ABSENT;
}

static void hold_parked(val token) { held[held_count++ % HELD] = token; }

static val hold_answer(val token) { return cons(fixnum(0), cell_geti(token, SNAPSHOT_NOTE)); }

static void held_init(void) { inits++; }

static void held_poll(void) {
    if (held_count < HELD) polls = 0;
    if (held_count == HELD && ++polls == POLLS)
        while (held_count) process_ready(held[--held_count]);
}

static void held_forget(void) {
    forgets++;
    held_count = 0;
}

static const struct request_kind held_kinds[] = {
    {"twice", "n", r_twice, NULL, NULL},
    {"hold", "x", r_hold, hold_parked, hold_answer},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct service held_service = {
    .name = "held", .kinds = held_kinds, .init = held_init, .poll = held_poll, .forget = held_forget};

/* ---- mute: never answers, and nothing from outside could make it ---- */

static val r_wait(val *a) { return (void)a, ABSENT; }

static const struct request_kind mute_kinds[] = {
    {"wait", "", r_wait, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct service mute_service = {.name = "mute", .kinds = mute_kinds};

/* ---- the test ---- */

static unsigned passed, failed;

static void check(const char *what, bool holds) {
    passed += holds;
    failed += !holds;
    if (!holds) printf("FAILED  %s\n", what);
}

static void gives_true(const char *text) {
    val result;
    bool ok = lisp_load("services", text, (uint32_t)strlen(text), &result);
    if (!ok) lisp_report(result, NIL);
    check(text, ok && result == TRUE);
}

/* | `:kind` | arguments, those after a ? with one each | */
static void print_kinds(const struct service *service) {
    for (const struct request_kind *kind = service->kinds; kind->name; kind++) {
        bool optional = false, first = true;
        printf("| `:%s` |", kind->name);
        for (const char *type = kind->arguments; *type; type++) {
            optional |= *type == '?';
            if (*type == '?') continue;
            printf("%s%s%c", first ? " " : ", ", optional ? "?" : "", *type);
            first = false;
        }
        puts(" |");
    }
}

int main(int argc, char **argv) {
    val result;
    if (argc > 1 && !strcmp(argv[1], "kinds")) {
        for (const struct service *const *s = machine_services; *s != &held_service; s++) print_kinds(*s);
        return 0;
    }
    host_start(0, 0, HOST_C_STACK);
    if (!lisp_load_library(&result)) return 2;
    check("init is called once", inits == 1);
    gives_true("(= 42 (request :twice 21))");
    gives_true("(= :type (try (request :twice :x) (catch :type e (ex-type e))))");
    gives_true("(= :arity (try (request :hold) (catch :arity e (ex-type e))))");
    gives_true("(def holders (doall (map (fn [i] (spawn (fn [] (request :hold i)))) (range 8)))) true");
    gives_true("(= (map (fn [i] (list 0 i)) (range 8)) (map deref holders))");
    gives_true("(= :deadlock (try (request :wait) (catch :deadlock e (ex-type e))))");
    gives_true("(do (spawn (fn [] (request :hold 1))) (yield) true)");
    check("one is held", held_count == 1);
    scheduler_forget();
    check("forget is called once", forgets == 1 && held_count == 0);
    gives_true("(= 4 (request :twice 2))");
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
