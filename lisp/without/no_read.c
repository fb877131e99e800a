/* A machine without a reader (lisp/reader/read.h), nor a compiler (lisp/compiler/compile.h). */
#include "lisp/cells/error.h"
#include "lisp/compiler/compile.h"
#include "lisp/reader/read.h"

void reader_init(struct reader *r, val text) { r->text = text; }
val read_form(struct reader *r) { lisp_error("reader", "this machine has no reader: %v", r->text); }
void compiler_init(void) {}
