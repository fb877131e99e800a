/* The compiler: analysis, then emission (compile.h). */
#include "lisp/compiler/compile.h"
#include "lisp/cells/error.h"
#include "lisp/cells/text.h"
#include "lisp/compiler/analyse.h"
#include "lisp/compiler/emit.h"
#include "lisp/names/library.h"
#include "lisp/names/meta.h"

void compiler_init(void) { analysis_init(); }

void compile_error(const struct compilation *c, const char *message, val v) {
    if (!c->place) lisp_error("compile", "%s: %v", message, v);
    struct text t;
    text_init(&t);
    text_string(&t, c->file);
    lisp_error("compile", "%v:%d:%d: %s: %v", text_done(&t), (int)place_line((uint32_t)c->place),
               (int)place_column((uint32_t)c->place), message, v);
}

static struct compilation start(val form, val file) {
    return (struct compilation){.file = file, .is_library = library_has(file), .place = place_of(form)};
}

val compile_tree(val form, val file) {
    struct compilation c = start(form, file);
    return analyse_program(&c, form);
}

val compile(val form, val file) {
    struct compilation c = start(form, file);
    return emit_function(&c, analyse_program(&c, form));
}
