/* Memory kept back for the time when there is none (docs/requests.md, "The reserve"): cells that nothing uses, in
 * pieces. A piece is given up when memory has run out, and the next collection makes it free. So a program meets the
 * error while there are still words and handles for what is to be done about it. */
#ifndef KERNEL_MACHINE_RESERVE_H
#define KERNEL_MACHINE_RESERVE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef VM_COMPACT
enum { RESERVE_IS_KEPT = false }; /* there is no prompt, and no room for it */
#else
enum { RESERVE_IS_KEPT = true }; /* the functions below are there */
#endif

/* Makes the whole reserve, once, for a heap of so many words. */
void reserve_init(uint32_t heap_words);
/* Makes the pieces that are missing; false: so many words and free handles are too few for that. Raises no trap, so it
 * may be called where one is handled. */
bool reserve_fill(uint32_t words, uint32_t handles);
/* Once memory has run out, it counts as having done so again when a collection leaves less than this many words; 0 when
 * no piece is left, so that what remains may be used to the last word. */
uint32_t reserve_margin(void);
/* The program is about to see the error of exhausted memory, with this many words free, and perhaps no handles: gives
 * up a piece if that is little, and if the evaluation that is under way has not had its share. */
void reserve_give(uint32_t words, bool no_handles);
/* An evaluation begins. It may have half of the pieces that are left, rounded up. A piece more is given up at once if
 * an evaluation before it ran out of memory when its share was used up. */
void reserve_begin_evaluation(void);

#endif
