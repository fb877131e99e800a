/* Dead values: the collector takes each word of RAM that looks like a reference for one, so what nothing will read any
 * more is cleared where it could keep much alive. See also vm.h: vm_wipe_dead (wipe.c), vm_wipe_unread
 * (wipe_unread.c). */
#ifndef LISP_INTERPRETER_WIPE_H
#define LISP_INTERPRETER_WIPE_H

/* Clears the C stack below the caller's part, and the registers that no call keeps: functions that were left by an
 * error have values there. */
void wipe_c_stack(void);

/* Clears as much of the C stack below the caller's part as `interpret` takes (tests/lisp/frames.sh). A function has
 * words in its part that it never writes, or not for long, where what others have left there before stays alive. */
void wipe_frame(void);

#endif
