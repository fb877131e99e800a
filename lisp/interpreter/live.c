/* Follows code from an instruction on, in search of one that reads a register (live.h). Both ways of a branch are
 * followed, and from each instruction in a handler's range the way to that handler. */
#include "lisp/interpreter/live.h"
#include "lisp/interpreter/code.h"
#include "lisp/names/primitive.h"

/* Bits by pc: where the search has been, and where it is still to go. */
static uint32_t seen[CODE_WORDS_MAX / 32 + 1], pending[CODE_WORDS_MAX / 32 + 1];

static bool is_seen(uint32_t pc) { return seen[pc / 32] >> pc % 32 & 1; }
static void note(uint32_t *bits, uint32_t pc) { bits[pc / 32] |= 1u << pc % 32; }

/* A pc that is still to go to, or ~0u. */
static uint32_t take_pending(uint32_t words) {
    for (uint32_t i = 0; i <= words / 32; i++) {
        if (!pending[i]) continue;
        uint32_t bit = 0;
        while (!(pending[i] >> bit & 1)) bit++;
        pending[i] &= pending[i] - 1;
        return i * 32 + bit;
    }
    return ~0u;
}

static bool among(uint32_t r, uint32_t from, uint32_t n) { return r - from < n; }

static bool captures(val code, uint32_t pc, uint32_t r) {
    for (uint32_t n = cell_word(code, pc + 1), i = 0; i < n; i++)
        if (cell_word(code, pc + 2 + i) == code_capture(FROM_REGISTER, r)) return true;
    return false;
}

static bool primitive_reads(uint32_t number, uint32_t from, uint32_t r) {
    int arity = primitive_table[number]->arity;
    return among(r, from, (uint32_t)(arity < 0 ? -arity : arity));
}

static bool reads(val code, uint32_t pc, uint32_t insn, uint32_t r) {
    uint32_t a = code_a(insn), b = code_b(insn);
    switch (code_op(insn)) {
    case OP_MOVE:
    case OP_ADDI:
    case OP_SEQ:
    case OP_FIRST:
    case OP_REST:
    case OP_NEXT:
        return r == b;
    case OP_CONS:
        return among(r, b, 2);
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
        return r == b || r == code_c(insn);
    case OP_LT:
    case OP_LE:
    case OP_NUMEQ:
    case OP_EQUAL:
    case OP_SAME:
        return r == a || r == b;
    case OP_IF:
    case OP_IFNOT:
    case OP_IFNIL:
    case OP_LTI:
    case OP_GTI:
    case OP_NUMEQI:
    case OP_EQUALI:
    case OP_RETURN:
    case OP_DEF:
    case OP_THROW:
        return r == a;
    case OP_LIST:
    case OP_VECTOR:
    case OP_MAP:
    case OP_SET:
        return among(r, a, b);
    case OP_CALL:
    case OP_APPLY:
    case OP_REQUEST:
        return r == a || among(r, a + 2, b);
    case OP_CONTROL:
        return r == a || r == a + 2;
    case OP_PRIM:
    case OP_PRIM1:
    case OP_PRIM2:
    case OP_PRIM3:
        return primitive_reads(code_primitive_number(insn), b, r);
    case OP_CLOSURE:
        return captures(code, pc, r);
    case OP_INT:
    case OP_IMM:
    case OP_CONST:
    case OP_GLOBAL:
    case OP_CAPTURE:
    case OP_SELF:
    case OP_DYNAMIC:
    case OP_JUMP:
    case OP_LOOP:
        return false;
    case OP_COUNT:
        break;
    }
    return true;
}

/* What is thrown at pc goes to the first handler around it, which keeps the registers below that of the error. */
static void note_handler(val handlers, uint32_t pc, uint32_t r) {
    uint32_t n = handlers == NIL ? 0 : cell_len(handlers) / CODE_PAIR_BYTES;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t target = cell_word(handlers, 2 * i + 1);
        if (!code_range_has(cell_word(handlers, 2 * i), pc)) continue;
        if (r < code_target_register(target)) note(pending, code_target_pc(target));
        return;
    }
}

/* From pc on, until the code ends, writes r, or comes to where the search has been. */
static bool search(val code, val handlers, uint32_t pc, uint32_t r) {
    while (!is_seen(pc)) {
        uint32_t insn = cell_word(code, pc);
        enum code_op op = code_op(insn);
        note(seen, pc);
        if (reads(code, pc, insn, r)) return true;
        note_handler(handlers, pc, r);
        if (op == OP_RETURN || op == OP_THROW) return false;
        if (code_is_test(insn)) {
            note(pending, pc + 1);
            pc += 2;
        } else if (code_is_jump(insn)) {
            pc += 1 + (uint32_t)code_distance(insn);
        } else {
            if (r == code_a(insn)) return false;
            pc += op == OP_CLOSURE ? 2 + cell_word(code, pc + 1) : 1;
        }
    }
    return false;
}

bool live_register(val fn, uint32_t pc, uint32_t at, uint32_t r) {
    val code = cell_geti(fn, FN_CODE), handlers = fn_table(fn, INFO_HANDLERS);
    uint32_t words = cell_len(code) / 4;
    for (uint32_t i = 0; i <= words / 32; i++) seen[i] = pending[i] = 0;
    note_handler(handlers, at, r);
    for (; pc != ~0u; pc = take_pending(words))
        if (search(code, handlers, pc, r)) return true;
    return false;
}
