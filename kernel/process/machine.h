/* What the kernel needs of the machine it runs on, its port: kernel/machine with kernel/session, and kernel/host. What
 * has to do with a session (machine_program and on to machine_file_answer) only those need that have one. */
#ifndef KERNEL_PROCESS_MACHINE_H
#define KERNEL_PROCESS_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* ---- the outside world ---- */

/* Stream 1: output, 2: errors. */
void machine_write(int stream, uint8_t byte);
void machine_flush(void);
uint64_t machine_cycles(void);
/* Says on the console why the machine cannot go on, and stops it. */
void machine_panic(const char *why) __attribute__((noreturn));
/* Runs a whole collection. */
void machine_collect(void);

/* The next bytes of the text that a command of the session is about: waits for some; 0 at the end. What is asked for
 * after the end is the next text. They end with a whole character, but at the end of a text that does not. */
uint32_t machine_program(char *bytes, uint32_t n);
/* The next bytes of the input, as many as there are now, and it is asked for if there are none: MACHINE_NOTHING. 0 at
 * the end, after which there may be a next input. */
#define MACHINE_NOTHING (-1)
int machine_input(char *bytes, uint32_t n);
/* Most bytes of the payload of a request about files. */
#define MACHINE_FILE_MAX 1024u
/* Sends a request of kernel/session/protocol.h (FILE_...) with its payload. */
void machine_file_ask(uint8_t type, const uint8_t *payload, uint32_t n);
/* Its answer: the payload, *n bytes with a 0 behind, there until the next request is sent; a text that says why if it
 * is not *good. NULL: it has not come yet. */
const uint8_t *machine_file_answer(bool *good, uint32_t *n);

/* ---- time and waiting, for the scheduler: none of it makes cells ---- */

/* The clock of `sleep` and timeouts, from any start, and its rate. */
uint64_t machine_ticks(void);
uint32_t machine_ticks_per_ms(void);
/* Has scheduler_tick() called when a quantum from now is over. */
void machine_quantum(void);
/* Looks after the outside world: what has come in may answer requests (process_answer, process_ready). Called at the
 * end of each quantum, when vm.limit has been set to NULL, and while nothing can run, never within a primitive. True:
 * scheduler_background is to return. */
bool machine_poll(void);
/* Called in long primitives when vm.limit has been set to NULL: is to call scheduler_interrupt() if the outside world
 * wants that, and to leave cells alone. */
void machine_attend(void);
/* All processes are gone: nobody waits for what they asked for. */
void machine_forget(void);
/* Nothing can run before `deadline` (ticks; SCHEDULER_NEVER: no process sleeps): waits until then or until something
 * comes in from outside. False: nothing can ever come, so that waiting is in vain. */
bool machine_wait(uint64_t deadline);

#endif
