/* Regular expressions with java.util.regex's syntax (docs/lisp.md, "Regular expressions"): BOX_REGEX {., source string,
 * program, number of groups}. The program is a raw cell of words for a backtracking machine (regex_program.h). */
#ifndef LISP_REGEX_REGEX_H
#define LISP_REGEX_REGEX_H

#include "lisp/cells/value.h"

/* Groups in parentheses that one expression may have. */
#define REGEX_GROUPS_MAX 31u

static inline uint32_t regex_groups(val regex) { return (uint32_t)fixnum_value(cell_geti(regex, REGEX_GROUPS)); }

/* Told what is wrong with a source, and at which byte of it. Must not return. */
typedef void regex_fail(void *context, const char *what, uint32_t at);

/* The regular expression of a source. */
val regex_new(val source, regex_fail *fail, void *context);

/* Where a match begins and ends, as byte offsets: of all of it in [0], of group g in [g]; ~0 if it took no part. */
struct regex_span {
    uint32_t from, to;
};

/* Looks for the first match that begins at or behind byte `from`, or (whole) takes the match that is all of the text.
 * spans has room for REGEX_GROUPS_MAX + 1. How often it goes back is bounded by memory and time only: it throws when
 * memory runs out or the program is interrupted. */
bool regex_match(val regex, val text, uint32_t from, bool whole, struct regex_span *spans);

#endif
