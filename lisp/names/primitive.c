/* The table of primitives (primitive.h). */
#include "lisp/names/primitive.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/names/namespace.h"
#include <string.h>

const struct primitive *primitive_table[PRIMITIVES_MAX + 1];
uint32_t primitive_count;

static val p_missing(val *a) {
    (void)a;
    lisp_error("missing", "this machine leaves that part of the library out");
}

static const struct primitive missing = {"%missing", VARIADIC(0), p_missing, NULL};

static void add(const struct primitive *p) {
    for (; p->name; p++) primitive_table[primitive_count++] = p;
}

static void add_all(const struct primitive *const *tables, const struct primitive *kernel) {
    for (; *tables; tables++) add(*tables);
    add(kernel);
    primitive_table[primitive_count] = &missing;
}

void primitives_init(const struct primitive *const *tables) {
    primitive_count = 0;
    add_all(tables, vm_host->primitives);
}

#ifndef VM_COMPACT
uint32_t primitives_everywhere;

void primitives_add_large(const struct primitive *const *tables) {
    primitives_everywhere = primitive_count;
    add_all(tables, vm_host->primitives_large);
}
#endif

/* The names of one file that are alike are mostly one string: only others take time. */
static bool same_name(uint32_t i, uint32_t k) {
    const char *a = primitive_table[i]->name, *b = primitive_table[k]->name;
    return a == b || !strcmp(a, b);
}

static void make_var(uint32_t first) {
    const struct primitive *p = primitive_table[first];
    val var = namespace_intern(namespace_core(), symbol_c(p->name));
    atom_write(var_atom(var), PRIMITIVE(first));
    if (p->usage) var_set_meta(var, map_assoc(map_empty(), keyword_c("doc"), string_from_c(p->usage)));
}

void primitives_make_vars(void) {
    for (uint32_t i = 0; i < primitive_count; i++)
        if (!i || !same_name(i - 1, i)) make_var(i);
}

int primitive_arity(val primitive, int n) {
    uint32_t first = primitive_index(primitive), i = first;
    do {
        int arity = primitive_table[i]->arity;
        if (arity == n || (arity & n) < 0) return (int)i;
    } while (++i < primitive_count && same_name(first, i));
    return -1;
}
