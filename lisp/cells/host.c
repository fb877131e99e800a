/* The kernel that the language runs in (host.h), and the processor on the host. */
#include "lisp/cells/host.h"
#include "lisp/cells/vm_state.h"

#ifndef VM_HOST
const struct vm_host *vm_host;
#endif

#ifndef __riscv
struct vm_state *vm_here;
#endif
