/* The services of a small machine (kernel/process/service.h): its one program can end. */
#include "kernel/process/service.h"
#include "lisp/cells/error.h"
#include <stddef.h>

#define SERVICES(S) S(program)

SERVICES(SERVICE_DECLARE)

const struct service *const machine_services[] = {SERVICES(SERVICE_LIST) NULL};

static val r_exit(val *a) { lisp_throw(error_exit(a[0])); }

static const struct request_kind kinds[] = {
    {"exit", "?x", r_exit, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct service program_service = {.name = "program", .kinds = kinds};
