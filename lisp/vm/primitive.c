/* The table of primitives (primitive.h). */
#include "primitive.h"
#include "code.h"
#include "compile.h"
#include "namespace.h"
#include "symbol.h"
#include "text.h"
#include <string.h>

const struct primitive *primitive_table[PRIMITIVES_MAX];
uint32_t primitive_count;

/* The var of a primitive: `first` is the index of its first arity. */
static void make_var(const struct primitive *group, uint32_t first, uint32_t arities) {
    val name = symbol_c(group[0].name), info = cell_new(KIND_TUPLE, 4), fn = cell_new(KIND_FN, FN_CAPTURED);
    cell_seti(info, INFO_NAME, name);
    cell_seti(info, INFO_FILE, string_from_c("kernel"));
    cell_seal(info);
    cell_seti(fn, FN_CODE, primitive_code(group, first, arities));
    cell_seti(fn, FN_CONSTS, fixnum((int32_t)first));
    cell_seti(fn, FN_INFO, info);
    cell_seal(fn);
    atom_swap(var_atom(namespace_intern(namespace_core(), name)), fn);
}

static const struct primitive *const all[] = {number_primitives, sequence_primitives, collection_primitives,
                                              text_primitives, system_primitives, outside_primitives};

void primitives_init(void) {
    primitive_count = 0;
    for (uint32_t t = 0; t < sizeof all / sizeof *all; t++)
        for (const struct primitive *p = all[t]; p->name; p++) primitive_table[primitive_count++] = p;
}

void primitives_make_vars(void) {
    for (uint32_t i = 0, n; i < primitive_count; i += n) {
        const struct primitive *group = primitive_table[i];
        for (n = 1; i + n < primitive_count && !strcmp(group->name, primitive_table[i + n]->name); n++)
            ;
        make_var(group, i, n);
    }
}

int primitive_arity(val fn, uint32_t n) {
    val first = cell_geti(fn, FN_CONSTS);
    if (!is_fixnum(first)) return -1;
    uint32_t i = (uint32_t)fixnum_value(first);
    const char *name = primitive_table[i]->name;
    for (; i < primitive_count && !strcmp(primitive_table[i]->name, name); i++)
        if (primitive_table[i]->arity == (int)n) return (int)i;
    return -1;
}
