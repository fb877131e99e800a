/* Calls that are not plain (call.h). */
#include "lisp/interpreter/call.h"
#include "lisp/cells/collection.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/interpreter/frame.h"
#include "lisp/names/primitive.h"

#define VARS_MAX 1000u /* that hold the next one, when a var is called */

_Noreturn static void arity_error(val callee, uint32_t n) {
    lisp_error("arity", "%v: wrong number of arguments: %d", callee, (int)n);
}

/* Calls a primitive with n arguments a[0]... and those of the list `more`. The instruction may have to start again, so
 * the list of a variadic one's further arguments goes beyond all registers in use. */
static val call_primitive(val primitive, val *a, uint32_t n, val more) {
    int i = more == NIL ? primitive_arity(primitive, (int)n) : -1;
    if (i >= 0) return primitive_table[i]->call(a);
    i = primitive_variadic(primitive);
    uint32_t fixed = i < 0 ? 0 : (uint32_t)(-1 - primitive_table[i]->arity);
    if (i < 0 || n < fixed) arity_error(primitive, n);
    val *copy = a + n + 1;
    for (; n > fixed; n--) more = cons(a[n - 1], more);
    vm.spread = true;
    for (uint32_t k = 0; k < fixed; k++) copy[k] = a[k];
    copy[fixed] = more;
    val v = primitive_table[i]->call(copy);
    vm.spread = false;
    return v;
}

/* What is called when a var is, which may hold another var. One that leads to vars only, itself perhaps, has no value
 * to call. */
static val called_var(val var) {
    val callee = var;
    for (uint32_t round = 0; is_kind(callee, KIND_VAR); round++) {
        callee = var_value(callee);
        if (callee == UNBOUND || round == VARS_MAX) lisp_error("unbound", "%v is unbound", var);
    }
    return callee;
}

/* The entry of a function for n arguments; those of a variadic one beyond the fixed ones are made a list. */
static uint32_t call_function(val *r, uint32_t n) {
    val code = cell_geti(r[CALL_FN], FN_CODE), *a = r + CALL_REGISTERS;
    uint32_t arities = code_header_arities(cell_word(code, CODE_HEADER_AT));
    for (uint32_t i = 0; i < arities; i++) {
        uint32_t entry = cell_word(code, code_entry_at(i)), fixed = code_entry_fixed(entry);
        if (code_entry_arguments(entry) == n) return entry;
        if (!code_entry_variadic(entry) || n < fixed) continue;
        val rest = NIL;
        for (uint32_t k = n; k > fixed; k--) rest = cons(a[k - 1], rest);
        a[fixed] = rest;
        return entry;
    }
    arity_error(r[CALL_FN], n);
}

uint32_t call_any(val *r, uint32_t n) {
    val *a = r + CALL_REGISTERS;
    for (;;) {
        val callee = r[CALL_FN];
        switch (cell_kind(callee)) {
        case KIND_FN:
            return call_function(r, n);
        case KIND_IMMEDIATE:
            if (!is_primitive(callee)) type_error("call", "a function", callee);
            r[CALL_FN] = call_primitive(callee, a, n, NIL);
            return CALL_DONE;
        case KIND_VAR:
            r[CALL_FN] = called_var(callee);
            continue;
        case KIND_KEYWORD:
        case KIND_SYMBOL:
            if (n != 1 && n != 2) arity_error(callee, n);
            r[CALL_FN] = lookup(a[0], callee, n == 2 ? a[1] : NIL);
            return CALL_DONE;
        case KIND_MAP:
        case KIND_SET:
            if (n != 1 && n != 2) arity_error(callee, n);
            r[CALL_FN] = lookup(callee, a[0], n == 2 ? a[1] : NIL);
            return CALL_DONE;
        case KIND_VECTOR:
            if (n != 1) arity_error(callee, n);
            r[CALL_FN] = element(callee, a[0]);
            return CALL_DONE;
        case KIND_CONT:
            if (n > 1) arity_error(callee, n);
            if (!n) a[0] = NIL;
            return CALL_RESUMES;
        default:
            type_error("call", "a function", callee);
        }
    }
}

/* Calls a primitive with n arguments a[0]..., the last being a sequence of further ones. They are laid out beyond the
 * registers in use, since the instruction may have to start again. */
static val apply_primitive(val primitive, const val *a, uint32_t n) {
    val s = seq(a[n - 1]), *copy = (val *)a + n;
    uint32_t count = n - 1;
    for (uint32_t i = 0; i < count; i++) copy[i] = a[i];
    for (; s != NIL && count < n - 1 + PRIMITIVE_FIXED_MAX; s = seq_next(s)) copy[count++] = seq_first(s);
    return call_primitive(primitive, copy, count, s);
}

/* The most arguments that an arity of the function takes one by one, and its variadic arity's entry, 0 if none. */
static uint32_t most_fixed(val fn, uint32_t *variadic) {
    val code = cell_geti(fn, FN_CODE);
    uint32_t arities = code_header_arities(cell_word(code, CODE_HEADER_AT)), most = 0;
    *variadic = 0;
    for (uint32_t i = 0; i < arities; i++) {
        uint32_t entry = cell_word(code, code_entry_at(i));
        if (code_entry_variadic(entry)) *variadic = entry;
        if (code_entry_fixed(entry) > most) most = code_entry_fixed(entry);
    }
    return most;
}

/* Nothing is changed before all that is needed of the sequence has been realised. */
uint32_t call_apply(val *r, uint32_t n) {
    val callee = r[CALL_FN], *a = r + CALL_REGISTERS, s = seq(a[n - 1]);
    uint32_t wanted = 3, variadic = 0;
    if (is_kind(callee, KIND_VAR)) callee = called_var(callee);
    if (is_primitive(callee)) {
        r[CALL_FN] = apply_primitive(callee, a, n);
        return CALL_DONE;
    }
    if (is_kind(callee, KIND_FN)) {
        wanted = most_fixed(callee, &variadic);
        if (!variadic) wanted++; /* one too many is an error */
    }
    uint32_t count = n - 1;
    for (val l = s; l != NIL && count < wanted; l = seq_next(l)) count++;
    count = n - 1;
    r[CALL_FN] = callee;
    for (; s != NIL && count < wanted; s = seq_next(s)) a[count++] = seq_first(s);
    if (s == NIL) return call_any(r, count);
    if (!variadic) arity_error(callee, count);
    uint32_t fixed = code_entry_fixed(variadic);
    for (; count > fixed; count--) s = cons(a[count - 1], s);
    a[fixed] = s;
    return variadic;
}

void call_hook(enum vm_hook hook, uint32_t n, val x, val y) {
    val fn = vm_hook[hook];
    uint32_t restart = vm.pc - 1, live = frame_slots(vm.base[BASE_FN]);
    uint32_t entry = cell_word(cell_geti(fn, FN_CODE), code_entry_at(0));
    val *r = vm.base + live, link = link_new(restart, live + CALL_REGISTERS);
    if (r + CALL_REGISTERS + code_slots(entry) > vm_stack_end()) {
        frame_spill(vm.base, restart, live, live);
        r = vm.stack;
        link = link_new(0, 0);
    }
    r[CALL_FN] = fn;
    r[CALL_LINK] = link;
    r[CALL_REGISTERS] = x;
    if (n == 2) r[CALL_REGISTERS + 1] = y;
    vm.base = r + CALL_REGISTERS;
    vm.pc = code_entry_pc(entry);
}

void call_force(val x) {
    val f = is_kind(x, KIND_LAZY) ? lazy_claim(x, vm.process) : NIL;
    if (f == NIL)
        call_hook(HOOK_AWAIT, 1, x, NIL);
    else
        call_hook(HOOK_FORCE, 2, x, f);
}
