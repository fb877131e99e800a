/* Who has to know which atoms change (atom.h). */
#include "lisp/cells/atom.h"

#ifndef VM_COMPACT
void (*atom_watch)(val atom);
#endif
