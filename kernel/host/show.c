/* Values as text (show.h). */
#include "show.h"
#include "lisp/printer/print.h"

void show_value(FILE *to, val v) {
    struct text t;
    text_init(&t);
    print_value(&t, v, true);
    v = text_done(&t);
    for (uint32_t i = 0; i < string_bytes(v); i++) fputc(string_byte(v, i), to);
}
