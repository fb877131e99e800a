/* A file that a program makes: written beside its name, under which it then appears whole, or not at all. What had the
 * name before stays until then, and gives the new file its permissions. A name that is no plain file (a device, a
 * folder, a pipe) is refused: it would be replaced by one. A symbolic link to a plain file is followed.
 *
 * What is not finished is removed when the program ends, also by SIGINT, SIGTERM or SIGHUP where it does nothing about
 * these itself. A file that may not grow (ulimit -f) is an error like a full disk, not a signal that ends the program.
 */
#ifndef SIM_OUTPUT_FILE_H
#define SIM_OUTPUT_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

struct output_file {
    FILE *stream; /* to be written to; its errors are found by output_file_finish */
    char path[PATH_MAX], temporary[PATH_MAX];
    const char *name; /* as it was given */
    struct output_file *next;
};

/* Whether a file can be made under that name; nothing is. False: err has one line, beginning with the name. */
bool output_file_possible(const char *name, char *err, size_t err_size);

/* Begins a file; `name` and `f` must stay where they are until its end. False: err has one line, and errno
 * the system's reason, if it is one. */
bool output_file_begin(struct output_file *f, const char *name, char *err, size_t err_size);

/* Ends it: it appears under its name. False: it does not, since something could not be written; err has one line. */
bool output_file_finish(struct output_file *f, char *err, size_t err_size);

/* Ends it without leaving anything. */
void output_file_drop(struct output_file *f);

/* Removes what is not finished, for a program that ends at once. A signal handler may call it. */
void output_file_remove_all(void);

#endif
