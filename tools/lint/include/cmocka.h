/* cmocka for the static analyser (tools/lint/analyse): what its assertions do not say, that they do not come back when
 * they fail. */
#ifndef TOOLS_LINT_INCLUDE_CMOCKA_H
#define TOOLS_LINT_INCLUDE_CMOCKA_H

#include_next <cmocka.h>

#include <stdlib.h>

#undef fail
#undef fail_msg
#undef assert_true
#undef assert_false
#undef assert_non_null
#undef assert_null
#undef assert_int_equal
#define fail() abort()
#define fail_msg(...) (print_error(__VA_ARGS__), abort())
#define assert_true(c) ((c) ? (void)0 : abort())
#define assert_false(c) assert_true(!(c))
#define assert_non_null(p) assert_true((p) != NULL)
#define assert_null(p) assert_true((p) == NULL)
#define assert_int_equal(a, b) assert_true((a) == (b))

#endif
