/* Functions under construction (function.h). */
#include "lisp/compiler/function.h"
#include "lisp/cells/error.h"
#include "lisp/compiler/tree.h"

void function_init(struct function *f) {
    *f = (struct function){.code.cell = NIL,
                           .places.cell = NIL,
                           .handlers.cell = NIL,
                           .constants = NIL,
                           .registers = NIL,
                           .cleared = NIL,
                           .constant_count = CONST_INFO + 1};
}

static val constants_cell(const struct function *f, val info) {
    val t = cell_new(KIND_TUPLE, f->constant_count), l = f->constants;
    for (uint32_t i = f->constant_count; --i > CONST_INFO; l = cdr(l)) cell_set(t, i, car(l));
    cell_set(t, CONST_INFO, info);
    return cell_seal(t);
}

/* Constant 0 (value.h). */
static val info_of(const struct compilation *c, const struct function *f, val name) {
    val handlers = words_sealed(&f->handlers, KIND_BYTES), places = words_sealed(&f->places, KIND_BYTES);
    if (c->is_library && handlers == NIL) return name;
    val info = cell_new(KIND_TUPLE, 4);
    cell_seti(info, INFO_NAME, name);
    cell_seti(info, INFO_FILE, c->file);
    cell_seti(info, INFO_HANDLERS, handlers);
    cell_seti(info, INFO_PLACES, places);
    return cell_seal(info);
}

val function_done(const struct compilation *c, const struct function *f, val name) {
    val fn = cell_new(KIND_FN, FN_CAPTURED), constants = constants_cell(f, info_of(c, f, name));
    cell_seti(fn, FN_CODE, words_sealed(&f->code, KIND_CODE));
    cell_seti(fn, FN_CONSTS, constants);
    return cell_seal(fn);
}

/* ---- code ---- */

_Static_assert(CODE_WORDS_MAX == CELL_WORDS_MAX, "code is as long as a cell may be");
void emit_word(struct function *f, uint32_t word) { words_add(&f->code, word); }

void emit(struct function *f, enum code_op op, uint32_t a, uint32_t b, uint32_t c) {
    emit_word(f, code_abc(op, a, b, c));
}

void emit_wide(struct function *f, enum code_op op, uint32_t a, uint32_t bc) { emit_word(f, code_wide(op, a, bc)); }

uint32_t emit_jump(struct function *f) {
    emit_word(f, 0);
    return here(f) - 1;
}

void patch(struct function *f, uint32_t jump) {
    words_set(&f->code, jump, code_jump(OP_JUMP, (int32_t)(here(f) - jump - 1)));
}

void emit_loop(struct function *f, uint32_t pc) { emit_word(f, code_jump(OP_LOOP, (int32_t)(pc - here(f) - 1))); }

void note_place(const struct compilation *c, struct function *f, val node) {
    int32_t place = tree_place(node);
    if (!place || place == f->place || c->is_library) return;
    f->place = place;
    words_add(&f->places, here(f));
    words_add(&f->places, (uint32_t)place);
}

void add_handler(struct function *f, uint32_t from, uint32_t to, uint32_t reg) {
    if (from == to) return;
    words_add(&f->handlers, code_range(from, to));
    words_add(&f->handlers, code_target(here(f), reg));
}

/* ---- constants and registers ---- */

uint32_t constant(struct function *f, val v) {
    uint32_t i = f->constant_count;
    for (val l = f->constants; l != NIL; l = cdr(l)) {
        i--;
        if (car(l) == v) return i;
    }
    if (f->constant_count == CELL_WORDS_MAX) lisp_error("compile", "a function has too many constants");
    f->constants = cons(v, f->constants);
    return f->constant_count++;
}

void load_constant(struct function *f, val v, uint32_t dst) {
    if (is_fixnum(v) && fixnum_value(v) >= INT16_MIN && fixnum_value(v) <= INT16_MAX)
        emit_wide(f, OP_INT, dst, (uint32_t)fixnum_value(v));
    else if (!is_ref(v) && !is_fixnum(v) && word_of(v) <= UINT16_MAX)
        emit_wide(f, OP_IMM, dst, word_of(v));
    else
        emit_wide(f, OP_CONST, dst, constant(f, v));
}

uint32_t take_register(struct function *f) {
    if (f->top >= CODE_SLOTS_MAX) lisp_error("compile", "a function needs too many registers");
    if (++f->top > f->slots) f->slots = f->top;
    return f->top - 1;
}
