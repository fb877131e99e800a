/* Machines whose memory holds no compiler (kernel/one_program.mk): a program is compiled here, by lisp-host beside this
 * program, and put into the machine's flash with what it uses of the library. */
#ifndef HOST_LITH_COMPILED_H
#define HOST_LITH_COMPILED_H

#include "client.h"

/* Whether this is such a machine. */
bool compiled_for(const char *machine);

/* Compiles what the options ask for and adds it to the kernel's flash image: *flash, to be freed, of *size bytes. -1,
 * or the status to end with after a line on stderr. */
int compiled_compile(const struct options *o, const uint8_t *kernel, size_t kernel_size, char **flash, size_t *size);

/* Makes the session's machine, with this flash image. -1, or the status to end with after a line on stderr. */
int compiled_start(struct client *s, const struct options *o, const char *flash, size_t size);
/* Runs the session's machine to its program's end: the status to end with. */
int compiled_run(struct client *s);

#endif
