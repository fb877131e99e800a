/* What the language needs of the machine it runs on: implemented by kernel/host and by the kernel. */
#ifndef LISP_MACHINE_H
#define LISP_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* Most bytes of the payload of a request about files. */
#define MACHINE_FILE_MAX 1024u

/* Stream 1: output, 2: errors. */
void machine_write(int stream, uint8_t byte);
void machine_flush(void);
/* The next bytes of the text that a command of the session is about: waits for some; 0 at the end. What is asked for
 * after the end is the next text. They end with a whole character, but at the end of a text that does not. */
uint32_t machine_program(char *bytes, uint32_t n);
/* The next bytes of the input, as many as there are now, and it is asked for if there are none: MACHINE_NOTHING. 0 at
 * the end, after which there may be a next input. */
#define MACHINE_NOTHING (-1)
int machine_input(char *bytes, uint32_t n);
/* Sends a request of kernel/session/protocol.h (FILE_...) with its payload. */
void machine_file_ask(uint8_t type, const uint8_t *payload, uint32_t n);
/* Its answer: the payload, *n bytes with a 0 behind, there until the next request is sent; a text that says why if it
 * is not *good. NULL: it has not come yet. */
const uint8_t *machine_file_answer(bool *good, uint32_t *n);
uint64_t machine_cycles(void);
/* Says on the console why the machine cannot go on, and stops it. */
_Noreturn void machine_panic(const char *why);
/* Runs a whole collection. */
void machine_collect(void);

#endif
