/* The virtual machine: the interpreter, calls and returns, the stack and its sealed frames, errors.
 *
 * The stack holds the youngest activations, each [function, link, registers...]. link is a fixnum pc << 8 | distance
 * from the caller's registers to these; distance 0: the caller is the frame cell vm.frames (none: the program is done).
 * A frame cell is {function, the caller's frame cell, resume, registers...}, resume a fixnum pc << 8 | register of the
 * result. */
#include "vm.h"
#include "code.h"
#include "collection.h"
#include "equal.h"
#include "error.h"
#include "host.h"
#include "live.h"
#include "map.h"
#include "namespace.h"
#include "number.h"
#include "primitive.h"
#include "seq.h"
#include "symbol.h"
#include "text.h"
#include "vector.h"

/* Registers of an activation of HOOK_BIND and HOOK_FORCE. */
#define BIND_NOW 0
#define BIND_BEFORE 1
#define FORCE_SEQUENCE 0
#define FORCE_FUNCTION 1

#define TRACE_MAX 12u
#define VARS_MAX 1000u       /* that hold the next one, when a var is called */
#define TRACE_FRAMES_MAX 50u /* sealed frames that are looked at for places */

struct vm vm;

enum { TRAP_THROW = 1, TRAP_FORCE, TRAP_FORCE_ALL };

void vm_init(void) {
    vm.frames = NIL;
    vm.signal = NIL;
    vm.bindings = NIL;
    vm.process = NIL;
    vm.base = NULL;
    vm_catch(false);
    vm.limit = vm_stack_end();
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm.hook[i] = NIL;
    for (uint32_t i = 0; i < VM_STACK_WORDS + VM_STACK_SLACK; i++) vm.stack[i] = NIL;
}

/* ---- leaving C ---- */

_Noreturn static void leave(val v, int trap) {
#ifndef VM_COMPACT
    if (!vm.catches) vm_host->panic("the kernel has thrown what nothing catches");
#endif
    vm.signal = v;
    longjmp(vm.trap, trap);
}

void lisp_throw(val v) { leave(v, TRAP_THROW); }
void lisp_force(val lazy) { leave(lazy, TRAP_FORCE); }
void lisp_force_all(val seq) { leave(seq, TRAP_FORCE_ALL); }
val vm_raise(val error) { lisp_throw(error); }

val var_value(val var) {
    val v = vm.bindings == NIL ? ABSENT : map_get(vm.bindings, var, ABSENT);
    return v == ABSENT ? atom_get(var_atom(var)) : v;
}

/* ---- frames ---- */

static uint32_t link_word(val link) { return (uint32_t)fixnum_value(link); }
static uint32_t entry_word(val code, uint32_t i) { return cell_word(code, i ? i + 1 : 0); }
static uint32_t entry_count(val code) { return (cell_word(code, 1) & 0xff) + 1; }
/* Registers that the function uses at most. */
static uint32_t slots_of(val fn) { return cell_word(cell_geti(fn, FN_CODE), 1) >> 8 & 0xff; }

/* Seals one activation, whose registers below `live` are kept; resume: where it goes on and which register gets the
 * value it waits for. */
static val seal_frame(val *base, uint32_t live, uint32_t resume, val parent) {
    val f = cell_new(KIND_FRAME, FRAME_REGISTERS + live);
    cell_seti(f, FRAME_FN, base[-2]);
    cell_seti(f, FRAME_PARENT, parent);
    cell_seti(f, FRAME_RESUME, fixnum((int32_t)resume));
    for (uint32_t i = 0; i < live; i++) cell_set(f, FRAME_REGISTERS + i, base[i]);
    return cell_seal(f);
}

/* Moves all activations on the stack into frame cells; the innermost, whose registers are at `base`, waits at `pc` for
 * register a and keeps its registers below `live`. If memory runs out on the way, the stack is as it was. */
static void spill(val *base, uint32_t pc, uint32_t a, uint32_t live) {
    static uint16_t distances[VM_STACK_WORDS / 2];
    uint32_t depth = 0, below;
    val parent = vm.frames;
    for (; (below = link_word(base[-1]) & 0xff) != 0; base -= below) distances[depth++] = (uint16_t)below;
    while (depth) {
        uint32_t above = distances[--depth], result = above - 2;
        val *callee = base + above;
        parent = seal_frame(base, result, (link_word(callee[-1]) & ~0xffu) | result, parent);
        base = callee;
    }
    vm.frames = seal_frame(base, live, pc << 8 | a, parent);
}

/* Forgets what stands in the running function's registers from n on: another activation's values, dead, which a
 * collection would take for its own. */
static void clear_registers(uint32_t n) {
    for (uint32_t slots = slots_of(vm.base[-2]); n < slots; n++) vm.base[n] = NIL;
}

/* Puts the frame cell vm.frames back as the only activation on the stack; returns its resume word. */
static uint32_t restore(void) {
    val f = vm.frames;
    uint32_t n = cell_len(f) - FRAME_REGISTERS;
    vm.stack[0] = cell_geti(f, FRAME_FN);
    vm.stack[1] = fixnum(0);
    /* A collection that starts now must find the function before it finds the base. */
    __asm__ volatile("" : : : "memory");
    vm.base = vm.stack + 2;
    for (uint32_t i = 0; i < n; i++) vm.base[i] = cell_get(f, FRAME_REGISTERS + i);
    clear_registers(n);
    vm.frames = cell_geti(f, FRAME_PARENT);
    return (uint32_t)fixnum_value(cell_geti(f, FRAME_RESUME));
}

val vm_frame(val fn, uint32_t n, const val *arguments) {
    val code = cell_geti(fn, FN_CODE), f = cell_new(KIND_FRAME, FRAME_REGISTERS + n);
    uint32_t i = 0, count = entry_count(code);
    while (i < count - 1 && (entry_word(code, i) & 0xff) != n) i++;
    /* The value it goes on with is put where it has no argument. */
    cell_seti(f, FRAME_FN, fn);
    cell_seti(f, FRAME_PARENT, NIL);
    cell_seti(f, FRAME_RESUME, fixnum((int32_t)(entry_word(code, i) >> 16 << 8 | n)));
    for (i = 0; i < n; i++) cell_set(f, FRAME_REGISTERS + i, arguments[i]);
    return cell_seal(f);
}

void vm_wipe_dead(void) {
    val *end = vm.stack + VM_STACK_WORDS + VM_STACK_SLACK, *p = vm.stack;
    if (vm.base) {
        val fn = vm.base[-2];
        bool known = is_kind(fn, KIND_FN) && !vm.spread;
        p = vm.base + (known ? slots_of(fn) : CODE_SLOTS_MAX + CODE_ARGUMENTS_MAX + 3);
    }
#ifndef VM_COMPACT
#pragma GCC unroll 8
#endif
    for (; p < end; p++) *p = NIL;
}

/* ---- errors: places ---- */

/* The handlers or places of a function; a primitive that %control calls has an activation, but none of these. */
static val table_of(val fn, uint32_t which) { return is_kind(fn, KIND_FN) ? fn_table(fn, which) : NIL; }

/* The place noted for the instruction before pc, 0 if none. */
static uint32_t place_at(val fn, uint32_t pc) {
    val places = table_of(fn, INFO_PLACES);
    uint32_t place = 0, n = places == NIL ? 0 : cell_len(places) / 8;
    for (uint32_t i = 0; i < n && cell_word(places, 2 * i) < pc; i++) place = cell_word(places, 2 * i + 1);
    return place;
}

/* Adds [name file line column] to the list if the function has a place there. */
static val add_trace(val list, val fn, uint32_t pc, uint32_t *n) {
    uint32_t place = place_at(fn, pc);
    if (!place) return list;
    val entry = cons(fixnum((int32_t)(place >> 10)), cons(fixnum((int32_t)(place & 1023)), NIL));
    entry = cons(fn_name(fn), cons(fn_table(fn, INFO_FILE), entry));
    ++*n;
    return cons(vector_from_list(entry, 4), list);
}

/* An activation, on the way outwards. */
struct activation {
    val fn;
    uint32_t pc;
    val *base, frame; /* base: NULL behind those on the stack */
    uint32_t frames;  /* seen */
};

static struct activation innermost(void) { return (struct activation){vm.base[-2], vm.pc, vm.base, vm.frames, 0}; }

/* Its caller; false: there is none, or it is too far out. */
static bool outwards(struct activation *a) {
    uint32_t link = a->base ? link_word(a->base[-1]) : 0, below = link & 0xff;
    if (below) {
        a->base -= below;
        a->fn = a->base[-2];
    } else {
        if (a->frame == NIL || a->frames++ == TRACE_FRAMES_MAX) return false;
        a->base = NULL;
        a->fn = cell_geti(a->frame, FRAME_FN);
        link = link_word(cell_geti(a->frame, FRAME_RESUME));
        a->frame = cell_geti(a->frame, FRAME_PARENT);
    }
    a->pc = link >> 8;
    return true;
}

/* Where the machine is, innermost first, at most TRACE_MAX places. */
static val trace(void) {
    val list = NIL;
    uint32_t n = 0;
    struct activation a = innermost();
    do list = add_trace(list, a.fn, a.pc, &n);
    while (n < TRACE_MAX && outwards(&a));
    list = list_reverse(list);
    return list == NIL ? EMPTY : list;
}

#ifdef VM_COMPACT
static void note_placeless(void) {}
#else
/* What is thrown without a place of its own: a value that is no error, or the error of exhausted memory. */
static struct {
    uint32_t value; /* the word of it, which does not keep it alive; 0: nothing */
    uint32_t place;
    val file;
} placeless;

/* Notes where that is; what a finally throws again keeps its place. Makes no cells. */
static void note_placeless(void) {
    struct activation a = innermost();
    uint32_t instruction = is_kind(a.fn, KIND_FN) ? cell_word(cell_geti(a.fn, FN_CODE), a.pc - 1) : 0, place = 0;
    if (is_box(vm.signal, BOX_ERROR) && vm.signal != error_out_of_memory) return;
    if ((instruction & 0xff) == OP_THROW && instruction >> 16) return;
    while (!(place = place_at(a.fn, a.pc)) && outwards(&a))
        ;
    if (!place) return;
    placeless.value = word_of(vm.signal);
    placeless.place = place;
    placeless.file = fn_table(a.fn, INFO_FILE);
}

uint32_t vm_thrown_at(val thrown, val *file) {
    *file = placeless.file;
    return placeless.value == word_of(thrown) ? placeless.place : 0;
}
#endif

/* An error without place gets one. */
static val with_trace(val error) {
    if (!is_box(error, BOX_ERROR) || cell_geti(error, 4) != NIL) return error;
    val e = cell_new(KIND_BOX, 6);
    val t = trace();
    for (uint32_t i = 0; i < 6; i++) cell_set(e, i, i == 4 ? t : cell_get(error, i));
    return cell_seal(e);
}

#ifdef VM_COMPACT
#define PLACED(error) with_trace(error)
#else
#define PLACED(error) placed(error)
/* The same; but an interrupt that finds no memory for its place is thrown without, rather than "out of memory". */
static val placed(val error) {
    static bool interrupting; /* the place of an interrupt was being made when this one was thrown */
    if (interrupting && error == error_out_of_memory) {
        interrupting = false;
        return error_interrupted;
    }
    interrupting = error == error_interrupted;
    error = with_trace(error);
    interrupting = false;
    return error;
}
#endif

/* Pc and register of the handler around pc (the instruction's end), or false. */
static bool find_handler(val fn, uint32_t pc, uint32_t *handler, uint32_t *reg) {
    val handlers = table_of(fn, INFO_HANDLERS);
    uint32_t n = handlers == NIL ? 0 : cell_len(handlers) / 8;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t range = cell_word(handlers, 2 * i), target = cell_word(handlers, 2 * i + 1);
        if (pc - 1 < (range & 0xffff) || pc - 1 >= range >> 16) continue;
        *handler = target & 0xffff;
        *reg = target >> 16;
        return true;
    }
    return false;
}

/* Whether this function marks activations by its code, as those of a prompt or of bound vars. */
static bool is_hook(val fn, enum vm_hook hook) {
    return is_kind(fn, KIND_FN) && cell_geti(fn, FN_CODE) == cell_geti(vm.hook[hook], FN_CODE);
}

#ifndef VM_COMPACT
/* Clears the references among the first n registers of an activation that nothing will read when it goes on at `pc`, or
 * in a handler for what is thrown at `at`. Returns whether there were any. */
static bool wipe_unread(val *base, uint32_t n, uint32_t pc, uint32_t at) {
    bool any = false;
    for (uint32_t r = 0; r < n; r++) {
        if ((word_of(base[r]) & 3) != 1 || live_register(base[-2], pc, at, r)) continue;
        base[r] = NIL;
        any = true;
    }
    return any;
}

/* Whether the machine itself looks at the registers of an activation of fn, whatever its code does. */
static bool is_looked_at(val fn) {
    return !is_kind(fn, KIND_FN) || is_hook(fn, HOOK_PROMPT) || is_hook(fn, HOOK_BIND) || is_hook(fn, HOOK_FORCE);
}

bool vm_wipe_unread(void) {
    val *base = vm.base;
    if (!base) return false;
    /* The running instruction, which may start again, is the one before vm.pc; 0: the call of a function is prepared.
     */
    bool any =
        vm.pc && !vm.spread && !is_looked_at(base[-2]) && wipe_unread(base, slots_of(base[-2]), vm.pc - 1, vm.pc - 1);
    for (uint32_t link; (link = link_word(base[-1])) & 0xff;) {
        uint32_t distance = link & 0xff, pc = link >> 8;
        base -= distance;
        if (!is_looked_at(base[-2])) any |= wipe_unread(base, distance - 2, pc, pc - 1);
    }
    return any;
}
#endif

static bool is_any_hook(val fn) {
    for (uint32_t i = 0; i < HOOK_COUNT; i++)
        if (vm.hook[i] != NIL && is_hook(fn, i)) return true;
    return false;
}

/* Takes off sealed frames until one has a handler; that one is put back on the stack. Only the bindings that they
 * undo matter of the others. */
static bool unwind_frames(uint32_t *handler, uint32_t *reg) {
    for (; vm.frames != NIL; vm.frames = cell_geti(vm.frames, FRAME_PARENT)) {
        val fn = cell_geti(vm.frames, FRAME_FN);
        if (find_handler(fn, link_word(cell_geti(vm.frames, FRAME_RESUME)) >> 8, handler, reg)) {
            restore();
            return true;
        }
        if (is_hook(fn, HOOK_BIND)) vm.bindings = cell_geti(vm.frames, FRAME_REGISTERS + BIND_BEFORE);
    }
    return false;
}

/* Leaves activations until one has a handler; that one is then ready to go on. False: nobody catches it. */
static bool unwind(val error) {
    uint32_t reg;
    while (!find_handler(vm.base[-2], vm.pc, &vm.pc, &reg)) {
        if (is_hook(vm.base[-2], HOOK_BIND)) vm.bindings = vm.base[BIND_BEFORE];
        uint32_t link = link_word(vm.base[-1]), below = link & 0xff;
        if (!below) {
            if (!unwind_frames(&vm.pc, &reg)) return false;
            break;
        }
        vm.base -= below;
        vm.pc = link >> 8;
    }
    vm.base[reg] = error;
    clear_registers(reg + 1);
    return true;
}

/* ---- calls that are not plain ---- */

/* Answers of the functions below instead of an entry word (which is never 0). */
#define VALUE_DONE 0u /* the call's value is in r[0] */
#define RESUME 1u     /* r[0] is a continuation, r[2] its value */

_Noreturn static void arity_error(val callee, uint32_t n) {
    lisp_error("arity", "%v: wrong number of arguments: %d", callee, (int)n);
}

/* Calls a primitive with n arguments a[0]... and those of the list `more`. The instruction may have to start again, so
 * the list of a variadic one's further arguments goes beyond all registers in use. */
static val call_primitive(val primitive, val *a, uint32_t n, val more) {
    int i = more == NIL ? primitive_arity(primitive, n) : -1;
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

/* The call of r[0] with n arguments r[2]..., none of the entry-0 kind. Arranges the arguments; returns the entry. */
static uint32_t call_other(val *r, uint32_t n) {
    for (;;) {
        val callee = r[0];
        switch (cell_kind(callee)) {
        case KIND_FN: {
            val code = cell_geti(callee, FN_CODE);
            uint32_t count = entry_count(code);
            for (uint32_t i = 0; i < count; i++) {
                uint32_t entry = entry_word(code, i), fixed = entry & 0x7f;
                if ((entry & 0xff) == n) return entry;
                if (!(entry & CODE_VARIADIC) || n < fixed) continue;
                val rest = NIL;
                for (uint32_t k = n; k > fixed; k--) rest = cons(r[1 + k], rest);
                r[2 + fixed] = rest;
                return entry;
            }
            arity_error(callee, n);
        }
        case KIND_IMMEDIATE:
            if (!is_primitive(callee)) type_error("call", "a function", callee);
            r[0] = call_primitive(callee, r + 2, n, NIL);
            return VALUE_DONE;
        case KIND_VAR:
            r[0] = called_var(callee);
            continue;
        case KIND_KEYWORD:
        case KIND_SYMBOL:
            if (n != 1 && n != 2) arity_error(callee, n);
            r[0] = lookup(r[2], callee, n == 2 ? r[3] : NIL);
            return VALUE_DONE;
        case KIND_MAP:
        case KIND_SET:
            if (n != 1 && n != 2) arity_error(callee, n);
            r[0] = lookup(callee, r[2], n == 2 ? r[3] : NIL);
            return VALUE_DONE;
        case KIND_VECTOR:
            if (n != 1) arity_error(callee, n);
            r[0] = element(callee, r[2]);
            return VALUE_DONE;
        case KIND_CONT:
            if (n > 1) arity_error(callee, n);
            if (!n) r[2] = NIL;
            return RESUME;
        default:
            type_error("call", "a function", callee);
        }
    }
}

/* Calls a primitive with n arguments a[0]..., the last being a sequence of further ones. They are laid out beyond the
 * registers in use for the same reason. */
static val apply_primitive(val primitive, const val *a, uint32_t n) {
    val s = seq(a[n - 1]), *copy = (val *)a + n;
    uint32_t count = n - 1;
    for (uint32_t i = 0; i < count; i++) copy[i] = a[i];
    for (; s != NIL && count < n - 1 + PRIMITIVE_FIXED_MAX; s = seq_next(s)) copy[count++] = seq_first(s);
    return call_primitive(primitive, copy, count, s);
}

/* The same with the last of n arguments being a sequence of further ones. Nothing is changed before all that is needed
 * of that sequence has been realised, since realising starts the instruction again. */
static uint32_t apply_other(val *r, uint32_t n) {
    val callee = r[0], s = seq(r[1 + n]);
    uint32_t wanted = 3, variadic = 0;
    if (is_kind(callee, KIND_VAR)) callee = called_var(callee);
    if (is_primitive(callee)) {
        r[0] = apply_primitive(callee, r + 2, n);
        return VALUE_DONE;
    }
    if (is_kind(callee, KIND_FN)) {
        val code = cell_geti(callee, FN_CODE);
        uint32_t last = entry_word(code, entry_count(code) - 1);
        wanted = (last & 0x7f) + 1;
        if (last & CODE_VARIADIC) {
            variadic = last;
            wanted = last & 0x7f;
            for (uint32_t i = 0; i < entry_count(code); i++)
                if (!(entry_word(code, i) & CODE_VARIADIC) && (entry_word(code, i) & 0x7f) > wanted)
                    wanted = entry_word(code, i) & 0x7f;
        }
    }
    uint32_t count = n - 1;
    for (val l = s; l != NIL && count < wanted; l = seq_next(l)) count++;
    count = n - 1;
    r[0] = callee;
    for (; s != NIL && count < wanted; s = seq_next(s)) r[2 + count++] = seq_first(s);
    if (s == NIL) return call_other(r, count);
    if (!variadic) arity_error(callee, count);
    uint32_t fixed = variadic & 0x7f;
    for (; count > fixed; count--) s = cons(r[1 + count], s);
    r[2 + fixed] = s;
    return variadic;
}

/* ---- continuations ---- */

/* Seals all activations, of which the innermost goes on at pc with register a, and puts that one back on the stack.
 * Returns its frame cell. The machine's state is whole before and after. */
static val seal_all(val *base, uint32_t pc, uint32_t a) {
    spill(base, pc, a, a);
    val innermost = vm.frames;
    restore();
    return innermost;
}

/* What leaving the activation of a frame undoes: bound vars, and the claim on a lazy sequence, which nobody might
 * realise otherwise. */
static void leave_frame(val f) {
    val fn = cell_geti(f, FRAME_FN);
    if (is_hook(fn, HOOK_BIND)) vm.bindings = cell_geti(f, FRAME_REGISTERS + BIND_BEFORE);
    if (is_hook(fn, HOOK_FORCE))
        lazy_release(cell_geti(f, FRAME_REGISTERS + FORCE_SEQUENCE), cell_geti(f, FRAME_REGISTERS + FORCE_FUNCTION));
}

/* A continuation is {innermost frame, frame where it ends (not part of it)}. Takes off the prompt with the tag and all
 * within it and returns the continuation; the running activation's frame cell is `innermost`. */
static val take_continuation(val innermost, val tag) {
    val f = vm.frames;
    for (uint32_t round = 0;
         f != NIL && (!is_hook(cell_geti(f, FRAME_FN), HOOK_PROMPT) || cell_geti(f, FRAME_REGISTERS) != tag); round++) {
        f = cell_geti(f, FRAME_PARENT);
        lisp_poll_round(round);
    }
    if (f == NIL) lisp_error("continuation", "no prompt has the tag %v", tag);
    val k = cell_mk2(KIND_CONT, innermost, f);
    for (val left = innermost; left != f; left = cell_geti(left, FRAME_PARENT)) leave_frame(left);
    vm.frames = cell_geti(f, FRAME_PARENT);
    return k;
}

/* Whether all that is left for the activation of a frame is to return the value it waits for. Such a frame need not
 * stay below a continuation that is resumed: captured and resumed again and again (a generator), they would pile up. */
static bool is_done(val f) {
    uint32_t resume = link_word(cell_geti(f, FRAME_RESUME));
    val fn = cell_geti(f, FRAME_FN);
    uint32_t next = cell_word(cell_geti(fn, FN_CODE), resume >> 8);
    return (next & 0xffff) == (OP_RETURN | (resume & 0xff) << 8) && !is_any_hook(fn);
}

/* Copies of the frames of a continuation, on top of `parent`. Vars that it has bound are so again; those it found bound
 * when it was taken are not: what is bound here holds when its bindings end. */
static val put_continuation(val k, val parent) {
    val end = cell_geti(k, 1), list = NIL, bindings = ABSENT, before = vm.bindings;
    uint32_t round = 0;
    for (val f = cell_geti(k, 0); f != end; f = cell_geti(f, FRAME_PARENT)) {
        if (bindings == ABSENT && is_hook(cell_geti(f, FRAME_FN), HOOK_BIND))
            bindings = cell_geti(f, FRAME_REGISTERS + BIND_NOW);
        list = cons(f, list);
        lisp_poll_round(round++);
    }
    for (; list != NIL; list = cdr(list)) {
        val old = car(list);
        uint32_t n = cell_len(old);
        val f = cell_new(KIND_FRAME, n);
        for (uint32_t i = 0; i < n; i++) cell_set(f, i, i == FRAME_PARENT ? parent : cell_get(old, i));
        if (is_hook(cell_geti(old, FRAME_FN), HOOK_BIND)) {
            cell_set(f, FRAME_REGISTERS + BIND_BEFORE, before);
            before = cell_geti(old, FRAME_REGISTERS + BIND_NOW);
        }
        parent = cell_seal(f);
        lisp_poll_round(round++);
    }
    if (bindings != ABSENT) vm.bindings = bindings;
    return parent;
}

/* Has a function of the library do something about x, after which the running instruction starts again. */
static void call_first(enum vm_hook hook, uint32_t n, val x, val y) {
    val fn = vm.hook[hook];
    uint32_t restart = vm.pc - 1, live = slots_of(vm.base[-2]), entry = cell_word(cell_geti(fn, FN_CODE), 0);
    val *r = vm.base + live;
    val link = fixnum((int32_t)(restart << 8 | (live + 2)));
    if (r + 2 + (entry >> 8 & 0xff) > vm_stack_end()) {
        spill(vm.base, restart, live, live);
        r = vm.stack;
        link = fixnum(0);
    }
    r[0] = fn;
    r[1] = link;
    r[2] = x;
    if (n == 2) r[3] = y;
    vm.base = r + 2;
    vm.pc = entry >> 16;
}

/* Has a lazy sequence realised, by this process if no other is at it; or the end of a process awaited. */
static void force(val x) {
    val f = is_kind(x, KIND_LAZY) ? lazy_claim(x, vm.process) : NIL;
    if (f == NIL)
        call_first(HOOK_AWAIT, 1, x, NIL);
    else
        call_first(HOOK_FORCE, 2, x, f);
}

/* ---- the interpreter ---- */

_Noreturn static void unbound_error(val atom) {
    val var = var_of_atom(atom);
    if (var == NIL) lisp_error("unbound", "a variable is unbound");
    lisp_error("unbound", "%v is unbound", var);
}

/* A function of its own: the interpreter has no register for x between the two. */
static __attribute__((noinline)) bool less_or_equal(val x, val y) { return number_less(x, y) || number_equiv(x, y); }

/* A call found no room on the stack: seals what is there and moves callee and arguments to the bottom. */
static val *make_room(val *base, val *r, uint32_t entry, uint32_t pc) {
    uint32_t arguments = (entry & 0x7f) + (entry >> 7 & 1), a = (uint32_t)(r - base);
    spill(base, pc, a, a);
    vm.stack[0] = r[0];
    for (uint32_t i = 0; i < arguments; i++) vm.stack[2 + i] = r[2 + i];
    return vm.stack;
}

#define A (insn >> 8 & 0xff)
#define B (insn >> 16 & 0xff)
#define C (insn >> 24)
#define BU (insn >> 16)
#define BS ((int32_t)insn >> 16)
#define B8 ((int32_t)(int8_t)(insn >> 16))
#define C8 ((int32_t)insn >> 24)
#define FIXNUMS(x, y) (((word_of(x) | word_of(y)) & 3) == 0)
#define SIGNED(x) ((int32_t)word_of(x))
#define FIXNUM_WORD(n) ((val)(uintptr_t)(uint32_t)(n))

#define CASE(name) op_##name
#ifdef VM_COMPACT /* one dispatch for all instructions: smaller, slower */
#define NEXT goto next
#define TEST(condition)                                                                                                \
    do {                                                                                                               \
        holds = condition;                                                                                             \
        goto test;                                                                                                     \
    } while (0)
#else
#define NEXT                                                                                                           \
    do {                                                                                                               \
        insn = cell_word(code, pc++);                                                                                  \
        goto *table[insn & 0xff];                                                                                      \
    } while (0)
#define TEST(condition)                                                                                                \
    do {                                                                                                               \
        if (condition) {                                                                                               \
            pc++;                                                                                                      \
        } else {                                                                                                       \
            uint32_t jump = cell_word(code, pc);                                                                       \
            pc += 1 + (uint32_t)((int32_t)jump >> 8);                                                                  \
        }                                                                                                              \
        NEXT;                                                                                                          \
    } while (0)
#endif
/* The interpreter's registers that hold a value for the length of an instruction. It would be alive until another takes
 * its place, so they are cleared before cells are made; what lives longer than that is then elsewhere. */
#if defined __riscv && !defined VM_COMPACT
#define FORGET                                                                                                         \
    __asm__ volatile("li s7, 0; li s8, 0; li s9, 0; li s10, 0; li s11, 0; li a6, 0; li a7, 0"                          \
                     :                                                                                                 \
                     :                                                                                                 \
                     : "s7", "s8", "s9", "s10", "s11", "a6", "a7", "memory")
#else
#define FORGET ((void)0)
#endif
/* Everything that may throw, ask for a lazy sequence or make cells comes after this, and takes its operands anew. */
#define MAY_TRAP                                                                                                       \
    do {                                                                                                               \
        vm.pc = pc;                                                                                                    \
        FORGET;                                                                                                        \
    } while (0)
/* Looks into the lazy sequence v; one that is not realised yet is, and the instruction starts again. */
#ifdef VM_COMPACT
#define REALISE                                                                                                        \
    if (is_kind(v, KIND_LAZY) && is_kind(v = lazy_follow(v), KIND_LAZY)) goto realise
#else
#define REALISE                                                                                                        \
    if (is_kind(v, KIND_LAZY)) {                                                                                       \
        val inner = atom_get(cell_geti(v, 0));                                                                         \
        if (!is_kind(inner, KIND_CONS)) {                                                                              \
            v = lazy_follow(v);                                                                                        \
            if (is_kind(v, KIND_LAZY)) goto realise;                                                                   \
        } else {                                                                                                       \
            v = inner;                                                                                                 \
        }                                                                                                              \
    }
#endif

/* Runs from vm.base, vm.pc until the last activation returns, vm.signal being its value, or until the process is
 * switched out. */
static __attribute__((noinline)) enum vm_outcome interpret(void) {
    static const void *const table[OP_COUNT] = {
#define CODE_OP_LABEL(name) &&op_##name,
        CODE_OPS(CODE_OP_LABEL)
#undef CODE_OP_LABEL
    };
    val *base = vm.base, *r, fn = base[-2], code = cell_geti(fn, FN_CODE), consts = cell_geti(fn, FN_CONSTS), v;
    uint32_t pc = vm.pc, insn, entry;
#ifdef VM_COMPACT
    bool holds;
    NEXT;
test:
    pc += holds ? 1 : 1 + (uint32_t)((int32_t)cell_word(code, pc) >> 8);
next:
    insn = cell_word(code, pc++);
    goto *table[insn & 0xff];
#else
    NEXT;
#endif

    CASE(MOVE) : base[A] = base[B];
    if (C) base[B] = NIL;
    NEXT;
    CASE(INT) : base[A] = fixnum(BS);
    NEXT;
    CASE(IMM) : base[A] = (val)(uintptr_t)BU;
    NEXT;
    CASE(CONST) : base[A] = cell_get(consts, BU);
    NEXT;
    CASE(GLOBAL) : v = atom_get(cell_get(consts, BU));
    if (v == UNBOUND) {
        MAY_TRAP;
        unbound_error(cell_get(consts, BU));
    }
    base[A] = v;
    NEXT;
    CASE(CAPTURE) : base[A] = cell_get(base[-2], FN_CAPTURED + BU);
    NEXT;
    CASE(SELF) : base[A] = base[-2];
    NEXT;
    CASE(DYNAMIC) : MAY_TRAP;
    v = var_value(cell_get(consts, BU));
    if (v == UNBOUND) unbound_error(var_atom(cell_get(consts, BU)));
    base[A] = v;
    NEXT;

    CASE(CLOSURE) : {
        MAY_TRAP;
        val plain = cell_get(consts, BU);
        uint32_t n = cell_word(code, pc);
        val closure = cell_new(KIND_FN, FN_CAPTURED + n);
        for (uint32_t i = 0; i < FN_CAPTURED; i++) cell_set(closure, i, cell_get(plain, i));
        for (uint32_t i = 0; i < n; i++) {
            uint32_t source = cell_word(code, pc + 1 + i), index = source >> 8;
            v = (source & 3) == 0   ? base[index]
                : (source & 3) == 1 ? cell_get(base[-2], FN_CAPTURED + index)
                                    : base[-2];
            cell_set(closure, FN_CAPTURED + i, v);
        }
        base[A] = cell_seal(closure);
        pc += 1 + n;
    }
    NEXT;

    CASE(CALL) : r = base + A;
    if (C)
        for (val *p = base; p < r; p++) *p = NIL;
    if (is_kind(r[0], KIND_FN)) {
        code = cell_geti(r[0], FN_CODE);
        entry = cell_word(code, 0);
        if ((entry & 0xff) == B) goto enter;
        uint32_t last = (cell_word(code, 1) & 0xff) + 1;
        for (uint32_t i = 2; i <= last; i++) {
            entry = cell_word(code, i);
            if ((entry & 0xff) == B) goto enter;
        }
    }
    MAY_TRAP;
    entry = call_other(r, B);
enter_other:
    if (entry == VALUE_DONE) {
        vm.spread = false;
        code = cell_geti(base[-2], FN_CODE);
        NEXT;
    }
    if (entry == RESUME) {
        vm.spread = false;
        goto resume;
    }
    code = cell_geti(r[0], FN_CODE);
enter:
    if (r + 2 + (entry >> 8 & 0xff) > vm.limit) goto no_room;
    vm.spread = false;
    r[1] = fixnum((int32_t)(pc << 8 | (uint32_t)(r + 2 - base)));
entered:
    vm.base = base = r + 2;
    consts = cell_geti(r[0], FN_CONSTS);
    pc = entry >> 16;
    NEXT;

    /* The stack is full, or the process may have to be switched out, which is done when the function has been entered.
     */
no_room : {
    MAY_TRAP;
    bool out = !vm.limit && vm_host->pause();
    if (r + 2 + (entry >> 8 & 0xff) > vm_stack_end()) {
        r = make_room(base, r, entry, pc);
        r[1] = fixnum(0);
    } else {
        r[1] = fixnum((int32_t)(pc << 8 | (uint32_t)(r + 2 - base)));
    }
    vm.spread = false;
    if (!out) goto entered;
    uint32_t arguments = (entry & 0x7f) + (entry >> 7 & 1);
    vm.base = r + 2;
    vm.pc = (entry >> 16) + 1;
    spill(r + 2, entry >> 16, arguments, arguments);
    return VM_SWITCHED;
}

    CASE(APPLY) : r = base + A;
    if (C)
        for (val *p = base; p < r; p++) *p = NIL;
    MAY_TRAP;
    vm.spread = true;
    entry = apply_other(r, B);
    goto enter_other;

    CASE(RETURN) : {
        uint32_t link = word_of(base[-1]) >> 2, below = link & 0xff;
        v = base[A];
        if (!below) goto return_to_frame;
        base[-2] = v;
        base -= below;
        pc = link >> 8;
        vm.base = base;
        fn = base[-2];
        code = cell_geti(fn, FN_CODE);
        consts = cell_geti(fn, FN_CONSTS);
    }
    NEXT;

    /* Returning and returning from deep down meets no call or loop. */
return_to_frame:
    MAY_TRAP;
    lisp_poll();
    /* The value v goes to the innermost frame cell. */
underflow:
    if (vm.frames == NIL) {
        vm.signal = v;
        return VM_DONE;
    }
    {
        uint32_t resume = restore();
        base = vm.base;
        pc = resume >> 8;
        base[resume & 0xff] = v;
        fn = base[-2];
        code = cell_geti(fn, FN_CODE);
        consts = cell_geti(fn, FN_CONSTS);
    }
    NEXT;

    /* r[0] is a continuation, r[2] the value it gets. */
resume : {
    val k = r[0];
    v = r[2];
    val innermost = seal_all(base, pc, A);
    vm.frames = put_continuation(k, is_done(innermost) ? cell_geti(innermost, FRAME_PARENT) : innermost);
}
    goto underflow;

    CASE(CONTROL) : {
        MAY_TRAP;
        r = base + A;
        val f = r[0], tag = r[2];
        if (!is_kind(f, KIND_FN) && !is_primitive(f)) type_error("control", "a function", f);
        val k = take_continuation(seal_all(base, pc, A), tag);
        r = vm.stack;
        r[0] = f;
        r[1] = fixnum(0);
        r[2] = k;
        vm.base = base = r + 2;
        vm.pc = 0;
        entry = call_other(r, 1);
        v = r[0];
        if (entry == VALUE_DONE) goto underflow;
        code = cell_geti(f, FN_CODE);
        consts = cell_geti(f, FN_CONSTS);
        pc = entry >> 16;
    }
    NEXT;

    CASE(REQUEST) : MAY_TRAP;
    r = base + A;
    if (C)
        for (val *p = base; p < r; p++) *p = NIL;
    v = vm_host->request(r, B);
    if (v == ABSENT) {
        spill(base, pc, A, A);
        return VM_SWITCHED;
    }
    base[A] = v;
    NEXT;

    CASE(PRIM) : MAY_TRAP;
    v = primitive_table[C]->call(base + B);
    base[A] = v;
    NEXT;
    CASE(PRIM1) : MAY_TRAP;
    v = primitive_table[256 + C]->call(base + B);
    base[A] = v;
    NEXT;
    CASE(PRIM2) : MAY_TRAP;
    v = primitive_table[512 + C]->call(base + B);
    base[A] = v;
    NEXT;
    CASE(PRIM3) : MAY_TRAP;
    v = primitive_table[768 + C]->call(base + B);
    base[A] = v;
    NEXT;

    CASE(LOOP) : if (!vm.limit) {
        MAY_TRAP;
        if (vm_host->pause()) {
            uint32_t live = slots_of(base[-2]);
            spill(base, pc + (uint32_t)((int32_t)insn >> 8), live, live);
            return VM_SWITCHED;
        }
    }
    /* fall through */
    CASE(JUMP) : pc += (uint32_t)((int32_t)insn >> 8);
    NEXT;

    CASE(IF) : TEST(truthy(base[A]));
    CASE(IFNOT) : TEST(!truthy(base[A]));
    CASE(IFNIL) : TEST((base[A] == NIL) == C);
    CASE(LT) : {
        val x = base[A], y = base[B];
        if (FIXNUMS(x, y)) TEST((SIGNED(x) < SIGNED(y)) == C);
        MAY_TRAP;
        TEST(number_less(base[A], base[B]) == C);
    }
    CASE(LE) : {
        val x = base[A], y = base[B];
        if (FIXNUMS(x, y)) TEST((SIGNED(x) <= SIGNED(y)) == C);
        MAY_TRAP;
        TEST(less_or_equal(base[A], base[B]) == C);
    }
    CASE(NUMEQ) : {
        val x = base[A], y = base[B];
        if (FIXNUMS(x, y)) TEST((x == y) == C);
        MAY_TRAP;
        TEST(number_equiv(base[A], base[B]) == C);
    }
    CASE(EQUAL) : {
        val x = base[A], y = base[B];
        if (FIXNUMS(x, y)) TEST((x == y) == C);
        MAY_TRAP;
        TEST(equal(base[A], base[B]) == C);
    }
    CASE(SAME) : TEST((base[A] == base[B]) == C);
    CASE(LTI) : {
        val x = base[A];
        if (is_fixnum(x)) TEST((SIGNED(x) < B8 * 4) == C);
        MAY_TRAP;
        TEST(number_less(base[A], fixnum(B8)) == C);
    }
    CASE(GTI) : {
        val x = base[A];
        if (is_fixnum(x)) TEST((SIGNED(x) > B8 * 4) == C);
        MAY_TRAP;
        TEST(number_less(fixnum(B8), base[A]) == C);
    }
    CASE(NUMEQI) : {
        val x = base[A];
        if (is_fixnum(x)) TEST((SIGNED(x) == B8 * 4) == C);
        MAY_TRAP;
        TEST(number_equiv(base[A], fixnum(B8)) == C);
    }
    CASE(EQUALI) : TEST((base[A] == fixnum(B8)) == C);

    CASE(ADD) : {
        val x = base[B], y = base[C];
        int32_t sum;
        if (FIXNUMS(x, y) && !__builtin_add_overflow(SIGNED(x), SIGNED(y), &sum)) {
            base[A] = FIXNUM_WORD(sum);
            NEXT;
        }
        MAY_TRAP;
        v = number_add(base[B], base[C]);
        base[A] = v;
    }
    NEXT;
    CASE(SUB) : {
        val x = base[B], y = base[C];
        int32_t difference;
        if (FIXNUMS(x, y) && !__builtin_sub_overflow(SIGNED(x), SIGNED(y), &difference)) {
            base[A] = FIXNUM_WORD(difference);
            NEXT;
        }
        MAY_TRAP;
        v = number_sub(base[B], base[C]);
        base[A] = v;
    }
    NEXT;
    CASE(MUL) : {
        val x = base[B], y = base[C];
        int32_t product;
        if (FIXNUMS(x, y) && !__builtin_mul_overflow(SIGNED(x), fixnum_value(y), &product)) {
            base[A] = FIXNUM_WORD(product);
            NEXT;
        }
        MAY_TRAP;
        v = number_mul(base[B], base[C]);
        base[A] = v;
    }
    NEXT;
    CASE(ADDI) : {
        val x = base[B];
        int32_t sum;
        if (is_fixnum(x) && !__builtin_add_overflow(SIGNED(x), C8 * 4, &sum)) {
            base[A] = FIXNUM_WORD(sum);
            NEXT;
        }
        MAY_TRAP;
        v = number_add(base[B], fixnum(C8));
        base[A] = v;
    }
    NEXT;

    CASE(LIST) : MAY_TRAP;
    v = EMPTY;
    for (uint32_t i = B; i--;) v = cons(base[A + i], v);
    base[A] = v;
    NEXT;
    CASE(VECTOR) : MAY_TRAP;
    v = EMPTY;
    for (uint32_t i = B; i--;) v = cons(base[A + i], v);
    v = vector_from_list(v, B);
    base[A] = v;
    NEXT;
    CASE(MAP) : MAY_TRAP;
    v = map_empty();
    for (uint32_t i = 0; i < B; i += 2) v = map_assoc(v, base[A + i], base[A + i + 1]);
    base[A] = v;
    NEXT;
    CASE(SET) : MAY_TRAP;
    v = set_empty();
    for (uint32_t i = 0; i < B; i++) v = set_conj(v, base[A + i]);
    base[A] = v;
    NEXT;

    /* Steps along sequences: what they need of a trap is short for conses and for lazy sequences. */
    CASE(SEQ) : MAY_TRAP;
    v = base[B];
    REALISE;
    if (!is_kind(v, KIND_CONS)) v = seq(v);
    base[A] = v;
    NEXT;
    CASE(FIRST) : MAY_TRAP;
    v = base[B];
    REALISE;
    if (!is_kind(v, KIND_CONS)) v = seq(v);
    base[A] = is_kind(v, KIND_CONS) ? car(v) : v == NIL ? NIL : seq_first(v);
    NEXT;
    CASE(REST) : MAY_TRAP;
    v = base[B];
    REALISE;
    if (!is_kind(v, KIND_CONS)) v = seq(v);
    v = is_kind(v, KIND_CONS) ? cdr(v) : v == NIL ? EMPTY : seq_rest(v);
    base[A] = v == NIL ? EMPTY : v;
    NEXT;
    CASE(NEXT) : MAY_TRAP;
    v = base[B];
    REALISE;
    if (!is_kind(v, KIND_CONS)) v = seq(v);
    v = is_kind(v, KIND_CONS) ? cdr(v) : v == NIL ? NIL : seq_rest(v);
    REALISE;
    if (!is_kind(v, KIND_CONS)) v = seq(v);
    base[A] = v;
    NEXT;
    CASE(CONS) : MAY_TRAP;
    v = base[B + 1];
    if (!is_kind(v, KIND_CONS) && !is_kind(v, KIND_LAZY)) {
        if (!is_seq(v)) v = seq(v);
        if (v == NIL) v = EMPTY;
    }
    v = cons(base[B], v);
    base[A] = v;
    NEXT;
realise:
    force(v);
    base = vm.base;
    pc = vm.pc;
    fn = base[-2];
    code = cell_geti(fn, FN_CODE);
    consts = cell_geti(fn, FN_CONSTS);
    NEXT;

    CASE(DEF) : v = cell_get(consts, BU);
    atom_swap(var_atom(v), base[A]);
    base[A] = v;
    NEXT;
    /* What is thrown on and on, by a handler at each of many levels, meets no call or loop. */
    CASE(THROW) : MAY_TRAP;
    lisp_poll();
    lisp_throw(base[A]);
#undef CASE
}

/* ---- running ---- */

/* Clears the C stack below the caller's frame and the registers that no call keeps: what functions that were left by an
 * error have there would count as alive wherever a later frame has a hole, be it all of memory that just ran out. */
static __attribute__((noinline)) void scrub_stack(void) {
    volatile uint32_t dead[512];
    for (uint32_t i = 0; i < sizeof dead / sizeof *dead; i++) dead[i] = 0;
#ifdef __riscv
    __asm__ volatile("li t0, 0; li t1, 0; li t2, 0; li t3, 0; li t4, 0; li t5, 0; li t6, 0;"
                     "li a1, 0; li a2, 0; li a3, 0; li a4, 0; li a5, 0; li a6, 0; li a7, 0"
                     :
                     :
                     : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a1", "a2", "a3", "a4", "a5", "a6", "a7");
#endif
}

bool vm_protect(val (*call)(void *), void *argument, val *result) {
    vm_catch(true);
    bool thrown = setjmp(vm.trap);
    *result = thrown ? vm.signal : call(argument);
    vm_catch(false);
    return !thrown;
}

/* Leaves activations until one catches the error vm.signal; false: none does. When memory ran out, nothing of those
 * left stays on either stack: what filled it all may stand where the next calls have registers not yet written. What is
 * left of memory may be too little for the places; the error is then thrown without. */
static bool raise_error(void) {
    static bool placing; /* the places of this error were being made when memory was exhausted again */
    bool exhausted = error_is(vm.signal, "memory"), bare = exhausted && placing;
    note_placeless();
    if (exhausted) scrub_stack();
    placing = exhausted;
    if (!bare) vm.signal = PLACED(vm.signal);
    placing = false;
    bool caught = unwind(vm.signal);
    if (!caught) vm.base = NULL;
    if (exhausted) vm_wipe_dead();
    return caught;
}

/* Goes on behind a trap; false: it was an error that nothing catches. */
static bool handle(int trap) {
    vm.spread = false;
    if (trap == TRAP_THROW && !raise_error()) return false;
    if (trap == TRAP_FORCE) force(vm.signal);
    if (trap == TRAP_FORCE_ALL) call_first(HOOK_FORCE_ALL, 1, vm.signal, NIL);
    vm.signal = NIL;
    return true;
}

/* Apart from `run`, whose registers would hold the value as long as the process runs. */
static __attribute__((noinline)) void take_answer(val *into, val (*answer)(val)) {
    *into = answer ? answer(vm.signal) : vm.signal;
    vm.signal = NIL;
}

/* What the process goes on with is in vm.signal, or is what `answer` makes of that. What traps while a trap is dealt
 * with is thrown in its place. */
static enum vm_outcome run(val *into, val (*answer)(val)) {
    volatile bool answered = false;
    for (;;) {
        int trap = setjmp(vm.trap);
        if (trap != 0) {
            if (!handle(trap)) return VM_FAILED;
            continue;
        }
        if (!answered) {
            answered = true;
            take_answer(into, answer);
        }
        return interpret();
    }
}

/* The value stands in memory meanwhile: a register of this function would hold it as long as the process runs. */
enum vm_outcome vm_resume(val frames, val value, val (*answer)(val)) {
    vm.frames = frames;
    vm.signal = value;
    uint32_t resume = restore();
    vm.pc = resume >> 8;
    vm_catch(true);
    enum vm_outcome outcome = run(&vm.base[resume & 0xff], answer);
    vm_catch(false);
    vm.base = NULL;
    return outcome;
}
