/* Reading the tables of isa/ (isa/README.md has their form). */
#ifndef TOOLS_ISA_TABLE_H
#define TOOLS_ISA_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum { COLUMNS_MAX = 16 };

/* One fact. The strings live as long as the program. */
struct line {
    const char *file;
    int number;
    int count; /* columns, the keyword in front among them */
    char *column[COLUMNS_MAX];
};

/* Reads a table: `columns` says how many a keyword's lines have (0: no such keyword), `take` is given each line. */
void table_read(const char *file, int (*columns)(const char *keyword), void (*take)(const struct line *l));

/* Says "file:line: ..." on stderr and ends the program with status 2. */
_Noreturn void table_fail(const struct line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A column as a number from 0 to most; anything else is an error that calls it `what`. */
uint32_t table_number(const struct line *l, const char *text, const char *what, uint32_t most);

/* An error unless `name` is made of capitals, digits and underscores, or of small letters and digits. */
void table_capitals(const struct line *l, const char *name);
void table_small(const struct line *l, const char *name);

/* Memory for `size` bytes, all 0; the program ends when there is none. */
void *table_memory(unsigned long size);

/* A copy of `text` in capitals, in small letters. */
char *table_upper(const char *text);
char *table_lower(const char *text);

/* True if `word` is one of the words in `list`, which blanks or commas separate. */
bool table_has(const char *list, const char *word);

#endif
