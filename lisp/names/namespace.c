/* Namespaces and vars (namespace.h). */
#include "lisp/names/namespace.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vm_state.h"
#include "lisp/image/image.h"
#include "lisp/reader/read.h"

static val all, core; /* `all` is an atom */
static val changed;   /* list of (var . metadata) for vars of the image whose metadata has been changed */
static val k_macro, k_private, k_dynamic, s_clojure_core;

static val make(val name) {
    val ns = cell_new(KIND_BOX, 4);
    cell_seti(ns, BOX_TYPE, BOX_NAMESPACE);
    cell_seti(ns, NAMESPACE_NAME, name);
    cell_seti(ns, NAMESPACE_VARS, atom_new(map_empty()));
    cell_seti(ns, NAMESPACE_ALIASES, atom_new(map_empty()));
    return cell_seal(ns);
}

void namespaces_init(void) {
    all = atom_new(map_empty());
    core = namespace_make(symbol_c("lith.core"));
    vm.namespace = core;
    changed = NIL;
}

void namespaces_find_symbols(void) {
    k_macro = keyword_c("macro");
    k_private = keyword_c("private");
    k_dynamic = keyword_c("dynamic");
    s_clojure_core = symbol_c("clojure.core");
}

void namespaces_roots(val *roots) {
    roots[0] = all;
    roots[1] = vm.namespace;
    roots[2] = core;
    roots[3] = changed;
}

void namespaces_set_roots(const val *roots) {
    all = roots[0];
    vm.namespace = roots[1];
    core = roots[2];
    changed = roots[3];
}

val namespace_current(void) { return vm.namespace; }
void namespace_set_current(val ns) { vm.namespace = ns; }
val namespace_core(void) { return core; }
val namespace_all(void) { return atom_get(all); }
val namespace_find(val name) { return map_get(atom_get(all), name, symbol_equal(name, s_clojure_core) ? core : NIL); }

val namespace_make(val name) {
    val ns = namespace_find(name);
    if (ns == NIL) {
        ns = make(symbol_plain(name));
        atom_write(all, map_assoc(atom_get(all), symbol_plain(name), ns));
    }
    return ns;
}

val namespace_by_alias(val ns, val alias) {
    val target = map_get(atom_get(cell_geti(ns, NAMESPACE_ALIASES)), alias, NIL);
    return target == NIL ? namespace_find(alias) : target;
}

static void add(val atom, val key, val value) { atom_write(atom, map_assoc(atom_get(atom), key, value)); }

void namespace_alias(val ns, val alias, val target) { add(cell_geti(ns, NAMESPACE_ALIASES), alias, target); }
void namespace_refer(val ns, val s, val var) { add(cell_geti(ns, NAMESPACE_VARS), s, var); }

val namespace_resolve(val ns, val s) {
    val prefix = cell_geti(s, SYMBOL_NS);
    if (prefix != NIL) {
        val target = namespace_by_alias(ns, symbol(NIL, prefix));
        if (target == NIL) return NIL;
        return map_get(atom_get(cell_geti(target, NAMESPACE_VARS)), symbol(NIL, cell_geti(s, SYMBOL_NAME)), NIL);
    }
    val var = map_get(atom_get(cell_geti(ns, NAMESPACE_VARS)), s, NIL);
    if (var == NIL && ns != core) var = map_get(atom_get(cell_geti(core, NAMESPACE_VARS)), s, NIL);
    /* A generated symbol may have been defined: vars are under interned names. */
    if (var == NIL) var = map_get(atom_get(cell_geti(ns, NAMESPACE_VARS)), symbol(NIL, cell_geti(s, SYMBOL_NAME)), NIL);
    return var;
}

val namespace_intern(val ns, val s) {
    val prefix = cell_geti(s, SYMBOL_NS);
    if (prefix != NIL && namespace_by_alias(ns, symbol(NIL, prefix)) != ns)
        lisp_error("compile", "def: %v is not in the current namespace", s);
    val name = symbol(NIL, cell_geti(s, SYMBOL_NAME));
    val var = map_get(atom_get(cell_geti(ns, NAMESPACE_VARS)), name, NIL);
    if (var != NIL && cell_geti(var, VAR_NS) == ns) return var;
    var = cell_new(KIND_VAR, 4);
    cell_seti(var, VAR_ATOM, atom_new(UNBOUND));
    cell_seti(var, VAR_NAME, name);
    cell_seti(var, VAR_NS, ns);
    cell_seti(var, VAR_META, atom_new(NIL));
    cell_seal(var);
    add(cell_geti(ns, NAMESPACE_VARS), name, var);
    return var;
}

/* ---- metadata of vars ---- */

static val find_changed(val var) {
    for (val l = changed; l != NIL; l = cdr(l))
        if (car(car(l)) == var) return car(l);
    return NIL;
}

/* The metadata of a var whose VAR_META is the fixnum n. */
static val meta_of_image(int32_t n) {
    uint32_t at = (uint32_t)n >> VAR_TEXT_SHIFT;
    if (at) {
        struct reader r;
        reader_init(&r, image_text(at));
        return read_form(&r);
    }
    val m = NIL;
    if (n & VAR_MACRO) m = map_assoc(map_empty(), k_macro, TRUE);
    if (n & VAR_DYNAMIC) m = map_assoc(m == NIL ? map_empty() : m, k_dynamic, TRUE);
    if (n & VAR_PRIVATE) m = map_assoc(m == NIL ? map_empty() : m, k_private, TRUE);
    return m;
}

val var_meta(val var) {
    val meta = cell_geti(var, VAR_META), other;
    if (!is_fixnum(meta)) return atom_get(meta);
    if ((other = find_changed(var)) != NIL) return cdr(other);
    return meta_of_image(fixnum_value(meta));
}

void var_set_meta(val var, val m) {
    val meta = cell_geti(var, VAR_META);
    if (!is_fixnum(meta)) {
        atom_write(meta, m);
        return;
    }
    val others = NIL;
    for (val l = changed; l != NIL; l = cdr(l))
        if (car(car(l)) != var) others = cons(car(l), others);
    changed = cons(cons(var, m), others);
}

/* Whether the var's metadata has the key, whose flag in an image is `flag`. */
static bool var_has(val var, int32_t flag, val key) {
    val meta = cell_geti(var, VAR_META);
    if (is_fixnum(meta) && find_changed(var) == NIL) return fixnum_value(meta) & flag;
    meta = var_meta(var);
    return meta != NIL && truthy(map_get(meta, key, NIL));
}

bool var_is_macro(val var) { return var_has(var, VAR_MACRO, k_macro); }
bool var_is_dynamic(val var) { return var_has(var, VAR_DYNAMIC, k_dynamic); }

uint32_t meta_flags(val meta) {
    if (meta == NIL) return 0;
    return (truthy(map_get(meta, k_macro, NIL)) ? VAR_MACRO : 0) |
           (truthy(map_get(meta, k_private, NIL)) ? VAR_PRIVATE : 0) |
           (truthy(map_get(meta, k_dynamic, NIL)) ? VAR_DYNAMIC : 0);
}

val var_of_atom(val atom) {
    struct map_walk spaces, vars;
    val name, ns, var;
    map_walk_start(&spaces, atom_get(all));
    while (map_walk_next(&spaces, &name, &ns)) {
        map_walk_start(&vars, atom_get(cell_geti(ns, NAMESPACE_VARS)));
        for (uint32_t round = 0; map_walk_next(&vars, &name, &var); round++) {
            if (var_atom(var) == atom) return var;
            lisp_poll_round(round);
        }
    }
    return NIL;
}
