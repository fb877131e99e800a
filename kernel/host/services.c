/* The services of the host build (service.h). */
#include "kernel/process/service.h"
#include <stddef.h>

#define SERVICES(S)                                                                                                    \
    S(process)                                                                                                         \
    S(input)                                                                                                           \
    S(file)                                                                                                            \
    S(store)

SERVICES(SERVICE_DECLARE)

const struct service *const machine_services[] = {SERVICES(SERVICE_LIST) NULL};
