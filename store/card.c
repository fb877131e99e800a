/* The SD card's driver (card.h). */
#include "store/card.h"
#include <stddef.h>

enum {
    GO_IDLE = 0,
    SEND_IF_COND = 8,
    SEND_CSD = 9,
    STOP = 12,
    SEND_STATUS = 13,
    SET_BLOCKLEN = 16,
    READ_SINGLE = 17,
    READ_MULTIPLE = 18,
    WRITE_MULTIPLE = 25,
    APP_SEND_OP_COND = 41,
    APP_CMD = 55,
    READ_OCR = 58,
    CRC_ON_OFF = 59
};

enum { R1_IDLE = 1, R1_ILLEGAL = 4, R1_CRC = 8, R1_NONE = 0xff };
enum { TOKEN_BLOCK = 0xfe, TOKEN_BLOCK_OF_MANY = 0xfc, TOKEN_STOP = 0xfd };
enum { RESPONSE_MASK = 0x1f, RESPONSE_ACCEPTED = 0x05 };

#define IDLE_BYTE 0xffu
#define CHECK 0x1aau /* 2.7 to 3.6 V, and a pattern that comes back */
#define HIGH_CAPACITY (1u << 30)
#define START_BYTES 10u /* 80 clocks wake it */
#define ANSWER_BYTES 9u /* an answer begins within eight */
#define START_MS 1000u  /* the longest times by the specification */
#define READ_MS 200u
#define WRITE_MS 500u
#define TRIES 3u /* of a block whose check sum is wrong */
#define CSD_BYTES 16u

static const char absent[] = "no card answers";
static const char silent[] = "the card does not answer any more: it may have been taken out";

static uint8_t crc7(const uint8_t *bytes, uint32_t count) {
    uint8_t crc = 0;
    for (; count; count--, bytes++)
        for (int bit = 7; bit >= 0; bit--) {
            crc = (uint8_t)(crc << 1);
            if ((crc >> 7 ^ *bytes >> bit) & 1) crc ^= 0x09;
        }
    return (uint8_t)(crc << 1 | 1);
}

/* Waits for a byte that is (or is not) this one. False: it has not come in that time. */
static bool await(const struct card *card, uint8_t byte, bool is, uint32_t milliseconds, uint8_t *got) {
    const struct card_port *port = card->port;
    for (uint32_t begin = port->now();;) {
        *got = port->exchange(IDLE_BYTE);
        if ((*got == byte) == is) return true;
        if (port->now() - begin > milliseconds * port->ticks) return false;
    }
}

static bool await_ready(const struct card *card, uint32_t milliseconds) {
    uint8_t got;
    return await(card, IDLE_BYTE, true, milliseconds, &got);
}

/* A command's first answer, R1_NONE: there is none. The card stays selected. */
static uint8_t command(const struct card *card, uint32_t number, uint32_t argument) {
    const struct card_port *port = card->port;
    uint8_t frame[6] = {(uint8_t)(0x40 | number), (uint8_t)(argument >> 24), (uint8_t)(argument >> 16),
                        (uint8_t)(argument >> 8), (uint8_t)argument,         0};
    uint8_t answer = R1_NONE;
    frame[5] = crc7(frame, 5);
    port->send(frame, sizeof frame);
    for (uint32_t i = 0; i < ANSWER_BYTES && answer & 0x80; i++) answer = port->exchange(IDLE_BYTE);
    return answer;
}

static void begin(const struct card *card) {
    card->port->select(true);
    card->port->exchange(IDLE_BYTE);
}

/* The card lets go of its output with the clocks behind. */
static void end(const struct card *card) {
    card->port->select(false);
    card->port->exchange(IDLE_BYTE);
}

/* A block of data that the card sends. NULL, or what is wrong. */
static const char *take(struct card *card, uint8_t *to, uint32_t count, bool *damaged) {
    uint8_t token, crc[2];
    *damaged = false;
    if (!await(card, IDLE_BYTE, false, READ_MS, &token)) return silent;
    if (token != TOKEN_BLOCK) return "the card cannot read a block";
    uint32_t sum = card->port->receive(to, count);
    card->port->receive(crc, sizeof crc);
    *damaged = sum != (uint32_t)(crc[0] << 8 | crc[1]);
    return NULL;
}

/* ---- starting ---- */

static uint32_t app(const struct card *card, uint32_t number, uint32_t argument) {
    command(card, APP_CMD, 0);
    return command(card, number, argument);
}

static const char *wake(struct card *card) {
    uint8_t echo[4], answer = R1_NONE;
    for (uint32_t i = 0; i < TRIES && answer != R1_IDLE; i++) answer = command(card, GO_IDLE, 0);
    if (answer != R1_IDLE) return absent;
    answer = command(card, SEND_IF_COND, CHECK);
    bool first_version = answer & R1_ILLEGAL;
    if (!first_version) {
        card->port->receive(echo, sizeof echo);
        if ((echo[2] & 15) != CHECK >> 8 || echo[3] != (CHECK & 0xff)) return "a card for another voltage";
    }
    if (command(card, CRC_ON_OFF, 1) & ~(uint32_t)R1_IDLE) return "a card without CRC";
    for (uint32_t start = card->port->now(); app(card, APP_SEND_OP_COND, first_version ? 0 : HIGH_CAPACITY);)
        if (card->port->now() - start > START_MS * card->port->ticks) return "the card does not become ready";
    if (command(card, READ_OCR, 0)) return "the card does not say what it is";
    card->port->receive(echo, sizeof echo);
    card->standard = !(echo[0] & 0x40);
    if (card->standard && command(card, SET_BLOCKLEN, BLOCK_BYTES)) return "a card without blocks of 512 bytes";
    return NULL;
}

static uint32_t bits(const uint8_t *csd, uint32_t high, uint32_t low) {
    uint32_t value = 0;
    for (uint32_t bit = high + 1; bit-- > low;) value = value << 1 | (csd[CSD_BYTES - 1 - bit / 8] >> bit % 8 & 1);
    return value;
}

static const char *ask_size(struct card *card) {
    uint8_t csd[CSD_BYTES];
    bool damaged;
    if (command(card, SEND_CSD, 0)) return "the card does not say how large it is";
    const char *wrong = take(card, csd, sizeof csd, &damaged);
    if (wrong || damaged) return wrong ? wrong : "the card does not say how large it is";
    if (bits(csd, 127, 126)) /* version 2 */
        card->device.blocks = ((uint64_t)bits(csd, 69, 48) + 1) * 1024;
    else
        card->device.blocks = ((uint64_t)bits(csd, 73, 62) + 1) << (bits(csd, 49, 47) + 2 + bits(csd, 83, 80)) >> 9;
    return NULL;
}

/* ---- blocks ---- */

static uint32_t argument_of(const struct card *card, uint64_t block) {
    return (uint32_t)(card->standard ? block * BLOCK_BYTES : block);
}

/* Ends the command that writes blocks, if one is under way, and asks whether all of them have been written. */
static const char *end_writing(struct card *card) {
    uint8_t status = 0, answer = 0;
    if (!card->writing) return NULL;
    card->writing = false;
    card->port->select(true);
    bool ready = await_ready(card, WRITE_MS);
    if (ready) {
        card->port->exchange(TOKEN_STOP);
        card->port->exchange(IDLE_BYTE);
        ready = await_ready(card, WRITE_MS);
    }
    if (ready) {
        answer = command(card, SEND_STATUS, 0);
        status = card->port->exchange(IDLE_BYTE);
    }
    end(card);
    if (!ready || answer == R1_NONE) return silent;
    return answer & (uint8_t)~R1_CRC || (status && !(answer & R1_CRC)) ? "the card has not written a block" : NULL;
}

/* Blocks one after the other, until one comes damaged: *done are those before it. */
static const char *read_some(struct card *card, uint64_t block, uint32_t count, uint8_t *to, uint32_t *done) {
    bool damaged = false;
    const char *wrong = NULL;
    *done = 0;
    begin(card);
    uint8_t answer = command(card, count == 1 ? READ_SINGLE : READ_MULTIPLE, argument_of(card, block));
    if (answer) wrong = answer == R1_NONE ? silent : answer & R1_CRC ? NULL : "the card has no such block";
    for (; !answer && *done < count && !wrong && !damaged; to += BLOCK_BYTES) {
        wrong = take(card, to, BLOCK_BYTES, &damaged);
        *done += !wrong && !damaged;
    }
    if (!answer && count > 1) {
        command(card, STOP, 0);
        if (!await_ready(card, READ_MS) && !wrong) wrong = silent;
    }
    end(card);
    return wrong;
}

static const char *card_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    struct card *card = (struct card *)device;
    uint8_t *out = to;
    const char *wrong = end_writing(card);
    for (uint32_t tries = 0, done; count && !wrong; block += done, count -= done, out += BLOCK_BYTES * done) {
        wrong = read_some(card, block, count, out, &done);
        card->errors += !wrong && done < count;
        tries = done ? 0 : tries + 1;
        if (!wrong && tries == TRIES) wrong = "what the card sends comes damaged";
    }
    return wrong;
}

/* One block to the command under way. *damaged: the card saw a wrong check sum. */
static const char *put(struct card *card, const uint8_t *from, bool *damaged) {
    const struct card_port *port = card->port;
    uint8_t check[2], response;
    *damaged = false;
    port->select(true); /* the flash may have been in use since */
    if (!await_ready(card, WRITE_MS)) return silent;
    port->exchange(TOKEN_BLOCK_OF_MANY);
    uint32_t crc = port->send(from, BLOCK_BYTES);
    check[0] = (uint8_t)(crc >> 8);
    check[1] = (uint8_t)crc;
    port->send(check, sizeof check);
    response = port->exchange(IDLE_BYTE) & RESPONSE_MASK;
    if (response == RESPONSE_ACCEPTED) return NULL;
    *damaged = response == 0x0b;
    return *damaged ? NULL : response == RESPONSE_MASK ? silent : "the card cannot write a block";
}

static const char *begin_writing(struct card *card, uint64_t block) {
    begin(card);
    uint8_t answer = command(card, WRITE_MULTIPLE, argument_of(card, block));
    if (!answer) {
        card->port->exchange(IDLE_BYTE);
        card->writing = true;
        card->next = block;
        return NULL;
    }
    end(card);
    return answer == R1_NONE ? silent : "the card has no such block";
}

static const char *card_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    struct card *card = (struct card *)device;
    const uint8_t *in = from;
    const char *wrong = card->next == block ? NULL : end_writing(card);
    for (uint32_t tries = 0; count && !wrong;) {
        bool damaged = false;
        if (!card->writing) wrong = begin_writing(card, block);
        if (!wrong) wrong = put(card, in, &damaged);
        if (!wrong && damaged) {
            card->errors++;
            wrong = end_writing(card);
            if (!wrong && ++tries == TRIES) wrong = "what is sent to the card comes damaged";
            continue;
        }
        tries = 0;
        card->next = ++block;
        in += BLOCK_BYTES;
        count--;
    }
    if (wrong) {
        const char *other = end_writing(card);
        (void)other; /* it is the first that tells more */
    }
    return wrong;
}

static const char *card_flush(struct device *device) { return end_writing((struct card *)device); }

const char *card_start(struct card *card, const struct card_port *port) {
    *card = (struct card){.port = port};
    port->slow(true);
    port->select(false);
    for (uint32_t i = 0; i < START_BYTES; i++) port->exchange(IDLE_BYTE);
    begin(card);
    const char *wrong = wake(card);
    port->slow(false);
    if (!wrong) wrong = ask_size(card);
    end(card);
    if (wrong) return wrong;
    card->device.read = card_read;
    card->device.write = card_write;
    card->device.flush = card_flush;
    return NULL;
}
