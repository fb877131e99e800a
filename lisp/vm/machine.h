/* What the language needs of the machine it runs on: implemented by kernel/host and by the kernel. */
#ifndef LISP_MACHINE_H
#define LISP_MACHINE_H

#include <stdint.h>

/* Stream 1: output, 2: errors. */
void machine_write(int stream, uint8_t byte);
void machine_flush(void);
/* The next bytes of the input, or of the text that a command of the session is about: waits for some; 0 at the end.
 * What is asked for after the end is the next input or text. */
uint32_t machine_input(char *bytes, uint32_t n);
uint32_t machine_program(char *bytes, uint32_t n);
/* A request of kernel/session/protocol.h (FILE_...) with its payload: NULL, the answer being in place of the payload
 * and its size in *n; or why it failed. */
const char *machine_file(uint8_t type, uint8_t payload[], uint32_t *n);
/* Most bytes of a payload; there must be room for one more. */
#define MACHINE_FILE_MAX 1024u
uint64_t machine_cycles(void);
/* Runs a whole collection. */
void machine_collect(void);

#endif
