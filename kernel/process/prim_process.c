/* Primitives on processes; what a process asks the kernel for stands in kinds.c. */
#include "kernel/process/process.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/primitive.h"

static val p_is_process(val *a) { return boolean(is_process(a[0])); }

static val p_number(val *a) {
    if (!is_process(a[0])) type_error("process-number", "a process", a[0]);
    return cell_geti(a[0], PROCESS_NUMBER);
}

static val p_bindings(val *a) { return (void)a, vm.bindings; }

static val p_set_bindings(val *a) {
    vm.bindings = a[0];
    return NIL;
}

const struct primitive process_primitives[] = {
    {"%bound", 0, p_bindings, USAGE("(%bound) the values of the dynamic vars that are bound: a map, or nil")},
    {"%set-bound", 1, p_set_bindings, USAGE("(%set-bound m)")},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive process_primitives_large[] = {
    {"process?", 1, p_is_process, USAGE("(process? x) Whether x is a process.")},
    {"process-number", 1, p_number,
     USAGE("(process-number p) The number of the process: 1, 2, ... in the order of making.")},
    {NULL, 0, NULL, NULL},
};
