#include "pair.h"
#include <stdio.h>
#include <string.h>

enum { FILE_HEADER = 16, STEP = 16 };

static const char *const names[2] = {"host", "machine"};

#define FAULT(p, ...)                                                                                                  \
    do {                                                                                                               \
        if (!(p)->fault[0]) snprintf((p)->fault, sizeof(p)->fault, __VA_ARGS__);                                       \
    } while (0)

static uint8_t content(const struct file *f, unsigned stream, uint32_t at) {
    const uint32_t header[4] = {f->era, f->life, f->number, f->length};
    if (at < FILE_HEADER) return (uint8_t)(header[at / 4] >> 8 * (at % 4));
    /* runs of zeros, too: they are what stuffing is about */
    struct random r = {f->era * 0x1234567u + f->life * 0x10003u + f->number * 977u + stream +
                       (uint64_t)(at / 4) * 0x10001u};
    uint32_t word = random_word(&r);
    return (uint8_t)(word & 0x100 ? word >> 8 * (at % 4) : 0);
}

static struct record *record_of(struct pair *p, int which, unsigned s) { return &p->records[p->ends[which].era][s]; }

static void begin_talk(struct pair *p, int which, unsigned s, uint8_t life) {
    struct end *e = &p->ends[which];
    if (e->talks[s].open) FAULT(p, "%s stream %u: opened while it is open", names[which], s);
    e->talks[s] = (struct talk){.open = true, .life = life, .written.life = life, .read.life = life};
    *record_of(p, which, s) = (struct record){.life = life};
}

static void begin_era(struct pair *p, int which) {
    struct end *e = &p->ends[which];
    e->era = ++p->eras % PAIR_ERAS;
    memset(e->talks, 0, sizeof e->talks);
    begin_talk(p, which, 0, 0);
}

static void start_life(struct pair *p, int which) {
    struct end *e = &p->ends[which];
    link_init(&e->link, &(struct link_config){.role = which ? LINK_MACHINE : LINK_HOST,
                                              .id = e->id,
                                              .retry = PAIR_RETRY,
                                              .buffers = e->buffers,
                                              .buffer_size = PAIR_BUFFER});
    memset(e->buffers, 0xA5, sizeof e->buffers);
    link_tick(&e->link, p->now);
    begin_era(p, which);
}

void pair_init(struct pair *p, uint64_t seed) {
    memset(p, 0, sizeof *p);
    p->random.state = seed;
    p->longest = 2000;
    for (int i = 0; i < 2; i++) {
        p->ends[i].id = random_word(&p->random);
        start_life(p, i);
    }
}

void pair_restart(struct pair *p, int end, bool same_id) {
    if (!same_id) p->ends[end].id = random_word(&p->random);
    /* An id may be used again when nothing of its former life is on the line (link.h). */
    for (int i = 0; same_id && i < 2; i++) p->ends[i].head = p->ends[i].tail;
    start_life(p, end);
}

static bool is_free(const struct end *e, unsigned s) {
    const struct link_stream *stream = &e->link.stream[s];
    return !stream->here && !stream->there && !stream->close_due;
}

static void open_stream(struct pair *p, int which) {
    struct end *e = &p->ends[which];
    uint8_t life = (uint8_t)++p->lives;
    int s = link_open(&e->link, life);
    if (s >= 0) {
        begin_talk(p, which, (unsigned)s, life);
        e->opened++;
    } else if (link_up(&e->link)) {
        e->refused++;
        for (unsigned n = which ? 1 : 2; n < LINK_STREAMS; n += 2)
            if (is_free(e, n)) FAULT(p, "%s stream %u: free, but not to be had", names[which], n);
    }
}

static void accept_streams(struct pair *p, int which) {
    uint8_t life;
    for (int s; (s = link_opened(&p->ends[which].link, &life)) >= 0;) begin_talk(p, which, (unsigned)s, life);
}

static void close_stream(struct pair *p, int which, unsigned s) {
    struct end *e = &p->ends[which];
    struct file *f = &e->talks[s].written;
    if (f->open) record_of(p, which, s)->cut = f->number;
    e->talks[s].open = false;
    link_close(&e->link, s);
    if (link_read(&e->link, s, &(uint8_t){0}, 1) != LINK_CLOSED)
        FAULT(p, "%s stream %u: read after it was closed", names[which], s);
}

static void write_stream(struct pair *p, int which, unsigned s) {
    struct end *e = &p->ends[which];
    struct file *f = &e->talks[s].written;
    if (!f->open) {
        if (p->quiet || !link_up(&e->link)) return;
        uint32_t length = random_once(&p->random, 4) ? 0 : random_below(&p->random, p->longest);
        f->number++;
        f->era = e->era;
        f->length = FILE_HEADER + length;
        f->done = 0;
        f->open = true;
    }
    uint8_t bytes[700];
    uint32_t n = random_below(&p->random, sizeof bytes) + 1;
    if (n > f->length - f->done) n = f->length - f->done;
    for (uint32_t i = 0; i < n; i++) bytes[i] = content(f, s, f->done + i);
    size_t promised = link_writable(&e->link, s);
    int took = link_write(&e->link, s, bytes, n);
    if (took == LINK_CLOSED && s == 0) FAULT(p, "%s stream 0: closed", names[which]);
    if (took < 0) return;
    if ((size_t)took > promised || (promised >= n && (uint32_t)took != n))
        FAULT(p, "%s stream %u: link_writable said %zu, %d of %u were taken", names[which], s, promised, took, n);
    f->done += (uint32_t)took;
    bool give_up = took > 0 && f->done > FILE_HEADER && random_once(&p->random, 40);
    if (give_up && link_abort(&e->link, s)) {
        record_of(p, which, s)->given_up = f->number;
        f->open = false;
    } else if (f->done == f->length && link_end(&e->link, s)) {
        record_of(p, which, s)->ended = f->number;
        f->open = false;
    }
}

static void check_header(struct pair *p, int which, unsigned s, const uint32_t header[4]) {
    struct file *f = &p->ends[which].talks[s].read;
    if (f->number && header[0] != f->era)
        FAULT(p, "%s stream %u: era %u after %u without a report", names[which], s, header[0], f->era);
    if (header[1] != f->life) FAULT(p, "%s stream %u: life %u in life %u", names[which], s, header[1], f->life);
    /* a file that was aborted may have gone by unseen */
    uint32_t before = p->records[header[0] % PAIR_ERAS][s].given_up;
    if (header[2] != f->number + 1 && !(header[2] > f->number && f->number + 1 <= before))
        FAULT(p, "%s stream %u: file %u after file %u", names[which], s, header[2], f->number);
    f->era = header[0];
    f->number = header[2];
    f->length = header[3];
}

static void check_byte(struct pair *p, int which, unsigned s, uint8_t byte) {
    struct file *f = &p->ends[which].talks[s].read;
    static uint8_t headers[2][LINK_STREAMS][FILE_HEADER];
    uint8_t *h = headers[which][s];
    if (f->done < FILE_HEADER) h[f->done] = byte;
    f->done++;
    if (f->done == FILE_HEADER) {
        uint32_t header[4] = {0, 0, 0, 0};
        for (int i = 0; i < FILE_HEADER; i++) header[i / 4] |= (uint32_t)h[i] << 8 * (i % 4);
        check_header(p, which, s, header);
    } else if (f->done > FILE_HEADER && (f->done > f->length || byte != content(f, s, f->done - 1))) {
        FAULT(p, "%s stream %u: byte %u of file %u is wrong", names[which], s, f->done - 1, f->number);
    }
}

/* The other end has closed the stream: all that it ended was here, and what is cut off is what it left. */
static void at_close(struct pair *p, int which, unsigned s) {
    struct end *e = &p->ends[which];
    const struct file *f = &e->talks[s].read;
    const struct record *r = f->number ? &p->records[f->era % PAIR_ERAS][s] : record_of(p, !which, s);
    if (s == 0) FAULT(p, "%s stream 0: closed", names[which]);
    if (r->life == f->life && (f->number < r->ended || (f->done && !r->cut)))
        FAULT(p, "%s stream %u: closed at byte %u of file %u, %u were ended and %u left", names[which], s, f->done,
              f->number, r->ended, r->cut);
    e->closed_by_other++;
    close_stream(p, which, s);
}

static void at_mark(struct pair *p, int which, unsigned s, int mark) {
    struct end *e = &p->ends[which];
    struct file *f = &e->talks[s].read;
    if (mark == LINK_END && (f->done < FILE_HEADER || f->done != f->length))
        FAULT(p, "%s stream %u: file %u ends at %u", names[which], s, f->number, f->done);
    if (mark == LINK_LOST && f->done >= FILE_HEADER && p->records[f->era % PAIR_ERAS][s].given_up < f->number)
        FAULT(p, "%s stream %u: a file is lost that nobody gave up", names[which], s);
    if (mark == LINK_END)
        e->files_read++;
    else
        e->files_lost++;
    f->done = 0;
    link_next(&e->link, s);
}

static void read_stream(struct pair *p, int which, unsigned s) {
    struct end *e = &p->ends[which];
    uint8_t bytes[PAIR_BUFFER + 10];
    size_t promised = link_readable(&e->link, s);
    uint32_t room = random_below(&p->random, sizeof bytes) + 1;
    int n = link_read(&e->link, s, bytes, room);
    if (n < 0 && !promised) FAULT(p, "%s stream %u: nothing to be read, but %d", names[which], s, n);
    if (n == LINK_CLOSED) at_close(p, which, s);
    if (n == LINK_END || n == LINK_LOST) at_mark(p, which, s, n);
    if (n < 0) return;
    if ((size_t)n > promised || (promised >= room && (uint32_t)n != room))
        FAULT(p, "%s stream %u: link_readable said %zu, link_read gave %d", names[which], s, promised, n);
    for (int i = 0; i < n; i++) check_byte(p, which, s, bytes[i]);
    e->bytes_read += (uint64_t)n;
}

/* What the program at the end does. */
static void act(struct pair *p, int which) {
    struct end *e = &p->ends[which];
    if (link_restarted(&e->link)) {
        e->restarts++;
        begin_era(p, which);
    }
    accept_streams(p, which);
    if (!p->quiet && random_once(&p->random, 40)) open_stream(p, which);
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        struct talk *t = &e->talks[s];
        if (!t->open && link_readable(&e->link, s))
            FAULT(p, "%s stream %u: can be read, but is closed", names[which], s);
        if (t->open && random_below(&p->random, 8) >= p->idle) read_stream(p, which, s);
        if (t->open && random_below(&p->random, 8) >= p->idle) write_stream(p, which, s);
        bool leave = p->quiet ? !t->written.open && random_once(&p->random, 4) : random_once(&p->random, 400);
        if (t->open && s && leave) close_stream(p, which, s);
    }
    if (e->link.counts.credit_exceeded) FAULT(p, "%s: more was received than was granted", names[which]);
}

static void put_on_line(struct pair *p, struct end *e, const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n && e->tail - e->head < PAIR_FLIGHT; i++, e->tail++) {
        e->flight[e->tail % PAIR_FLIGHT] = bytes[i];
        e->arrives[e->tail % PAIR_FLIGHT] = p->now + p->delay;
    }
}

static void deliver(struct pair *p, struct end *from, struct end *to) {
    while (from->head != from->tail && (int32_t)(p->now - from->arrives[from->head % PAIR_FLIGHT]) >= 0)
        link_receive(&to->link, &from->flight[from->head++ % PAIR_FLIGHT], 1);
}

void pair_run(struct pair *p, uint32_t steps) {
    for (; steps && !p->fault[0]; steps--) {
        p->now += STEP;
        for (int i = 0; i < 2; i++) {
            struct end *e = &p->ends[i];
            link_tick(&e->link, p->now);
            deliver(p, &p->ends[!i], e);
            act(p, i);
            uint8_t bytes[2 * STEP + 64];
            size_t n = link_send(&e->link, bytes, STEP);
            put_on_line(p, e, bytes, damage_burst(&p->damage, &p->random, bytes, n));
        }
    }
}

bool pair_done(const struct pair *p) {
    for (int i = 0; i < 2; i++) {
        const struct end *e = &p->ends[i], *other = &p->ends[!i];
        if (!link_up(&e->link) || !link_settled(&e->link)) return false;
        if (e->talks[0].written.open || other->talks[0].read.done || link_readable(&other->link, 0)) return false;
        for (unsigned s = 1; s < LINK_STREAMS; s++)
            if (e->talks[s].open || !is_free(e, s)) return false;
    }
    return p->ends[0].link.peer == p->ends[1].link.self && p->ends[1].link.peer == p->ends[0].link.self;
}
