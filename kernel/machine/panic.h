/* The end of a kernel that cannot go on. */
#ifndef KERNEL_MACHINE_PANIC_H
#define KERNEL_MACHINE_PANIC_H

/* Writes a line "panic: ..." to the serial line, in plain text between the frames of the link, and stops the machine.
 * The text is printf's, without doubles. */
_Noreturn void panic(const char *text, ...) __attribute__((format(printf, 1, 2)));

#endif
