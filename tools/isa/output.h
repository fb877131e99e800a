/* Files that the generator writes. */
#ifndef TOOLS_ISA_OUTPUT_H
#define TOOLS_ISA_OUTPUT_H

#include <stdio.h>

/* Begins the file `name` in `folder`, in memory. */
FILE *output_begin(const char *folder, const char *name);

/* Writes it, unless it holds that already: what depends on it need not be made again then. One file at a time. */
void output_end(void);

/* What `print` prints, as a string. */
char *output_text(void (*print)(FILE *f));

/* A whole file as a string; the program ends when it cannot be read. */
char *output_read(const char *path);

/* Writes a whole file; the program ends when it cannot. */
void output_write(const char *path, const char *text);

/* The frame of a C header and of a Verilog header around what stands between. */
FILE *header_begin(const char *folder, const char *name, const char *tables);
void header_end(FILE *f, const char *name);

#endif
