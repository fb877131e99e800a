/* Sequences: lists, lazy sequences, and views of vectors, strings and ranges. These functions throw type errors for
 * what is not seqable and have unrealised lazy sequences realised (lisp_force). */
#ifndef LISP_CELLS_SEQ_H
#define LISP_CELLS_SEQ_H

#include "lisp/cells/value.h"

/* nil, or something that seq_first and seq_rest take. */
val seq(val x);
/* Of a value returned by seq. */
val seq_first(val s);
val seq_rest(val s); /* any seqable, maybe an unrealised one */
static inline val seq_next(val s) { return seq(seq_rest(s)); }

/* The fixnums from start to before end (nil: none) by step, a fixnum; there must be one at least. */
val range_box(int32_t start, val end, val step);

bool is_seq(val v);
/* Lists, vectors, seqs: what is equal element by element. */
bool is_sequential(val v);
bool is_seqable(val v);
/* If v is a sequence with unrealised parts in front, has all of it realised; then all of seq's steps succeed. */
void seq_realise(val v);
uint32_t count_of(val v);
/* The elements of a seqable as a list of conses (v itself if it is one); n: how many. */
val seq_to_list(val v, uint32_t *n);
val list_reverse(val list);

/* ---- lazy sequences: {atom, meta}, each realised by one process ---- */

/* What its atom holds before it is realised: its function, or the process that has called it. */
static inline bool is_unrealised(val inner) { return is_kind(inner, KIND_FN) || is_kind(inner, KIND_PROCESS); }
bool lazy_realised(val lazy);
/* Makes the process the one that realises the sequence; returns the function to be called. NIL: it is realised, or
 * another process is at it. */
val lazy_claim(val lazy, val process);
/* The sequence is not realised after all; f is its function. */
void lazy_release(val lazy, val f);
/* It is realised now. Only the first of several values is heeded. A value that leads back to the sequence itself counts
 * as empty, so that no chain of realised sequences is a circle. */
void lazy_set(val lazy, val value);
/* What is in a lazy sequence: where its value is one again, and so on, what the last one holds; or the one that is to
 * be realised next. NIL if that is another one than the first and this process is already at it: the program asks for
 * what it is making, of which there is nothing yet. The way there is shortened. */
val lazy_follow(val lazy);

#endif
