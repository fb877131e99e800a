/* What a running Lisp program is doing, read from the VM's state in the machine's memory (lisp/cells/vm_state.h;
 * docs/lisp.md, "Activations"). Safe at any moment: a function slot that holds something else for a few instructions (a
 * return value) is passed over. */
#ifndef SIM_OBSERVE_LISP_STATE_H
#define SIM_OBSERVE_LISP_STATE_H

#include "heap_memory.h"

/* The functions of the activations, innermost first, at most `max` of them; those in frame cells included. Each is a
 * reference with its tag; a function that calls itself directly stands there once. Returns how many; 0: no Lisp runs.
 * `vm` and `vm_size` are address and size of the kernel's variable of that name, which holds the stack. */
unsigned lisp_stack(const lith_machine *m, const struct heap_memory *h, uint32_t vm, uint32_t vm_size,
                    uint64_t *functions, unsigned max);

/* The function's name with its namespace (or "fn" if it has none), and its place: file, and where the line is known
 * :line. Both are cut to fit; place may become empty. */
void lisp_function_name(const struct heap_memory *h, uint64_t function, char *name, size_t name_size, char *place,
                        size_t place_size);

#endif
