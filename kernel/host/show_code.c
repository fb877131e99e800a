/* Byte code as text (show.h). */
#include "lisp/cells/error.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/interpreter/code.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"
#include "show.h"

static const char *const names[OP_COUNT] = {
#define CODE_OP_NAME(name) #name,
    CODE_OPS(CODE_OP_NAME)
#undef CODE_OP_NAME
};

/* An instruction's operands: a b c registers, B C numbers, S T the same signed, n a signed number of 16 bits, w an
 * immediate word, N an unsigned one, k a constant, j where it jumps to, p a primitive. */
static const char *operands(enum code_op op) {
    switch (op) {
    case OP_MOVE:
    case OP_LT:
    case OP_LE:
    case OP_NUMEQ:
    case OP_EQUAL:
    case OP_SAME:
        return "abC";
    case OP_INT:
        return "an";
    case OP_IMM:
        return "aw";
    case OP_CONST:
    case OP_GLOBAL:
    case OP_DYNAMIC:
    case OP_CLOSURE:
    case OP_DEF:
        return "ak";
    case OP_CAPTURE:
        return "aN";
    case OP_CALL:
    case OP_APPLY:
    case OP_REQUEST:
    case OP_LIST:
    case OP_VECTOR:
    case OP_MAP:
    case OP_SET:
        return "aBC";
    case OP_PRIM:
    case OP_PRIM1:
    case OP_PRIM2:
    case OP_PRIM3:
        return "abp";
    case OP_JUMP:
    case OP_LOOP:
        return "j";
    case OP_IFNIL:
        return "aC";
    case OP_LTI:
    case OP_GTI:
    case OP_NUMEQI:
    case OP_EQUALI:
        return "aSC";
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
        return "abc";
    case OP_ADDI:
        return "abT";
    case OP_SEQ:
    case OP_FIRST:
    case OP_REST:
    case OP_NEXT:
    case OP_CONS:
        return "ab";
    case OP_SELF:
    case OP_RETURN:
    case OP_CONTROL:
    case OP_IF:
    case OP_IFNOT:
    case OP_THROW:
        return "a";
    case OP_COUNT:
        break;
    }
    return "";
}

/* A global is the atom of a var. */
static void put_constant(FILE *to, val v) {
    val var = is_kind(v, KIND_ATOM) ? var_of_atom(v) : NIL;
    if (is_kind(v, KIND_FN) && fn_name(v) == NIL)
        fputs("a function", to);
    else if (is_kind(v, KIND_FN))
        show_value(to, fn_name(v));
    else
        show_value(to, var == NIL ? v : var);
}

static void put_operand(FILE *to, char form, uint32_t insn, uint32_t pc, val constants) {
    switch (form) {
    case 'a':
    case 'b':
    case 'c':
        fprintf(to, " r%u", form == 'a' ? code_a(insn) : form == 'b' ? code_b(insn) : code_c(insn));
        return;
    case 'B':
    case 'C':
        fprintf(to, " %u", form == 'B' ? code_b(insn) : code_c(insn));
        return;
    case 'S':
    case 'T':
        fprintf(to, " %d", form == 'S' ? code_b_signed(insn) : code_c_signed(insn));
        return;
    case 'n':
        fprintf(to, " %d", code_bc_signed(insn));
        return;
    case 'N':
        fprintf(to, " %u", code_bc(insn));
        return;
    case 'j':
        fprintf(to, " %u", pc + 1 + (uint32_t)code_distance(insn));
        return;
    case 'p':
        fprintf(to, " %s", primitive_table[code_primitive_number(insn)]->name);
        return;
    default:
        fputc(' ', to);
        put_constant(to, form == 'w' ? (val)(uintptr_t)code_bc(insn) : cell_get(constants, code_bc(insn)));
    }
}

/* The words behind OP_CLOSURE; returns how many. */
static uint32_t put_captures(FILE *to, val code, uint32_t pc) {
    static const char *const forms[] = {" r%u", " captured %u", " itself"};
    uint32_t n = cell_word(code, pc);
    fputs(" of", to);
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t word = cell_word(code, pc + i);
        fprintf(to, forms[code_capture_source(word)], code_capture_index(word));
    }
    return 1 + n;
}

/* The place of the instruction if it is noted there. */
static void put_place(FILE *to, val places, uint32_t pc) {
    for (uint32_t i = 0, n = places == NIL ? 0 : cell_len(places) / CODE_PAIR_BYTES; i < n; i++)
        if (cell_word(places, 2 * i) == pc)
            fprintf(to, "  ; %d:%d", place_line(cell_word(places, 2 * i + 1)),
                    place_column(cell_word(places, 2 * i + 1)));
}

static void put_handlers(FILE *to, val handlers) {
    for (uint32_t i = 0, n = handlers == NIL ? 0 : cell_len(handlers) / CODE_PAIR_BYTES; i < n; i++) {
        uint32_t range = cell_word(handlers, 2 * i), target = cell_word(handlers, 2 * i + 1);
        fprintf(to, "  what is thrown from %u to %u goes to %u in r%u\n", code_range_from(range),
                code_range_end(range) - 1, code_target_pc(target), code_target_register(target));
    }
}

static void put_entries(FILE *to, val code, uint32_t header) {
    for (uint32_t i = 0; i < code_header_arities(header); i++) {
        uint32_t entry = cell_word(code, code_entry_at(i)), n = code_entry_fixed(entry);
        bool variadic = code_entry_variadic(entry);
        fprintf(to, "  %u argument%s%s: from %u on, %u registers\n", n, n == 1 ? "" : "s", variadic ? " or more" : "",
                code_entry_pc(entry), code_slots(entry));
    }
}

static void put_function(FILE *to, val fn) {
    val code = cell_geti(fn, FN_CODE), constants = cell_geti(fn, FN_CONSTS), places = fn_table(fn, INFO_PLACES);
    uint32_t header = cell_word(code, CODE_HEADER_AT);
    put_constant(to, fn);
    fputc('\n', to);
    put_entries(to, code, header);
    for (uint32_t pc = code_start(header); pc < cell_len(code) / 4; pc++) {
        uint32_t insn = cell_word(code, pc), at = pc;
        fprintf(to, "  %4u  %-8s", pc, names[code_op(insn)]);
        for (const char *form = operands(code_op(insn)); *form; form++) put_operand(to, *form, insn, pc, constants);
        if (code_op(insn) == OP_CLOSURE) pc += put_captures(to, code, pc + 1);
        put_place(to, places, at);
        fputc('\n', to);
    }
    put_handlers(to, fn_table(fn, INFO_HANDLERS));
    for (uint32_t i = CONST_INFO + 1; i < cell_len(constants); i++)
        if (is_kind(cell_get(constants, i), KIND_FN)) put_function(to, cell_get(constants, i));
}

struct request {
    FILE *to;
    const char *name;
};

static val show(void *argument) {
    const struct request *r = argument;
    val symbol = symbol_split(string_from_c(r->name)), var = namespace_resolve(namespace_current(), symbol);
    val fn = var == NIL ? NIL : var_value(var);
    if (!is_kind(fn, KIND_FN)) lisp_error("type", "%v is no function of the library or a program", symbol);
    put_function(r->to, fn);
    return NIL;
}

bool show_code(FILE *to, const char *name, val *error) {
    struct request r = {to, name};
    return vm_protect(show, &r, error);
}
