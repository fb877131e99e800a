/* The service of stores where there is none. */
#include "kernel/process/service.h"
#include "kernel/store/kinds.h"
#include "lisp/cells/error.h"
#include <stddef.h>

static val no_store(val *a) {
    (void)a;
    lisp_error("store", "there is no store: start lith with --store");
}

#define KIND(NAME, ARGUMENTS, NOW, PARKED) {NAME, ARGUMENTS, no_store, NULL, NULL},

static const struct request_kind kinds[] = {STORE_KINDS(KIND){NULL, NULL, NULL, NULL, NULL}};

const struct service store_service = {.name = "store", .kinds = kinds};
