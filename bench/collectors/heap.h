/* What the programs of bench/collectors are written in: one interface, five heaps. HEAP_LITH, HEAP_MALLOC, HEAP_CHENEY,
 * HEAP_SWEEP or HEAP_GENERATIONAL says which.
 *
 * A `ref` names an object, or is NONE. The collectors are exact: they know roots only from heap_roots and from the
 * shadow stack. So a local `ref` that is used after something was made is put there before (KEEP) and taken back behind
 * it (RESTORE), in the order of a stack. Arguments of a function that makes an object need not be: it keeps them
 * itself. Lith sees registers and stack, and malloc has no collector: there KEEP and RESTORE are nothing. With malloc
 * objects are given back by heap_release, which is nothing elsewhere; HEAP_RELEASES says whether it is worth looking
 * for them.
 *
 *   heap_start()                     first
 *   heap_roots(roots, n)             n static variables that hold references, once, NONE at first
 *   list_cell(value, next)           a list cell: list_value, list_next; value from FIXNUM_MIN to FIXNUM_MAX
 *   node(left, right)                a tree node: node_child(n, 0 or 1)
 *   node_open()                      one without children, which node_set(n, i, child) gives it; then node_sealed(n)
 *   record_new(n)                    n numbers: record_set(r, i, value) for each, then record_sealed(r); record_get(r,
 * i) row_new(n)                       n places for references, all NONE: row_get(r, i), row_swap(r, i, ref) gives the
 * old string_joined(a, n, b, m)        the first n bytes of a, then the first m of b, both strings, n not 0;
 * string_new(n) string_byte(s, i), string_length(s)  is one whose bytes are set by string_set(s, i, byte),
 * string_sealed(s) */
#ifndef COLLECTORS_HEAP_H
#define COLLECTORS_HEAP_H

#include <stdbool.h>
#include <stdint.h>

/* Ends the program: it does not fit in this heap. */
_Noreturn void does_not_fit(void);
void heap_start(void);

#ifdef HEAP_LITH
#include "lith.h"
#else
#include "software.h"
#endif

#endif
