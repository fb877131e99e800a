/* What lies outside RAM: boot ROM and device registers. */
#include "lith_memmap.h"
#include "state.h"

#include <string.h>

#define SPI_SELECT_FLASH 0x100u
#define SPI_SELECT_CARD 0x200u

uint32_t model_pending(const struct model *m) {
    const struct devices *v = &m->devices;
    bool receive = v->uart_control & LITH_UART_CONTROL_RX_IRQ && v->from_host.count;
    bool transmit = v->uart_control & LITH_UART_CONTROL_TX_IRQ;
    uint32_t pending = 0;
    if (receive || transmit) pending |= 1u << IRQ_EXTERNAL;
    if (model_now(m) >= v->timer_compare) pending |= 1u << IRQ_TIMER;
    if (heap_low(&m->heap)) pending |= 1u << IRQ_HEAP;
    return pending;
}

static uint32_t uart_data(struct model *m) {
    uint8_t byte;
    if (!queue_take(&m->devices.from_host, &byte, 1)) return 0;
    return LITH_UART_DATA_VALID | byte;
}

/* Sends the low `bytes` bytes of word. What is not selected answers with ones; the card counts the clocks all the same.
 */
static uint32_t spi_exchange(struct model *m, uint32_t word, unsigned bytes) {
    uint32_t received = 0;
    for (unsigned i = 0; i < bytes; i++) {
        uint8_t sent = (uint8_t)(word >> 8 * i);
        uint8_t card = sd_card_exchange(&m->devices.card, sent, model_now(m)), answer = card;
        if (m->devices.spi_control & SPI_SELECT_FLASH) answer = flash_exchange(&m->devices.flash, sent);
        received |= (uint32_t)answer << 8 * i;
    }
    return received;
}

static uint32_t device_load(struct model *m, uint32_t address) {
    const struct devices *v = &m->devices;
    switch (address) {
    case LITH_UART_DATA:
        return uart_data(m);
    case LITH_UART_STATUS:
        return (v->from_host.count ? LITH_UART_STATUS_RX_READY : 0) | LITH_UART_STATUS_TX_ROOM |
               LITH_UART_STATUS_TX_IDLE;
    case LITH_UART_CONTROL:
        return v->uart_control;
    case LITH_UART_DIVISOR:
        return v->uart_divisor;
    case LITH_TIMER_MTIME:
        return (uint32_t)model_now(m);
    case LITH_TIMER_MTIMEH:
        return m->kind->wide_timer ? (uint32_t)(model_now(m) >> 32) : 0;
    case LITH_TIMER_MTIMECMP:
        return (uint32_t)v->timer_compare;
    case LITH_TIMER_MTIMECMPH:
        return m->kind->wide_timer ? (uint32_t)(v->timer_compare >> 32) : 0;
    case LITH_SPI_DATA:
    case LITH_SPI_DATA32:
        return v->spi_received;
    case LITH_SPI_CONTROL:
        return v->spi_control;
    case LITH_SYSTEM_MACHINE:
        return m->kind->id;
    case LITH_SYSTEM_CLOCK_HZ:
        return m->kind->clock_hz;
    case LITH_SYSTEM_RAM_BYTES:
        return m->kind->ram_bytes;
    case LITH_SYSTEM_HEAP_WORDS:
        return m->heap_words;
    default:
        return 0;
    }
}

static void set_timer(struct model *m, uint32_t low, uint32_t high) {
    uint64_t wanted = (uint64_t)high << 32 | low;
    if (!m->kind->wide_timer) wanted = (model_now(m) & ~(uint64_t)~0u) | low;
    m->devices.timer_compare = wanted;
}

static void device_store(struct model *m, uint32_t address, uint32_t word) {
    struct devices *v = &m->devices;
    uint8_t byte = (uint8_t)word;
    switch (address) {
    case LITH_UART_DATA:
        queue_put(&v->to_host, &byte, 1, SIZE_MAX);
        break;
    case LITH_UART_CONTROL:
        v->uart_control = word & 3;
        break;
    case LITH_UART_DIVISOR:
        v->uart_divisor = word & (m->kind->wide_timer ? 0xffff : 0xff);
        break;
    case LITH_TIMER_MTIMECMP:
        set_timer(m, word, (uint32_t)(v->timer_compare >> 32));
        break;
    case LITH_TIMER_MTIMECMPH:
        if (m->kind->wide_timer) set_timer(m, (uint32_t)v->timer_compare, word);
        break;
    case LITH_SPI_DATA:
        v->spi_received = spi_exchange(m, word, 1);
        break;
    case LITH_SPI_DATA32:
        v->spi_received = spi_exchange(m, word, 4);
        break;
    case LITH_SPI_CONTROL:
        v->spi_control = word & (LITH_SPI_CONTROL_DIVISOR | LITH_SPI_CONTROL_SELECT);
        if (!(word & SPI_SELECT_FLASH)) flash_deselect(&v->flash);
        sd_card_select(&v->card, word & SPI_SELECT_CARD);
        break;
    default:
        break;
    }
}

static bool is_device(uint32_t address) {
    return address - LITH_UART_BASE < LITH_SYSTEM_BASE + LITH_SYSTEM_SIZE - LITH_UART_BASE;
}

bool model_bus_load(struct model *m, uint32_t address, uint32_t *word) {
    address &= ~3u;
    if (address - m->rom.base < m->rom.size) {
        *word = m->rom_words[(address - m->rom.base) / 4];
        return true;
    }
    if (!is_device(address)) return false;
    *word = device_load(m, address);
    m->undetermined = true;
    return true;
}

bool model_bus_store(struct model *m, uint32_t address, uint32_t mask, uint32_t word) {
    if (!is_device(address)) return false;
    if (mask & 1) device_store(m, address & ~3u, word);
    return true;
}

/* True for the address of a word of RAM, and, as the end of a range, for the one behind the last. */
static bool bounds_ram(const struct model *m, uint32_t address, bool end) {
    uint32_t offset = address - m->ram.base;
    return offset % 4 == 0 && (offset < m->ram.size || (end && offset == m->ram.size));
}

/* Tags left in the dead range would outlive their cells, so they are cleared. */
bool model_roots(void *machine, uint32_t dead_low, uint32_t dead_high) {
    struct model *m = machine;
    if (dead_high && !(bounds_ram(m, dead_low, false) && bounds_ram(m, dead_high, true))) return false;
    uint32_t words = m->ram.size / 4;
    uint32_t low = (dead_low - m->ram.base) / 4, high = dead_high ? (dead_high - m->ram.base) / 4 : 0;
    for (unsigned i = 1; i < 32; i++) heap_mark_root(&m->heap, m->x[i]);
    heap_mark_root(&m->heap, m->mtval);
    for (uint32_t i = 0; i < words; i++) {
        uint64_t eight;
        memcpy(&eight, &m->ram_meta[i & ~7u], sizeof eight);
        if (!(eight & META_TAG * 0x0101010101010101u)) i |= 7; /* most words have no tag: on to the next eight */
        if (!(m->ram_meta[i] & META_TAG)) continue;
        if (i >= low && i < high)
            m->ram_meta[i] &= (uint8_t)~META_TAG;
        else
            heap_mark_root(&m->heap, TAG | m->ram_words[i]);
    }
    return true;
}
