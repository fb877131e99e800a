#include "stream.h"
#include "lith_memmap.h"

#include <lith_xcell.h>
#include <string.h>

#define BODY_WORDS 3000
#define TIMER_PERIOD 12000 /* cycles between timer interrupts */

struct maker {
    uint64_t random;
    uint8_t *ram;
    uint32_t ram_size;
    uint32_t at; /* offset of the next instruction */
    bool compressed;
};

/* ---- random numbers ---- */

static uint32_t next_random(struct maker *k) {
    k->random ^= k->random << 13;
    k->random ^= k->random >> 7;
    k->random ^= k->random << 17;
    return (uint32_t)(k->random >> 16);
}

static uint32_t below(struct maker *k, uint32_t n) { return next_random(k) % n; }
static bool chance(struct maker *k, uint32_t percent) { return below(k, 100) < percent; }

/* ---- emitting ---- */

static void emit16(struct maker *k, uint32_t h) {
    memcpy(k->ram + k->at, &h, 2);
    k->at += 2;
}
static void emit(struct maker *k, uint32_t w) {
    memcpy(k->ram + k->at, &w, 4);
    k->at += 4;
}

enum { X0, RA, SP, GP, TP, T0, T1, T2, T3 = 28, T4, T5, T6 };
enum { LOAD = 0x03, OP_IMM = 0x13, STORE = 0x23, OP = 0x33, LUI = 0x37, BRANCH = 0x63, JALR = 0x67, JAL = 0x6f };
enum { SYSTEM = 0x73 };

static uint32_t r_type(uint32_t f7, uint32_t rs2, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t opcode) {
    return f7 << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
static uint32_t xcell(uint32_t match, uint32_t rs2, uint32_t rs1, uint32_t rd) {
    return match | rs2 << 20 | rs1 << 15 | rd << 7;
}
static uint32_t i_type(int32_t imm, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t opcode) {
    return (uint32_t)imm << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
static uint32_t s_type(int32_t imm, uint32_t rs2, uint32_t rs1, uint32_t f3, uint32_t opcode) {
    uint32_t i = (uint32_t)imm;
    return (i >> 5 & 127) << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | (i & 31) << 7 | opcode;
}
static uint32_t b_type(int32_t imm, uint32_t rs2, uint32_t rs1, uint32_t f3) {
    uint32_t i = (uint32_t)imm;
    return (i >> 12 & 1) << 31 | (i >> 5 & 63) << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | (i >> 1 & 15) << 8 |
           (i >> 11 & 1) << 7 | BRANCH;
}
static uint32_t j_type(int32_t imm, uint32_t rd) {
    uint32_t i = (uint32_t)imm;
    return (i >> 20 & 1) << 31 | (i >> 1 & 1023) << 21 | (i >> 11 & 1) << 20 | (i >> 12 & 255) << 12 | rd << 7 | JAL;
}

static void load_constant(struct maker *k, uint32_t rd, uint32_t value) {
    emit(k, ((value + 0x800) & 0xfffff000) | rd << 7 | LUI);
    emit(k, i_type((int32_t)(value << 20) >> 20, rd, 0, rd, OP_IMM));
}

/* ---- operands ---- */

static uint32_t ref_register(struct maker *k) { return 8 + below(k, 8); }
/* Where cells of a kind mostly are: atoms in x8 and x9, bytes in x10 and x11, open cells in x12, others in x13-x15. */
static uint32_t home(struct maker *k, uint32_t kind, bool open) {
    if (!chance(k, 85)) return ref_register(k);
    if (kind == KIND_ATOM) return 8 + below(k, 2);
    if (kind >= KIND_FIRST_RAW) return 10 + below(k, 2);
    return open ? 12 : 13 + below(k, 3);
}
static uint32_t any_register(struct maker *k) { return below(k, 32); }
static uint32_t source(struct maker *k) { return chance(k, 50) ? ref_register(k) : any_register(k); }

/* Destination of something that is no reference: seldom one of the registers that keep things going. */
static uint32_t number_register(struct maker *k) {
    uint32_t rd = any_register(k);
    if ((rd == SP || rd == GP) && !chance(k, 3)) rd = T0;
    if (rd >= 8 && rd < 16 && !chance(k, 5)) rd += 8;
    return rd;
}

static int32_t small(struct maker *k) {
    static const int32_t special[] = {0, 0, 0, -1, -1, 1, 2, 4, 8, 2047, -2048, 31, 32, 255, 256};
    if (chance(k, 60)) return special[below(k, sizeof special / sizeof special[0])];
    return (int32_t)below(k, 4096) - 2048;
}

/* ---- instructions ---- */

/* A register moved by an operation with a neutral operand, or with one that only looks neutral. */
static void copy(struct maker *k) {
    static const uint8_t with_zero[] = {0, 0, 4, 6};
    uint32_t f3 = with_zero[below(k, 4)], from = ref_register(k), other = chance(k, 80) ? X0 : source(k);
    uint32_t f7 = f3 == 0 && chance(k, 25) ? 0x20 : 0;
    if (chance(k, 10)) { /* and with all ones */
        emit(k, i_type(-1, X0, 0, T0, OP_IMM));
        f3 = 7;
        other = T0;
    }
    bool first = f7 || chance(k, 50);
    emit(k, r_type(f7, first ? other : from, first ? from : other, f3, ref_register(k), OP));
}

static void alu_register(struct maker *k) {
    uint32_t f3 = below(k, 8), f7 = chance(k, 20) ? 1 : (f3 == 0 || f3 == 5) && chance(k, 40) ? 0x20 : 0;
    if (f7 == 1 && f3 >= 4 && chance(k, 80)) f3 -= 4; /* divisions are slow */
    emit(k, r_type(f7, chance(k, 20) ? X0 : source(k), source(k), f3, number_register(k), OP));
}

static void alu_immediate(struct maker *k) {
    uint32_t f3 = below(k, 8);
    int32_t imm = small(k);
    if (f3 == 1) imm &= 31;
    if (f3 == 5) imm = (imm & 31) | (chance(k, 50) ? 0x400 : 0);
    bool copy = imm == 0 || (f3 == 7 && imm == -1);
    emit(k, i_type(imm, source(k), f3, copy ? ref_register(k) : number_register(k), OP_IMM));
}

static void constant(struct maker *k) {
    static const uint32_t values[] = {0, 1, 2, 3, 0xffffffff, 0x80000000, 0x7fffffff, 0x101, 0x105, 0x10000001};
    uint32_t value = chance(k, 60) ? values[below(k, sizeof values / sizeof values[0])] : next_random(k);
    if (chance(k, 50)) value = below(k, 8);
    load_constant(k, number_register(k), value);
}

static uint32_t base(struct maker *k) { return chance(k, 48) ? SP : chance(k, 96) ? GP : any_register(k); }

static void load(struct maker *k) {
    static const uint8_t f3[] = {2, 2, 2, 2, 2, 0, 1, 4, 5};
    uint32_t f = f3[below(k, sizeof f3)];
    int32_t offset = (int32_t)below(k, 256) * 4 - 512 + (f != 2 || chance(k, 1) ? (int32_t)below(k, 4) : 0);
    emit(k, i_type(offset, base(k), f, f == 2 && chance(k, 20) ? ref_register(k) : number_register(k), LOAD));
}

static void store(struct maker *k) {
    uint32_t f = chance(k, 80) ? 2 : below(k, 2);
    int32_t offset = (int32_t)below(k, 256) * 4 - 512 + (f != 2 || chance(k, 1) ? (int32_t)below(k, 4) : 0);
    emit(k, s_type(offset, source(k), base(k), f, STORE));
}

static uint32_t kind(struct maker *k) {
    static const uint8_t kinds[] = {KIND_CONS,   KIND_CONS,  KIND_TUPLE, KIND_ATOM,   KIND_ATOM,
                                    KIND_VECTOR, KIND_BYTES, KIND_BYTES, KIND_DOUBLE, KIND_ABSENT};
    return chance(k, 85) ? kinds[below(k, sizeof kinds)] : below(k, 31);
}

static void make_cell(struct maker *k) {
    static const uint32_t ops[] = {XC_MK1_MATCH, XC_MK2_MATCH, XC_NEW_MATCH};
    uint32_t op = ops[below(k, 3)], type = kind(k), rs1 = op == XC_NEW_MATCH && chance(k, 90) ? T2 : source(k);
    if (type == KIND_ATOM && chance(k, 90)) op = XC_MK1_MATCH;
    bool open = op == XC_NEW_MATCH;
    if (open && chance(k, 90)) emit(k, i_type((int32_t)below(k, chance(k, 90) ? 12 : 2048), X0, 0, T2, OP_IMM));
    bool plain = type >= KIND_FIRST_RAW && !open && chance(k, 90); /* raw cells hold no references */
    uint32_t rd = chance(k, 98) ? home(k, type, open) : any_register(k);
    emit(k, xcell(op | type << 25, plain ? X0 : source(k), plain ? T1 : rs1, rd));
}

/* Mostly of a cell of the same class, and mostly a little longer or shorter than that. */
static void copy_cell(struct maker *k) {
    uint32_t type = kind(k), from = chance(k, 92) ? home(k, type, chance(k, 50)) : source(k);
    if (chance(k, 90)) emit(k, i_type((int32_t)below(k, chance(k, 95) ? 12 : 2048), X0, 0, T2, OP_IMM));
    uint32_t rd = chance(k, 98) ? home(k, type, true) : any_register(k);
    emit(k, xcell(XC_COPY_MATCH | type << 25, chance(k, 95) ? T2 : source(k), from, rd));
}

static bool of_atom(uint32_t op) {
    return op == XC_AGET_MATCH || op == XC_SWAP_MATCH || op == XC_CAS_MATCH || op == XC_ROV_MATCH;
}

static void use_cell(struct maker *k) {
    static const uint32_t ops[] = {XC_GET_MATCH,  XC_GETB_MATCH, XC_SET_MATCH,  XC_SET_MATCH,  XC_SETB_MATCH,
                                   XC_SEAL_MATCH, XC_LEN_MATCH,  XC_KIND_MATCH, XC_AGET_MATCH, XC_SWAP_MATCH,
                                   XC_SWAP_MATCH, XC_CAS_MATCH,  XC_CAS_MATCH,  XC_ROV_MATCH,  XC_PEEK_MATCH};
    uint32_t op = ops[below(k, sizeof ops / sizeof *ops)];
    bool bytes = op == XC_GETB_MATCH || op == XC_SETB_MATCH, sets = op == XC_SET_MATCH || op == XC_SETB_MATCH;
    bool indexed = op == XC_GET_MATCH || bytes || sets || op == XC_PEEK_MATCH;
    uint32_t rs1 = home(k, of_atom(op) ? KIND_ATOM : bytes ? KIND_BYTES : KIND_CONS, sets);
    uint32_t rs2 = source(k), rd = chance(k, 40) || op == XC_SEAL_MATCH ? ref_register(k) : number_register(k);
    if (indexed && chance(k, 80)) emit(k, i_type((int32_t)below(k, 4), X0, 0, T1, OP_IMM));
    uint32_t index = chance(k, 90) ? T1 : any_register(k);
    if (op == XC_SETB_MATCH && chance(k, 80)) rs2 = T0;
    if (op == XC_GET_MATCH || op == XC_GETB_MATCH || op == XC_PEEK_MATCH) rs2 = index;
    if (sets) rd = index;
    if (op == XC_LEN_MATCH || op == XC_KIND_MATCH || op == XC_GETB_MATCH) rd = number_register(k);
    if (op == XC_ROV_MATCH) rd = home(k, KIND_ATOM, false);
    if (op == XC_CAS_MATCH && chance(k, 60)) emit(k, xcell(XC_AGET_MATCH, 0, rs1, rd));
    emit(k, xcell(op, rs2, rs1, rd));
}

static void use_field(struct maker *k) {
    int32_t index = chance(k, 92) ? (int32_t)below(k, 4) : small(k);
    if (chance(k, 60))
        emit(k, XC_GETI_MATCH | i_type(index, home(k, KIND_CONS, false), 0,
                                       chance(k, 40) ? ref_register(k) : number_register(k), 0));
    else
        emit(k, XC_SETI_MATCH | s_type(index, source(k), home(k, KIND_CONS, true), 0, 0));
}

static void kernel_cell(struct maker *k) {
    uint32_t rd = 16 + below(k, 8);
    switch (below(k, 8)) {
    case 0:
    case 1:
    case 2:
        emit(k, xcell(XC_RETARGET_MATCH, ref_register(k), ref_register(k), rd));
        break;
    case 3:
        emit(k, xcell(XC_STAT_MATCH, 0, chance(k, 70) ? T1 : any_register(k), rd));
        break;
    case 4:
        emit(k, xcell(XC_CTL_MATCH, any_register(k), chance(k, 70) ? T1 : any_register(k), rd));
        break;
    case 5: /* dead: a part of the data, below sp */
        emit(k, i_type(-(int32_t)(below(k, 150) * 4) + (chance(k, 10) ? 2 : 0) + chance(k, 50), SP, 0, T3,
                       OP_IMM)); /* now and then no word; half of them minor */
        emit(k, xcell(XC_GCSTART_MATCH, SP, T3, rd));
        break;
    case 6:
        emit(k, i_type(chance(k, 70), X0, 0, T3, OP_IMM));
        emit(k, xcell(XC_GCSTART_MATCH, X0, T3, rd));
        break;
    default:
        emit(k, xcell(XC_GCSTART_MATCH, any_register(k), any_register(k), rd));
        break;
    }
}

/* A cell is made durable, and its reference is asked for with the reference itself, with its bits, or with any word. */
static void durable_cell(struct maker *k) {
    uint32_t cell = chance(k, 90) ? home(k,
                                         chance(k, 40)   ? KIND_CONS
                                         : chance(k, 50) ? KIND_ATOM
                                                         : KIND_BYTES,
                                         chance(k, 10))
                                  : source(k);
    uint32_t bits = cell;
    if (chance(k, 80)) emit(k, xcell(XC_DURABLE_MATCH, 0, cell, chance(k, 50) ? X0 : ref_register(k)));
    if (chance(k, 50)) {
        emit(k, i_type(1, cell, 4, T1, OP_IMM));
        emit(k, i_type(chance(k, 90) ? 1 : 1 | 8 << 2, T1, 4, T1, OP_IMM));
        bits = T1;
    }
    emit(k, xcell(XC_REF_MATCH, 0, chance(k, 95) ? bits : any_register(k), ref_register(k)));
}

static void system(struct maker *k) {
    static const uint16_t readable[] = {0x300, 0x301, 0x304, 0x305, 0x340, 0x341, 0x342, 0x343,
                                        0x343, 0x343, 0x344, 0xb00, 0xb02, 0xb02, 0xb82, 0xc00,
                                        0xc02, 0xc82, 0xf11, 0xf14, 0x310, 0x320, 0x7c0};
    static const uint16_t writable[] = {0x340, 0x341, 0x342, 0x343, 0xf14, 0x301, 0x344,
                                        0xb00, 0xb80, 0xb02, 0xb02, 0xb82, 0xb82, 0xc02};
    static const uint32_t plain[] = {0x00000073, 0x00100073, 0x0000000f, 0x0000100f, 0x10500073};
    uint32_t rd = chance(k, 10) ? ref_register(k) : number_register(k);
    switch (below(k, 4)) {
    case 0:
        emit(k, i_type(writable[below(k, sizeof writable / 2)], source(k), 1 + below(k, 3), rd, SYSTEM));
        break;
    case 1:
        emit(k, plain[below(k, chance(k, 5) ? 5 : 4)]);
        break;
    default:
        emit(k, i_type(readable[below(k, sizeof readable / 2)], X0, 2 + below(k, 2), rd, SYSTEM));
        break;
    }
}

/* To the last half of the last word of RAM, where a long instruction begins that ends behind it (stream_make). */
static void jump_to_the_end(struct maker *k) {
    load_constant(k, T0, LITH_RAM_BASE + k->ram_size - 2);
    emit(k, i_type(0, T0, 0, X0, JALR));
}

static void jump(struct maker *k) {
    int32_t distance = 4 + 2 * (int32_t)below(k, 20);
    if (!k->compressed) distance &= ~3;
    static const uint8_t f3[] = {0, 1, 4, 5, 6, 7};
    if (k->compressed && chance(k, 1)) {
        jump_to_the_end(k);
        return;
    }
    switch (below(k, 12)) {
    case 0:
        emit(k, j_type(distance, chance(k, 50) ? RA : number_register(k)));
        break;
    case 1:
        emit(k, i_type(small(k), chance(k, 10) ? RA : source(k), 0, number_register(k), JALR));
        break;
    default:
        emit(k, b_type(distance, source(k), source(k), f3[below(k, 6)]));
        break;
    }
}

/* Any instruction word of the 16-bit quadrants but jumps and what stops the machine; on a machine without C the word is
 * illegal or an instruction of its own. */
static void compressed(struct maker *k) {
    uint32_t h, f3;
    do {
        h = next_random(k) & 0xffff;
        f3 = h >> 13;
    } while ((h & 3) == 3 || ((h & 3) == 1 && (f3 == 1 || f3 == 5)) || ((h & 3) == 2 && f3 == 4 && chance(k, 50)));
    bool to_stack_pointer = ((h & 3) == 1 || (h & 3) == 2) && (h >> 7 & 31) == SP;
    emit16(k, to_stack_pointer ? 0x0001 : h);
}

static void one(struct maker *k) {
    uint32_t dice = below(k, 100);
    if (dice < 6)
        copy(k);
    else if (dice < 14)
        alu_register(k);
    else if (dice < 22)
        alu_immediate(k);
    else if (dice < 26)
        constant(k);
    else if (dice < 36)
        load(k);
    else if (dice < 46)
        store(k);
    else if (dice < 58)
        chance(k, 25) ? copy_cell(k) : make_cell(k);
    else if (dice < 74)
        use_cell(k);
    else if (dice < 82)
        use_field(k);
    else if (dice < 85)
        chance(k, 75) ? kernel_cell(k) : durable_cell(k);
    else if (dice < 88)
        system(k);
    else if (dice < 92)
        jump(k);
    else if (dice < 96 && k->compressed)
        compressed(k);
    else if (dice < 99)
        alu_register(k);
    else if (chance(k, 30))
        emit(k, next_random(k) | 3);
    else
        alu_immediate(k);
}

/* ---- the frame around the body ---- */

static uint32_t offset_of_body(void) { return 0x300; }

static void set_timer(struct maker *k) {
    load_constant(k, T6, LITH_TIMER_MTIME);
    emit(k, i_type(0, T6, 2, T5, LOAD));
    load_constant(k, T4, TIMER_PERIOD);
    emit(k, r_type(0, T4, T5, 0, T5, OP));
    emit(k, s_type(LITH_TIMER_MTIMECMP - LITH_TIMER_MTIME, T5, T6, 2, STORE));
}

static void set_pointers(struct maker *k, uint32_t data) {
    load_constant(k, SP, data + 0x1000);
    load_constant(k, GP, data + 0x2000);
}

static void patch_branch(struct maker *k, uint32_t at, uint32_t rs1, uint32_t f3) {
    uint32_t w = b_type((int32_t)(k->at - at), X0, rs1, f3);
    memcpy(k->ram + at, &w, 4);
}

/* T5 and T6 are the handler's. Every trap starts a collection, so that one is nearly always under way. */
static void handler(struct maker *k, uint32_t body, uint32_t data) {
    emit(k, i_type(0x342, X0, 2, T6, SYSTEM)); /* csrr t6, mcause */
    uint32_t to_interrupt = k->at;
    emit(k, 0);
    emit(k, i_type(3, T6, 3, T5, OP_IMM)); /* sltiu t5, t6, 3: not fetched or illegal, perhaps lost in the data */
    uint32_t to_restart = k->at;
    emit(k, 0);
    emit(k, xcell(XC_GCSTART_MATCH, X0, X0, T6));
    emit(k, i_type(0x341, X0, 2, T6, SYSTEM)); /* csrr t6, mepc */
    emit(k, i_type(0, T6, 5, T5, LOAD));       /* lhu t5, (t6): the length of what trapped */
    emit(k, i_type(3, T5, 7, T5, OP_IMM));
    emit(k, i_type(-3, T5, 0, T5, OP_IMM));
    emit(k, i_type(2, T6, 0, T6, OP_IMM));
    if (k->compressed) emit(k, b_type(8, X0, T5, 1));
    emit(k, i_type(2, T6, 0, T6, OP_IMM));
    emit(k, i_type(0x341, T6, 1, X0, SYSTEM)); /* csrw mepc, t6 */
    emit(k, 0x30200073);                       /* mret */
    patch_branch(k, to_interrupt, T6, 4);
    emit(k, xcell(XC_GCSTART_MATCH, X0, X0, T6));
    set_timer(k);
    emit(k, i_type(1, X0, 0, T6, OP_IMM));
    emit(k, xcell(XC_CTL_MATCH, X0, T6, T6)); /* low water off */
    patch_branch(k, to_restart, T5, 1);
    set_pointers(k, data);
    load_constant(k, T6, LITH_TIMER_MTIME); /* somewhere in the first 8 KiB of the body */
    emit(k, i_type(0, T6, 2, T5, LOAD));
    load_constant(k, T6, 0x1ffc);
    emit(k, i_type(3, T5, 1, T5, OP_IMM));
    emit(k, r_type(0, T6, T5, 7, T5, OP));
    load_constant(k, T6, body);
    emit(k, r_type(0, T5, T6, 0, T6, OP));
    emit(k, i_type(0x341, T6, 1, X0, SYSTEM));
    emit(k, 0x30200073);
}

static void start(struct maker *k, uint32_t trap, uint32_t body, uint32_t data) {
    uint32_t heap = chance(k, 30) ? 500 + below(k, 4000) : 5000 + below(k, 10000);
    load_constant(k, T0, trap);
    emit(k, i_type(0x305, T0, 1, X0, SYSTEM)); /* csrw mtvec */
    load_constant(k, T0, heap);
    emit(k, xcell(XC_CTL_MATCH, T0, X0, X0)); /* limit */
    load_constant(k, T0, LITH_TIMER_MTIMECMPH);
    emit(k, s_type(0, X0, T0, 2, STORE));
    set_timer(k);
    set_pointers(k, data);
    load_constant(k, T0, 1u << 7 | 1u << 16);
    emit(k, i_type(0x304, T0, 1, X0, SYSTEM)); /* csrw mie */
    emit(k, i_type(0x300, 8, 6, X0, SYSTEM));  /* csrsi mstatus, 8 */
    for (uint32_t r = 8; r < 16; r++) emit(k, xcell(XC_MK2_MATCH | KIND_CONS << 25, X0, X0, r));
    emit(k, j_type((int32_t)(body - (LITH_RAM_BASE + k->at)), X0));
}

struct stream stream_make(const struct stream_options *o, uint8_t *ram) {
    struct maker k = {
        .random = o->seed * 0x9e3779b97f4a7c15u + 1, .ram = ram, .ram_size = o->ram_size, .compressed = o->compressed};
    uint32_t trap = LITH_RAM_BASE + 0x100, body = LITH_RAM_BASE + offset_of_body(), end = body + 4 * BODY_WORDS;
    uint32_t data = end + 0x2000; /* no instruction offset reaches from one to the other */
    for (int i = 0; i < 8; i++) next_random(&k);
    for (uint32_t i = 0; i < o->ram_size; i += 4) {
        uint32_t word = chance(&k, 50) ? next_random(&k) : below(&k, 4);
        memcpy(ram + i, &word, 4);
    }
    ram[o->ram_size - 2] |= 3;
    start(&k, trap, body, data);
    k.at = trap - LITH_RAM_BASE;
    handler(&k, body, data);
    k.at = offset_of_body();
    while (k.at < end - LITH_RAM_BASE - 16) one(&k);
    if (k.at & 2) emit16(&k, 0x0001);
    for (int i = 0; i < 10; i++) emit(&k, 0x00000013);
    emit(&k, j_type((int32_t)(offset_of_body() - k.at), X0));
    return (struct stream){.size = o->ram_size, .code_low = LITH_RAM_BASE, .code_high = LITH_RAM_BASE + k.at};
}
