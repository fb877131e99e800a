/* Byte code: 32-bit instructions, op << 2 | a << 8 | b << 16 | c << 24, in a raw cell of kind KIND_CODE (docs/lisp.md).
 *
 * Word 0 of a code cell is the entry of the first arity, words 2... those of the others: arguments | slots << 8 |
 * pc << 16; a variadic one, always last, has CODE_VARIADIC + its fixed arguments in the low byte. Word 1 is the number
 * of words from 2 on that are entries | the largest number of slots << 8 | the number of captured values << 16. */
#ifndef LISP_INTERPRETER_CODE_H
#define LISP_INTERPRETER_CODE_H

#include <stdbool.h>
#include <stdint.h>

#define CODE_VARIADIC 0x80u
#define CODE_ARGUMENTS_MAX 120
#define CODE_SLOTS_MAX 250
#define CODE_WORDS_MAX 4095

/* clang-format off */
/* R[x]: register x; K: constants; signed immediates are marked s. "else" takes the jump in the next word, which is
 * skipped otherwise. */
#define CODE_OPS(OP)                                                                                                   \
    OP(MOVE)      /* R[a] = R[b]; c: clear R[b] */                                                                     \
    OP(INT)       /* R[a] = fixnum bc (s16) */                                                                         \
    OP(IMM)       /* R[a] = immediate word bc (u16) */                                                                 \
    OP(CONST)     /* R[a] = K[bc] */                                                                                   \
    OP(GLOBAL)    /* R[a] = value of the atom K[bc]; error if unbound */                                               \
    OP(CAPTURE)   /* R[a] = captured value bc */                                                                       \
    OP(SELF)      /* R[a] = the function itself */                                                                     \
    OP(CLOSURE)   /* R[a] = function K[bc] with captured values: the next word is their number, then a word each:      \
                     index << 8 | 0 register, 1 captured value, 2 the function itself */                               \
    OP(CALL)      /* R[a] = call of R[a] with b arguments R[a + 2]...; c: the last thing the function does, so the     \
                     registers below a are cleared: they keep nothing alive */                                         \
    OP(APPLY)     /* the same, the last argument being a sequence of arguments */                                      \
    OP(RETURN)    /* return R[a] */                                                                                    \
    OP(DYNAMIC)   /* R[a] = value of the dynamic var K[bc] in this process; error if unbound */                        \
    OP(REQUEST)   /* R[a] = answer of the kernel to the request R[a] with b arguments R[a + 2]...; c as with CALL */    \
    OP(CONTROL)   /* R[a] = capture the continuation up to the prompt R[a + 2], call R[a] with it there */             \
    OP(PRIM)      /* R[a] = primitive c (256 + c, ...) of R[b]... */                                                   \
    OP(PRIM1)                                                                                                          \
    OP(PRIM2)                                                                                                          \
    OP(PRIM3)                                                                                                          \
    OP(JUMP)      /* pc += abc (s24) */                                                                                \
    OP(LOOP)      /* the same, backwards: interrupts are looked at */                                                  \
    OP(IF)        /* R[a] is truthy, else */                                                                           \
    OP(IFNOT)     /* R[a] is nil or false, else */                                                                     \
    OP(IFNIL)     /* R[a] is nil == c, else */                                                                         \
    OP(LT)        /* (R[a] < R[b]) == c, else */                                                                       \
    OP(LE)        /* (R[a] <= R[b]) == c, else */                                                                      \
    OP(NUMEQ)     /* (R[a] == R[b]) == c, else: numbers */                                                             \
    OP(EQUAL)     /* values equal == c, else */                                                                        \
    OP(SAME)      /* identical == c, else */                                                                           \
    OP(LTI)       /* (R[a] < b (s8)) == c, else */                                                                     \
    OP(GTI)       /* (R[a] > b (s8)) == c, else */                                                                     \
    OP(NUMEQI)    /* (R[a] == b (s8)) == c, else */                                                                    \
    OP(EQUALI)    /* R[a] equals the fixnum b (s8) == c, else */                                                       \
    OP(ADD)       /* R[a] = R[b] + R[c] */                                                                             \
    OP(SUB)       /* R[a] = R[b] - R[c] */                                                                             \
    OP(MUL)       /* R[a] = R[b] * R[c] */                                                                             \
    OP(ADDI)      /* R[a] = R[b] + c (s8) */                                                                           \
    OP(LIST)      /* R[a] = list of b values R[a]... */                                                                \
    OP(VECTOR)    /* R[a] = vector of b values R[a]... */                                                              \
    OP(MAP)       /* R[a] = map of b keys and values R[a]... */                                                        \
    OP(SET)       /* R[a] = set of b values R[a]... */                                                                 \
    OP(SEQ)       /* R[a] = (seq R[b]) */                                                                              \
    OP(FIRST)     /* R[a] = (first R[b]) */                                                                            \
    OP(REST)      /* R[a] = (rest R[b]) */                                                                             \
    OP(NEXT)      /* R[a] = (next R[b]) */                                                                             \
    OP(CONS)      /* R[a] = (cons R[b] R[b + 1]) */                                                                    \
    OP(DEF)       /* R[a] = var K[bc], whose value becomes R[a] */                                                     \
    OP(THROW)     /* throw R[a] */
/* clang-format on */

enum code_op {
#define CODE_OP_ENUM(name) OP_##name,
    CODE_OPS(CODE_OP_ENUM)
#undef CODE_OP_ENUM
        OP_COUNT
};

#define CODE_OP_SHIFT 2
_Static_assert(OP_COUNT << CODE_OP_SHIFT <= 0x100, "an op with its shift has eight bits");

/* ---- instructions: made, and taken apart ---- */

static inline uint32_t code_abc(enum code_op op, uint32_t a, uint32_t b, uint32_t c) {
    return (uint32_t)op << CODE_OP_SHIFT | a << 8 | (b & 0xff) << 16 | c << 24;
}
static inline uint32_t code_wide(enum code_op op, uint32_t a, uint32_t bc) {
    return (uint32_t)op << CODE_OP_SHIFT | a << 8 | bc << 16;
}
/* distance: from the next instruction on, in words. */
static inline uint32_t code_jump(enum code_op op, int32_t distance) {
    return (uint32_t)op << CODE_OP_SHIFT | (uint32_t)distance << 8;
}

static inline enum code_op code_op(uint32_t insn) { return (enum code_op)((insn & 0xff) >> CODE_OP_SHIFT); }
/* The instruction's pointer in a table by op. On a machine of 32 bits the low byte is its distance from the first. */
static inline const void *code_entry_of(const void *const *table, uint32_t insn) {
    return *(const void *const *)((const char *)table + (insn & 0xff) * (sizeof *table >> CODE_OP_SHIFT));
}
static inline uint32_t code_a(uint32_t insn) { return insn >> 8 & 0xff; }
static inline uint32_t code_b(uint32_t insn) { return insn >> 16 & 0xff; }
static inline uint32_t code_c(uint32_t insn) { return insn >> 24; }
static inline uint32_t code_bc(uint32_t insn) { return insn >> 16; }
static inline int32_t code_b_signed(uint32_t insn) { return (int8_t)(insn >> 16); }
static inline int32_t code_c_signed(uint32_t insn) { return (int32_t)insn >> 24; }
static inline int32_t code_bc_signed(uint32_t insn) { return (int32_t)insn >> 16; }
static inline int32_t code_distance(uint32_t insn) { return (int32_t)insn >> 8; }

/* The call of a primitive by its number, which is one of OP_PRIM to OP_PRIM3. */
static inline uint32_t code_primitive(uint32_t number, uint32_t a, uint32_t b) {
    return code_abc((enum code_op)(OP_PRIM + number / 256), a, b, number % 256);
}
static inline bool code_is_primitive(uint32_t insn) { return code_op(insn) >= OP_PRIM && code_op(insn) <= OP_PRIM3; }
static inline uint32_t code_primitive_number(uint32_t insn) { return (code_op(insn) - OP_PRIM) * 256 + code_c(insn); }

/* Whether it takes the jump in the next word or skips it; whether it is a jump. */
static inline bool code_is_test(uint32_t insn) { return code_op(insn) >= OP_IF && code_op(insn) <= OP_EQUALI; }
static inline bool code_is_jump(uint32_t insn) { return code_op(insn) == OP_JUMP || code_op(insn) == OP_LOOP; }

/* Behind OP_CLOSURE: where a captured value comes from. */
enum code_source { FROM_REGISTER, FROM_CAPTURED, FROM_ITSELF };
static inline uint32_t code_capture(enum code_source source, uint32_t index) { return index << 8 | source; }
static inline enum code_source code_capture_source(uint32_t word) { return (enum code_source)(word & 0xff); }
static inline uint32_t code_capture_index(uint32_t word) { return word >> 8; }

/* ---- the words in front of the instructions ---- */

/* The entry of an arity, and where it stands. arguments: a variadic one has CODE_VARIADIC + its fixed ones. */
static inline uint32_t code_entry(uint32_t arguments, uint32_t slots, uint32_t pc) {
    return arguments | slots << 8 | pc << 16;
}
static inline uint32_t code_entry_at(uint32_t arity) { return arity ? arity + 1 : 0; }
static inline uint32_t code_entry_arguments(uint32_t entry) { return entry & 0xff; }
/* The fixed ones; whether there may be more, which come as a list; the registers that all of them take. */
static inline uint32_t code_entry_fixed(uint32_t entry) { return entry & (CODE_VARIADIC - 1); }
static inline bool code_entry_variadic(uint32_t entry) { return entry & CODE_VARIADIC; }
static inline uint32_t code_entry_registers(uint32_t entry) {
    return code_entry_fixed(entry) + code_entry_variadic(entry);
}
static inline uint32_t code_entry_pc(uint32_t entry) { return entry >> 16; }
#define CODE_HEADER_AT 1u
static inline uint32_t code_header(uint32_t arities, uint32_t slots, uint32_t captures) {
    return (arities - 1) | slots << 8 | captures << 16;
}
static inline uint32_t code_header_arities(uint32_t header) { return (header & 0xff) + 1; }
/* The registers of an arity by its entry, the largest number of all by the header. */
static inline uint32_t code_slots(uint32_t entry_or_header) { return entry_or_header >> 8 & 0xff; }
/* The first instruction's pc. */
static inline uint32_t code_start(uint32_t header) { return code_header_arities(header) + 1; }

/* ---- beside the code: raw cells of pairs of words ---- */

/* INFO_PLACES: pc and place. INFO_HANDLERS: a range of pcs, and where what is thrown there goes, in which register. */
#define CODE_PAIR_BYTES 8u
static inline uint32_t code_range(uint32_t from, uint32_t end) { return from | end << 16; }
static inline uint32_t code_range_from(uint32_t range) { return range & 0xffff; }
static inline uint32_t code_range_end(uint32_t range) { return range >> 16; }
static inline bool code_range_has(uint32_t range, uint32_t pc) {
    return pc >= code_range_from(range) && pc < code_range_end(range);
}
static inline uint32_t code_target(uint32_t pc, uint32_t reg) { return pc | reg << 16; }
static inline uint32_t code_target_pc(uint32_t target) { return target & 0xffff; }
static inline uint32_t code_target_register(uint32_t target) { return target >> 16; }

#endif
