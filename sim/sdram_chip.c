#include "sdram_chip.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Picoseconds; the stricter of MT48LC16M16A2-75 and AS4C16M16SB-7 for each. */
enum {
    T_RCD = 21000,
    T_RP = 21000,
    T_RAS_MIN = 44000,
    T_RAS_MAX = 100000000,
    T_RC = 66000,
    T_RRD = 15000,
    T_RFC = 66000,
    T_WR = 15000,
    T_INIT = 200000000,
    T_CK_CL2 = 10000
};
enum { T_MRD_CYCLES = 2, INIT_REFRESHES = 8, POSTPONED_REFRESHES = 8 };
static const uint64_t t_refi_fs = 7812500000; /* 64 ms / 8192, in femtoseconds */

enum { SET_MODE, REFRESH, PRECHARGE, ACTIVATE, WRITE, READ, STOP, NOP }; /* {ras_n, cas_n, we_n} */

static const uint64_t long_ago = 0;

bool sdram_chip_init(struct sdram_chip *s, uint32_t period_ps) {
    *s = (struct sdram_chip){.period_ps = period_ps};
    s->cells = malloc(SDRAM_HALFWORDS * sizeof *s->cells);
    if (!s->cells) return false;
    uint32_t junk = 0x2545F491;
    for (uint32_t i = 0; i < SDRAM_HALFWORDS; i++) {
        junk = junk * 1664525 + 1013904223;
        s->cells[i] = (uint16_t)(junk >> 16);
    }
    return true;
}

void sdram_chip_free(struct sdram_chip *s) {
    free(s->cells);
    s->cells = NULL;
}

static void violation(struct sdram_chip *s, uint64_t now, const char *fmt, ...) {
    if (s->violations < SDRAM_LOG) {
        char *line = s->log[s->violations];
        int n = snprintf(line, sizeof s->log[0], "cycle %llu: ", (unsigned long long)now);
        va_list args;
        va_start(args, fmt);
        vsnprintf(line + n, sizeof s->log[0] - (size_t)n, fmt, args);
        va_end(args);
    }
    s->violations++;
}

/* At least `ps` picoseconds must have gone by since cycle `since` (which counts from 1; 0 is long ago). */
static void check_gap(struct sdram_chip *s, uint64_t now, uint64_t since, uint32_t ps, const char *rule) {
    if (since == long_ago) return;
    uint64_t gap = (now - since) * s->period_ps;
    if (gap < ps) violation(s, now, "%s: %llu ps, not %u", rule, (unsigned long long)gap, ps);
}

/* Refreshes may lag behind by eight intervals. */
static void check_refresh_debt(struct sdram_chip *s, uint64_t now) {
    if (!s->ready) return;
    uint64_t due = (now - s->first_refresh) * s->period_ps * 1000 / t_refi_fs;
    if (due > s->refreshes + POSTPONED_REFRESHES)
        violation(s, now, "refresh: %llu due, %llu done", (unsigned long long)due, (unsigned long long)s->refreshes);
}

static void close_bank(struct sdram_chip *s, uint64_t now, struct sdram_bank *b) {
    if (!b->open) return;
    check_gap(s, now, b->activated, T_RAS_MIN, "tRAS");
    if ((now - b->activated) * s->period_ps > T_RAS_MAX) violation(s, now, "tRAS max: a row was open for too long");
    check_gap(s, now, b->written, T_WR, "tWR");
    b->open = false;
    b->precharged = now;
}

static void precharge(struct sdram_chip *s, uint64_t now, const struct sdram_pins *p) {
    /* The last halfword is on the bus a cycle after out_until, by the data sheet's count; the precharge may come CL - 1
     * cycles before it. */
    bool same_bank = p->a >> 10 & 1 || s->burst_address / (SDRAM_ROWS * SDRAM_COLUMNS) == p->ba;
    if (same_bank && now + s->cas_latency <= s->out_until + 1) violation(s, now, "precharge cuts a read burst short");
    for (int i = 0; i < SDRAM_BANKS; i++)
        if (p->a >> 10 & 1 || i == p->ba) close_bank(s, now, &s->banks[i]);
}

static void activate(struct sdram_chip *s, uint64_t now, const struct sdram_pins *p) {
    struct sdram_bank *b = &s->banks[p->ba];
    if (!s->ready) violation(s, now, "activate before the initialisation");
    if (b->open) violation(s, now, "activate of bank %u, which has row %u open", p->ba, b->row);
    check_gap(s, now, b->precharged, T_RP, "tRP");
    check_gap(s, now, b->activated, T_RC, "tRC");
    check_gap(s, now, s->last_activate, T_RRD, "tRRD");
    check_gap(s, now, s->last_refresh, T_RFC, "tRFC");
    if (s->last_mode && now - s->last_mode < T_MRD_CYCLES) violation(s, now, "tMRD");
    check_refresh_debt(s, now);
    b->open = true;
    b->row = p->a % SDRAM_ROWS;
    b->activated = s->last_activate = now;
}

static void store(struct sdram_chip *s, uint64_t now, uint32_t address, const struct sdram_pins *p) {
    if (!p->dq_oe) violation(s, now, "write without data on the bus");
    uint16_t mask = (uint16_t)((p->dqm & 1 ? 0 : 0x00FF) | (p->dqm & 2 ? 0 : 0xFF00));
    s->cells[address] = (uint16_t)((s->cells[address] & ~mask) | (p->dq_o & mask));
}

/* The chip drives the bus at the end of this cycle. */
static bool driven(const struct sdram_chip *s, uint64_t cycle) {
    return cycle != 0 && s->out[cycle % SDRAM_RING].cycle == cycle;
}

static void access(struct sdram_chip *s, uint64_t now, const struct sdram_pins *p, bool write) {
    struct sdram_bank *b = &s->banks[p->ba];
    const char *what = write ? "write" : "read";
    if (!b->open) {
        violation(s, now, "%s in bank %u, which has no row open", what, p->ba);
        return;
    }
    check_gap(s, now, b->activated, T_RCD, "tRCD");
    if (p->a >> 10 & 1) violation(s, now, "%s with auto precharge is not modelled", what);
    uint32_t column = p->a % SDRAM_COLUMNS;
    uint32_t row_base = ((uint32_t)p->ba * SDRAM_ROWS + b->row) * SDRAM_COLUMNS;
    s->burst_address = row_base + column;
    if (write) {
        store(s, now, s->burst_address, p);
        s->writing = true;
        b->written = now;
    } else {
        if (p->dqm) violation(s, now, "read with DQM high");
        uint64_t from = now + s->cas_latency - 1u;
        if (driven(s, from)) violation(s, now, "a read cuts the read before short");
        for (unsigned i = 0; i < 2; i++) { /* a burst of two wraps inside its pair */
            s->out[(from + i) % SDRAM_RING].cycle = from + i;
            s->out[(from + i) % SDRAM_RING].halfword = s->cells[s->burst_address ^ i];
        }
        s->out_until = from + 1;
    }
}

uint32_t sdram_chip_word(const struct sdram_chip *s, uint32_t index) {
    uint32_t row = ((index >> 8 ^ index >> 14) & 3) * SDRAM_ROWS + (index >> 10);
    const uint16_t *pair = s->cells + row * SDRAM_COLUMNS + 2 * (index & 0xFF);
    return pair[0] | (uint32_t)pair[1] << 16;
}

static void refresh(struct sdram_chip *s, uint64_t now) {
    for (int i = 0; i < SDRAM_BANKS; i++) {
        if (s->banks[i].open) violation(s, now, "refresh with bank %d open", i);
        check_gap(s, now, s->banks[i].precharged, T_RP, "tRP before refresh");
    }
    check_gap(s, now, s->last_refresh, T_RFC, "tRFC");
    check_refresh_debt(s, now);
    s->last_refresh = now;
    if (s->ready)
        s->refreshes++;
    else
        s->init_refreshes++;
}

static void set_mode(struct sdram_chip *s, uint64_t now, const struct sdram_pins *p) {
    for (int i = 0; i < SDRAM_BANKS; i++) {
        if (s->banks[i].open) violation(s, now, "mode set with bank %d open", i);
        check_gap(s, now, s->banks[i].precharged, T_RP, "tRP before mode set");
    }
    check_gap(s, now, s->last_refresh, T_RFC, "tRFC before mode set");
    if ((now - s->powered) * s->period_ps < T_INIT) violation(s, now, "mode set within 200 us of power-up");
    if (s->init_refreshes < INIT_REFRESHES) violation(s, now, "mode set after %u refreshes", s->init_refreshes);
    s->cas_latency = p->a >> 4 & 7;
    if ((p->a & 0xF) != 1 || p->a >> 7 || p->ba) violation(s, now, "mode %03x is not a burst of two", p->a);
    if (s->cas_latency != 2 && s->cas_latency != 3) violation(s, now, "CAS latency %u", s->cas_latency);
    if (s->cas_latency == 2 && s->period_ps < T_CK_CL2)
        violation(s, now, "CAS latency 2 with a clock of %u ps", s->period_ps);
    s->ready = true;
    s->last_mode = s->first_refresh = now;
}

uint16_t sdram_chip_edge(struct sdram_chip *s, uint64_t now, const struct sdram_pins *p) {
    bool cke = p->command >> 3;
    int command = p->command & 7;
    /* The chip lets go of the bus half a cycle and tOH after the last sample. */
    if (p->dq_oe && (driven(s, now) || driven(s, now - 1))) violation(s, now, "both sides drive the data bus");

    if (s->writing) {
        uint32_t bank = s->burst_address / (SDRAM_ROWS * SDRAM_COLUMNS);
        bool other_bank = (command == ACTIVATE || (command == PRECHARGE && !(p->a >> 10 & 1))) && p->ba != bank;
        if (command == NOP || other_bank) {
            store(s, now, s->burst_address ^ 1, p);
            s->banks[bank].written = now;
        } else {
            violation(s, now, "command %d in the second cycle of a write", command);
        }
        s->writing = false;
    }
    if (!cke) {
        if (s->cke) violation(s, now, "cke is taken away");
        return 0xFFFF;
    }
    if (!s->cke) s->powered = now;
    s->cke = true;
    switch (command) {
    case SET_MODE:
        set_mode(s, now, p);
        break;
    case REFRESH:
        refresh(s, now);
        break;
    case PRECHARGE:
        precharge(s, now, p);
        break;
    case ACTIVATE:
        activate(s, now, p);
        break;
    case WRITE:
        access(s, now, p, true);
        break;
    case READ:
        access(s, now, p, false);
        break;
    case STOP:
        violation(s, now, "burst stop");
        break;
    default:
        break;
    }
    return driven(s, now) ? s->out[now % SDRAM_RING].halfword : 0xFFFF; /* a bus that nobody drives reads junk */
}
