#include "line.h"
#include "interrupts.h"
#include "timer.h"
#include <lith/trap.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

enum {
#ifndef LINE_BUFFER
    LINE_BUFFER = 512, /* bytes received and not read, for each stream */
#endif
    RECEIVE_RING = 1024, /* holds all that the other end may send before it needs an acknowledgement */
    SEND_RING = 512,
    LOOK_BYTES = 12,    /* of the 16 in the UART's queues: time for other interrupts is left */
    BITS_A_BYTE = 10,   /* on the line */
    RETRY_BYTES = 4000, /* time of so many bytes until frames are sent again */
};

struct link line;
void (*line_hook)(void);

/* Rings with free-running counts; one side is the interrupt's. */
static struct {
    volatile uint16_t head, tail;
    uint8_t bytes[RECEIVE_RING];
} receive;
static struct {
    volatile uint16_t head, tail;
    uint8_t bytes[SEND_RING];
} send;

static uint8_t buffers[LINK_STREAMS * LINE_BUFFER];
static uint32_t byte_cycles;

/* True: something was received. What does not fit stays in the UART. */
static bool take_received(void) {
    uint16_t tail = receive.tail, before = tail, room = (uint16_t)(receive.head + RECEIVE_RING);
    bool frame = false;
    while (tail != room) {
        uint32_t data = REGISTER(LITH_UART_DATA);
        if (!(data & LITH_UART_DATA_VALID)) break;
        frame |= !(data & LITH_UART_DATA_BYTE);
        receive.bytes[tail++ % RECEIVE_RING] = (uint8_t)data;
    }
    receive.tail = tail;
    if (frame && line_hook) line_hook();
    return tail != before;
}

static void give_sent(void) {
    uint16_t head = send.head, tail = send.tail;
    while (head != tail && REGISTER(LITH_UART_STATUS) & LITH_UART_STATUS_TX_ROOM)
        REGISTER(LITH_UART_DATA) = send.bytes[head++ % SEND_RING];
    send.head = head;
}

void line_interrupt(void) {
    bool received = take_received();
    give_sent();
    bool full = (uint16_t)(receive.tail - receive.head) == RECEIVE_RING;
    bool busy = (received && !full) || send.head != send.tail;
    REGISTER(LITH_UART_CONTROL) = busy || full ? 0 : LITH_UART_CONTROL_RX_IRQ;
    if (busy)
        timer_set(TIMER_LINE, LOOK_BYTES * byte_cycles, line_interrupt);
    else
        timer_clear(TIMER_LINE);
}

void line_init(void) {
    byte_cycles = BITS_A_BYTE * REGISTER(LITH_UART_DIVISOR);
    link_init(&line, &(struct link_config){.role = LINK_MACHINE,
                                           .id = REGISTER(LITH_TIMER_MTIME),
                                           .retry = RETRY_BYTES * byte_cycles,
                                           .buffers = buffers,
                                           .buffer_size = LINE_BUFFER});
    interrupt_enable(IRQ_EXTERNAL, true);
    line_poll();
}

/* True: there was something. */
static bool read_ring(void) {
    uint16_t head = receive.head, before = head, tail;
    while (head != (tail = receive.tail)) {
        uint16_t at = head % RECEIVE_RING, n = (uint16_t)(tail - head);
        if (n > RECEIVE_RING - at) n = (uint16_t)(RECEIVE_RING - at);
        link_receive(&line, receive.bytes + at, n);
        receive.head = head = (uint16_t)(head + n);
    }
    return head != before;
}

static void fill_ring(void) {
    for (;;) {
        uint16_t tail = send.tail, at = tail % SEND_RING, room = (uint16_t)(SEND_RING - (uint16_t)(tail - send.head));
        if (room > SEND_RING - at) room = (uint16_t)(SEND_RING - at);
        size_t n = link_send(&line, send.bytes + at, room);
        if (n == 0) return;
        send.tail = (uint16_t)(tail + n);
    }
}

/* Nothing has come in, and something has to be sent again. */
static void deadline_reached(void) {
    if (line_hook) line_hook();
}

static void set_timer(void) {
    static bool set;
    uint32_t when;
    bool wanted = link_deadline(&line, &when);
    if (wanted) {
        int32_t left = (int32_t)(when - REGISTER(LITH_TIMER_MTIME));
        timer_set(TIMER_LINK, left > 0 ? (uint32_t)left : 0, deadline_reached);
    } else if (set) {
        timer_clear(TIMER_LINK);
    }
    set = wanted;
}

bool line_poll(void) {
    link_tick(&line, REGISTER(LITH_TIMER_MTIME));
    bool some = read_ring();
    fill_ring();
    set_timer();
    uint32_t saved = interrupts_off();
    line_interrupt();
    interrupts_restore(saved);
    return some;
}

void line_wait(void) {
    if (line_poll()) return;
    uint32_t saved = interrupts_off();
    if (receive.head == receive.tail) interrupt_wait();
    interrupts_restore(saved);
    line_poll();
}

bool line_drain(uint32_t cycles) {
    uint32_t start = REGISTER(LITH_TIMER_MTIME);
    line_poll();
    while (!link_settled(&line) || send.head != send.tail) {
        if (REGISTER(LITH_TIMER_MTIME) - start >= cycles) return false;
        line_wait();
    }
    return true;
}
