/* Tables in documents, between the lines <!-- isa: NAME --> and <!-- isa end -->. */
#ifndef TOOLS_ISA_DOCS_H
#define TOOLS_ISA_DOCS_H

#include <stdbool.h>

/* Puts the tables into a document, or only compares them. False: one was not current (said on stderr when comparing).
 */
bool docs_update(const char *path);
bool docs_check(const char *path);

#endif
