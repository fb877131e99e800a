/* What the language needs of the machine it runs on: implemented by kernel/host and by the kernel. */
#ifndef LISP_MACHINE_H
#define LISP_MACHINE_H

#include <stdint.h>

/* Stream 1: output, 2: errors. */
void machine_write(int stream, uint8_t byte);
void machine_flush(void);
/* The next byte of the input; -1 at its end. */
int machine_read(void);
uint64_t machine_cycles(void);
/* Runs a whole collection. */
void machine_collect(void);

#endif
