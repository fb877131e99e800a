// C functions around one Verilated machine. SHIM_ULX3S, SHIM_ICEBREAKER or SHIM_ONCHIP says which; VM_TRACE_FST is set
// in the tracing build. Verilator's output is part of this translation unit, for speed (docs/simulator.md).
#include "shim.h"
#include "verilated.h"
#include <lith_machines.h>
#include <new>
#if VM_TRACE
#include "verilated_fst_c.h"
#endif

#if defined(SHIM_ULX3S)
#include "Vlith_ulx3s__ALL.cpp"
typedef Vlith_ulx3s Machine;
#define ROOT(function) Vlith_ulx3s___024root___##function
#define SHIM shim_ulx3s
#define SOC(path) lith_ulx3s__DOT__soc__DOT__##path
#define RAM(part) SOC(g_two_ports__DOT__ram__DOT__##part)
#define LINES(part) lith_ulx3s__DOT__lines__DOT__##part
#ifdef SHIM_SMALL // tests/lockstep: the same machine with little RAM
static const char MACHINE[] = "small";
#define PARAMETER(name) LITH_SMALL_##name
#else
static const char MACHINE[] = "ulx3s";
#define PARAMETER(name) LITH_ULX3S_##name
#endif
enum { SDRAM = 1 };
#elif defined(SHIM_ONCHIP)
#include "Vlith_onchip__ALL.cpp"
typedef Vlith_onchip Machine;
#define ROOT(function) Vlith_onchip___024root___##function
#define SHIM shim_onchip
#define SOC(path) lith_onchip__DOT__soc__DOT__##path
#define RAM(part) SOC(g_two_ports__DOT__ram__DOT__##part)
#define HEAP_DATA lith_onchip__DOT__memory__DOT__words__DOT__data
static const char MACHINE[] = "onchip";
#define PARAMETER(name) LITH_ONCHIP_##name
enum { SDRAM = 0 };
#elif defined(SHIM_ICEBREAKER)
#include "Vlith_icebreaker__ALL.cpp"
typedef Vlith_icebreaker Machine;
#define ROOT(function) Vlith_icebreaker___024root___##function
#define SHIM shim_icebreaker
#define SOC(path) lith_icebreaker__DOT__soc__DOT__##path
#define RAM_DATA SOC(g_one_port__DOT__ram__DOT__words__DOT__data)
#define RAM_MARKS SOC(g_one_port__DOT__ram__DOT__marks)
#define HEAP_DATA lith_icebreaker__DOT__memory__DOT__words__DOT__data
static const char MACHINE[] = "icebreaker";
#define PARAMETER(name) LITH_ICEBREAKER_##name
enum { SDRAM = 0 };
#endif
enum {
    RAM_WORDS = 1 << PARAMETER(RAM_AW),
    ROM_WORDS = 1 << PARAMETER(ROM_AW),
    HEAP_WORDS = 1 << PARAMETER(HEAP_AW),
    CLOCK_HZ = PARAMETER(CLOCK_HZ),
    BAUD = PARAMETER(BAUD),
    COUNTERS = PARAMETER(STATS)
};
#define COUNTER(name) SOC(heap__DOT__stats__DOT__counters__DOT__##name)

namespace {

struct Model {
    VerilatedContext context;
    Machine top{&context};
#if VM_TRACE
    VerilatedFstC fst;
    uint64_t half_cycles = 0;
    bool tracing = false;
#endif
};

void *create(const char *trace, uint32_t heap_words) {
#if !VM_TRACE
    if (trace) return nullptr;
#endif
    Model *m = new (std::nothrow) Model;
    if (!m) return nullptr;
#if VM_TRACE
    if (trace) {
        m->context.traceEverOn(true);
        m->top.trace(&m->fst, 99);
        m->fst.open(trace);
        if (!m->fst.isOpen()) {
            delete m;
            return nullptr;
        }
        m->tracing = true;
    }
#endif
    m->top.heap_words = heap_words;
    m->top.clk = 0;
    m->top.rst = 1;
    m->top.uart_rx = 1;
    m->top.eval();
    return m;
}

void destroy(void *model) {
    Model *m = static_cast<Model *>(model);
#if VM_TRACE
    if (m->tracing) m->fst.close();
#endif
    m->top.final();
    delete m;
}

#if VM_TRACE
void half_cycle(Model *m, int level) {
    m->top.clk = level;
    m->top.eval();
    if (m->tracing) m->fst.dump(m->half_cycles++ * (500000000 / CLOCK_HZ));
}
#endif

void set_inputs(Model *m, const shim_pins *pins, int reset) {
    Machine &top = m->top;
    top.rst = reset;
    top.uart_rx = pins->uart_rx;
    top.spi_miso = pins->spi_miso;
#ifdef SHIM_ULX3S
    top.sdram_dq_i = pins->sdram_dq_i;
#endif
#ifdef SHIM_DIRECT
    ROOT(ico_sequent__TOP__0)(top.rootp);
#endif
}

// One rising edge; the falling one changes nothing. With SHIM_DIRECT (sim.mk looks whether it may) Verilator's function
// for the edge is called as it is, without what finds out which edges there are and which inputs have changed.
void clock_edge(Model *m) {
#if VM_TRACE
    half_cycle(m, 1);
    half_cycle(m, 0);
#elif defined(SHIM_DIRECT)
    ROOT(nba_sequent__TOP__0)(m->top.rootp);
#else
    m->top.clk = 1;
    m->top.eval();
    m->top.clk = 0;
    m->top.eval();
#endif
}

int sdram_command(const Machine &top) {
#ifdef SHIM_ULX3S
    return top.sdram_cke << 3 | top.sdram_ras_n << 2 | top.sdram_cas_n << 1 | top.sdram_we_n;
#else
    return SHIM_SDRAM_NONE;
#endif
}

void get_outputs(const Machine &top, shim_pins *pins) {
    pins->uart_tx = top.uart_tx;
    pins->spi_sck = top.spi_sck;
    pins->spi_mosi = top.spi_mosi;
    pins->spi_cs_n = top.spi_cs_n;
    pins->sleeping = top.sleeping;
#ifdef SHIM_ULX3S
    pins->sdram_command = sdram_command(top);
    pins->sdram_ba = top.sdram_ba;
    pins->sdram_a = top.sdram_a;
    pins->sdram_dqm = top.sdram_dqm;
    pins->sdram_dq_o = top.sdram_dq_o;
    pins->sdram_dq_oe = top.sdram_dq_oe;
#endif
}

void cycle(void *model, shim_pins *pins, int reset) {
    Model *m = static_cast<Model *>(model);
    set_inputs(m, pins, reset);
    clock_edge(m);
    get_outputs(m->top, pins);
}

uint64_t run(void *model, shim_pins *pins, uint64_t most) {
    Model *m = static_cast<Model *>(model);
    const Machine &top = m->top;
    uint64_t n = 0;
    bool same;
    set_inputs(m, pins, 0);
    do {
        clock_edge(m);
        n++;
        same = sdram_command(top) == SHIM_SDRAM_NONE && top.sleeping == pins->sleeping &&
               top.uart_tx == pins->uart_tx && top.spi_sck == pins->spi_sck && top.spi_mosi == pins->spi_mosi &&
               top.spi_cs_n == pins->spi_cs_n;
    } while (same && n < most);
    get_outputs(top, pins);
    return n;
}

void write_rom(void *model, uint32_t index, uint32_t word) {
    static_cast<Model *>(model)->top.rootp->SOC(rom__DOT__words)[index] = word;
}

void write_ram(void *model, uint32_t index, uint32_t word) {
    auto root = static_cast<Model *>(model)->top.rootp;
#ifdef RAM // in lines of four words
    root->RAM(data)[index / 4][index % 4] = word;
    root->RAM(marks)[index / 4] &= ~(3 << index % 4 * 2);
#else
    root->RAM_DATA[index] = word;
    root->RAM_MARKS[index] = 0;
#endif
}

int quiet(void *model) {
    auto root = static_cast<Model *>(model)->top.rootp;
    bool timer_set = root->SOC(devices__DOT__timer__DOT__compare_low) != 0xFFFFFFFF;
#ifndef SHIM_ICEBREAKER
    timer_set |= root->SOC(devices__DOT__timer__DOT__compare_high) != 0xFFFFFFFF;
#endif
    return !timer_set && root->SOC(heap__DOT__phase) == 0;
}

void counters(void *model, shim_counters *out) {
    auto root = static_cast<Model *>(model)->top.rootp;
    *out = shim_counters();
    out->roots_wait = root->SOC(roots__DOT__held_up);
    out->instructions = root->SOC(core__DOT__minstret);
#ifndef SHIM_ICEBREAKER
    out->made = root->COUNTER(made);
    out->freed = root->COUNTER(freed);
    out->collections = root->COUNTER(cycles_ended);
    out->moved = root->COUNTER(moved);
    out->stall_max = root->COUNTER(longest);
    out->stall_total = root->COUNTER(stalled);
    out->alloc_wait = root->COUNTER(waited);
    out->alloc_wait_max = root->COUNTER(longest_for_space);
    out->barrier_wait = root->COUNTER(barrier);
    out->most_live = root->COUNTER(most_live);
    out->minors = root->COUNTER(minors);
    out->promoted = root->COUNTER(words_promoted);
    out->overflows = root->COUNTER(overflows);
    for (int i = 0; i < 8; i++) out->histogram[i] = root->COUNTER(bin)[i];
#endif
}

uint32_t pc(void *model) { return static_cast<Model *>(model)->top.rootp->SOC(core__DOT__x_pc) << 1; }

uint32_t read_ram(void *model, uint32_t index, uint8_t *tag) {
    auto root = static_cast<Model *>(model)->top.rootp;
#ifdef RAM
    uint32_t word = root->RAM(data)[index / 4][index % 4];
    *tag = root->RAM(marks)[index / 4] >> index % 4 * 2 & 1;
    if (root->RAM(waiting) && root->RAM(w_addr) == index) { // a store on its way
        for (int i = 0; i < 4; i++)
            if (root->RAM(w_be) >> i & 1) word = (word & ~(0xFFu << 8 * i)) | (root->RAM(w_data) & 0xFFu << 8 * i);
        *tag = root->RAM(w_mark) & 1;
    }
    return word;
#else
    *tag = root->RAM_MARKS[index] & 1;
    return root->RAM_DATA[index];
#endif
}

void heap(void *model, shim_heap *out) {
    auto root = static_cast<Model *>(model)->top.rootp;
    out->alloc = root->SOC(heap__DOT__mutator__DOT__alloc);
    out->other = root->SOC(heap__DOT__mutator__DOT__make__DOT__allocator__DOT__other);
    out->high = root->SOC(heap__DOT__high);
    out->start = root->SOC(heap__DOT__start);
    out->lower = root->SOC(heap__DOT__lower);
    out->single = root->SOC(heap__DOT__mutator__DOT__make__DOT__single);
    out->in_upper = root->SOC(heap__DOT__in_upper);
    out->kept_upper = root->SOC(heap__DOT__kept_upper);
    out->ceil = root->SOC(heap__DOT__ceil);
    out->fresh = root->SOC(heap__DOT__mutator__DOT__fresh);
    out->phase = root->SOC(heap__DOT__phase);
    out->colour = root->SOC(heap__DOT__colour);
    out->minor = root->SOC(heap__DOT__minor);
    out->old_end = root->SOC(heap__DOT__old_end);
    out->mutator = root->SOC(heap__DOT__mutator__DOT__state);
    out->wait = root->SOC(heap__DOT__st_wait);
    out->collector = root->SOC(heap__DOT__collector__DOT__state);
    out->to = root->SOC(heap__DOT__mv_dst);
    out->from = root->SOC(heap__DOT__collector__DOT__src);
    out->handle = root->SOC(heap__DOT__collector__DOT__g_handle);
    out->length = root->SOC(heap__DOT__g_len);
    out->index = root->SOC(heap__DOT__mv_index);
}

#ifdef SHIM_ULX3S
// The bytes of a write that lith_lines has taken and not carried out yet.
void put_pending(uint32_t *word, bool write, bool at_index, uint8_t sel, uint32_t data) {
    for (int i = 0; write && at_index && i < 4; i++)
        if (sel >> i & 1) *word = (*word & ~(0xFFu << 8 * i)) | (data & 0xFFu << 8 * i);
}

// Looks through the lines: the state of a line is tag, fetched, a dirty bit for each word. The victim that is written
// back (v) is looked at until there is another, as its last word may still be on its way to the chip: what it holds is
// what SDRAM will hold.
uint32_t heap_word(void *model, uint32_t index, uint32_t behind) {
    auto root = static_cast<Model *>(model)->top.rootp;
    constexpr int WORDS = 1 << PARAMETER(LINE_WORDS);
    uint32_t at = index % WORDS, line = index / WORDS, slot = line % (1 << PARAMETER(LINES));
    uint32_t tag = line >> PARAMETER(LINES), state = root->LINES(state)[slot], word = behind;
    if (root->LINES(c_new) && root->LINES(c_line) == slot) state = root->LINES(c_state); // on its way
    bool fetched = state >> WORDS & 1, dirty = state >> at & 1;
    bool coming = root->LINES(f_adr) == line && root->LINES(f_left) >> at & 1;
    if (root->LINES(v_adr) == line && root->LINES(v_dirty) >> at & 1) word = root->LINES(v_data)[at];
    if (root->LINES(x_full) && root->LINES(x_adr) == line && root->LINES(x_dirty) >> at & 1)
        word = root->LINES(x_data)[at];
    if (state >> (WORDS + 1) == tag && (dirty || fetched) && !coming) word = root->LINES(data)[slot][at];
    put_pending(&word, root->LINES(s_valid) && root->LINES(s_we), root->LINES(s_adr) == index, root->LINES(s_sel),
                root->LINES(s_dat));
    put_pending(&word, root->LINES(k_valid) && root->LINES(k_we), root->LINES(k_adr) == index, root->LINES(k_sel),
                root->LINES(k_dat));
    return word;
}
#else
uint32_t heap_word(void *model, uint32_t index, uint32_t) {
    return static_cast<Model *>(model)->top.rootp->HEAP_DATA[index];
}
#endif

} // namespace

const shim SHIM = {MACHINE, RAM_WORDS, ROM_WORDS, HEAP_WORDS, CLOCK_HZ, BAUD,     SDRAM, COUNTERS, create, destroy,
                   cycle,   run,       write_rom, write_ram,  quiet,    counters, pc,    read_ram, heap,   heap_word};
