/* The kernel that the language runs in (host.h). */
#include "lisp/cells/host.h"

#ifndef VM_HOST
const struct vm_host *vm_host;
#endif
