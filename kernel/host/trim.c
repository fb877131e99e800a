/* What an image does without (trim.h): private vars (names that begin with %) that no macro's template names, symbols
 * that nothing refers to, and the metadata of vars, which become text to be read when it is asked for. */
#include "trim.h"
#include "lisp/cells/map.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/image/by_number.h"
#include "lisp/image/image.h"
#include "lisp/names/namespace.h"
#include "lisp/printer/print.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t *reached;
static val *waiting, *symbols, *vars;
static uint32_t waiting_count, symbol_count, var_count;
static bool program;   /* names of vars are no roots */
static uint32_t *meta; /* by handle of the var: VAR_META of the image */
static char *documentation;
static uint32_t documentation_bytes;

static void *checked(void *p) {
    if (p) return p;
    fputs("lisp-host: no memory to write an image\n", stderr);
    exit(1);
}

/* ---- what is reached ---- */

static void reach(val v) {
    if (!is_ref(v) || reached[handle_of(v)]) return;
    reached[handle_of(v)] = 1;
    waiting[waiting_count++] = v;
    if (is_symbol(v) || is_keyword(v)) symbols[symbol_count++] = v;
    if (is_kind(v, KIND_VAR)) vars[var_count++] = v;
}

static bool is_private(val name) {
    val s = cell_geti(name, SYMBOL_NAME);
    return string_bytes(s) > 1 && string_byte(s, 0) == '%';
}

static val vars_of(val ns) { return cell_geti(ns, NAMESPACE_VARS); }

static void reach_public(val ns) {
    struct map_walk w;
    val name, var;
    map_walk_start(&w, atom_get(vars_of(ns)));
    while (map_walk_next(&w, &name, &var)) {
        if (is_private(name)) continue;
        reach(name);
        reach(var);
    }
}

/* A function's name is no mention of it. */
static void reach_function(val fn) {
    val constants = cell_geti(fn, FN_CONSTS), info = fn_info(fn);
    for (uint32_t i = CONST_INFO + 1; i < cell_len(constants); i++) reach(cell_get(constants, i));
    for (uint32_t i = FN_CAPTURED; i < cell_len(fn); i++) reach(cell_get(fn, i));
    if (is_kind(info, KIND_TUPLE)) reach(cell_geti(info, INFO_FILE));
}

static void reach_parts(val c) {
    uint32_t kind = cell_kind(c);
    if (kind == KIND_ATOM) {
        reach(atom_get(c));
    } else if (kind == KIND_FN) {
        reach_function(c);
    } else if (is_box(c, BOX_NAMESPACE)) {
        reach(cell_geti(c, NAMESPACE_NAME));
        reach(cell_geti(c, NAMESPACE_ALIASES));
        if (!program) reach_public(c);
    } else if (kind < KIND_FIRST_RAW) {
        for (uint32_t i = 0; i < cell_len(c); i++)
            if (kind != KIND_VAR || i != VAR_META) reach(cell_get(c, i));
    }
}

static void reach_waiting(void) {
    while (waiting_count) reach_parts(waiting[--waiting_count]);
}

static bool mentioned(val name) {
    for (uint32_t i = 0; i < symbol_count; i++)
        if (is_symbol(symbols[i]) && string_equal(cell_geti(symbols[i], SYMBOL_NAME), cell_geti(name, SYMBOL_NAME)))
            return true;
    return false;
}

/* Reaches those private vars of the namespace that are mentioned; whether there were new ones. */
static bool reach_private(val ns) {
    struct map_walk w;
    val name, var;
    bool more = false;
    map_walk_start(&w, atom_get(vars_of(ns)));
    while (map_walk_next(&w, &name, &var)) {
        if (reached[handle_of(name)] || !mentioned(name)) continue;
        reach(name);
        reach(var);
        reach_waiting();
        more = true;
    }
    return more;
}

/* ---- documentation ---- */

static uint32_t add_text(val s) {
    uint32_t n = string_bytes(s), at = documentation_bytes, end = (at + n + 4) & ~3u;
    documentation = checked(realloc(documentation, end));
    memset(documentation + at, 0, end - at);
    string_copy(s, documentation + at, n + 1);
    documentation_bytes = end;
    return at / 4 + 1;
}

static void add_meta(val var, bool text) {
    val m = var_meta(var);
    uint32_t flags = meta_flags(m), known = (uint32_t)__builtin_popcount(flags);
    meta[handle_of(var)] = flags;
    if (!text || m == NIL || map_count(m) == known) return;
    struct text t;
    text_init(&t);
    print_value(&t, m, true);
    meta[handle_of(var)] = flags | add_text(text_done(&t)) << VAR_TEXT_SHIFT;
}

val trim_var_meta(val var) { return fixnum((int32_t)meta[handle_of(var)]); }

/* ---- all of it ---- */

/* The namespace's vars without those that were not reached. */
static void trim_namespace(val ns) {
    struct map_walk w;
    val name, var, kept = map_empty();
    map_walk_start(&w, atom_get(vars_of(ns)));
    while (map_walk_next(&w, &name, &var)) {
        if (!reached[handle_of(name)]) continue;
        kept = map_assoc(kept, name, var);
        if (!(meta[handle_of(var)] >> VAR_TEXT_SHIFT)) add_meta(var, true);
    }
    atom_swap(vars_of(ns), kept);
}

static void for_namespaces(val all, void (*call)(val)) {
    struct map_walk w;
    val name, ns;
    map_walk_start(&w, atom_get(all));
    while (map_walk_next(&w, &name, &ns)) call(ns);
}

static bool more_reached;
static void reach_more(val ns) { more_reached |= reach_private(ns); }

static void start(val *roots) {
    reached = checked(calloc(HOST_HANDLES, 1));
    waiting = checked(calloc(HOST_HANDLES, sizeof *waiting));
    symbols = checked(calloc(HOST_HANDLES, sizeof *symbols));
    vars = checked(calloc(HOST_HANDLES, sizeof *vars));
    meta = checked(calloc(HOST_HANDLES, sizeof *meta));
    roots[IMAGE_ROOT_SYMBOLS] = NIL;
    for (uint32_t i = 0; i < IMAGE_ROOTS; i++) reach(roots[i]);
    reach_waiting();
}

static void finish(val *roots) {
    val list = NIL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < symbol_count; i++) {
        if (!symbol_interned(symbols[i])) continue;
        list = cons(symbols[i], list);
        n++;
    }
    roots[IMAGE_ROOT_SYMBOLS] = symbols_table(list, n);
}

const char *trim_image(val *roots, uint32_t *bytes) {
    val all = roots[IMAGE_ROOT_NAMESPACES];
    start(roots);
    do {
        more_reached = false;
        for_namespaces(all, reach_more);
    } while (more_reached);
    for (uint32_t i = 0; i < var_count; i++) add_meta(vars[i], false);
    for_namespaces(all, trim_namespace);
    finish(roots);
    *bytes = documentation_bytes;
    return documentation;
}

void trim_program(val *roots) {
    val all = roots[IMAGE_ROOT_NAMESPACES], spaces = atom_get(all);
    struct map_walk w;
    val name, ns;
    program = true;
    atom_swap(all, map_empty());
    start(roots);
    for (uint32_t i = 0; i < var_count; i++) add_meta(vars[i], false);
    map_walk_start(&w, spaces);
    while (map_walk_next(&w, &name, &ns)) atom_swap(vars_of(ns), map_empty());
    finish(roots);
}
