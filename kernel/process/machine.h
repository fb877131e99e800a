/* What the kernel needs of the machine it runs on, its port: kernel/machine with kernel/session, and kernel/host. What
 * has to do with a session (machine_program and on to machine_file_get) only those need that have one. The port's
 * services: service.h. */
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
/* Messages about files (kernel/session/protocol.h, FILE_...) as bytes, to the host and from it. How many are taken now,
 * how many there are now, at most n, 0 too; or MACHINE_GONE: those sent before will not be answered. */
#define MACHINE_GONE (-2)
int machine_file_put(const uint8_t *bytes, uint32_t n);
int machine_file_get(uint8_t *bytes, uint32_t n);

/* ---- time and waiting, for the scheduler: none of it makes cells ---- */

/* The clock of `sleep` and timeouts, from any start, and its rate. */
uint64_t machine_ticks(void);
/* From now on machine_ticks goes on from there. */
void machine_set_ticks(uint64_t ticks);
/* Milliseconds since 1970, 0: nobody has told the machine. */
uint64_t machine_clock(void);
void machine_set_clock(uint64_t ms);
uint32_t machine_ticks_per_ms(void);
/* Has scheduler_tick() called when a quantum from now is over. */
void machine_quantum(void);
/* Looks after the outside world, before the services are asked what has come in for them. Called at the end of each
 * quantum, when vm.limit has been set to NULL, and while nothing can run, never within a primitive. True:
 * scheduler_background is to return. */
bool machine_poll(void);
/* Called in long primitives when vm.limit has been set to NULL: is to call scheduler_interrupt() if the outside world
 * wants that, and to leave cells alone. */
void machine_attend(void);
/* Nothing can run before `deadline` (ticks; SCHEDULER_NEVER: no process sleeps): waits until then or until something
 * comes in from outside. False: nothing can ever come, so that waiting is in vain. */
bool machine_wait(uint64_t deadline);

#endif
