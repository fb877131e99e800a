/* Processes (docs/requests.md): what runs Lisp functions beside each other. A process that does not run is an ordinary
 * value: all that it is stands in sealed cells.
 *
 *   process   kind 14 {number, parent, mailbox, state, answer, link, waiters}
 *     number    1, 2, ... in the order of making
 *     parent    the number of the process that made it, 0: the kernel
 *     mailbox   atom: nil, or one message as a BOX_MESSAGE, or (list of messages, oldest first . list of newer ones,
 *               newest first)
 *     state     atom: nil while it runs, a snapshot while it does not; when it has ended true, or false for an error
 *     answer    atom: what it goes on with, ABSENT while nobody has answered; an error as a BOX_RAISE; a message as a
 *               BOX_MESSAGE, the mailbox being empty then; UNMADE: it makes its answer itself; when it has ended its
 *               value or error
 *     link      atom: the next in the run queue, nil for the last; false while it is not in the queue
 *     waiters   atom: list of the snapshots that wait for its end
 *
 *   snapshot  tuple {process, frames, bindings, namespace, request, deadline, otherwise, note}
 *     frames    sealed frame cells, innermost first (docs/lisp.md)
 *     bindings  map of dynamic var to value, or nil
 *     request   index of the kind of request that it waits in (request.h), nil: none
 *     deadline  when that ends by itself, an integer of ticks, nil: never
 *     otherwise the answer then
 *     note      what the request has to remember
 *
 * A snapshot is also the token of the request it waits in: whoever is to answer keeps it, and it has lost its meaning
 * as soon as somebody has answered. */
#ifndef KERNEL_PROCESS_PROCESS_H
#define KERNEL_PROCESS_PROCESS_H

#include "lisp/names/primitive.h"

/* PROCESS_NUMBER: value.h. */
#define PROCESS_PARENT 1
#define PROCESS_MAILBOX 2
#define PROCESS_STATE 3
#define PROCESS_ANSWER 4
#define PROCESS_LINK 5
#define PROCESS_WAITERS 6

#define SNAPSHOT_PROCESS 0
#define SNAPSHOT_FRAMES 1
#define SNAPSHOT_BINDINGS 2
#define SNAPSHOT_NAMESPACE 3
#define SNAPSHOT_REQUEST 4
#define SNAPSHOT_DEADLINE 5
#define SNAPSHOT_OTHERWISE 6
#define SNAPSHOT_NOTE 7
#define SNAPSHOT_WORDS 8

/* Whether the process has ended; *value is then what it ended with, *failed whether that is an error nobody caught. */
bool process_ended(val process, val *value, bool *failed);
/* A keyword: :running :ready :waiting :done :failed. */
val process_status(val process);

/* Answers the request that the token stands for: the process goes on with the value. False, and nothing happens, if it
 * no longer waits (it was interrupted, or its time was up). Makes no cells, so it cannot fail. */
bool process_answer(val token, val value);
/* The same for an answer that needs memory, or that is an error: the process makes it when it goes on, by the request's
 * `answer` (request.h). */
bool process_ready(val token);
/* Whether the request is still to be answered. */
bool process_waits(val token);
/* Whether process_ready has been called and the process has not gone on since. */
bool process_is_ready(val token);

/* ---- for the kernel ---- */

/* Primitives on processes, for the language's table. */
extern const struct primitive process_primitives[];
#ifndef VM_COMPACT
extern const struct primitive process_primitives_large[];
#endif

/* A new process that goes on at these frames; it is not in the run queue. */
val process_new(val frames, val bindings, val namespace);
/* A snapshot of a process that is in no request. It is open: one that waits gets the other fields, and is sealed. */
val snapshot_new(val process, val frames, val bindings, val namespace);
/* Makes the process one that waits in this snapshot. Makes no cells. */
void process_park(val token);
/* The time of the snapshot has come. Makes no cells. */
void process_expire(val token);
/* Has the process go on with an error (raise_new) at once, whatever it does; a message that was on its way to it stays
 * in its mailbox. False: it runs or has ended. Makes no cells. */
bool process_stop(val process, val raise);
/* It has ended, with a value or an error: wakes those who wait for that. Makes no cells. */
void process_end(val process, bool failed, val value);
/* An error as an answer (BOX_RAISE). */
val raise_new(val error);

/* Messages. process_send may throw when memory runs out; process_take returns ABSENT if there is none. */
void process_send(val process, val message);
val process_take(val process);

/* Forgets what they wait for. */
void processes_forget(void);
/* For a store: what is counted. Nobody waits for something from outside then. */
#define PROCESSES_ROOTS 2u
void processes_roots(val *roots);
void processes_set_roots(const val *roots);
/* How many processes wait for something from outside. */
uint32_t processes_outside(void);
/* Processes made and ended so far. */
uint32_t processes_made(void);
uint32_t processes_ended(void);

/* The run queue. Entering makes no cells. */
bool queue_empty(void);
bool queue_has(val process);
void queue_enter(val process, val answer);
val queue_take(void); /* NIL: it is empty */
/* Has a process that is in the queue be the next. */
void queue_hurry(val process);
/* The list with the tokens in front of those in the queue that go on behind a request to the outside; unmade: only of
 * those that are to make the answer. */
val queue_tokens(val list, bool unmade);
/* Takes out the process, which came in last, after what queue_roots gave before that. */
void queue_take_back(const val *roots, val process);
/* For a store. */
#define QUEUE_ROOTS 2u
void queue_roots(val *roots);
void queue_set_roots(const val *roots);

/* Snapshots that wait for a time to come, the earliest first. Only adding makes cells. */
uint64_t timers_next(void); /* ticks, or SCHEDULER_NEVER */
void timers_add(val token);
void timers_wake(uint64_t now); /* expires all whose time has come */
void timers_clear(void);
void timers_forgotten(void); /* a snapshot with a deadline has been answered before it */
/* For a store. */
#define TIMERS_ROOTS 3u
void timers_roots(val *roots);
void timers_set_roots(const val *roots);

#endif
