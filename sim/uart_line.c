#include "uart_line.h"

void uart_line_init(struct uart_line *u, uint32_t bit_cycles) {
    *u = (struct uart_line){.bit_cycles = bit_cycles, .sample_at = UART_NEVER, .tx_level = 1};
}

size_t uart_queue_put(struct uart_queue *q, const uint8_t *bytes, size_t n) {
    size_t done = 0;
    while (done < n && uart_queue_count(q) < UART_QUEUE) q->bytes[q->tail++ % UART_QUEUE] = bytes[done++];
    return done;
}

size_t uart_queue_take(struct uart_queue *q, uint8_t *bytes, size_t n) {
    size_t done = 0;
    while (done < n && q->head != q->tail) bytes[done++] = q->bytes[q->head++ % UART_QUEUE];
    return done;
}

void uart_line_edge(struct uart_line *u, uint64_t now) {
    u->sample_at = now + u->bit_cycles / 2;
    u->rx_bits = 0;
}

void uart_line_sample(struct uart_line *u, uint8_t level) {
    uint8_t bit = u->rx_bits++;
    u->sample_at += u->bit_cycles;
    if (bit == 0) {
        if (level) u->sample_at = UART_NEVER; /* a glitch, not a start bit */
    } else if (bit < 9) {
        u->rx_byte = (uint8_t)(u->rx_byte >> 1 | level << 7);
    } else {
        if (level)
            uart_queue_put(&u->received, &u->rx_byte, 1);
        else
            u->framing_errors++;
        u->sample_at = UART_NEVER;
    }
}

void uart_line_shift(struct uart_line *u, uint64_t now) {
    if (u->tx_bits == 0) {
        uint8_t byte = 0;
        uart_queue_take(&u->to_send, &byte, 1);
        u->tx_frame = (uint16_t)(0x200 | byte << 1);
        u->tx_bits = 11; /* the end of the stop bit counts */
    }
    u->tx_level = u->tx_bits > 1 ? u->tx_frame & 1 : 1;
    u->tx_frame >>= 1;
    u->tx_bits--;
    u->shift_at = u->tx_bits ? now + u->bit_cycles : now;
}
