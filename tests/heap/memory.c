#include "memory.h"

#include <stdlib.h>
#include <string.h>

const struct mem_profile mem_profiles[MEM_PROFILES] = {
    [MEM_ONCHIP] = {"onchip", 1, 1, 0, 0},  [MEM_FIXED] = {"fixed", 5, 5, 0, 0}, /* slow, but every access alike: waits
                                                                                    show exactly */
    [MEM_JITTER] = {"jitter", 1, 4, 25, 3}, [MEM_SDRAM] = {"sdram", 4, 12, 10, 2}, [MEM_LINES] = {"lines", 1, 35, 0, 0},
};

unsigned mem_profile_worst(const struct mem_profile *p) { return p->latency_max + p->stall_run; }
unsigned mem_profile_stall(const struct mem_profile *p) { return mem_profile_worst(p) + 1; }

void memory_init(struct memory *m, unsigned aw) {
    *m = (struct memory){.aw = aw};
    m->words = malloc(sizeof(uint32_t) << aw);
    m->written = malloc(sizeof(bool) << aw);
    if (!m->words || !m->written || (dut_params.lines && !sdram_chip_init(&m->chip, 20000))) abort();
}

void memory_free(struct memory *m) {
    free(m->words);
    free(m->written);
    sdram_chip_free(&m->chip);
}

void memory_reset(struct memory *m, const struct mem_profile *profile, uint64_t seed) {
    m->profile = profile;
    m->rng = rng_new(seed, 1);
    m->outstanding = m->held = m->owed = m->behind = false;
    m->stalled_run = 0;
    m->quiet = 0;
    for (uint32_t i = 0; i < 1u << m->aw; i++) m->words[i] = (uint32_t)rng_next(&m->rng);
    memset(m->written, 0, sizeof(bool) << m->aw);
}

void memory_drive(struct memory *m, struct dut_in *in) {
    if (dut_params.lines) return;
    in->wb_ack = m->outstanding && m->countdown == 0;
    in->wb_dat_r = in->wb_ack ? m->read_data : (uint32_t)m->rng.state; /* junk outside the acknowledge */
    in->wb_stall = m->stalled_run < m->profile->stall_run && rng_percent(&m->rng, m->profile->stall_pct);
    m->stalled_run = in->wb_stall ? m->stalled_run + 1 : 0;
}

static void access_word(struct memory *m, const struct dut_out *out) {
    uint32_t index = out->wb_adr & ((1u << m->aw) - 1), *word = &m->words[index];
    m->read_data = *word;
    m->known = !out->wb_we && m->written[index];
    if (out->wb_we) {
        m->written[index] |= out->wb_sel == 15;
        uint32_t mask = 0;
        for (int lane = 0; lane < 4; lane++)
            if (out->wb_sel >> lane & 1) mask |= 0xffu << 8 * lane;
        *word = (*word & ~mask) | (out->wb_dat_w & mask);
        m->read_data = (uint32_t)rng_next(&m->rng); /* what a write's acknowledge carries must not matter */
    }
    const struct mem_profile *p = m->profile;
    m->outstanding = true;
    m->countdown = p->latency_min - 1 + rng_below(&m->rng, p->latency_max - p->latency_min + 1);
    m->accesses++;
}

const char *memory_edge(struct memory *m, const struct dut *d, struct dut_in *in) {
    struct sdram_pins pins;
    if (!dut_params.lines) return NULL;
    dut_sdram(d, &pins);
    in->sdram_dq_i = sdram_chip_edge(&m->chip, ++m->now, &pins);
    return m->chip.violations ? m->chip.log[0] : NULL;
}

const char *memory_sample(struct memory *m, const struct dut_out *out) {
    bool was_outstanding = m->outstanding && (!out->wb_ack || m->behind);
    m->took = false;
    m->quiet = out->wb_stb || m->outstanding ? 0 : m->quiet + 1;
    if (was_outstanding) m->countdown--;
    if (out->wb_late && !m->owed) return "a word came late that is owed to nobody";
    if (out->wb_late && m->owed_known && out->wb_dat_r != m->owed_data)
        return "a word came late that is not the one written";
    if (out->wb_late) m->owed = false;
    if (m->outstanding && out->wb_ack && out->wb_given_up) {
        m->owed = out->wb_owed;
        m->owed_known = m->known;
        m->owed_data = m->read_data;
    } else if (m->outstanding && m->known && out->wb_ack && out->wb_dat_r != m->read_data)
        return "a word was read that is not the one written";
    if (out->wb_ack && m->behind) {
        m->behind = false;
        m->known = m->behind_known;
        m->read_data = m->behind_data;
    }
    m->outstanding = was_outstanding;
    if (out->wb_stb && !out->wb_cyc) return "wb_stb without wb_cyc";
    if (was_outstanding && !out->wb_cyc) return "wb_cyc dropped while an access is outstanding";
    if (m->held && (!out->wb_stb || out->wb_we != m->held_we || out->wb_adr != m->held_adr ||
                    (out->wb_we && (out->wb_dat_w != m->held_dat || out->wb_sel != m->held_sel))))
        return "a stalled access was not held";
    m->held = out->wb_stb && out->wb_stall;
    m->held_we = out->wb_we;
    m->held_sel = out->wb_sel;
    m->held_adr = out->wb_adr;
    m->held_dat = out->wb_dat_w;
    if (!out->wb_stb || out->wb_stall) return NULL;
    if (was_outstanding && (!dut_params.lines || m->behind || m->writing || out->wb_we))
        return "a second access while one is outstanding";
    m->took = true;
    bool known = m->known;
    uint32_t read_data = m->read_data;
    access_word(m, out);
    m->behind = was_outstanding;
    if (m->behind) {
        m->behind_known = m->known;
        m->behind_data = m->read_data;
        m->known = known;
        m->read_data = read_data;
    }
    m->writing = out->wb_we;
    return NULL;
}
