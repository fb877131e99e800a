/* Trees as text (show.h): a node on each line, with its fields that are no nodes, those below it further in. */
#include "kernel/process/scheduler.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/compiler/compile.h"
#include "lisp/compiler/intrinsic.h"
#include "lisp/compiler/tree.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"
#include "lisp/reader/read.h"
#include "show.h"
#include <ctype.h>

static const struct {
    const char *name, *fields;
} kinds[TREE_KIND_COUNT] = {
#define TREE_KIND_FORM(name, fields) {#name, fields},
    TREE_NODES(TREE_KIND_FORM)
#undef TREE_KIND_FORM
};

static void put_head(FILE *to, val node);

/* A field that is no node. */
static void put_field(FILE *to, char form, val v) {
    switch (form) {
    case 'p':
        fprintf(to, " %s", primitive_table[fixnum_value(v)]->name);
        return;
    case 't':
        fprintf(to, " %s", intrinsics[fixnum_value(v)].name);
        return;
    case 's':
        for (; v != NIL; v = cdr(v)) {
            fputs(" [", to);
            put_head(to, car(v));
            fputc(']', to);
        }
        return;
    default:
        fputc(' ', to);
        show_value(to, v);
    }
}

static bool is_child(char form) { return form == 'n' || form == '-' || form == '.'; }

static void put_head(FILE *to, val node) {
    const char *fields = kinds[tree_kind(node)].fields;
    for (const char *name = kinds[tree_kind(node)].name; *name; name++) fputc(tolower((unsigned char)*name), to);
    for (uint32_t i = 0; fields[i] && fields[i] != '.'; i++)
        if (!is_child(fields[i])) put_field(to, fields[i], cell_get(node, TREE_FIELDS + i));
}

/* Those stand where they are used, too; their place is that of the binding. */
static bool is_shared(val node) { return tree_kind(node) == TREE_LOCAL || tree_kind(node) == TREE_CAPTURED; }

/* place: of the node around it; that of this one is written if it is another. */
static void put_node(FILE *to, val node, uint32_t depth, int32_t place) {
    const char *fields = kinds[tree_kind(node)].fields;
    fprintf(to, "%*s", (int)(2 * depth), "");
    put_head(to, node);
    if (tree_place(node) != place && !is_shared(node))
        fprintf(to, "  ; %d:%d", (int)(tree_place(node) >> 10), (int)(tree_place(node) & PLACE_COLUMN_MAX));
    fputc('\n', to);
    for (uint32_t i = TREE_FIELDS; i < cell_len(node); i++) {
        char form = *fields == '.' ? '.' : *fields++;
        if (!is_child(form)) continue;
        if (cell_get(node, i) == NIL)
            fprintf(to, "%*s-\n", (int)(2 * depth + 2), "");
        else
            put_node(to, cell_get(node, i), depth + 1, tree_place(node));
    }
}

struct job {
    FILE *to;
    const char *text;
    uint32_t bytes;
    struct reader reader;
    val expand; /* the function that expands all macros in a form */
    val form;
};

static val begin(void *argument) {
    struct job *job = argument;
    reader_init(&job->reader, string_from(job->text, job->bytes));
    job->expand = var_value(namespace_resolve(namespace_core(), symbol_c("macroexpand-all")));
    return NIL;
}

static val read_next(void *argument) { return read_form(&((struct job *)argument)->reader); }

/* Without the function around it that would be called to evaluate the form. */
static val show(void *argument) {
    struct job *job = argument;
    val program = compile_tree(job->form, string_from_c("input"));
    put_node(job->to, cell_geti(cell_geti(program, TREE_FN_ARITIES), TREE_ARITY_BODY), 0, 0);
    return NIL;
}

bool show_trees(FILE *to, const char *text, uint32_t n, val *error) {
    struct job job = {.to = to, .text = text, .bytes = n, .form = NIL};
    if (!vm_protect(begin, &job, error)) return false;
    for (;;) {
        if (!vm_protect(read_next, &job, error)) return false;
        if (*error == ABSENT) return true;
        if (!scheduler_run(job.expand, *error, error)) return false;
        job.form = *error;
        if (!vm_protect(show, &job, error)) return false;
    }
}
