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

static void add_group(const struct primitive *group, uint32_t arities) {
    uint32_t first = primitive_count;
    for (uint32_t i = 0; i < arities; i++) primitive_table[primitive_count++] = &group[i];
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

static void add_all(const struct primitive *table) {
    for (uint32_t i = 0, n; table[i].name; i += n) {
        for (n = 1; table[i + n].name && !strcmp(table[i].name, table[i + n].name); n++)
            ;
        add_group(&table[i], n);
    }
}

void primitives_init(void) {
    primitive_count = 0;
    add_all(number_primitives);
    add_all(sequence_primitives);
    add_all(collection_primitives);
    add_all(text_primitives);
    add_all(system_primitives);
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
