/* The compiler (compile.h): one pass over the form. A local has a register of its frame; temporaries lie above the
 * locals, and the arguments of a call above those, where they become the callee's first registers. */
#include "compile.h"
#include "boot.h"
#include "code.h"
#include "error.h"
#include "map.h"
#include "meta.h"
#include "namespace.h"
#include "number.h"
#include "primitive.h"
#include "seq.h"
#include "symbol.h"
#include "text.h"
#include "vector.h"
#include <string.h>

/* How a value is wanted. */
#define TAIL 1u    /* recur may stand here */
#define RETURNS 2u /* the function returns it */

struct function {
    struct function *outer;
    val env;       /* list of (symbol . register) */
    val name;      /* a symbol that means the function itself, or nil */
    val captures;  /* list of symbols, newest first */
    val constants; /* all but the first, newest first */
    val places;    /* list of (pc . place), newest first */
    val handlers;  /* list of (from to pc register), newest first */
    uint32_t capture_count, constant_count, handler_count, place_count;
    uint32_t start;      /* of its code in the pool */
    uint32_t top, slots; /* next free register; registers used at most */
    uint32_t loop_pc, loop_base, loop_count;
    bool in_loop; /* whether recur has a target */
};

/* Code under construction; that of an inner function lies above its outer function's. */
static uint32_t pool[CODE_WORDS_MAX + 1000] NO_REFERENCES;
static uint32_t pool_used;
static val file_name;
static bool file_is_library; /* whose functions carry no places: they would take a tenth of its size */
static int32_t current_place;

static val s_def, s_do, s_if, s_fn, s_let, s_loop, s_recur, s_quote, s_var, s_try, s_catch, s_finally, s_throw, s_apply,
    s_control, s_request, s_amp, s_not;

void compiler_init(void) {
    s_def = symbol_c("def");
    s_do = symbol_c("do");
    s_if = symbol_c("if");
    s_fn = symbol_c("fn*");
    s_let = symbol_c("let*");
    s_loop = symbol_c("loop*");
    s_recur = symbol_c("recur");
    s_quote = symbol_c("quote");
    s_var = symbol_c("var");
    s_try = symbol_c("try*");
    s_catch = symbol_c("catch*");
    s_finally = symbol_c("finally");
    s_throw = symbol_c("throw");
    s_apply = symbol_c("%apply");
    s_control = symbol_c("%control");
    s_request = symbol_c("%request");
    s_amp = symbol_c("&");
    s_not = symbol_c("not");
}

_Noreturn static void fail(const char *message, val v) {
    struct text t;
    text_init(&t);
    if (current_place) {
        text_string(&t, file_name);
        lisp_error("compile", "%v:%d:%d: %s: %v", text_done(&t), (int)(current_place >> 10),
                   (int)(current_place & 1023), message, v);
    }
    lisp_error("compile", "%s: %v", message, v);
}

/* ---- code ---- */

static uint32_t here(const struct function *f) { return pool_used - f->start; }

static void emit_word(uint32_t word) {
    if (pool_used == sizeof pool / sizeof *pool) lisp_error("compile", "a function is too long");
    pool[pool_used++] = word;
}

static void emit(enum code_op op, uint32_t a, uint32_t b, uint32_t c) {
    emit_word((uint32_t)op | a << 8 | (b & 0xff) << 16 | (c & 0xff) << 24);
}

static void emit_wide(enum code_op op, uint32_t a, uint32_t bc) { emit_word((uint32_t)op | a << 8 | bc << 16); }

/* A jump to be patched; returns its place in the pool. */
static uint32_t emit_jump(void) {
    emit_word(OP_JUMP);
    return pool_used - 1;
}

static void patch(uint32_t jump) { pool[jump] = OP_JUMP | (pool_used - jump - 1) << 8; }

/* Notes that the instruction to come belongs to the place of the form being compiled. */
static void note_place(struct function *f) {
    if (!current_place || file_is_library) return;
    val last = f->places;
    if (last != NIL && fixnum_value(cdr(car(last))) == current_place) return;
    f->places = cons(cons(fixnum((int32_t)here(f)), fixnum(current_place)), f->places);
    f->place_count++;
}

static uint32_t take_register(struct function *f) {
    if (f->top >= CODE_SLOTS_MAX) lisp_error("compile", "a function needs too many registers");
    if (++f->top > f->slots) f->slots = f->top;
    return f->top - 1;
}

static uint32_t constant(struct function *f, val v) {
    uint32_t i = f->constant_count;
    for (val l = f->constants; l != NIL; l = cdr(l)) {
        i--;
        if (car(l) == v) return i;
    }
    f->constants = cons(v, f->constants);
    if (f->constant_count == CELL_WORDS_MAX) lisp_error("compile", "a function has too many constants");
    return f->constant_count++;
}

static void load_constant(struct function *f, val v, uint32_t dst) {
    if (is_fixnum(v) && fixnum_value(v) >= -32768 && fixnum_value(v) < 32768)
        emit_wide(OP_INT, dst, (uint32_t)fixnum_value(v));
    else if (!is_ref(v) && !is_fixnum(v) && word_of(v) < 0x10000)
        emit_wide(OP_IMM, dst, word_of(v));
    else
        emit_wide(OP_CONST, dst, constant(f, v));
}

/* ---- names ---- */

enum where { NOWHERE, REGISTER, CAPTURED, ITSELF };

static val env_find(val env, val symbol) {
    for (; env != NIL; env = cdr(env))
        if (symbol_equal(car(car(env)), symbol)) return car(env);
    return NIL;
}

/* Where f finds the symbol: a register, one of its captured values (made so if an outer function has it) or itself. */
static enum where find_local(struct function *f, val symbol, uint32_t *index) {
    if (!f) return NOWHERE;
    val binding = env_find(f->env, symbol);
    if (binding != NIL) {
        *index = (uint32_t)fixnum_value(cdr(binding));
        return REGISTER;
    }
    if (f->name != NIL && symbol_equal(f->name, symbol)) {
        *index = 0;
        return ITSELF;
    }
    uint32_t i = f->capture_count;
    for (val l = f->captures; l != NIL; l = cdr(l)) {
        i--;
        if (symbol_equal(car(l), symbol)) {
            *index = i;
            return CAPTURED;
        }
    }
    if (find_local(f->outer, symbol, index) == NOWHERE) return NOWHERE;
    f->captures = cons(symbol, f->captures);
    *index = f->capture_count++;
    return CAPTURED;
}

static bool is_local(struct function *f, val symbol) {
    for (; f; f = f->outer)
        if (env_find(f->env, symbol) != NIL || (f->name != NIL && symbol_equal(f->name, symbol))) return true;
    return false;
}

static void bind(struct function *f, val symbol, uint32_t reg) {
    if (!is_symbol(symbol) || cell_geti(symbol, SYMBOL_NS) != NIL) fail("not a simple symbol", symbol);
    f->env = cons(cons(symbol, fixnum((int32_t)reg)), f->env);
}

static val resolve(val symbol) {
    val var = namespace_resolve(namespace_current(), symbol);
    if (var == NIL) fail("unable to resolve symbol", symbol);
    return var;
}

/* ---- expressions ---- */

static void expression(struct function *f, val form, uint32_t dst, uint32_t how);

static val first(val form) { return car(form); }
static val rest(val form) { return is_kind(form, KIND_CONS) ? cdr(form) : EMPTY; }
static val second(val form) { return car(cdr(form)); }
static bool has_more(val list) { return is_kind(list, KIND_CONS); }
static uint32_t length(val list) {
    uint32_t n = 0;
    for (; has_more(list); list = cdr(list)) n++;
    return n;
}

static void finish(uint32_t dst, uint32_t how) {
    if (how & RETURNS) emit(OP_RETURN, dst, 0, 0);
}

static void symbol_value(struct function *f, val symbol, uint32_t dst) {
    uint32_t index;
    switch (find_local(f, symbol, &index)) {
    case REGISTER:
        if (index != dst) emit(OP_MOVE, dst, index, 0);
        return;
    case CAPTURED:
        emit_wide(OP_CAPTURE, dst, index);
        return;
    case ITSELF:
        emit(OP_SELF, dst, 0, 0);
        return;
    default: {
        val var = resolve(symbol);
        note_place(f);
        if (var_is_dynamic(var))
            emit_wide(OP_DYNAMIC, dst, constant(f, var));
        else
            emit_wide(OP_GLOBAL, dst, constant(f, var_atom(var)));
    }
    }
}

/* The register that has the form's value: a local's own, else a new one. */
static uint32_t operand(struct function *f, val form) {
    uint32_t index;
    if (is_symbol(form) && find_local(f, form, &index) == REGISTER) return index;
    uint32_t reg = take_register(f);
    expression(f, form, reg, 0);
    return reg;
}

static bool is_constant(val form) {
    struct map_walk w;
    val k, v;
    stack_check();
    switch (cell_kind(form)) {
    case KIND_SYMBOL:
    case KIND_CONS:
    case KIND_LAZY:
        return false;
    case KIND_VECTOR:
        for (uint32_t i = 0; i < vector_count(form); i++)
            if (!is_constant(vector_nth(form, i))) return false;
        return true;
    case KIND_MAP:
    case KIND_SET:
        map_walk_start(&w, is_map(form) ? form : set_map(form));
        while (map_walk_next(&w, &k, &v))
            if (!is_constant(k) || (is_map(form) && !is_constant(v))) return false;
        return true;
    default:
        return true;
    }
}

/* ---- tests ---- */

struct test {
    const char *name;
    enum code_op op, immediate; /* OP_COUNT: there is none */
    bool swap, sense;
};

static const struct test tests[] = {
    {"<", OP_LT, OP_LTI, false, true},           {">", OP_LT, OP_GTI, true, true},
    {"<=", OP_LE, OP_COUNT, false, true},        {">=", OP_LE, OP_COUNT, true, true},
    {"==", OP_NUMEQ, OP_NUMEQI, false, true},    {"=", OP_EQUAL, OP_EQUALI, false, true},
    {"not=", OP_EQUAL, OP_EQUALI, false, false}, {"identical?", OP_SAME, OP_COUNT, false, true},
};

/* The core's var of that symbol when it is not shadowed, else nil. */
static val core_var(struct function *f, val head) {
    if (!is_symbol(head) || is_local(f, head)) return NIL;
    val var = namespace_resolve(namespace_current(), head);
    return var != NIL && cell_geti(var, VAR_NS) == namespace_core() ? var : NIL;
}

static bool core_name_is(val var, const char *name) {
    return string_is(cell_geti(cell_geti(var, VAR_NAME), SYMBOL_NAME), name);
}

static bool small(val v) { return is_fixnum(v) && fixnum_value(v) >= -128 && fixnum_value(v) < 128; }

/* Emits the comparison `form` if it is one; the jump in the next word is to be taken when it is not `sense`. */
static bool comparison(struct function *f, val form, bool sense) {
    if (!is_kind(form, KIND_CONS)) return false;
    val var = core_var(f, first(form));
    uint32_t n = length(rest(form)), top = f->top;
    if (var == NIL) return false;
    if (n == 1) {
        val argument = second(form);
        if (core_name_is(var, "not")) {
            if (comparison(f, argument, !sense)) return true;
            emit(sense ? OP_IFNOT : OP_IF, operand(f, argument), 0, 0);
        } else if (core_name_is(var, "nil?") || core_name_is(var, "some?")) {
            emit(OP_IFNIL, operand(f, argument), 0, core_name_is(var, "nil?") == sense);
        } else if (core_name_is(var, "zero?")) {
            uint32_t a = operand(f, argument);
            note_place(f);
            emit(OP_NUMEQI, a, 0, sense);
        } else if (core_name_is(var, "pos?")) {
            uint32_t a = operand(f, argument);
            note_place(f);
            emit(OP_GTI, a, 0, sense);
        } else if (core_name_is(var, "neg?")) {
            uint32_t a = operand(f, argument);
            note_place(f);
            emit(OP_LTI, a, 0, sense);
        } else {
            return false;
        }
        f->top = top;
        return true;
    }
    if (n != 2) return false;
    for (uint32_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        const struct test *t = &tests[i];
        if (!core_name_is(var, t->name)) continue;
        val left = second(form), right = car(cdr(cdr(form)));
        bool want = t->sense == sense;
        if (small(right) && t->immediate != OP_COUNT) {
            uint32_t a = operand(f, left);
            note_place(f);
            emit(t->immediate, a, (uint32_t)fixnum_value(right), want);
            f->top = top;
            return true;
        }
        uint32_t a = operand(f, left);
        uint32_t b = operand(f, right);
        note_place(f);
        emit(t->op, t->swap ? b : a, t->swap ? a : b, want);
        f->top = top;
        return true;
    }
    return false;
}

/* Code that goes on when the form is truthy; returns the jump taken otherwise, to be patched. */
static uint32_t test(struct function *f, val form) {
    uint32_t top = f->top;
    if (!comparison(f, form, true)) emit(OP_IF, operand(f, form), 0, 0);
    f->top = top;
    return emit_jump();
}

static void if_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    uint32_t n = length(rest(form));
    if (n < 2 || n > 3) fail("if takes two or three forms", form);
    uint32_t otherwise = test(f, second(form)), end = 0;
    val branches = cdr(cdr(form));
    expression(f, car(branches), dst, how);
    if (!(how & RETURNS)) end = emit_jump();
    patch(otherwise);
    expression(f, n == 3 ? car(cdr(branches)) : NIL, dst, how);
    if (!(how & RETURNS)) patch(end);
}

/* A comparison as a value. */
static bool comparison_value(struct function *f, val form, uint32_t dst, uint32_t how) {
    if (!comparison(f, form, true)) return false;
    uint32_t otherwise = emit_jump();
    emit_wide(OP_IMM, dst, word_of(TRUE));
    finish(dst, how);
    uint32_t end = how & RETURNS ? 0 : emit_jump();
    patch(otherwise);
    emit_wide(OP_IMM, dst, word_of(FALSE));
    finish(dst, how);
    if (!(how & RETURNS)) patch(end);
    return true;
}

/* ---- blocks ---- */

/* Values of all but the last form are dropped. */
static void body(struct function *f, val forms, uint32_t dst, uint32_t how) {
    if (!has_more(forms)) {
        expression(f, NIL, dst, how);
        return;
    }
    for (; has_more(cdr(forms)); forms = cdr(forms)) {
        uint32_t top = f->top;
        expression(f, car(forms), take_register(f), 0);
        f->top = top;
    }
    expression(f, car(forms), dst, how);
}

static val bindings_of(val form) {
    val bindings = has_more(rest(form)) ? second(form) : NIL;
    if (!is_vector(bindings) || vector_count(bindings) % 2) fail("bindings must be a vector of pairs", form);
    return bindings;
}

static void let_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    val bindings = bindings_of(form), env = f->env;
    uint32_t top = f->top;
    for (uint32_t i = 0; i < vector_count(bindings); i += 2) {
        uint32_t reg = take_register(f);
        expression(f, vector_nth(bindings, i + 1), reg, 0);
        bind(f, vector_nth(bindings, i), reg);
    }
    body(f, cdr(cdr(form)), dst, how);
    f->env = env;
    f->top = top;
}

/* Whether the symbol occurs anywhere in the form. */
static bool mentions(val form, val symbol) {
    struct map_walk w;
    val k, v;
    stack_check();
    switch (cell_kind(form)) {
    case KIND_SYMBOL:
        return symbol_equal(form, symbol);
    case KIND_CONS:
        for (; is_kind(form, KIND_CONS); form = cdr(form))
            if (mentions(car(form), symbol)) return true;
        return is_kind(form, KIND_LAZY);
    case KIND_VECTOR:
        for (uint32_t i = 0; i < vector_count(form); i++)
            if (mentions(vector_nth(form, i), symbol)) return true;
        return false;
    case KIND_MAP:
    case KIND_SET:
        map_walk_start(&w, is_map(form) ? form : set_map(form));
        while (map_walk_next(&w, &k, &v))
            if (mentions(k, symbol) || (is_map(form) && mentions(v, symbol))) return true;
        return false;
    default:
        return is_kind(form, KIND_LAZY);
    }
}

/* Drops the values of locals that the forms do not need: nothing comes after them. So a loop over a sequence that was
 * an argument does not hold on to its beginning. */
static void clear_dead(val env, val forms) {
    for (; env != NIL; env = cdr(env))
        if (!mentions(forms, car(car(env)))) emit_wide(OP_IMM, (uint32_t)fixnum_value(cdr(car(env))), word_of(NIL));
}

static void loop_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    val bindings = bindings_of(form), env = f->env;
    uint32_t top = f->top, pc = f->loop_pc, base = f->loop_base, count = f->loop_count;
    bool in_loop = f->in_loop;
    uint32_t start = f->top;
    for (uint32_t i = 0; i < vector_count(bindings); i += 2) {
        uint32_t reg = take_register(f);
        expression(f, vector_nth(bindings, i + 1), reg, 0);
        bind(f, vector_nth(bindings, i), reg);
    }
    if (how & RETURNS) clear_dead(env, cdr(cdr(form)));
    f->loop_pc = here(f);
    f->loop_base = start;
    f->loop_count = vector_count(bindings) / 2;
    f->in_loop = true;
    body(f, cdr(cdr(form)), dst, how | TAIL);
    f->in_loop = in_loop;
    f->loop_pc = pc;
    f->loop_base = base;
    f->loop_count = count;
    f->env = env;
    f->top = top;
}

static void recur_form(struct function *f, val form, uint32_t how) {
    uint32_t n = length(rest(form)), top = f->top, i = 0, index, last = ~0u;
    if (!(how & TAIL) || !f->in_loop) fail("recur is not in tail position", form);
    if (n != f->loop_count) fail("recur has the wrong number of values", form);
    uint32_t first_temporary = f->top;
    for (val l = rest(form); has_more(l); l = cdr(l), i++) {
        bool same = is_symbol(car(l)) && find_local(f, car(l), &index) == REGISTER && index == f->loop_base + i;
        if (!same) last = i;
    }
    /* All values but the last are computed aside; the last may go straight to its place. */
    i = 0;
    for (val l = rest(form); has_more(l); l = cdr(l), i++) {
        if (i == last) {
            take_register(f); /* so that no call is built over the place itself */
            expression(f, car(l), f->loop_base + i, 0);
            break;
        }
        uint32_t reg = take_register(f);
        bool same = is_symbol(car(l)) && find_local(f, car(l), &index) == REGISTER && index == f->loop_base + i;
        if (!same) expression(f, car(l), reg, 0);
    }
    i = 0;
    for (val l = rest(form); has_more(l) && i != last; l = cdr(l), i++) {
        bool same = is_symbol(car(l)) && find_local(f, car(l), &index) == REGISTER && index == f->loop_base + i;
        if (!same && last != ~0u) emit(OP_MOVE, f->loop_base + i, first_temporary + i, 1);
    }
    f->top = top;
    emit_word(OP_LOOP | (f->loop_pc - here(f) - 1) << 8);
}

/* ---- functions ---- */

static val constants_cell(const struct function *f, val info) {
    val t = cell_new(KIND_TUPLE, f->constant_count), l = f->constants;
    for (uint32_t i = f->constant_count; --i > CONST_INFO; l = cdr(l)) cell_set(t, i, car(l));
    cell_set(t, CONST_INFO, info);
    return cell_seal(t);
}

static val handlers_cell(const struct function *f) {
    if (!f->handler_count) return NIL;
    val c = cell_new(KIND_BYTES, f->handler_count * 8);
    uint32_t i = f->handler_count;
    for (val l = f->handlers; l != NIL; l = cdr(l)) {
        val h = car(l);
        i--;
        cell_set_word(c, i * 2, (uint32_t)(fixnum_value(cell_geti(h, 0)) | fixnum_value(cell_geti(h, 1)) << 16));
        cell_set_word(c, i * 2 + 1, (uint32_t)(fixnum_value(cell_geti(h, 2)) | fixnum_value(cell_geti(h, 3)) << 16));
    }
    return cell_seal(c);
}

static val places_cell(const struct function *f) {
    if (!f->place_count) return NIL;
    val c = cell_new(KIND_BYTES, f->place_count * 8);
    uint32_t i = f->place_count;
    for (val l = f->places; l != NIL; l = cdr(l)) {
        i--;
        cell_set_word(c, i * 2, (uint32_t)fixnum_value(car(car(l))));
        cell_set_word(c, i * 2 + 1, (uint32_t)fixnum_value(cdr(car(l))));
    }
    return cell_seal(c);
}

/* Constant 0 (value.h). */
static val info_of(const struct function *f, val name) {
    val handlers = handlers_cell(f), places = places_cell(f);
    if (file_is_library && handlers == NIL) return name;
    val info = cell_new(KIND_TUPLE, 4);
    cell_seti(info, INFO_NAME, name);
    cell_seti(info, INFO_FILE, file_name);
    cell_seti(info, INFO_HANDLERS, handlers);
    cell_seti(info, INFO_PLACES, places);
    return cell_seal(info);
}

static val make_code(uint32_t start) {
    uint32_t n = pool_used - start;
    if (n > CODE_WORDS_MAX) lisp_error("compile", "a function is too long");
    val code = cell_new(KIND_CODE, n * 4);
    for (uint32_t i = 0; i < n; i++) cell_set_word(code, i, pool[start + i]);
    pool_used = start;
    return cell_seal(code);
}

/* One arity, `([parameters] body...)`; returns its entry word. */
static uint32_t arity(struct function *f, val clause) {
    val parameters = first(clause);
    if (!is_vector(parameters)) fail("parameters must be a vector", clause);
    uint32_t n = vector_count(parameters), fixed = 0, kind = 0;
    f->env = NIL;
    f->top = f->slots = 0;
    for (uint32_t i = 0; i < n; i++) {
        val p = vector_nth(parameters, i);
        if (is_symbol(p) && symbol_equal(p, s_amp)) {
            if (i + 2 != n) fail("& must be followed by one parameter", parameters);
            kind = CODE_VARIADIC;
            continue;
        }
        bind(f, p, take_register(f));
        if (!kind) fixed++;
    }
    if (fixed > CODE_ARGUMENTS_MAX) fail("too many parameters", parameters);
    uint32_t pc = here(f);
    f->loop_pc = pc;
    f->loop_base = 0;
    f->loop_count = kind ? fixed + 1 : fixed;
    f->in_loop = true;
    body(f, cdr(clause), take_register(f), TAIL | RETURNS);
    return (kind | fixed) | f->slots << 8 | pc << 16;
}

static bool comes_first(uint32_t a, uint32_t b) { return (a & 0xff) < (b & 0xff); }

/* clauses: list of arities. Returns the function without its captured values. */
static val function(struct function *f, val clauses, val name) {
    uint32_t n = length(clauses), place_was = (uint32_t)current_place;
    if (!n) fail("a function needs parameters", clauses);
    f->start = pool_used;
    for (uint32_t i = 0; i < n + 1; i++) emit_word(0);
    uint32_t slots = 0;
    for (uint32_t i = 0; i < n; i++, clauses = cdr(clauses)) {
        if (!has_more(car(clauses))) fail("an arity must be a list", clauses);
        uint32_t entry = arity(f, car(clauses)), at = i;
        if ((entry >> 8 & 0xff) > slots) slots = entry >> 8 & 0xff;
        /* Entries in order of arguments; words 0, 2, 3, ... of the code. */
        for (; at && comes_first(entry, pool[f->start + (at == 1 ? 0 : at)]); at--)
            pool[f->start + at + 1] = pool[f->start + (at == 1 ? 0 : at)];
        if (at && (pool[f->start + (at == 1 ? 0 : at)] & 0xff) == (entry & 0xff)) fail("an arity is given twice", name);
        pool[f->start + (at ? at + 1 : 0)] = entry;
    }
    pool[f->start + 1] = (n - 1) | slots << 8 | f->capture_count << 16;
    current_place = (int32_t)place_was;
    val fn = cell_new(KIND_FN, FN_CAPTURED), constants = constants_cell(f, info_of(f, name));
    cell_seti(fn, FN_CODE, make_code(f->start));
    cell_seti(fn, FN_CONSTS, constants);
    return cell_seal(fn);
}

static void function_init(struct function *f, struct function *outer, val name) {
    *f = (struct function){.outer = outer,
                           .env = NIL,
                           .name = name,
                           .captures = NIL,
                           .constants = NIL,
                           .constant_count = CONST_INFO + 1,
                           .places = NIL,
                           .handlers = NIL};
}

/* shown: the name in messages and printed text of a function that has none of its own. */
static void fn_form(struct function *f, val form, uint32_t dst, val shown) {
    struct function inner;
    val l = rest(form), name = NIL;
    stack_check();
    if (has_more(l) && is_symbol(car(l))) {
        name = car(l);
        l = cdr(l);
    }
    if (has_more(l) && is_vector(car(l))) l = cons(l, EMPTY);
    function_init(&inner, f, name);
    val fn = function(&inner, l, name == NIL ? shown : name);
    if (!inner.capture_count) {
        emit_wide(OP_CONST, dst, constant(f, fn));
        return;
    }
    emit_wide(OP_CLOSURE, dst, constant(f, fn));
    emit_word(inner.capture_count);
    val captures = list_reverse(inner.captures);
    for (; has_more(captures); captures = cdr(captures)) {
        uint32_t index;
        enum where where = find_local(f, car(captures), &index);
        emit_word(index << 8 | (where == REGISTER ? 0 : where == CAPTURED ? 1 : 2));
    }
}

/* ---- calls ---- */

static bool arithmetic(struct function *f, val var, val arguments, uint32_t n, uint32_t dst) {
    val a = has_more(arguments) ? car(arguments) : NIL;
    if (n == 1 && (core_name_is(var, "inc") || core_name_is(var, "dec"))) {
        uint32_t r = operand(f, a);
        note_place(f);
        emit(OP_ADDI, dst, r, core_name_is(var, "inc") ? 1 : 0xff);
        return true;
    }
    if (n != 2) return false;
    bool add = core_name_is(var, "+"), sub = core_name_is(var, "-"), mul = core_name_is(var, "*");
    if (!add && !sub && !mul) return false;
    val b = car(cdr(arguments));
    /* Taking away is adding the opposite, but for 0: -0.0 + 0 is 0.0. */
    if (!mul && small(b) && fixnum_value(b) > -128 && (add || b != fixnum(0))) {
        uint32_t r = operand(f, a);
        note_place(f);
        emit(OP_ADDI, dst, r, (uint32_t)(add ? fixnum_value(b) : -fixnum_value(b)));
        return true;
    }
    uint32_t left = operand(f, a);
    uint32_t right = operand(f, b);
    note_place(f);
    emit(add ? OP_ADD : sub ? OP_SUB : OP_MUL, dst, left, right);
    return true;
}

/* Primitives that have an instruction of their own, which takes its arguments where the primitive would. */
static const struct {
    const char *name;
    uint32_t arguments;
    enum code_op op;
} instructions[] = {
    {"seq", 1, OP_SEQ}, {"first", 1, OP_FIRST}, {"rest", 1, OP_REST}, {"next", 1, OP_NEXT}, {"cons", 2, OP_CONS},
};

/* The call of primitive `number`, arguments in registers from `at` on. */
static void emit_primitive(uint32_t dst, uint32_t at, uint32_t number) {
    const struct primitive *p = primitive_table[number];
    for (uint32_t i = 0; i < sizeof instructions / sizeof *instructions; i++)
        if (!strcmp(p->name, instructions[i].name) && p->arity == (int)instructions[i].arguments) {
            emit(instructions[i].op, dst, at, 0);
            return;
        }
    emit((enum code_op)(OP_PRIM + number / 256), dst, at, number % 256);
}

static bool primitive_call(struct function *f, val var, val arguments, uint32_t n, uint32_t dst) {
    val fn = atom_get(var_atom(var));
    int number = is_primitive(fn) ? primitive_arity(fn, n) : -1;
    if (number < 0) return false;
    /* Into the result's own register if that is the topmost, so that no other keeps the argument alive. */
    uint32_t at = dst + 1 == f->top ? dst : f->top, index;
    if (n == 1 && is_symbol(car(arguments)) && find_local(f, car(arguments), &index) == REGISTER) {
        at = index;
    } else {
        if (n && at == dst) {
            expression(f, car(arguments), dst, 0);
            arguments = cdr(arguments);
        }
        for (; has_more(arguments); arguments = cdr(arguments)) expression(f, car(arguments), take_register(f), 0);
        if (!n) at = dst;
    }
    note_place(f);
    emit_primitive(dst, at, (uint32_t)number);
    return true;
}

/* A call with callee and arguments at the top; `op` CALL or APPLY. */
static void call(struct function *f, enum code_op op, val callee, val arguments, uint32_t dst, uint32_t how) {
    uint32_t top = f->top, n = 0, at = dst + 1 == f->top ? dst : take_register(f);
    int32_t place = current_place;
    expression(f, callee, at, 0);
    take_register(f);
    for (; has_more(arguments); arguments = cdr(arguments), n++) expression(f, car(arguments), take_register(f), 0);
    if (n > CODE_ARGUMENTS_MAX) fail("too many arguments", callee);
    current_place = place;
    note_place(f);
    emit(op, at, n, (how & RETURNS) && f->env != NIL);
    f->top = top;
    if (how & RETURNS)
        emit(OP_RETURN, at, 0, 0);
    else if (at != dst)
        emit(OP_MOVE, dst, at, 0);
}

static void call_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    val var = core_var(f, first(form));
    uint32_t n = length(rest(form)), top = f->top;
    int32_t place = current_place;
    if (var != NIL) {
        if (comparison_value(f, form, dst, how)) return;
        if (arithmetic(f, var, rest(form), n, dst) || primitive_call(f, var, rest(form), n, dst)) {
            f->top = top;
            current_place = place;
            finish(dst, how);
            return;
        }
    }
    call(f, OP_CALL, first(form), rest(form), dst, how);
}

/* Elements of a literal, in consecutive registers. */
static void literal(struct function *f, enum code_op op, val elements, uint32_t n, uint32_t dst, uint32_t how) {
    uint32_t top = f->top, at = f->top;
    if (!n) take_register(f);
    for (; elements != NIL && has_more(elements); elements = cdr(elements))
        expression(f, car(elements), take_register(f), 0);
    emit(op, at, n, (how & RETURNS) && f->env != NIL);
    f->top = top;
    if (how & RETURNS)
        emit(OP_RETURN, at, 0, 0);
    else
        emit(OP_MOVE, dst, at, 0);
}

static void collection_literal(struct function *f, val form, uint32_t dst, uint32_t how) {
    struct map_walk w;
    val list = NIL, k, v;
    uint32_t n = 0;
    if (is_vector(form)) {
        n = vector_count(form);
        for (uint32_t i = n; i--;) list = cons(vector_nth(form, i), list);
        if (n > 200) fail("a vector literal with computed elements is too long", fixnum((int32_t)n));
        literal(f, OP_VECTOR, list, n, dst, how);
        return;
    }
    map_walk_start(&w, is_map(form) ? form : set_map(form));
    while (map_walk_next(&w, &k, &v)) {
        list = cons(k, list);
        n++;
        if (!is_map(form)) continue;
        list = cons(v, list);
        n++;
    }
    if (n > 200) fail("a map or set literal with computed elements is too long", fixnum((int32_t)n));
    literal(f, is_map(form) ? OP_MAP : OP_SET, list_reverse(list), n, dst, how);
}

/* ---- special forms ---- */

static void def_form(struct function *f, val form, uint32_t dst) {
    uint32_t n = length(rest(form));
    if (n < 1 || n > 3 || !is_symbol(second(form))) fail("def takes a symbol and a value", form);
    val symbol = second(form), meta = meta_of(symbol);
    val var = namespace_intern(namespace_current(), symbol);
    if (meta != NIL || n > 1) var_set_meta(var, meta);
    if (n == 1) {
        emit_wide(OP_CONST, dst, constant(f, var));
        return;
    }
    val more = cdr(cdr(form));
    if (n == 3) more = cdr(more);
    val value = car(more);
    if (is_kind(value, KIND_CONS) && first(value) == s_fn)
        fn_form(f, value, dst, symbol_plain(symbol));
    else
        expression(f, value, dst, 0);
    emit_wide(OP_DEF, dst, constant(f, var));
}

static void add_handler(struct function *f, uint32_t from, uint32_t to, uint32_t pc, uint32_t reg) {
    if (from == to) return;
    val h = cell_new(KIND_TUPLE, 4);
    cell_seti(h, 0, fixnum((int32_t)from));
    cell_seti(h, 1, fixnum((int32_t)to));
    cell_seti(h, 2, fixnum((int32_t)pc));
    cell_seti(h, 3, fixnum((int32_t)reg));
    f->handlers = cons(cell_seal(h), f->handlers);
    f->handler_count++;
}

/* (try* body (catch* symbol handler...)? (finally form...)?): the code of finally stands twice, after the normal end
 * and in a handler of its own that throws on. */
static void try_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    val catch = NIL, finally = NIL, main = EMPTY, env = f->env;
    for (val l = rest(form); has_more(l); l = cdr(l)) {
        val clause = car(l);
        if (is_kind(clause, KIND_CONS) && first(clause) == s_catch)
            catch = clause;
        else if (is_kind(clause, KIND_CONS) && first(clause) == s_finally)
            finally = clause;
        else
            main = cons(clause, main);
    }
    val reversed = main;
    main = EMPTY;
    for (; has_more(reversed); reversed = cdr(reversed)) main = cons(car(reversed), main);
    uint32_t top = f->top, caught = take_register(f), value = take_register(f), from = here(f), start = from;
    /* An instruction that waits for a lazy sequence has the pc before it as its own: this one stands there. */
    emit_wide(OP_IMM, value, word_of(NIL));
    body(f, main, value, 0);
    uint32_t to = here(f), end = emit_jump();
    if (catch != NIL) {
        add_handler(f, from, to, here(f), caught);
        bind(f, second(catch), caught);
        body(f, cdr(cdr(catch)), value, 0);
        f->env = env;
        to = here(f);
    }
    if (finally != NIL) {
        uint32_t normal = catch != NIL ? emit_jump() : end;
        add_handler(f, start, to, here(f), caught);
        body(f, cdr(finally), take_register(f), 0);
        emit(OP_THROW, caught, 0, 0);
        patch(end);
        if (normal != end) patch(normal);
        body(f, cdr(finally), take_register(f), 0);
    } else {
        patch(end);
    }
    f->top = top;
    emit(OP_MOVE, dst, value, 1);
    finish(dst, how);
}

static bool special_form(struct function *f, val form, uint32_t dst, uint32_t how) {
    val head = first(form);
    uint32_t n = length(rest(form)), top = f->top;
    if (!is_symbol(head)) return false;
    if (head == s_if) {
        if_form(f, form, dst, how);
    } else if (head == s_let) {
        let_form(f, form, dst, how);
    } else if (head == s_loop) {
        loop_form(f, form, dst, how);
    } else if (head == s_recur) {
        recur_form(f, form, how);
    } else if (head == s_do) {
        body(f, rest(form), dst, how);
    } else if (head == s_apply) {
        if (n < 2) fail("%apply takes a function and arguments", form);
        call(f, OP_APPLY, second(form), cdr(cdr(form)), dst, how);
    } else if (head == s_request) {
        if (n < 1) fail("%request takes a kind and arguments", form);
        call(f, OP_REQUEST, second(form), cdr(cdr(form)), dst, how);
    } else if (head == s_try) {
        try_form(f, form, dst, how);
    } else {
        if (head == s_quote) {
            if (n != 1) fail("quote takes one form", form);
            load_constant(f, second(form), dst);
        } else if (head == s_fn) {
            fn_form(f, form, dst, NIL);
        } else if (head == s_def) {
            def_form(f, form, dst);
        } else if (head == s_var) {
            if (n != 1 || !is_symbol(second(form))) fail("var takes a symbol", form);
            emit_wide(OP_CONST, dst, constant(f, resolve(second(form))));
        } else if (head == s_throw) {
            if (n != 1) fail("throw takes one form", form);
            uint32_t reg = operand(f, second(form));
            note_place(f);
            emit(OP_THROW, reg, 0, 0);
        } else if (head == s_control) {
            if (n != 2) fail("%control takes a tag and a function", form);
            uint32_t at = take_register(f);
            expression(f, car(cdr(cdr(form))), at, 0);
            take_register(f);
            expression(f, second(form), take_register(f), 0);
            emit(OP_CONTROL, at, 0, 0);
            emit(OP_MOVE, dst, at, 0);
        } else {
            return false;
        }
        f->top = top;
        finish(dst, how);
    }
    return true;
}

static void expression(struct function *f, val form, uint32_t dst, uint32_t how) {
    int32_t outer_place = current_place;
    stack_check();
    if (is_symbol(form)) {
        uint32_t index;
        if ((how & RETURNS) && find_local(f, form, &index) == REGISTER) {
            emit(OP_RETURN, index, 0, 0);
            return;
        }
        symbol_value(f, form, dst);
        finish(dst, how);
        return;
    }
    if (is_kind(form, KIND_LAZY)) {
        uint32_t n;
        form = seq_to_list(form, &n);
        if (form == NIL) form = EMPTY;
    }
    if (is_kind(form, KIND_CONS)) {
        if (place_of(form)) current_place = place_of(form);
        if (!special_form(f, form, dst, how)) call_form(f, form, dst, how);
    } else if (is_constant(form)) {
        load_constant(f, form, dst);
        finish(dst, how);
    } else {
        collection_literal(f, form, dst, how);
    }
    current_place = outer_place;
}

val compile(val form, val file) {
    struct function f;
    pool_used = 0;
    file_name = file;
    file_is_library = library_has(file);
    current_place = place_of(form);
    function_init(&f, NULL, NIL);
    note_place(&f); /* so that a loop without calls, too, is interrupted somewhere */
    return function(&f, cons(cons(vector_empty(), cons(form, EMPTY)), EMPTY), NIL);
}
