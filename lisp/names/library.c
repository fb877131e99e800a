/* What files are of the library (library.h). */
#include "lisp/names/library.h"
#include "lisp/cells/text.h"

bool library_has(val file) {
    if (string_is(file, "kernel")) return true;
    for (const struct source *s = library; s->name; s++)
        if (string_is(file, s->name)) return true;
    return false;
}
