/* There is no room for finding out what registers are still read (lisp/vm/live.c): any may be. */
#include "vm.h"

bool vm_wipe_unread(void) { return false; }
