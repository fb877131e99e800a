/* The line of a small machine to its host: bytes of output as they are, but for these four. The host's end is
 * host/lith/compiled.c. */
#ifndef KERNEL_ONE_PROGRAM_CONSOLE_H
#define KERNEL_ONE_PROGRAM_CONSOLE_H

#define CONSOLE_END 0x04    /* then a byte: the status with which the program ended; nothing follows */
#define CONSOLE_ERRORS 0x0e /* what follows is error output */
#define CONSOLE_OUTPUT 0x0f /* what follows is output, as at the start */
#define CONSOLE_QUOTE 0x10  /* the next byte is output whatever it is */

#endif
