/* Start of the language (boot.h). */
#include "lisp/image/boot.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/compiler/compile.h"
#include "lisp/image/image.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/library.h"
#include "lisp/names/meta.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"
#include "lisp/printer/print.h"
#include "lisp/reader/read.h"
#include <string.h>

static const struct primitive *const everywhere[] = {number_primitives, sequence_primitives, collection_primitives,
                                                     text_primitives,   system_primitives,   NULL};
#ifndef VM_COMPACT
static const struct primitive *const large[] = {
    number_primitives_large, sequence_primitives_large, collection_primitives_large, text_primitives_large,
    system_primitives_large, outside_primitives_large,  regex_primitives_large,      NULL};
#endif

void lisp_init(struct vm_state *state, val *stack, const void *lowest) {
    vm_init(state, stack, lowest);
    primitives_init(everywhere);
#ifndef VM_COMPACT
    primitives_add_large(large);
#endif
    symbols_init();
    namespaces_init();
}

void lisp_find_symbols(void) {
    namespaces_find_symbols();
    errors_init();
    compiler_init();
    vm_host->prepare();
}

struct loading {
    const struct image_source *image;
    const char *wrong;
};

static val load_image(void *argument) {
    struct loading *l = argument;
    l->wrong = image_load(l->image, vm.stack, VM_STACK_ROOM);
    return NIL;
}

const char *lisp_load_image(const struct image_source *image) {
    struct loading l = {image, NULL};
    val unused;
    if (!vm_protect(load_image, &l, &unused)) return "no room for the image";
    if (!l.wrong) lisp_find_symbols();
    return l.wrong;
}

struct step {
    struct reader reader;
    val file;
};

/* The next form as a function, ABSENT at the end: core forms only. */
static val read_and_compile(void *argument) {
    struct step *step = argument;
    val form = read_form(&step->reader);
    return form == ABSENT ? ABSENT : compile(form, step->file);
}

/* The first file of the library defines the expander and `load`, with which the rest is loaded. */
static bool load_core_forms(const struct source *source, val *result) {
    struct step step;
    reader_init(&step.reader, string_from_c(source->text));
    step.file = string_from_c(source->name);
    for (;;) {
        if (!vm_protect(read_and_compile, &step, result)) return false;
        if (*result == ABSENT) return true;
        if (!vm_host->run(*result, ABSENT, result)) return false;
    }
}

struct text_source {
    const char *name, *text;
    uint32_t n;
};

static val load_arguments(void *argument) {
    const struct text_source *s = argument;
    return vector_2(string_decode(s->text, s->n), string_from_c(s->name));
}

bool lisp_load(const char *name, const char *text, uint32_t n, val *result) {
    static const char tests[] = ";; tests";
    struct text_source source = {name, text, n};
    bool is_test = n >= sizeof tests - 1 && !memcmp(text, tests, sizeof tests - 1);
    return vm_protect(load_arguments, &source, result) &&
           vm_host->run(vm_hook[is_test ? HOOK_TEST : HOOK_LOAD], *result, result);
}

bool lisp_load_library(val *error) {
    lisp_find_symbols();
    primitives_make_vars();
    if (!load_core_forms(&library[0], error)) return false;
    for (const struct source *s = library + 1; s->name; s++)
        if (!lisp_load(s->name, s->text, (uint32_t)strlen(s->text), error)) return false;
    namespace_set_current(namespace_make(symbol_c("user")));
    return true;
}

/* ---- reports ---- */

static void add_file_line_column(struct text *t, val file, int32_t line, int32_t column) {
    text_string(t, file);
    text_byte(t, ':');
    print_integer(t, line);
    text_byte(t, ':');
    print_integer(t, column);
}

static void add_place(struct text *t, val place) {
    add_file_line_column(t, vector_nth(place, TRACE_FILE), fixnum_value(vector_nth(place, TRACE_LINE)),
                         fixnum_value(vector_nth(place, TRACE_COLUMN)));
}

/* Whether the text begins with file:line:column: */
static bool has_place(val text) {
    uint32_t i = 0, n = is_string(text) ? string_bytes(text) : 0;
    for (; i < n && string_byte(text, i) != ':' && string_byte(text, i) != ' '; i++) lisp_poll_round(i);
    for (uint32_t part = 0; part < 2; part++) {
        if (i + 1 >= n || string_byte(text, i) != ':') return false;
        uint32_t digits = ++i;
        for (; i < n && string_byte(text, i) >= '0' && string_byte(text, i) <= '9'; i++) lisp_poll_round(i);
        if (i == digits) return false;
    }
    return i < n && string_byte(text, i) == ':';
}

struct report {
    struct text text;
    val error, process;
};

/* One line "file:line:column: message", the place being the innermost outside the library, then the trace. Errors of
 * reader and compiler have the place in their messages. */
static val report(void *argument) {
    struct report *r = argument;
    struct text *t = &r->text;
    val error = r->error, process = r->process, trace = NIL, main = NIL, file;
    bool is_error = is_box(error, BOX_ERROR), placed = is_error && has_place(cell_geti(error, ERROR_MESSAGE));
    uint32_t place = placed ? 0 : vm_thrown_at(error, &file);
    if (is_error) trace = cell_geti(error, ERROR_TRACE);
    for (val l = trace; is_kind(l, KIND_CONS) && main == NIL; l = cdr(l))
        if (!library_has(vector_nth(car(l), TRACE_FILE))) main = car(l);
    if (main != NIL) {
        add_place(t, main);
        text_add(t, ": ");
    } else if (place) {
        add_file_line_column(t, file, place_line(place), place_column(place));
        text_add(t, is_error ? ": " : ": error: ");
    } else if (!placed) {
        text_add(t, "error: ");
    }
    if (is_error) {
        print_value(t, cell_geti(error, ERROR_MESSAGE), false);
        if (cell_geti(error, ERROR_DATA) != NIL) {
            text_byte(t, ' ');
            print_value(t, cell_geti(error, ERROR_DATA), true);
        }
    } else {
        print_value(t, error, true);
    }
    text_byte(t, '\n');
    /* A trace of one form at the top level says nothing more. */
    bool alone =
        main != NIL && car(trace) == main && !is_kind(cdr(trace), KIND_CONS) && vector_nth(main, TRACE_NAME) == NIL;
    for (val l = trace; is_kind(l, KIND_CONS) && !alone; l = cdr(l)) {
        val name = vector_nth(car(l), TRACE_NAME);
        text_add(t, "  ");
        if (name != NIL) {
            text_add(t, "in ");
            print_value(t, name, false);
            text_byte(t, ' ');
        }
        text_add(t, "at ");
        add_place(t, car(l));
        text_byte(t, '\n');
    }
    if (is_kind(process, KIND_PROCESS)) {
        text_add(t, "  which ended ");
        print_value(t, process, true);
        text_byte(t, '\n');
    }
    return NIL;
}

/* Goes out as it is made, without cells, so that what has run out of memory is reported as well. Only printing a value
 * may need some; the report then ends there. */
void lisp_report(val error, val process) {
    struct report r;
    val unused;
    r.error = error;
    r.process = process;
    text_init_stream(&r.text, 2);
    if (!vm_protect(report, &r, &unused)) text_add(&r.text, "(it cannot be printed)\n");
}
