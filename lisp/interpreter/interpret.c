/* The interpreter (interpret.h): a jump from each instruction to the next, without a loop.
 *
 * What it keeps in registers of the machine: `base`, the registers of the running function, `code` and `consts` of that
 * function, `pc` behind the running instruction, and the instruction itself. vm.base is always up to date; vm.pc is set
 * before anything is done that may throw, ask for a lazy sequence or make cells (MAY_TRAP). Such an instruction may
 * start again, so it changes nothing before. */
#include "lisp/interpreter/interpret.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/equal.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/vector.h"
#include "lisp/interpreter/call.h"
#include "lisp/interpreter/code.h"
#include "lisp/interpreter/continuation.h"
#include "lisp/interpreter/frame.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"

_Noreturn static void unbound_error(val atom) {
    val var = var_of_atom(atom);
    if (var == NIL) lisp_error("unbound", "a variable is unbound");
    lisp_error("unbound", "%v is unbound", var);
}

/* A function of its own: the interpreter has no register for x between the two. */
static __attribute__((noinline)) bool less_or_equal(val x, val y) { return number_less(x, y) || number_equiv(x, y); }
static inline bool greater(val x, val y) { return number_less(y, x); }

/* The fields of the running instruction; those with an S are signed. */
#define A code_a(insn)
#define B code_b(insn)
#define C code_c(insn)
#define BC code_bc(insn)
#define SB code_b_signed(insn)
#define SC code_c_signed(insn)
#define SBC code_bc_signed(insn)

/* Fixnums are worked with as they are, four times their value: their two low bits are 0. */
#define FIXNUMS(x, y) (((word_of(x) | word_of(y)) & 3) == 0)
#define SIGNED(x) ((int32_t)word_of(x))
#define FIXNUM_WORD(n) ((val)(uintptr_t)(uint32_t)(n))

#define CASE(name) op_##name
#ifdef VM_COMPACT /* one dispatch for all instructions: smaller, slower */
#define NEXT goto next
#define FETCH insn = cell_word(code, pc++)
#define TEST(condition)                                                                                                \
    do {                                                                                                               \
        holds = condition;                                                                                             \
        goto test;                                                                                                     \
    } while (0)
#else
/* The next instruction. The pc is counted on in its own register: the compiler would take another, and move it. */
#define FETCH                                                                                                          \
    do {                                                                                                               \
        insn = cell_word(code, pc);                                                                                    \
        pc++;                                                                                                          \
        __asm__("" : "+r"(pc));                                                                                        \
    } while (0)
#define NEXT                                                                                                           \
    do {                                                                                                               \
        FETCH;                                                                                                         \
        goto *code_entry_of(table, insn);                                                                              \
    } while (0)
/* Skips the jump behind the instruction, or takes it. */
#define TEST(condition)                                                                                                \
    do {                                                                                                               \
        if (condition)                                                                                                 \
            pc++;                                                                                                      \
        else                                                                                                           \
            pc += 1 + (uint32_t)code_distance(cell_word(code, pc));                                                    \
        NEXT;                                                                                                          \
    } while (0)
#endif

/* What is known of the running function, after base has become another. */
#define LOAD_FUNCTION                                                                                                  \
    do {                                                                                                               \
        fn = base[BASE_FN];                                                                                            \
        code = cell_geti(fn, FN_CODE);                                                                                 \
        consts = cell_geti(fn, FN_CONSTS);                                                                             \
    } while (0)

/* The machine's registers in which the interpreter has values for the length of an instruction would keep those alive
 * until something else is put there. So they are cleared before cells are made; values that are still wanted then are
 * in other places. */
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

/* A call or request that is the last thing its function does keeps nothing of it alive. */
#define CLEAR_IF_LAST                                                                                                  \
    do {                                                                                                               \
        if (C) registers_clear(base, r);                                                                               \
    } while (0)

/* R[a] = R[b] and `right` added, or another operation: done by overflows(R[b], convert(right), &result) on the words of
 * fixnums, by `function` on all other numbers and where it does overflow. */
#define ARITHMETIC(name, right, overflows, convert, function)                                                          \
    CASE(name) : {                                                                                                     \
        val x = base[B], y = right;                                                                                    \
        int32_t result;                                                                                                \
        if (FIXNUMS(x, y) && !overflows(SIGNED(x), convert(y), &result)) {                                             \
            base[A] = FIXNUM_WORD(result);                                                                             \
            NEXT;                                                                                                      \
        }                                                                                                              \
        MAY_TRAP;                                                                                                      \
        v = function(base[B], right);                                                                                  \
        base[A] = v;                                                                                                   \
    }                                                                                                                  \
    NEXT

/* Whether R[a] and `right` are in the relation, which `function` tells of any values. */
#define COMPARISON(name, right, relation, function)                                                                    \
    CASE(name) : {                                                                                                     \
        val x = base[A], y = right;                                                                                    \
        if (FIXNUMS(x, y)) TEST((SIGNED(x) relation SIGNED(y)) == C);                                                  \
        MAY_TRAP;                                                                                                      \
        TEST(function(base[A], right) == C);                                                                           \
    }

/* R[a] = primitive `first` + c of R[b]... */
#define PRIMITIVES(name, first)                                                                                        \
    CASE(name) : MAY_TRAP;                                                                                             \
    v = primitive_table[first + C]->call(base + B);                                                                    \
    base[A] = v;                                                                                                       \
    NEXT

/* Looks into the lazy sequence v; one that is not realised yet is, and the instruction starts again. */
#ifdef VM_COMPACT
#define REALISE                                                                                                        \
    if (is_kind(v, KIND_LAZY) && is_kind(v = lazy_follow(v), KIND_LAZY)) goto realise
#else
#define REALISE                                                                                                        \
    if (is_kind(v, KIND_LAZY)) {                                                                                       \
        val inner = atom_get(cell_geti(v, LAZY_ATOM));                                                                 \
        if (!is_kind(inner, KIND_CONS)) {                                                                              \
            v = lazy_follow(v);                                                                                        \
            if (is_kind(v, KIND_LAZY)) goto realise;                                                                   \
        } else {                                                                                                       \
            v = inner;                                                                                                 \
        }                                                                                                              \
    }
#endif
/* v as `seq` gives it: what it needs of a trap is short for conses and for lazy sequences. */
#define TO_SEQ                                                                                                         \
    REALISE;                                                                                                           \
    if (!is_kind(v, KIND_CONS)) v = seq(v)
#define IS_CONS(v) is_kind(v, KIND_CONS)

__attribute__((noinline)) enum vm_outcome interpret(void) {
    static const void *const table[OP_COUNT] = {
#define CODE_OP_LABEL(name) &&op_##name,
        CODE_OPS(CODE_OP_LABEL)
#undef CODE_OP_LABEL
    };
    val *base, *r, fn, code, consts, v;
    uint32_t pc, insn, entry;
#ifdef VM_COMPACT
    bool holds;
#endif

    /* From the start; and wherever another activation has become the running one. */
go_on:
    base = vm.base;
    pc = vm.pc;
    LOAD_FUNCTION;
    NEXT;
#ifdef VM_COMPACT
test:
    pc += holds ? 1 : 1 + (uint32_t)code_distance(cell_word(code, pc));
next:
    FETCH;
    goto *code_entry_of(table, insn);
#endif

    CASE(MOVE) : base[A] = base[B];
    if (C) base[B] = NIL;
    NEXT;
    CASE(INT) : base[A] = fixnum(SBC);
    NEXT;
    CASE(IMM) : base[A] = (val)(uintptr_t)BC;
    NEXT;
    CASE(CONST) : base[A] = cell_get(consts, BC);
    NEXT;
    CASE(GLOBAL) : v = atom_get(cell_get(consts, BC));
    if (v == UNBOUND) {
        MAY_TRAP;
        unbound_error(cell_get(consts, BC));
    }
    base[A] = v;
    NEXT;
    CASE(CAPTURE) : base[A] = cell_get(base[BASE_FN], FN_CAPTURED + BC);
    NEXT;
    CASE(SELF) : base[A] = base[BASE_FN];
    NEXT;
    CASE(DYNAMIC) : MAY_TRAP;
    v = var_value(cell_get(consts, BC));
    if (v == UNBOUND) unbound_error(var_atom(cell_get(consts, BC)));
    base[A] = v;
    NEXT;

    CASE(CLOSURE) : {
        MAY_TRAP;
        val plain = cell_get(consts, BC);
        uint32_t n = cell_word(code, pc);
        val closure = cell_copy(KIND_FN, plain, FN_CAPTURED + n);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t word = cell_word(code, pc + 1 + i), index = code_capture_index(word);
            enum code_source source = code_capture_source(word);
            v = source == FROM_REGISTER   ? base[index]
                : source == FROM_CAPTURED ? cell_get(base[BASE_FN], FN_CAPTURED + index)
                                          : base[BASE_FN];
            cell_set(closure, FN_CAPTURED + i, v);
        }
        base[A] = cell_seal(closure);
        pc += 1 + n;
    }
    NEXT;

    CASE(CALL) : r = base + A;
    CLEAR_IF_LAST;
    if (is_kind(r[CALL_FN], KIND_FN)) {
        code = cell_geti(r[CALL_FN], FN_CODE);
        entry = cell_word(code, code_entry_at(0));
        if (code_entry_arguments(entry) == B) goto enter;
        uint32_t end = code_start(cell_word(code, CODE_HEADER_AT));
        for (uint32_t at = code_entry_at(1); at < end; at++) {
            entry = cell_word(code, at);
            if (code_entry_arguments(entry) == B) goto enter;
        }
    }
    MAY_TRAP;
    entry = call_any(r, B);
called:
    if (entry == CALL_DONE) {
        vm.spread = false;
        code = cell_geti(base[BASE_FN], FN_CODE);
        NEXT;
    }
    if (entry == CALL_RESUMES) {
        vm.spread = false;
        goto resume;
    }
    code = cell_geti(r[CALL_FN], FN_CODE);
enter:
    if (r + CALL_REGISTERS + code_slots(entry) > vm.limit) goto no_room;
    vm.spread = false;
    r[CALL_LINK] = link_new(pc, (uint32_t)(r + CALL_REGISTERS - base));
entered:
    vm.base = base = r + CALL_REGISTERS;
    consts = cell_geti(r[CALL_FN], FN_CONSTS);
    pc = code_entry_pc(entry);
    NEXT;

    /* The call is beyond vm.limit: the stack is full, or the kernel wants to look after others. If it then wants this
     * process out, that is done behind the call, whose frame holds its arguments. */
no_room : {
    MAY_TRAP;
    bool out = !vm.limit && vm_host->pause();
    if (r + CALL_REGISTERS + code_slots(entry) > vm_stack_end()) {
        r = frame_make_room(base, r, entry, pc);
        r[CALL_LINK] = link_new(0, 0);
    } else {
        r[CALL_LINK] = link_new(pc, (uint32_t)(r + CALL_REGISTERS - base));
    }
    vm.spread = false;
    if (!out) goto entered;
    uint32_t arguments = code_entry_registers(entry), start = code_entry_pc(entry);
    vm.base = r + CALL_REGISTERS;
    vm.pc = start + 1;
    frame_spill(vm.base, start, arguments, arguments);
    return VM_SWITCHED;
}

    CASE(APPLY) : r = base + A;
    CLEAR_IF_LAST;
    MAY_TRAP;
    vm.spread = true;
    entry = call_apply(r, B);
    goto called;

    CASE(RETURN) : {
        val link = base[BASE_LINK];
        v = base[A];
        if (!link_distance(link)) goto return_to_frame;
        base[BASE_FN] = v;
        base -= link_distance(link);
        pc = link_pc(link);
        vm.base = base;
        LOAD_FUNCTION;
    }
    NEXT;

    /* The caller is a frame cell. A long way back from deep recursion is many such returns without a call or loop, so
     * interrupts are looked for here. */
return_to_frame:
    MAY_TRAP;
    lisp_poll();
    /* The value v goes to the innermost frame cell. */
give_to_frame:
    if (vm.frames == NIL) {
        vm.signal = v;
        return VM_DONE;
    }
    *frame_restore() = v;
    goto go_on;

    /* r has a continuation and the value it gets. */
resume : {
    val k = r[CALL_FN];
    v = r[CALL_REGISTERS];
    continuation_put(k, continuation_seal(base, pc, A));
}
    goto give_to_frame;

    CASE(CONTROL) : {
        MAY_TRAP;
        r = base + A;
        val f = r[CALL_FN], tag = r[CALL_REGISTERS];
        if (!is_kind(f, KIND_FN) && !is_primitive(f)) type_error("control", "a function", f);
        val k = continuation_take(continuation_seal(base, pc, A), tag);
        r = vm.stack;
        r[CALL_FN] = f;
        r[CALL_LINK] = link_new(0, 0);
        r[CALL_REGISTERS] = k;
        vm.base = r + CALL_REGISTERS;
        vm.pc = 0;
        entry = call_any(r, 1);
        v = r[CALL_FN];
        if (entry == CALL_DONE) goto give_to_frame;
        vm.pc = code_entry_pc(entry);
    }
    goto go_on;

    CASE(REQUEST) : MAY_TRAP;
    r = base + A;
    CLEAR_IF_LAST;
    v = vm_host->request(r, B);
    if (v == ABSENT) {
        frame_spill(base, pc, A, A);
        return VM_SWITCHED;
    }
    base[A] = v;
    NEXT;

    PRIMITIVES(PRIM, 0);
    PRIMITIVES(PRIM1, 256);
    PRIMITIVES(PRIM2, 512);
    PRIMITIVES(PRIM3, 768);

    CASE(LOOP) : if (!vm.limit) {
        MAY_TRAP;
        if (vm_host->pause()) {
            uint32_t live = frame_slots(base[BASE_FN]);
            frame_spill(base, pc + (uint32_t)code_distance(insn), live, live);
            return VM_SWITCHED;
        }
    }
    /* fall through */
    CASE(JUMP) : pc += (uint32_t)code_distance(insn);
    NEXT;

    CASE(IF) : TEST(truthy(base[A]));
    CASE(IFNOT) : TEST(!truthy(base[A]));
    CASE(IFNIL) : TEST((base[A] == NIL) == C);
    COMPARISON(LT, base[B], <, number_less)
    COMPARISON(LE, base[B], <=, less_or_equal)
    COMPARISON(NUMEQ, base[B], ==, number_equiv)
    COMPARISON(EQUAL, base[B], ==, equal)
    COMPARISON(LTI, fixnum(SB), <, number_less)
    COMPARISON(GTI, fixnum(SB), >, greater)
    COMPARISON(NUMEQI, fixnum(SB), ==, number_equiv)
    CASE(SAME) : TEST((base[A] == base[B]) == C);
    CASE(EQUALI) : TEST((base[A] == fixnum(SB)) == C);

    ARITHMETIC(ADD, base[C], __builtin_add_overflow, SIGNED, number_add);
    ARITHMETIC(SUB, base[C], __builtin_sub_overflow, SIGNED, number_sub);
    ARITHMETIC(MUL, base[C], __builtin_mul_overflow, fixnum_value, number_mul);
    ARITHMETIC(ADDI, fixnum(SC), __builtin_add_overflow, SIGNED, number_add);

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

    CASE(SEQ) : MAY_TRAP;
    v = base[B];
    TO_SEQ;
    base[A] = v;
    NEXT;
    CASE(FIRST) : MAY_TRAP;
    v = base[B];
    TO_SEQ;
    base[A] = IS_CONS(v) ? car(v) : v == NIL ? NIL : seq_first(v);
    NEXT;
    CASE(REST) : MAY_TRAP;
    v = base[B];
    TO_SEQ;
    v = IS_CONS(v) ? cdr(v) : v == NIL ? EMPTY : seq_rest(v);
    base[A] = v == NIL ? EMPTY : v;
    NEXT;
    CASE(NEXT) : MAY_TRAP;
    v = base[B];
    TO_SEQ;
    v = IS_CONS(v) ? cdr(v) : v == NIL ? NIL : seq_rest(v);
    TO_SEQ;
    base[A] = v;
    NEXT;
    CASE(CONS) : MAY_TRAP;
    v = base[B + 1];
    if (!IS_CONS(v) && !is_kind(v, KIND_LAZY)) {
        if (!is_seq(v)) v = seq(v);
        if (v == NIL) v = EMPTY;
    }
    v = cons(base[B], v);
    base[A] = v;
    NEXT;
realise:
    call_force(v);
    goto go_on;

    CASE(DEF) : v = cell_get(consts, BC);
    atom_write(var_atom(v), base[A]);
    base[A] = v;
    NEXT;
    /* An error that is thrown on by a handler at each of many levels meets no call or loop, where else interrupts are
     * looked for. */
    CASE(THROW) : MAY_TRAP;
    lisp_poll();
    lisp_throw(base[A]);
}
