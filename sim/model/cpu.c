/* The interpreter. It runs from decoded entry to decoded entry by computed goto; tags ride in bit 32 of the 64-bit
 * registers, so that a 32-bit result clears the tag by itself and a copy keeps it. */
#include "lith_memmap.h"
#include "state.h"

#define LIKELY(c) __builtin_expect(!!(c), 1)
#define UNLIKELY(c) __builtin_expect(!!(c), 0)

/* The tag of a result that equals one operand when the other is `neutral`: kept if that other is untagged. */
static inline tword kept(tword a, tword b, uint32_t neutral) {
    if (LIKELY(!((a | b) & TAG))) return 0;
    if (IS_TAGGED(a) && IS_TAGGED(b)) return 0;
    return (uint32_t)(IS_TAGGED(a) ? b : a) == neutral ? TAG : 0;
}

/* The same for an operation where only the left operand can come through. */
static inline tword kept_left(tword a, tword b) { return (a & TAG) && !(b & TAG) && (uint32_t)b == 0 ? TAG : 0; }

static uint32_t divide(uint32_t a, uint32_t b) {
    if (b == 0) return ~0u;
    if (a == 0x80000000u && b == ~0u) return a;
    return (uint32_t)((int32_t)a / (int32_t)b);
}

static uint32_t remainder_of(uint32_t a, uint32_t b) {
    if (b == 0) return a;
    if (a == 0x80000000u && b == ~0u) return 0;
    return (uint32_t)((int32_t)a % (int32_t)b);
}

struct decoded *model_entry(struct model *m, uint32_t pc) {
    if (pc - m->ram.base < m->ram.size) return &m->ram.decoded[(pc - m->ram.base) / 2];
    if (pc - m->rom.base < m->rom.size) return &m->rom.decoded[(pc - m->rom.base) / 2];
    m->nowhere.pc = pc;
    return &m->nowhere;
}

void model_decode_entry(struct model *m, struct decoded *d) {
    bool in_ram = d >= m->ram.decoded && d < m->ram.decoded + m->ram.size / 2;
    const struct code_region *region = in_ram ? &m->ram : &m->rom;
    const uint32_t *words = in_ram ? m->ram_words : m->rom_words;
    uint32_t half = (uint32_t)(d - region->decoded), offset = 2 * half;
    uint32_t low = words[half / 2] >> 16 * (half % 2) & 0xffff;
    uint32_t word = low;
    if ((low & 3) == 3 || !m->kind->compressed) {
        if (offset + 4 > region->size) { /* sticks out of the memory: its second half is the one that fails */
            *d = (struct decoded){.op = OP_OUTSIDE, .halfwords = 2, .imm = 2, .pc = region->base + offset};
            return;
        }
        word |= (words[(half + 1) / 2] >> 16 * ((half + 1) % 2)) << 16;
    }
    *d = model_decode(region->base + offset, word, m->kind->compressed, region->base, region->size);
    if (d->op >= OP_MUL && d->op <= OP_REMU && !m->kind->multiply) d->op = OP_ILLEGAL;
    if (d->op == OP_MAKE && d->cell_op == HEAP_COPY && !m->kind->copies) d->op = OP_ILLEGAL;
    bool of_durable = d->op == OP_CELL && (d->cell_op == HEAP_DURABLE || d->cell_op == HEAP_REF);
    if (of_durable && !m->kind->durable) d->op = OP_ILLEGAL;
    if (in_ram) {
        m->ram_meta[half / 2] |= META_CODE;
        m->ram_meta[(half + d->halfwords - 1u) / 2] |= META_CODE;
    }
}

/* A word that holds decoded instructions is being written. */
static void forget_code(struct model *m, uint32_t word) {
    struct decoded *d = &m->ram.decoded[2 * word];
    if (word) d[-1].op = OP_UNDECODED;
    d[0].op = OP_UNDECODED;
    d[1].op = OP_UNDECODED;
    m->ram_meta[word] &= (uint8_t)~META_CODE;
}

/* A load outside RAM or misaligned. False: it trapped. */
static bool load_elsewhere(struct model *m, const struct decoded *d, uint32_t address, uint32_t size, uint32_t *value) {
    uint32_t word;
    if (address & (size - 1)) {
        model_trap(m, d->pc, CAUSE_LOAD_MISALIGNED, address);
        return false;
    }
    if (!model_bus_load(m, address, &word)) {
        model_trap(m, d->pc, CAUSE_LOAD, address);
        return false;
    }
    *value = word >> 8 * (address & 3);
    return true;
}

static bool store_elsewhere(struct model *m, const struct decoded *d, uint32_t address, uint32_t size, uint32_t value) {
    if (address & (size - 1)) {
        model_trap(m, d->pc, CAUSE_STORE_MISALIGNED, address);
        return false;
    }
    uint32_t lane = address & 3, mask = ((1u << size) - 1) << lane;
    if (!model_bus_store(m, address, mask, value << 8 * lane)) {
        model_trap(m, d->pc, CAUSE_STORE, address);
        return false;
    }
    m->leave = true;
    return true;
}

/* False: the request trapped. */
static inline bool cell_request(struct model *m, const struct decoded *d, enum heap_op op, tword a, tword b) {
    tword ref = m->x[d->rs1];
    bool allocates = op >= HEAP_MK1;
    if (UNLIKELY(m->inputs != NULL)) {
        bool may_refuse = (op == HEAP_GCSTART || op == HEAP_RETARGET) && m->inputs->undetermined;
        m->undetermined = op == HEAP_STAT;
        m->heap.choose_handle = m->inputs->handle;
        m->heap.refuse = m->inputs->full || (may_refuse && m->inputs->value == 0);
    }
    tword answer = heap_request(&m->heap, op, d->kind, ref, a, b);
    if (UNLIKELY(HEAP_CAUSE(answer))) {
        model_trap(m, d->pc, HEAP_CAUSE(answer), ref);
        return false;
    }
    m->x[d->rd] = answer;
    if (UNLIKELY(m->inputs != NULL) && allocates && d->rd == NO_REGISTER) heap_forget(&m->heap, answer);
    if (allocates && UNLIKELY(heap_low(&m->heap))) m->leave = true;
    return true;
}

uint64_t model_execute(struct model *m, uint64_t count) {
#define X(name) &&name,
    static const void *const labels[OPERATIONS] = {MODEL_OPERATIONS(X)};
#undef X
    struct decoded *d = m->next;
    tword *const x = m->x;
    uint32_t *const ram = m->ram_words;
    uint8_t *const meta = m->ram_meta;
    const uint32_t ram_base = m->ram.base, ram_size = m->ram.size;
    uint64_t left = count;
    uint32_t address, value, target;
    m->slice = count;
    m->leave = false;

#define DISPATCH()                                                                                                     \
    do {                                                                                                               \
        if (UNLIKELY(left == 0)) goto done;                                                                            \
        left--;                                                                                                        \
        goto *labels[d->op];                                                                                           \
    } while (0)
#define NEXT()                                                                                                         \
    do {                                                                                                               \
        d += d->halfwords;                                                                                             \
        DISPATCH();                                                                                                    \
    } while (0)
/* After something that may have made an interrupt pending or needs the run loop. */
#define NEXT_OR_LEAVE()                                                                                                \
    do {                                                                                                               \
        d += d->halfwords;                                                                                             \
        if (UNLIKELY(m->leave)) goto done;                                                                             \
        DISPATCH();                                                                                                    \
    } while (0)
#define TRAPPED()                                                                                                      \
    do {                                                                                                               \
        m->instructions--;                                                                                             \
        d = m->next;                                                                                                   \
        DISPATCH();                                                                                                    \
    } while (0)
#define TRAP_WITH(cause, tval)                                                                                         \
    do {                                                                                                               \
        model_trap(m, d->pc, cause, tval);                                                                             \
        TRAPPED();                                                                                                     \
    } while (0)
#define RESULT(v) x[d->rd] = (tword)(uint32_t)(v)
#define A ((uint32_t)x[d->rs1])
#define B ((uint32_t)x[d->rs2])
#define IMM ((uint32_t)d->imm)
#define BRANCH(condition)                                                                                              \
    do {                                                                                                               \
        d += (condition) ? d->imm : d->halfwords;                                                                      \
        DISPATCH();                                                                                                    \
    } while (0)
#define LOAD(size, convert)                                                                                            \
    do {                                                                                                               \
        address = A + IMM;                                                                                             \
        if (LIKELY(address - ram_base < ram_size && !(address & (size - 1)))) {                                        \
            value = ram[(address - ram_base) / 4] >> 8 * (address & 3);                                                \
        } else {                                                                                                       \
            m->left = left;                                                                                            \
            if (!load_elsewhere(m, d, address, size, &value)) TRAPPED();                                               \
        }                                                                                                              \
        RESULT(convert value);                                                                                         \
        NEXT();                                                                                                        \
    } while (0)
#define STORE_PART(size, ones)                                                                                         \
    do {                                                                                                               \
        address = A + IMM;                                                                                             \
        if (LIKELY(address - ram_base < ram_size && !(address & (size - 1)))) {                                        \
            uint32_t index = (address - ram_base) / 4, shift = 8 * (address & 3);                                      \
            if (UNLIKELY(meta[index] & META_CODE)) forget_code(m, index);                                              \
            meta[index] = 0;                                                                                           \
            ram[index] = (ram[index] & ~((uint32_t)(ones) << shift)) | (B & (ones)) << shift;                          \
            NEXT();                                                                                                    \
        }                                                                                                              \
        m->left = left;                                                                                                \
        if (!store_elsewhere(m, d, address, size, B & (ones))) TRAPPED();                                              \
        NEXT_OR_LEAVE();                                                                                               \
    } while (0)

    DISPATCH();

UNDECODED:
    model_decode_entry(m, d);
    goto *labels[d->op];
OUTSIDE:
    TRAP_WITH(CAUSE_FETCH, d->pc + IMM);
ILLEGAL:
    TRAP_WITH(CAUSE_ILLEGAL, 0);
CONSTANT:
    RESULT(IMM);
    NEXT();
JAL:
    RESULT(d->pc + 2u * d->halfwords);
    d += d->imm;
    DISPATCH();
JAL_FAR:
    target = d->pc + IMM;
    if (target & 2 && !m->kind->compressed) TRAP_WITH(CAUSE_JUMP_MISALIGNED, target);
    RESULT(d->pc + 2u * d->halfwords);
    d = model_entry(m, target);
    DISPATCH();
JALR:
    target = (A + IMM) & ~1u;
    if (UNLIKELY(target & 2 && !m->kind->compressed)) TRAP_WITH(CAUSE_JUMP_MISALIGNED, target);
    RESULT(d->pc + 2u * d->halfwords);
    d = LIKELY(target - ram_base < ram_size) ? &m->ram.decoded[(target - ram_base) / 2] : model_entry(m, target);
    DISPATCH();
BEQ:
    BRANCH(A == B);
BNE:
    BRANCH(A != B);
BLT:
    BRANCH((int32_t)A < (int32_t)B);
BGE:
    BRANCH((int32_t)A >= (int32_t)B);
BLTU:
    BRANCH(A < B);
BGEU:
    BRANCH(A >= B);
BRANCH_FAR : {
    bool equal = A == B, less = d->kind & 2 ? A < B : (int32_t)A < (int32_t)B;
    bool taken = (d->kind & 4 ? less : equal) != (d->kind & 1);
    if (!taken) NEXT();
    target = d->pc + IMM;
    if (target & 2 && !m->kind->compressed) TRAP_WITH(CAUSE_JUMP_MISALIGNED, target);
    d = model_entry(m, target);
    DISPATCH();
}
LB:
    LOAD(1, (int32_t)(int8_t));
LH:
    LOAD(2, (int32_t)(int16_t));
LBU:
    LOAD(1, (uint8_t));
LHU:
    LOAD(2, (uint16_t));
LW:
    address = A + IMM;
    if (LIKELY(address - ram_base < ram_size && !(address & 3))) {
        uint32_t index = (address - ram_base) / 4;
        x[d->rd] = ram[index] | (tword)(meta[index] & META_TAG) << 32;
        NEXT();
    }
    m->left = left;
    if (!load_elsewhere(m, d, address, 4, &value)) TRAPPED();
    RESULT(value);
    NEXT();
SB:
    STORE_PART(1, 0xffu);
SH:
    STORE_PART(2, 0xffffu);
SW:
    address = A + IMM;
    if (LIKELY(address - ram_base < ram_size && !(address & 3))) {
        uint32_t index = (address - ram_base) / 4;
        if (UNLIKELY(meta[index] & META_CODE)) forget_code(m, index);
        ram[index] = B;
        meta[index] = (uint8_t)IS_TAGGED(x[d->rs2]);
        NEXT();
    }
    m->left = left;
    if (!store_elsewhere(m, d, address, 4, B)) TRAPPED();
    NEXT_OR_LEAVE();
MOVE:
    x[d->rd] = x[d->rs1];
    NEXT();
ADDI:
    RESULT(A + IMM);
    NEXT();
SLTI:
    RESULT((int32_t)A < d->imm);
    NEXT();
SLTIU:
    RESULT(A < IMM);
    NEXT();
XORI:
    RESULT(A ^ IMM);
    NEXT();
ORI:
    RESULT(A | IMM);
    NEXT();
ANDI:
    RESULT(A & IMM);
    NEXT();
SLLI:
    RESULT(A << IMM);
    NEXT();
SRLI:
    RESULT(A >> IMM);
    NEXT();
SRAI:
    RESULT((int32_t)A >> IMM);
    NEXT();
ADD:
    x[d->rd] = (A + B) | kept(x[d->rs1], x[d->rs2], 0);
    NEXT();
SUB:
    x[d->rd] = (A - B) | kept_left(x[d->rs1], x[d->rs2]);
    NEXT();
SLL:
    RESULT(A << (B & 31));
    NEXT();
SLT:
    RESULT((int32_t)A < (int32_t)B);
    NEXT();
SLTU:
    RESULT(A < B);
    NEXT();
XOR:
    x[d->rd] = (A ^ B) | kept(x[d->rs1], x[d->rs2], 0);
    NEXT();
SRL:
    RESULT(A >> (B & 31));
    NEXT();
SRA:
    RESULT((int32_t)A >> (B & 31));
    NEXT();
OR:
    x[d->rd] = (A | B) | kept(x[d->rs1], x[d->rs2], 0);
    NEXT();
AND:
    x[d->rd] = (A & B) | kept(x[d->rs1], x[d->rs2], ~0u);
    NEXT();
MUL:
    RESULT(A * B);
    NEXT();
MULH:
    RESULT((int64_t)(int32_t)A * (int32_t)B >> 32);
    NEXT();
MULHSU:
    RESULT((int64_t)(int32_t)A * B >> 32);
    NEXT();
MULHU:
    RESULT((uint64_t)A * B >> 32);
    NEXT();
DIV:
    RESULT(divide(A, B));
    NEXT();
DIVU:
    RESULT(B ? A / B : ~0u);
    NEXT();
REM:
    RESULT(remainder_of(A, B));
    NEXT();
REMU:
    RESULT(B ? A % B : A);
    NEXT();
FENCE:
    NEXT();
ECALL:
    TRAP_WITH(CAUSE_ECALL, 0);
EBREAK:
    TRAP_WITH(CAUSE_BREAKPOINT, 0);
MRET:
    m->mstatus = (m->mstatus & MSTATUS_MPIE) >> 4 | MSTATUS_MPIE;
    d = model_entry(m, m->mepc);
    goto done;
WFI:
    m->sleeping = true;
    d += d->halfwords;
    goto done;
CSR : {
    tword old = 0;
    bool immediate = d->kind & 4, writes = (d->kind & 3) == 1 || d->rs1 != 0;
    m->left = left;
    if (!model_csr(m, d->kind & 3, IMM, writes, immediate ? d->rs1 : A, &old)) TRAP_WITH(CAUSE_ILLEGAL, 0);
    x[d->rd] = old;
    d += d->halfwords;
    goto done;
}
KIND:
    RESULT(IS_TAGGED(x[d->rs1]) ? A >> 2 & 31 : 32 + (A & 3));
    NEXT();
CELL_I:
    if (!cell_request(m, d, d->cell_op, IMM, 0)) TRAPPED();
    NEXT();
CELL_S:
    if (!cell_request(m, d, d->cell_op, IMM, x[d->rs2])) TRAPPED();
    NEXT();
CELL:
    if (!cell_request(m, d, d->cell_op, x[d->rs2], x[d->rs3])) TRAPPED();
    if (UNLIKELY(d->cell_op == HEAP_CTL)) m->leave = true;
    NEXT_OR_LEAVE();
MAKE:
    if (!cell_request(m, d, d->cell_op, x[d->rs2], 0)) TRAPPED();
    NEXT_OR_LEAVE();

done:
    m->next = d;
    m->cycles += count - left;
    m->instructions += count - left;
    m->slice = m->left = 0;
    return count - left;
}
