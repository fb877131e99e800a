/* Places of errors (trace.h). */
#include "lisp/interpreter/trace.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/vector.h"
#include "lisp/interpreter/frame.h"

#define TRACE_MAX 12u
#define TRACE_FRAMES_MAX 50u /* sealed frames that are looked at for places */

/* The place noted for the instruction before pc, 0 if none. */
static uint32_t place_at(val fn, uint32_t pc) {
    val places = frame_table(fn, INFO_PLACES);
    uint32_t place = 0, n = places == NIL ? 0 : cell_len(places) / CODE_PAIR_BYTES;
    for (uint32_t i = 0; i < n && cell_word(places, 2 * i) < pc; i++) place = cell_word(places, 2 * i + 1);
    return place;
}

/* Adds [name file line column] to the list if the function has a place there. */
static val add_place(val list, val fn, uint32_t pc, uint32_t *n) {
    uint32_t place = place_at(fn, pc);
    if (!place) return list;
    val entry = cons(fixnum(place_line(place)), cons(fixnum(place_column(place)), NIL));
    entry = cons(fn_name(fn), cons(fn_table(fn, INFO_FILE), entry));
    ++*n;
    return cons(vector_from_list(entry, TRACE_FIELDS), list);
}

/* An activation, on the way outwards. */
struct activation {
    val fn;
    uint32_t pc;
    val *base, frame; /* base: NULL behind those on the stack; frame: the next sealed one */
    uint32_t frames;  /* seen */
};

static struct activation innermost(void) { return (struct activation){vm.base[BASE_FN], vm.pc, vm.base, vm.frames, 0}; }

/* Its caller; false: there is none, or it is too far out. */
static bool outwards(struct activation *a) {
    val link = a->base ? a->base[BASE_LINK] : NIL;
    if (a->base && link_distance(link)) {
        a->base -= link_distance(link);
        a->fn = a->base[BASE_FN];
    } else {
        if (a->frame == NIL || a->frames++ == TRACE_FRAMES_MAX) return false;
        a->base = NULL;
        a->fn = cell_geti(a->frame, FRAME_FN);
        link = cell_geti(a->frame, FRAME_RESUME);
        a->frame = cell_geti(a->frame, FRAME_PARENT);
    }
    a->pc = link_pc(link);
    return true;
}

/* Where the machine is, innermost first, at most TRACE_MAX places. */
static val trace(void) {
    val list = NIL;
    uint32_t n = 0;
    struct activation a = innermost();
    do list = add_place(list, a.fn, a.pc, &n);
    while (n < TRACE_MAX && outwards(&a));
    list = list_reverse(list);
    return list == NIL ? EMPTY : list;
}

/* Exhausted memory that no place is found for is still the one that had a place: a handler had no room either. */
static val with_trace(val error) {
    if (!is_box(error, BOX_ERROR) || cell_geti(error, ERROR_TRACE) != NIL) return error;
    val t = trace();
    if (t == EMPTY && error == error_out_of_memory) return error;
    val e = cell_copy(KIND_BOX, error, ERROR_WORDS);
    cell_seti(e, ERROR_TRACE, t);
    return cell_seal(e);
}

#ifdef VM_COMPACT
void trace_note_thrown(void) {}
val trace_error(val error) { return with_trace(error); }
#else
void trace_note_thrown(void) {
    if (is_box(vm.signal, BOX_ERROR) && vm.signal != error_out_of_memory) return;
    struct activation a = innermost();
    uint32_t place = 0;
    if (is_kind(a.fn, KIND_FN)) {
        uint32_t insn = cell_word(cell_geti(a.fn, FN_CODE), a.pc - 1);
        if (code_op(insn) == OP_THROW && code_b(insn)) return; /* of a finally */
    }
    while (!(place = place_at(a.fn, a.pc)) && outwards(&a))
        ;
    if (!place) return;
    vm.placeless.value = word_of(vm.signal);
    vm.placeless.place = place;
    vm.placeless.file = fn_table(a.fn, INFO_FILE);
}

void vm_is_at(val file, uint32_t place) {
    vm.placeless.value = word_of(error_out_of_memory);
    vm.placeless.place = place;
    vm.placeless.file = file;
}

uint32_t vm_thrown_at(val thrown, val *file) {
    *file = vm.placeless.file;
    if (error_is(thrown, "memory")) thrown = error_out_of_memory; /* one with a trace is a copy */
    return vm.placeless.value == word_of(thrown) ? vm.placeless.place : 0;
}

val trace_error(val error) {
    if (vm.interrupting && error == error_out_of_memory) {
        vm.interrupting = false;
        return error_interrupted;
    }
    vm.interrupting = error == error_interrupted;
    error = with_trace(error);
    vm.interrupting = false;
    return error;
}
#endif
