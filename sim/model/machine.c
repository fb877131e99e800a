/* A modelled machine as a whole: its making, its run loop and the back end of sim/lith_sim.h. */
#include "lith_machines.h"
#include "lith_memmap.h"
#include "sim/backend.h"
#include "sim/bootrom.h"
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIVE_LIMIT 65536 /* bytes the host may send ahead */

/* A machine of isa/machines.table, with the boot ROM of a board. */
#define MACHINE(machine, MACHINE, board)                                                                               \
    {                                                                                                                  \
        .name = #machine, .id = LITH_##MACHINE##_MACHINE, .clock_hz = LITH_##MACHINE##_CLOCK_HZ,                       \
        .baud = LITH_##MACHINE##_BAUD, .ram_bytes = 4u << LITH_##MACHINE##_RAM_AW,                                     \
        .rom_bytes = 4u << LITH_##MACHINE##_ROM_AW, .heap_address_width = LITH_##MACHINE##_HEAP_AW,                    \
        .handle_width = LITH_##MACHINE##_HW, .compressed = LITH_##MACHINE##_RV_C, .multiply = LITH_##MACHINE##_RV_M,   \
        .wide_timer = LITH_##MACHINE##_TIMER == 64, .counters = LITH_##MACHINE##_STATS,                                \
        .generations = LITH_##MACHINE##_REMEMBER != 0, .copies = LITH_##MACHINE##_COPY,                                \
        .durable = LITH_##MACHINE##_DURABLE, .boot = bootrom_##board, .boot_end = bootrom_##board##_end                \
    }

static const struct machine_kind kinds[] = {MACHINE(ulx3s, ULX3S, ulx3s), MACHINE(onchip, ONCHIP, ulx3s),
                                            MACHINE(small, SMALL, ulx3s), MACHINE(icebreaker, ICEBREAKER, icebreaker)};

static const struct machine_kind *find_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

static bool make_region(struct code_region *region, uint32_t base, uint32_t size) {
    region->base = base;
    region->size = size;
    region->decoded = calloc(size / 2 + 2, sizeof *region->decoded);
    if (!region->decoded) return false;
    for (uint32_t i = 0; i < 2; i++)
        region->decoded[size / 2 + i] = (struct decoded){.op = OP_OUTSIDE, .halfwords = 1, .pc = base + size + 2 * i};
    return true;
}

static bool make_memories(struct model *m) {
    const struct machine_kind *k = m->kind;
    m->ram_words = calloc(k->ram_bytes / 4, 4);
    m->ram_meta = calloc(k->ram_bytes / 4, 1);
    m->rom_words = calloc(k->rom_bytes / 4, 4);
    return m->ram_words && m->ram_meta && m->rom_words && make_region(&m->ram, LITH_RAM_BASE, k->ram_bytes) &&
           make_region(&m->rom, LITH_ROM_BASE, k->rom_bytes) &&
           heap_init(&m->heap, k->heap_address_width, k->handle_width, model_roots, m);
}

static bool copy_flash(struct flash *f, const struct lith_config *cfg) {
    f->contents = malloc(cfg->flash_size ? cfg->flash_size : 1);
    if (!f->contents) return false;
    if (cfg->flash_size) memcpy(f->contents, cfg->flash, cfg->flash_size);
    f->base = cfg->flash_base;
    f->size = (uint32_t)cfg->flash_size;
    return true;
}

/* Boot ROM, or RAM with what the host put there. False: err says why. */
static bool load_memories(struct model *m, const struct lith_config *cfg, char *err, size_t err_size) {
    static const uint32_t start_ram[] = {LITH_RAM_BASE | 0x2b7 /* lui t0 */, 0x00028067 /* jr t0 */};
    if (!cfg->ram) {
        memcpy(m->rom_words, m->kind->boot, (size_t)(m->kind->boot_end - m->kind->boot));
        return true;
    }
    if (cfg->ram_size > m->ram.size) {
        snprintf(err, err_size, "RAM contents have %zu bytes, %s has %u: make the program smaller", cfg->ram_size,
                 m->kind->name, m->ram.size);
        return false;
    }
    memcpy(m->rom_words, start_ram, sizeof start_ram);
    memcpy(m->ram_words, cfg->ram, cfg->ram_size);
    return true;
}

struct model *model_new(const struct lith_config *cfg, char *err, size_t err_size) {
    const struct machine_kind *kind = find_kind(cfg->machine);
    struct model *m = calloc(1, sizeof *m);
    snprintf(err, err_size, kind ? "no memory for the machine: give the host more" : "no machine \"%s\": name another",
             cfg->machine);
    if (!m || !kind) goto failed;
    m->kind = kind;
    if (!make_memories(m) || !copy_flash(&m->devices.flash, cfg)) goto failed;
    if (!load_memories(m, cfg, err, err_size)) goto failed;
    if (cfg->heap_words > 1u << kind->heap_address_width) {
        snprintf(err, err_size, "%s has %u words of heap, not %u", kind->name, 1u << kind->heap_address_width,
                 cfg->heap_words);
        goto failed;
    }
    m->heap.counters = kind->counters;
    m->heap.generations = kind->generations;
    m->heap_words = cfg->heap_words ? cfg->heap_words : 1u << kind->heap_address_width;
    m->nowhere = (struct decoded){.op = OP_OUTSIDE, .halfwords = 2, .rd = NO_REGISTER};
    m->devices.timer_compare = kind->wide_timer ? UINT64_MAX : UINT32_MAX;
    m->devices.uart_divisor = kind->clock_hz / kind->baud;
    m->devices.card = (struct sd_card){.medium = cfg->card}; /* hz 0: bytes take no time here */
    sd_card_power(&m->devices.card);
    m->next = model_entry(m, LITH_ROM_BASE);
    err[0] = 0;
    return m;
failed:
    model_free(m);
    return NULL;
}

void model_free(struct model *m) {
    if (!m) return;
    heap_free(&m->heap);
    free(m->ram_words);
    free(m->ram_meta);
    free(m->rom_words);
    free(m->ram.decoded);
    free(m->rom.decoded);
    free(m->devices.flash.contents);
    free(m->devices.to_host.bytes);
    free(m->devices.from_host.bytes);
    free(m);
}

tword model_register(const struct model *m, unsigned index) { return m->x[index]; }

tword model_ram_word(const struct model *m, uint32_t address) {
    uint32_t i = (address - m->ram.base) / 4;
    return m->ram_words[i] | (tword)(m->ram_meta[i] & META_TAG) << 32;
}

struct heap *model_heap(struct model *m) {
    return &m->heap;
}

uint32_t model_pc(const struct model *m) {
    struct model *writable = (struct model *)(uintptr_t)m;
    if (m->next->op == OP_UNDECODED) model_decode_entry(writable, m->next);
    return m->next->pc;
}

const char *model_broken(const struct model *m) { return m->heap.broken; }

/* Takes the most urgent interrupt if one may be taken. */
static void take_interrupt(struct model *m, uint32_t wanted) {
    if (!(m->mstatus & MSTATUS_MIE)) return;
    uint32_t irq = wanted & 1u << IRQ_EXTERNAL ? IRQ_EXTERNAL : wanted & 1u << IRQ_TIMER ? IRQ_TIMER : IRQ_HEAP;
    model_trap(m, model_pc(m), CAUSE_IRQ | irq, 0);
}

/* Cycles until the timer fires, at most `limit`. */
static uint64_t until_timer(const struct model *m, uint64_t limit) {
    uint64_t compare = m->devices.timer_compare;
    return compare > m->cycles && compare - m->cycles < limit ? compare - m->cycles : limit;
}

/* The timer will end a wfi by itself. */
static bool timer_wakes(const struct model *m) {
    uint64_t compare = m->devices.timer_compare;
    bool set = m->kind->wide_timer ? compare != UINT64_MAX : (uint32_t)compare != UINT32_MAX;
    return set && m->mie & 1u << IRQ_TIMER;
}

static void panic(const struct model *m) {
    fprintf(stderr, "model: %s before pc %08x: a fault of the model, please report it\n", m->heap.broken, model_pc(m));
    abort();
}

uint64_t model_run(struct model *m, uint64_t cycles) {
    uint64_t start = m->cycles, end = start + cycles;
    while (m->cycles < end && m->devices.to_host.count == 0) {
        uint32_t wanted = model_pending(m) & m->mie;
        uint64_t slice = until_timer(m, end - m->cycles);
        if (wanted) {
            m->sleeping = false;
            take_interrupt(m, wanted);
        }
        if (!m->sleeping)
            model_execute(m, slice);
        else if (timer_wakes(m))
            m->cycles += slice;
        else
            break;
        if (m->heap.broken) panic(m);
    }
    return m->cycles - start;
}

static void *create(const struct lith_config *cfg, char *err, size_t err_size) { return model_new(cfg, err, err_size); }
static void destroy(void *machine) { model_free(machine); }
static uint64_t run(void *machine, uint64_t cycles) { return model_run(machine, cycles); }

static size_t uart_read(void *machine, uint8_t *buf, size_t n) {
    struct model *m = machine;
    return queue_take(&m->devices.to_host, buf, n);
}

static size_t uart_write(void *machine, const uint8_t *buf, size_t n) {
    struct model *m = machine;
    return queue_put(&m->devices.from_host, buf, n, RECEIVE_LIMIT);
}

static bool idle(const void *machine) {
    const struct model *m = machine;
    return m->sleeping && !(model_pending(m) & m->mie) && !timer_wakes(m);
}

static void stats(const void *machine, struct lith_stats *out) {
    const struct model *m = machine;
    *out = (struct lith_stats){.cycles = m->cycles,
                               .instructions = m->instructions,
                               .cells_made = m->heap.made,
                               .cells_freed = m->heap.freed,
                               .gc_cycles = m->heap.collections,
                               .words_moved = m->heap.moved,
                               .minors = m->heap.minors,
                               .promoted = m->heap.promoted,
                               .heap_words_max_live = m->heap.max_live};
}

static size_t uart_waiting(const void *machine) { return ((const struct model *)machine)->devices.to_host.count; }

static uint32_t pc(const void *machine) { return model_pc(machine); }

static uint32_t flash_address(const void *machine) { return ((const struct model *)machine)->devices.flash.address; }

static bool asleep(const void *machine) { return ((const struct model *)machine)->sleeping; }

static bool ram_word(const void *machine, uint32_t address, uint64_t *word) {
    const struct model *m = machine;
    if (address - m->ram.base >= m->ram.size) return false;
    *word = model_ram_word(m, address);
    return true;
}

/* Between two instructions no collection is under way. */
static void heap_now(const void *machine, struct lith_heap_state *out) {
    const struct heap *h = &((const struct model *)machine)->heap;
    *out = (struct lith_heap_state){.words = 1u << h->address_width,
                                    .top = h->alloc,
                                    .ceil = h->ceil,
                                    .handles = h->handles_used,
                                    .phase = LITH_HEAP_IDLE,
                                    .old_end = h->old_end,
                                    .whole = true};
}

static uint32_t heap_word(const void *machine, uint32_t place) {
    return ((const struct model *)machine)->heap.words[place];
}

static uint32_t heap_entry(const void *machine, uint32_t handle) {
    return heap_entry_word(&((const struct model *)machine)->heap, handle);
}

const struct lith_backend_ops lith_model_ops = {.create = create,
                                                .destroy = destroy,
                                                .run = run,
                                                .uart_read = uart_read,
                                                .uart_write = uart_write,
                                                .idle = idle,
                                                .stats = stats,
                                                .uart_waiting = uart_waiting,
                                                .pc = pc,
                                                .asleep = asleep,
                                                .flash_address = flash_address,
                                                .ram_word = ram_word,
                                                .heap = heap_now,
                                                .heap_word = heap_word,
                                                .heap_entry = heap_entry};
