/* The kernel's streams of the host link (stream_io.h), and what the language needs of them (machine.h). */
#include "stream_io.h"
#include "kernel/machine/line.h"
#include "kernel/machine/timer.h"
#include "kernel/process/machine.h"
#include "kernel/process/scheduler.h"
#include "link/streams.h"
#include "lisp/cells/error.h"
#include "lisp/cells/utf8.h"
#include "lisp/interpreter/vm.h"
#include "protocol.h"
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

static int numbers[STREAM_USES]; /* of the open streams, by what they are for; LINK_NONE: not open */
static bool restarted;           /* and nobody has asked yet */
static bool asked;               /* the host knows that somebody waits for input */
static bool running;             /* a command is being carried out: what comes on CONTROL are interrupts */
static uint32_t texts_left;      /* of the command, on PROGRAM */
static bool text_ended;          /* within a character: its end has not been told yet */
static bool news;                /* something has come in since stream_poll */
static volatile bool attention;  /* somebody should look at the line, or at what is gathered for it */

/* While a command runs, what comes on CONTROL are interrupts of it. While none runs, the next command comes there; if
 * an interrupt stands behind it already, a process in the background keeps the machine from reading the command: that
 * one is interrupted, and both messages stay for the command. */
static void take_interrupts(void) {
    uint8_t message[MESSAGE_HEADER];
    if (!running && link_readable(&line, STREAM_CONTROL) > sizeof message) scheduler_interrupt();
    while (running && link_readable(&line, STREAM_CONTROL) >= sizeof message) {
        link_read(&line, STREAM_CONTROL, message, sizeof message);
        if (message[0] == MESSAGE_INTERRUPT) scheduler_interrupt();
    }
}

/* What the host has opened: the texts of a command. Anything else is refused. */
static void take_streams(void) {
    uint8_t use;
    for (int number; (number = link_opened(&line, &use)) >= 0;) {
        if (use == STREAM_PROGRAM && numbers[use] == LINK_NONE)
            numbers[use] = number;
        else
            link_close(&line, (unsigned)number);
    }
}

/* The host has begun anew: all are closed. */
static void forget_streams(void) {
    for (int use = 0; use < STREAM_USES; use++) numbers[use] = use == STREAM_CONTROL ? 0 : LINK_NONE;
}

static void look(void) {
    take_interrupts();
    if (!link_restarted(&line)) {
        take_streams();
        return;
    }
    restarted = true;
    forget_streams();
    asked = false;
    scheduler_interrupt();
}

/* Lets the line do its work; whoever is in the middle of something must then look at `restarted`. */
static void poll(void) {
    attention = false;
    news |= line_poll();
    look();
}

static void wait(void) {
    line_wait();
    news = true;
    look();
}

void stream_poll(void) {
    poll();
    news = false;
}

void stream_wait(void) {
    if (!news) wait();
}
bool stream_command(void) { return restarted || (!running && link_readable(&line, STREAM_CONTROL)); }

/* A frame has come in, or it is time to send something: the running process sees to it at its next call or loop. */
static void ask_attention(void) {
    attention = true;
    vm.limit = NULL;
}

void streams_init(void) {
    forget_streams();
    line_hook = ask_attention;
}

void streams_open(void) {
    while (!link_up(&line)) wait();
    if (numbers[STREAM_STDIO] == LINK_NONE) numbers[STREAM_STDIO] = link_open(&line, STREAM_STDIO);
    if (numbers[STREAM_STDERR] == LINK_NONE) numbers[STREAM_STDERR] = link_open(&line, STREAM_STDERR);
}

bool stream_restarted(void) {
    bool was = restarted;
    restarted = false;
    return was;
}

/* Writes all bytes to the stream of that use, unless the host begins anew or does not want them. */
static void put(unsigned use, const uint8_t *bytes, uint32_t n) {
    while (n && !restarted) {
        int some = link_write(&line, (unsigned)numbers[use], bytes, n);
        if (some == LINK_CLOSED) return;
        if (some > 0) {
            bytes += some;
            n -= (uint32_t)some;
        }
        /* No room: what comes in may make some. */
        if (some == 0)
            wait();
        else
            poll();
    }
}

/* Reads at most n bytes; goes past a mark that it meets: the answer is then LINK_END, also where the host has given up
 * a file. */
static int read_some(unsigned use, uint8_t *bytes, uint32_t n) {
    unsigned number = (unsigned)numbers[use];
    int some = link_read(&line, number, bytes, n);
    if (some < 0) link_next(&line, number);
    return some < 0 ? LINK_END : some;
}

/* ---- output ---- */

static uint8_t gathered[LINK_PAYLOAD];
static uint32_t gathered_count;
static unsigned gathered_for;

void stream_flush(void) {
    uint32_t n = gathered_count;
    gathered_count = 0;
    put(gathered_for, gathered, n);
}

/* Output of a program that goes on computing does not wait for longer than a millisecond. */
static volatile bool hurry_set;

static void hurry(void) {
    hurry_set = false;
    ask_attention();
}

static void hurry_soon(void) {
    if (hurry_set) return;
    hurry_set = true;
    timer_set(TIMER_OUTPUT, REGISTER(LITH_SYSTEM_CLOCK_HZ) >> 10, hurry);
}

void machine_write(int stream, uint8_t byte) {
    unsigned to = stream == 2 ? STREAM_STDERR : STREAM_STDIO;
    if (gathered_count && to != gathered_for) stream_flush();
    gathered_for = to;
    gathered[gathered_count++] = byte;
    if (gathered_count == sizeof gathered) stream_flush();
    /* A line goes out at once when the line is free, else with the next ones. */
    if (byte == '\n' && gathered_count && link_settled(&line)) stream_flush();
    if (gathered_count == 1) hurry_soon();
}

void stream_attend(void) {
    if (!attention) return;
    poll();
    if (gathered_count && !restarted && link_writable(&line, (unsigned)numbers[gathered_for]) >= gathered_count)
        stream_flush();
    else if (gathered_count)
        hurry_soon();
}

void machine_flush(void) {
    stream_flush();
    stream_settle();
}

void stream_settle(void) {
    for (poll(); !link_settled(&line) && !restarted; wait())
        ;
}

/* ---- messages ---- */

static void send_message(unsigned use, uint8_t type, const void *payload, uint32_t n) {
    uint8_t head[MESSAGE_HEADER] = {type, (uint8_t)n, (uint8_t)(n >> 8)};
    stream_flush();
    put(use, head, sizeof head);
    put(use, payload, n);
}

void stream_message(uint8_t type, const void *payload, uint32_t n) { send_message(STREAM_CONTROL, type, payload, n); }

/* Reads n bytes of CONTROL, which are not kept if bytes is NULL. */
static bool get(uint8_t *bytes, uint32_t n) {
    for (uint8_t unused; n;) {
        if (restarted) return false;
        int some = read_some(STREAM_CONTROL, bytes ? bytes : &unused, bytes ? n : 1);
        if (some > 0) {
            n -= (uint32_t)some;
            if (bytes) bytes += some;
        } else {
            poll();
            if (!link_readable(&line, STREAM_CONTROL) && !restarted) wait();
        }
    }
    return true;
}

bool stream_take(uint8_t *type, void *payload, uint32_t room, uint32_t *n) {
    uint8_t head[MESSAGE_HEADER];
    if (!get(head, sizeof head)) return false;
    uint32_t size = head[1] | (uint32_t)head[2] << 8;
    *type = head[0];
    *n = size < room ? size : room;
    return get(payload, *n) && get(NULL, size - *n);
}

/* ---- files of bytes ---- */

/* Some bytes of the command's texts, 0 at the end of one, beyond which it goes. */
static uint32_t next_bytes(char *bytes, uint32_t n) {
    for (;;) {
        lisp_poll();
        int some = restarted ? 0 : read_some(STREAM_PROGRAM, (uint8_t *)bytes, n);
        if (some > 0 || some == LINK_END) {
            poll();
            return some > 0 ? (uint32_t)some : 0;
        }
        poll();
        if (!restarted && !link_readable(&line, (unsigned)numbers[STREAM_PROGRAM])) wait();
    }
}

uint32_t machine_program(char *bytes, uint32_t n) {
    if (!texts_left) return 0;
    uint32_t some = text_ended ? 0 : next_bytes(bytes, n - UTF8_MISSING_MAX), missing;
    while (utf8_begun((uint8_t *)bytes, some, &missing) && !text_ended) {
        uint32_t more = next_bytes(bytes + some, missing);
        text_ended = !more;
        some += more;
    }
    if (some) return some;
    texts_left--;
    text_ended = false;
    return 0;
}

int machine_input(char *bytes, uint32_t n) {
    if (restarted) return 0;
    int some = read_some(STREAM_STDIO, (uint8_t *)bytes, n);
    if (some == 0 && !asked) {
        asked = true;
        stream_message(MESSAGE_INPUT, NULL, 0);
    }
    if (some == 0) return MACHINE_NOTHING;
    asked = false;
    return some == LINK_END ? 0 : some;
}

void stream_begin(uint32_t texts) {
    asked = false;
    running = true;
    texts_left = texts;
    text_ended = false;
    for (poll(); numbers[STREAM_PROGRAM] == LINK_NONE && !restarted; wait())
        ;
}

void stream_done(void) {
    running = false;
    texts_left = 0;
    if (numbers[STREAM_PROGRAM] >= 0) link_close(&line, (unsigned)numbers[STREAM_PROGRAM]);
    numbers[STREAM_PROGRAM] = LINK_NONE;
}

/* ---- host files ---- */

int machine_file_put(const uint8_t *bytes, uint32_t n) {
    if (restarted) return MACHINE_GONE;
    int *number = &numbers[STREAM_FILE];
    if (*number == LINK_NONE) *number = link_open(&line, STREAM_FILE);
    if (*number == LINK_NONE) return 0;
    int some = link_write(&line, (unsigned)*number, bytes, n);
    if (some > 0) poll();
    return some < 0 ? MACHINE_GONE : some;
}

int machine_file_get(uint8_t *bytes, uint32_t n) {
    if (restarted || numbers[STREAM_FILE] == LINK_NONE) return MACHINE_GONE;
    int some = read_some(STREAM_FILE, bytes, n);
    if (some > 0) poll(); /* tells the host that there is room for more */
    return some < 0 ? MACHINE_GONE : some;
}
