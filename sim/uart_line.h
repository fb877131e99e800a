/* The host's end of a serial line, bit by bit: 8 data bits, no parity, 1 stop bit. Time is counted in clock cycles of
 * the machine at the other end. */
#ifndef SIM_UART_LINE_H
#define SIM_UART_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UART_QUEUE = 65536 }; /* bytes, a power of two */

struct uart_queue {
    uint8_t bytes[UART_QUEUE];
    uint32_t head, tail; /* free-running */
};

struct uart_line {
    uint32_t bit_cycles;
    struct uart_queue received, to_send;
    /* from the machine */
    uint64_t sample_at; /* cycle of the next sample, UART_NEVER while the line rests */
    uint8_t rx_bits, rx_byte;
    uint32_t framing_errors;
    /* to the machine */
    uint64_t shift_at; /* cycle at which the next bit goes out */
    uint16_t tx_frame;
    uint8_t tx_bits, tx_level;
};

#define UART_NEVER UINT64_MAX

void uart_line_init(struct uart_line *u, uint32_t bit_cycles);
size_t uart_queue_put(struct uart_queue *q, const uint8_t *bytes, size_t n); /* how many fitted */
size_t uart_queue_take(struct uart_queue *q, uint8_t *bytes, size_t n);      /* how many there were */
static inline size_t uart_queue_count(const struct uart_queue *q) { return q->tail - q->head; }

void uart_line_edge(struct uart_line *u, uint64_t now); /* the machine's line has fallen while we were not sampling */
void uart_line_sample(struct uart_line *u, uint8_t level); /* it is time (sample_at) to look at the machine's line */
void uart_line_shift(struct uart_line *u, uint64_t now); /* it is time (shift_at) to change ours, or there is a byte */

/* To be called once a cycle with the level of the machine's line; returns the level of ours. */
static inline uint8_t uart_line_step(struct uart_line *u, uint64_t now, uint8_t level) {
    if (u->sample_at == UART_NEVER) {
        if (!level) uart_line_edge(u, now);
    } else if (now >= u->sample_at) {
        uart_line_sample(u, level);
    }
    if (now >= u->shift_at && (u->tx_bits != 0 || u->to_send.head != u->to_send.tail)) uart_line_shift(u, now);
    return u->tx_level;
}

/* The next cycle in which a step can do anything, while the level stays as it was at that of cycle `now` and no bytes
 * are queued; `now` when the next one can. */
static inline uint64_t uart_line_next(const struct uart_line *u, uint64_t now, uint8_t level) {
    bool sending = u->tx_bits != 0 || u->to_send.head != u->to_send.tail;
    uint64_t next = u->sample_at == UART_NEVER && !level ? now : u->sample_at;
    return sending && u->shift_at < next ? u->shift_at : next;
}

/* True while a byte is on its way in either direction. */
static inline bool uart_line_busy(const struct uart_line *u) {
    return u->sample_at != UART_NEVER || u->tx_bits != 0 || u->to_send.head != u->to_send.tail;
}

#endif
