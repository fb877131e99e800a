/* Programs compiled ahead of time (ahead.h). */
#include "ahead.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include <string.h>

/* What compiles: kernel/host/ahead.lisp. Loaded as a part of the library: no places, no traces. */
extern const char ahead_compiler[];

struct arguments {
    const char *name, *text;
    uint32_t n;
    bool print;
    int32_t part, parts;
};

static val make_arguments(void *argument) {
    const struct arguments *a = argument;
    val list = cons(boolean(a->print), cons(fixnum(a->part), cons(fixnum(a->parts), NIL)));
    return vector_from_list(cons(string_decode(a->text, a->n), cons(string_from_c(a->name), list)), 5);
}

bool ahead_compile(const char *name, const char *text, uint32_t n, bool print, int32_t part, int32_t parts,
                   val *error) {
    static const enum vm_hook not_there[] = {HOOK_EVAL, HOOK_LOAD, HOOK_TEST, HOOK_AWAIT, HOOK_START};
    struct arguments arguments = {name, text, n, print, part, parts};
    val packed;
    if (!lisp_load("kernel", ahead_compiler, (uint32_t)strlen(ahead_compiler), error)) return false;
    if (!vm_protect(make_arguments, &arguments, &packed)) {
        *error = packed;
        return false;
    }
    if (!scheduler_run(vm_hook[HOOK_SESSION], packed, error)) return false;
    vm_hook[HOOK_SESSION] = *error;
    for (uint32_t i = 0; i < sizeof not_there / sizeof *not_there; i++) vm_hook[not_there[i]] = NIL;
    return true;
}
