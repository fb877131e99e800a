#include "walker.h"

void walker_reset(struct walker *w, const word33 *ram, uint64_t seed) {
    *w = (struct walker){.rng = rng_new(seed, 2), .ram = ram, .speed_pct = 50, .noise = true};
}

void walker_start(struct walker *w, const word33 *regs) {
    for (unsigned i = 0; i < REGS; i++) w->regs[i] = regs[i];
    w->active = true;
    w->next = 0;
}

static void offer(struct walker *w, bool marking) {
    bool more = w->barriers || (w->active && w->next < REGS + SLOTS);
    bool noise = w->noise && rng_percent(&w->rng, 10);
    if (!(noise || more) || !rng_percent(&w->rng, w->speed_pct)) return;
    w->offered = true;
    w->offered_noise = noise;
    w->offered_barrier = !noise && w->barriers;
    if (noise)
        w->offered_word = (rng_next(&w->rng) & 0xffffffffu) | (word33)!marking << 32;
    else if (w->offered_barrier)
        w->offered_word = w->barrier[0];
    else
        w->offered_word = w->next < REGS ? w->regs[w->next] : w->ram[w->next - REGS];
}

void walker_drive(struct walker *w, struct dut_in *in, bool marking) {
    if (w->active && w->next == REGS + SLOTS && !w->barriers && !w->offered) w->active = false;
    if (w->offered && w->offered_noise && marking && w->offered_word >> 32) w->offered = false;
    if (!w->offered) offer(w, marking);
    in->root_done = !w->active;
    in->root_valid = w->offered;
    in->root_data = w->offered ? w->offered_word : rng_next(&w->rng) & 0x1ffffffffu;
}

void walker_sample(struct walker *w, const struct dut_out *out) {
    if (!w->offered) return;
    if (!out->root_ready) {
        w->refused++;
        return;
    }
    w->offered = false;
    if (w->offered_noise) return;
    if (w->offered_barrier) {
        w->barriers--;
        for (unsigned i = 0; i < w->barriers; i++) w->barrier[i] = w->barrier[i + 1];
    } else {
        w->next++;
    }
}

bool walker_overwrite(struct walker *w, unsigned i) {
    if (!w->active || w->next > REGS + i || !(w->ram[i] >> 32)) return true;
    if (w->offered && !w->offered_noise && !w->offered_barrier && w->next == REGS + i)
        return true; /* at the port now */
    if (w->barriers == BARRIER_MAX) return false;
    w->barrier[w->barriers++] = w->ram[i];
    return true;
}
