#include "core_sys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t sys_random(struct sys *s) { /* xorshift32 */
    s->random ^= s->random << 13;
    s->random ^= s->random >> 17;
    s->random ^= s->random << 5;
    return s->random;
}

static bool waits(struct sys *s) { return s->wait != 0 && (sys_random(s) >> 8 & 255) < s->wait; }

struct sys *sys_new(const char *binary, uint32_t seed, unsigned wait, const char *trace_file) {
    struct sys *s = calloc(1, sizeof *s);
    FILE *f = fopen(binary, "rb");
    if (s == NULL || f == NULL) {
        fprintf(stderr, "core_sys: cannot read %s: build it with make\n", binary);
        exit(2);
    }
    s->ram = calloc(SYS_RAM_BYTES / 4, 4);
    s->tag = calloc(SYS_RAM_BYTES / 4, 1);
    size_t n = fread(s->ram, 1, SYS_RAM_BYTES, f);
    fclose(f);
    if (n == 0) {
        fprintf(stderr, "core_sys: %s is empty\n", binary);
        exit(2);
    }
    s->random = seed != 0 ? seed : 1;
    s->wait = wait;
    s->core = core_new(trace_file);
    s->in.rst = 1;
    for (int k = 0; k < 2; k++) {
        core_settle(s->core, &s->in, &s->out);
        core_clock(s->core);
    }
    s->in.rst = 0;
    return s;
}

void sys_free(struct sys *s) {
    core_free(s->core);
    free(s->ram);
    free(s->tag);
    free(s);
}

static void device_write(struct sys *s, struct sys_port *p, uint32_t addr, uint32_t value) {
    switch (addr) {
    case SYS_CONSOLE:
        if (s->console_length < sizeof s->console - 1) s->console[s->console_length++] = (char)value;
        break;
    case SYS_EXIT:
        s->ended = true;
        s->exit_value = value;
        break;
    case SYS_IRQ:
        s->irq_next = (uint8_t)value;
        s->irq_countdown = s->irq_delay + 1;
        break;
    case SYS_IRQ_OFF:
        s->in.irq_timer = s->in.irq_external = s->in.irq_heap = 0;
        break;
    default:
        p->err = true;
    }
}

static void access(struct sys *s, struct sys_port *p, uint32_t addr, bool we, unsigned be, uint64_t wdata) {
    p->pending = true;
    p->delay = 0;
    while (waits(s)) p->delay++;
    p->err = false;
    p->data = 0;
    uint32_t word = addr / 4;
    if (addr >= SYS_RAM_BYTES) {
        if (we)
            device_write(s, p, addr, (uint32_t)wdata);
        else
            p->err = true;
    } else if (we) {
        for (unsigned k = 0; k < 4; k++)
            if (be >> k & 1) {
                uint32_t mask = 0xffu << 8 * k;
                s->ram[word] = (s->ram[word] & ~mask) | ((uint32_t)wdata & mask);
            }
        s->tag[word] = (wdata & TAG) != 0;
    } else {
        p->data = s->ram[word] | (s->tag[word] ? TAG : 0);
    }
}

/* A raised request must stay as it is until it is granted; a second one must not be taken before the answer. */
static void check_port(struct sys *s, struct sys_port *p, bool req, bool gnt, bool rvalid,
                       const uint64_t signature[3]) {
    if (p->raised && (!req || memcmp(p->raised_signature, signature, sizeof p->raised_signature) != 0))
        s->broken =
            p == &s->i ? "instruction request changed before its grant" : "data request changed before its grant";
    if (req && gnt && p->pending && !rvalid) s->broken = "second request while one is outstanding";
    p->raised = req && !gnt;
    memcpy(p->raised_signature, signature, sizeof p->raised_signature);
}

static void answer(struct sys_port *p, uint8_t *rvalid, uint8_t *err) {
    *rvalid = p->pending && p->delay == 0;
    *err = *rvalid && p->err;
}

/* The register roots are taken by random readiness; then every tagged word of RAM goes to the controller. */
static void walk_before(struct sys *s) {
    s->in.rr_ready = !waits(s);
    while (s->walking && s->walk < SYS_RAM_BYTES / 4 && !s->tag[s->walk]) s->walk++;
    s->in.ram_root_valid = s->walking && s->walk < SYS_RAM_BYTES / 4;
    s->in.ram_root = s->in.ram_root_valid ? s->ram[s->walk] : 0;
    s->in.root_done = s->walking && s->walk == SYS_RAM_BYTES / 4 && !s->out.rr_busy;
}

static void walk_after(struct sys *s) {
    if (s->out.rr_taken && s->roots < sizeof s->root / sizeof *s->root) s->root[s->roots++] = s->out.rr_data;
    if (s->in.ram_root_valid && s->out.ram_root_ready) s->walk++;
    if (s->out.gc_start) {
        s->roots = 0;
        s->walk = 0;
        s->walking = true;
    }
}

static void cycle(struct sys *s) {
    struct core_inputs *in = &s->in;
    struct core_outputs *out = &s->out;
    answer(&s->i, &in->i_rvalid, &in->i_err);
    answer(&s->d, &in->d_rvalid, &in->d_err);
    in->i_rdata = in->i_rvalid ? (uint32_t)s->i.data : 0xdeadbeef;
    in->d_rdata = in->d_rvalid ? s->d.data : (TAG | 0xdeadbeef);
    bool i_free = !s->i.pending || in->i_rvalid, d_free = !s->d.pending || in->d_rvalid;
    in->i_gnt = i_free && !waits(s);
    in->d_gnt = d_free && !waits(s);
    if (s->irq_countdown != 0 && --s->irq_countdown == 0) {
        in->irq_timer = s->irq_next & SYS_IRQ_TIMER ? 1 : 0;
        in->irq_external = s->irq_next & SYS_IRQ_EXTERNAL ? 1 : 0;
        in->irq_heap = s->irq_next & SYS_IRQ_HEAP ? 1 : 0;
    }
    in->hold_requests = s->wait != 0 && sys_random(s) >> 8 & 1;
    walk_before(s);
    core_settle(s->core, in, out);
    walk_after(s);

    uint64_t i_signature[3] = {out->i_addr, 0, 0};
    uint64_t d_signature[3] = {out->d_addr, out->d_wdata, (uint64_t)out->d_we << 4 | out->d_be};
    if (!out->d_we) d_signature[1] = 0;
    check_port(s, &s->i, out->i_req, in->i_gnt, in->i_rvalid, i_signature);
    check_port(s, &s->d, out->d_req, in->d_gnt, in->d_rvalid, d_signature);
    if (s->each_cycle != NULL) s->each_cycle(s, s->user);

    if (in->i_rvalid) s->i.pending = false;
    if (in->d_rvalid) s->d.pending = false;
    if (s->i.pending) s->i.delay--;
    if (s->d.pending) s->d.delay--;
    /* Instruction fetch first: a store in the same cycle is not seen by it. */
    if (out->i_req && in->i_gnt) access(s, &s->i, out->i_addr, false, 15, 0);
    if (out->d_req && in->d_gnt) access(s, &s->d, out->d_addr, out->d_we, out->d_be, out->d_wdata);
    core_clock(s->core);
    s->cycles++;
}

bool sys_run(struct sys *s, uint64_t cycles) {
    for (uint64_t k = 0; k < cycles && !s->ended && s->broken == NULL; k++) cycle(s);
    return s->ended;
}
