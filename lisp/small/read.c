/* A machine without a reader (lisp/vm/read.h), nor a compiler (lisp/vm/compile.h). */
#include "read.h"
#include "compile.h"
#include "error.h"

void reader_init(struct reader *r, val text) { r->text = text; }
val read_form(struct reader *r) { lisp_error("reader", "this machine has no reader: %v", r->text); }
void compiler_init(void) {}
