/* Host files for the programs of the machine: the answering end of the stream FILE. */
#ifndef HOST_FILES_FILES_H
#define HOST_FILES_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Carries out a request (kernel/session/protocol.h) and puts the answer's payload, at most MESSAGE_MAX bytes, into
 * `answer`; returns its type. */
uint8_t files_serve(uint8_t type, const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size);
/* Closes what a program left open. False: a file could not be written to its end; one line in err. */
bool files_close_all(char *err, size_t err_size);

#endif
