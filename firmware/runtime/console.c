/* The UART, and picolibc's standard streams on it. */
#include <lith/runtime.h>
#include <lith_memmap.h>
#include <stdio.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

void uart_put(uint8_t byte) {
    while (!(REGISTER(LITH_UART_STATUS) & LITH_UART_STATUS_TX_ROOM))
        ;
    REGISTER(LITH_UART_DATA) = byte;
}

int uart_get(void) {
    uint32_t data = REGISTER(LITH_UART_DATA);
    return data & LITH_UART_DATA_VALID ? (int)(data & LITH_UART_DATA_BYTE) : -1;
}

void uart_flush(void) {
    while (!(REGISTER(LITH_UART_STATUS) & LITH_UART_STATUS_TX_IDLE))
        ;
}

static int put(char c, FILE *file) {
    (void)file;
    uart_put((uint8_t)c);
    return (unsigned char)c;
}

static int get(FILE *file) {
    (void)file;
    int c;
    while ((c = uart_get()) < 0)
        ;
    return c;
}

static FILE console = FDEV_SETUP_STREAM(put, get, NULL, _FDEV_SETUP_RW);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;
