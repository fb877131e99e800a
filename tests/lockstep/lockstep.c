#include "lockstep.h"
#include "csrs.h"
#include "issued.h"
#include "lith/trap.h"
#include "lith_memmap.h"
#include <lith_xcell.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY 24
#define PATIENCE 3000000 /* cycles without a retired instruction: more than any collection takes */

struct pair {
    const struct lockstep_job *job;
    struct rtl_side rtl;
    struct model *model;
    struct rvfi_record r;
    struct model_effects e;
    struct rvfi_record history[HISTORY];
    uint64_t count;
    uint32_t text_length;
    struct issued *issued;
    struct lockstep_counts *counts;
    /* of the model, before the instruction at hand and behind it */
    tword x[32];
    struct csr_state csrs, csrs_after;
};

static bool is_gcstart(uint32_t insn) { return XC_IS(GCSTART, insn); }
static bool is_retarget(uint32_t insn) { return XC_IS(RETARGET, insn); }

static bool is_ref(uint32_t insn) { return XC_IS(REF, insn); }

static void print_rtl(const struct rvfi_record *r) {
    printf("  %8" PRIu64 " pc %08x insn %08x -> %08x", r->order, r->pc, r->insn, r->next_pc);
    if (r->rd) printf("  x%u = %u:%08x", r->rd, r->rd_tag, r->rd_value);
    if (r->load_mask) printf("  load %08x/%x", r->mem_address, r->load_mask);
    if (r->store_mask) printf("  [%08x]/%x = %u:%08x", r->mem_address, r->store_mask, r->store_tag, r->store_value);
    if (r->trap) printf("  trap %u mtval %u:%08x", r->cause, r->mtval_tag, r->mtval);
    if (r->interrupt && !r->trap) printf("  (first after interrupt %08x)", r->cause);
    if (r->interrupt && r->trap) printf("  (first after an interrupt)");
    printf("\n");
}

static void print_model(const struct model_effects *e) {
    printf("           pc %08x insn %08x -> %08x", e->pc, e->insn, e->next_pc);
    if (e->rd) printf("  x%u = %u:%08x", e->rd, (unsigned)IS_TAGGED(e->rd_value), (uint32_t)e->rd_value);
    if (e->load_mask) printf("  load %08x/%x", e->load_address, e->load_mask);
    if (e->store_mask)
        printf("  [%08x]/%x = %u:%08x", e->store_address, e->store_mask, (unsigned)IS_TAGGED(e->store_value),
               (uint32_t)e->store_value);
    if (e->trap) printf("  trap %u mtval %u:%08x", e->cause, (unsigned)IS_TAGGED(e->mtval), (uint32_t)e->mtval);
    printf("\n");
}

/* Prints both sides; returns false, so that a check can end with it. */
static bool differ(struct pair *p, const char *what) {
    if (p->job->quiet) return false;
    printf("DIFFERENCE after %" PRIu64 " instructions, cycle %" PRIu64 ": %s\nhistory (RTL):\n", p->count,
           p->rtl.cycles, what);
    uint64_t first = p->count > HISTORY ? p->count - HISTORY : 0;
    for (uint64_t i = first; i < p->count; i++) print_rtl(&p->history[i % HISTORY]);
    printf("RTL now:\n");
    print_rtl(&p->r);
    printf("model now:\n");
    print_model(&p->e);
    printf("model's registers:\n");
    for (unsigned i = 0; i < 32; i++) {
        tword x = model_register(p->model, i);
        printf("  x%-2u %u:%08x%s", i, (unsigned)IS_TAGGED(x), (uint32_t)x, i % 4 == 3 ? "\n" : "");
    }
    const struct heap *h = model_heap(p->model);
    printf("model's heap: alloc %u ceil %u handles %u free %u collections %" PRIu64 "\n", h->alloc, h->ceil,
           h->handles_used, h->free_count, h->collections);
    return false;
}

static uint32_t lane_bits(uint8_t mask) {
    uint32_t bits = 0;
    for (int i = 0; i < 4; i++)
        if (mask >> i & 1) bits |= 0xffu << 8 * i;
    return bits;
}

static bool in_ram(uint32_t address) { return address - LITH_RAM_BASE < LITH_RAM_SIZE; }

static bool same_memory(struct pair *p) {
    const struct rvfi_record *r = &p->r;
    const struct model_effects *e = &p->e;
    if (r->load_mask != e->load_mask) return differ(p, "load mask");
    if (r->load_mask && r->mem_address != e->load_address) return differ(p, "load address");
    if (r->store_mask != e->store_mask) return differ(p, "store mask");
    if (!r->store_mask) return true;
    if (r->mem_address != e->store_address) return differ(p, "store address");
    if ((r->store_value ^ (uint32_t)e->store_value) & lane_bits(r->store_mask)) return differ(p, "stored value");
    if (in_ram(r->mem_address) && r->store_tag != IS_TAGGED(e->store_value)) return differ(p, "stored tag");
    return true;
}

/* What the record says was read from registers. */
static bool same_operands(struct pair *p) {
    const struct rvfi_record *r = &p->r;
    bool fetched = !(r->trap && r->cause == CAUSE_FETCH);
    uint32_t third = r->insn >> 7 & 31;
    if (!fetched && (r->rs1 || r->rs2 || r->rs3_word)) return differ(p, "registers read by what was not fetched");
    if (r->rs1_word != (r->rs1 ? p->x[r->rs1] : 0)) return differ(p, "rs1");
    if (r->rs2_word != (r->rs2 ? p->x[r->rs2] : 0)) return differ(p, "rs2");
    if (r->rs3_word && r->rs3_word != p->x[third]) return differ(p, "third operand");
    return true;
}

static bool same_csrs(struct pair *p) {
    const char *wrong = csrs_wrong(&p->r, &p->csrs, &p->csrs_after);
    return !wrong || differ(p, wrong);
}

static bool same_effects(struct pair *p) {
    const struct rvfi_record *r = &p->r;
    const struct model_effects *e = &p->e;
    if (model_broken(p->model)) return differ(p, model_broken(p->model));
    if (r->pc != e->pc) return differ(p, "pc");
    if (r->insn != e->insn) return differ(p, "instruction");
    if (r->trap != e->trap) return differ(p, "trap");
    if (r->trap && r->cause != e->cause) return differ(p, "cause");
    if (r->trap && (r->mtval != (uint32_t)e->mtval || r->mtval_tag != IS_TAGGED(e->mtval))) return differ(p, "mtval");
    if (r->next_pc != e->next_pc) return differ(p, "next pc");
    if (r->rd != e->rd) return differ(p, "destination register");
    if (r->rd && r->rd_value != (uint32_t)e->rd_value) return differ(p, "value written");
    if (r->rd && r->rd_tag != IS_TAGGED(e->rd_value)) return differ(p, "tag written");
    if (r->rd_tag && !issued_check(p->issued, r->insn, r->rd_value))
        return differ(p, "a tag on a word that the controller never gave out");
    return same_memory(p) && same_operands(p) && same_csrs(p);
}

static void note_output(struct pair *p) {
    if (p->e.store_mask & 1 && p->e.store_address == LITH_UART_DATA && p->text_length + 1 < p->job->text_size)
        p->job->text[p->text_length++] = (char)p->e.store_value;
}

static void count(struct pair *p) {
    const struct rvfi_record *r = &p->r;
    p->history[p->count++ % HISTORY] = *r;
    p->counts->instructions++;
    p->counts->traps += r->trap;
    if (r->trap) p->counts->causes[r->cause & 31]++;
    p->counts->interrupts += r->interrupt;
    p->counts->cells += r->cell && !r->trap && makes_cell(r->insn);
    p->counts->collections += is_gcstart(r->insn) && !r->trap && r->rd_value;
    p->counts->given += is_ref(r->insn) && r->rd_tag;
    p->counts->tagged_writes += r->rd_tag;
}

/* The cause of the interrupt before a handler's first instruction. When that traps, its own cause is in the record; the
 * interrupt's shows in nothing but where the handler is. */
static uint32_t interrupt_cause(const struct pair *p) {
    static const uint32_t causes[] = {CAUSE_IRQ | IRQ_TIMER, CAUSE_IRQ | IRQ_EXTERNAL, CAUSE_IRQ | IRQ_HEAP};
    uint32_t i = 0;
    if (!p->r.trap) return p->r.cause;
    while (i < 2 && model_handler(p->model, causes[i]) != p->r.pc) i++;
    return causes[i];
}

/* The model does what the RTL's record is about. False: they differ. */
static bool follow(struct pair *p) {
    const struct rvfi_record *r = &p->r;
    struct model_inputs in = {.interrupt = true, .cause = interrupt_cause(p)};
    if (r->interrupt) model_step(p->model, &in, &p->e);
    in = (struct model_inputs){.undetermined = !r->trap,
                               .value = (tword)r->rd_tag << 32 | r->rd_value,
                               .full = r->trap && r->cause == CAUSE_FULL,
                               .handle = makes_cell(r->insn) && !r->trap && r->rd ? r->rd_value >> 8 : 0};
    for (unsigned i = 0; i < 32; i++) p->x[i] = model_register(p->model, i);
    csrs_take(p->model, &p->csrs);
    model_step(p->model, &in, &p->e);
    csrs_take(p->model, &p->csrs_after);
    return same_effects(p);
}

/* With the core asleep and the collector at rest, RAM must be the same, tags included. */
static bool same_ram(struct pair *p) {
    rtl_side_settle(&p->rtl);
    for (uint32_t i = 0; i < p->rtl.shim->ram_words; i++) {
        tword rtl = rvfi_ram_word(p->rtl.model, i), model = model_ram_word(p->model, LITH_RAM_BASE + 4 * i);
        if (rtl == model) continue;
        if (!p->job->quiet)
            printf("RAM word %08x: RTL %u:%08x, model %u:%08x\n", LITH_RAM_BASE + 4 * i, (unsigned)IS_TAGGED(rtl),
                   (uint32_t)rtl, (unsigned)IS_TAGGED(model), (uint32_t)model);
        return differ(p, "RAM at the end");
    }
    return true;
}

static void spoil(struct rvfi_record *r, enum record_fault fault) {
    if (fault == RECORD_OPERAND && r->rs1) r->rs1_word ^= 1;
    if (fault == RECORD_LEFTOVER && r->trap && r->cause == CAUSE_FETCH) r->rs1 = 1;
    if (fault == RECORD_CSR_READ) r->csr[RVFI_MTVAL].rdata ^= 1;
    if (fault == RECORD_CSR_WRITE) r->csr[RVFI_MSCRATCH].wdata ^= 0x100;
    if (fault == RECORD_CSR_UNTOLD) r->csr[RVFI_MCAUSE].wmask = 0;
}

static enum lockstep_end run(struct pair *p) {
    const struct lockstep_job *job = p->job;
    while (p->count < job->instructions) {
        if (!rtl_side_next(&p->rtl, PATIENCE, &p->r)) {
            bool asleep = p->rtl.pins.sleeping;
            if (!asleep) differ(p, "the RTL does not go on");
            return asleep && same_ram(p) ? LOCKSTEP_SLEEPS : LOCKSTEP_DIFFERS;
        }
        spoil(&p->r, job->record_fault);
        if (is_ref(p->r.insn) && p->r.rd_tag && !heap_alive(model_heap(p->model), p->r.rd_value >> 8))
            return LOCKSTEP_UNKNOWN;
        if ((is_gcstart(p->r.insn) || is_retarget(p->r.insn)) && !p->r.rd && !p->r.trap) return LOCKSTEP_UNKNOWN;
        if (!follow(p)) return LOCKSTEP_DIFFERS;
        count(p);
        note_output(p);
        uint32_t store = p->e.store_address;
        if (p->e.store_mask && store >= job->code_low && store < job->code_high) return LOCKSTEP_SELF_MODIFIED;
    }
    return LOCKSTEP_COUNT;
}

enum lockstep_end lockstep_run(const struct lockstep_job *job, struct lockstep_counts *counts) {
    char err[160] = "no memory";
    struct lith_config cfg = {.machine = LOCKSTEP_SHIM.machine,
                              .ram = job->ram,
                              .ram_size = job->ram_size,
                              .heap_words = job->heap_words ? job->heap_words : LOCKSTEP_SHIM.heap_words};
    struct pair *p = calloc(1, sizeof *p);
    struct issued *issued = malloc(sizeof *issued);
    struct model *model = model_new(&cfg, err, sizeof err);
    bool ready = p && issued && model && rtl_side_start(&p->rtl, &LOCKSTEP_SHIM, &cfg);
    if (!ready) {
        fprintf(stderr, "lockstep: %s\n", err);
        exit(2);
    }
    p->job = job;
    p->issued = issued;
    p->model = model;
    p->counts = counts;
    issued_clear(issued);
    model_plant(model, job->fault);
    enum lockstep_end end = run(p);
    if (job->text_size) job->text[p->text_length] = 0;
    counts->cycles += p->rtl.cycles;
    rtl_side_stop(&p->rtl);
    model_free(model);
    free(issued);
    free(p);
    return end;
}
