/* The SD card (sd_card.h). */
#include "sd_card.h"
#include <string.h>

/* Commands; those with APP come behind APP_CMD. */
enum {
    GO_IDLE = 0,
    SEND_IF_COND = 8,
    SEND_CSD = 9,
    SEND_CID = 10,
    STOP = 12,
    SEND_STATUS = 13,
    SET_BLOCKLEN = 16,
    READ_SINGLE = 17,
    READ_MULTIPLE = 18,
    WRITE_SINGLE = 24,
    WRITE_MULTIPLE = 25,
    APP_CMD = 55,
    READ_OCR = 58,
    CRC_ON_OFF = 59,
    APP = 64,
    APP_SEND_OP_COND = APP + 41,
    APP_SET_WR_BLK_ERASE_COUNT = APP + 23
};

/* R1. */
enum { R1_IDLE = 1, R1_ILLEGAL = 4, R1_CRC = 8, R1_PARAMETER = 64 };
enum { STATUS_ERROR = 4 }; /* second byte of the status */
enum { TOKEN_BLOCK = 0xfe, TOKEN_BLOCK_OF_MANY = 0xfc, TOKEN_STOP = 0xfd, TOKEN_ERROR = 0x08 };
enum { ACCEPTED = 0x05, CRC_WRONG = 0x0b, WRITE_FAILED = 0x0d };

#define IDLE_BYTE 0xffu
#define BUSY_BYTE 0x00u
#define START_HZ 400000u /* the most until it is ready */
#define START_CLOCKS 74u
#define HCS (1u << 30)

static void violates(struct sd_card *c, const char *what) {
    if (!c->violation) c->violation = what;
}

static uint8_t crc7(const uint8_t *bytes, uint32_t n) {
    uint8_t crc = 0;
    for (; n; n--, bytes++)
        for (int bit = 7; bit >= 0; bit--) {
            crc = (uint8_t)(crc << 1);
            if ((crc >> 7 ^ *bytes >> bit) & 1) crc ^= 0x09;
        }
    return (uint8_t)(crc << 1 | 1);
}

static uint16_t crc16(const uint8_t *bytes, uint32_t n) {
    uint16_t crc = 0;
    for (; n; n--, bytes++) {
        crc = (uint16_t)(crc ^ *bytes << 8);
        for (int bit = 0; bit < 8; bit++) crc = (uint16_t)(crc << 1 ^ (crc >> 15 ? 0x1021 : 0));
    }
    return crc;
}

static void send(struct sd_card *c, uint8_t byte) { c->queue[c->queued++] = byte; }

static void send_data(struct sd_card *c, const uint8_t *bytes, uint32_t n) {
    uint16_t crc = crc16(bytes, n);
    send(c, TOKEN_BLOCK);
    memcpy(c->queue + c->queued, bytes, n);
    c->queued += n;
    send(c, (uint8_t)(crc >> 8));
    send(c, (uint8_t)crc);
}

/* Behind a byte in which it makes up its mind. */
static void answer(struct sd_card *c, uint8_t r1) {
    c->sent = c->queued = 0;
    send(c, IDLE_BYTE);
    send(c, (uint8_t)(r1 | (c->state == SD_IDLE ? R1_IDLE : 0)));
}

void sd_card_power(struct sd_card *c) {
    c->violation = NULL;
    c->state = SD_OFF;
    c->selected = c->app = c->check_crc = c->failed = c->many = false;
    c->clocks = c->polls = c->command_bytes = c->sent = c->queued = c->data_bytes = c->bits = 0;
    c->ready_at = c->last_byte = 0;
    c->phase = SD_COMMANDS;
    c->sck = 0;
    c->in = 0;
    c->out = c->miso = 1;
}

void sd_card_select(struct sd_card *c, bool selected) {
    if (c->selected == selected) return;
    c->selected = selected;
    c->command_bytes = 0;
    if (!selected && c->phase == SD_DATA) violates(c, "deselected within a block");
    if (!selected && c->phase == SD_READING) c->phase = SD_COMMANDS;
}

static uint32_t argument(const struct sd_card *c) {
    return (uint32_t)c->command[1] << 24 | (uint32_t)c->command[2] << 16 | (uint32_t)c->command[3] << 8 | c->command[4];
}

/* Version 2 has the size in units of 512 KiB, version 1 as (size + 1) << (multiplier + 2) blocks. */
static void send_csd(struct sd_card *c) {
    uint8_t csd[16] = {0};
    uint64_t blocks = c->medium->blocks;
    csd[5] = 0x09; /* blocks of 512 bytes */
    if (c->standard) {
        uint32_t multiplier = 0;
        while (multiplier < 7 && blocks >> (multiplier + 2) > 4096) multiplier++;
        uint32_t size = (uint32_t)(blocks >> (multiplier + 2)) - 1;
        csd[6] = (uint8_t)(size >> 10 & 3);
        csd[7] = (uint8_t)(size >> 2);
        csd[8] = (uint8_t)(size << 6);
        csd[9] = (uint8_t)(multiplier >> 1);
        csd[10] = (uint8_t)(multiplier << 7);
    } else {
        uint32_t size = (uint32_t)(blocks / 1024) - 1;
        csd[0] = 0x40;
        csd[7] = (uint8_t)(size >> 16 & 0x3f);
        csd[8] = (uint8_t)(size >> 8);
        csd[9] = (uint8_t)size;
    }
    csd[15] = crc7(csd, 15);
    send_data(c, csd, sizeof csd);
}

static void send_cid(struct sd_card *c) {
    uint8_t cid[16] = {0x4c, 'L', 'I', 'L', 'I', 'T', 'H', '1', 0x10, 0, 0, 0, 1, 0x01, 0xab};
    cid[15] = crc7(cid, 15);
    send_data(c, cid, sizeof cid);
}

/* False: the address is none. */
static bool begin_blocks(struct sd_card *c, enum sd_phase phase, bool many, uint64_t now) {
    uint64_t block = c->standard ? argument(c) / SD_BLOCK : argument(c);
    if (block >= c->medium->blocks || (c->standard && argument(c) % SD_BLOCK)) return false;
    c->block = block;
    c->phase = phase;
    c->many = many;
    c->ready_at = now + (phase == SD_READING ? c->read_cycles : 0);
    return true;
}

static void start(struct sd_card *c) {
    if (c->polls++ < c->start_polls || (!c->standard && !(argument(c) & HCS))) return;
    c->state = SD_READY;
}

static void send_ocr(struct sd_card *c) {
    send(c, (uint8_t)((c->state == SD_READY ? 0x80 : 0) | (c->state == SD_READY && !c->standard ? 0x40 : 0)));
    send(c, 0xff);
    send(c, 0x80);
    send(c, 0x00);
}

/* What is known while it is idle. */
static bool starts(uint32_t command) {
    return command == GO_IDLE || command == SEND_IF_COND || command == APP_CMD || command == READ_OCR ||
           command == CRC_ON_OFF || command == APP_SEND_OP_COND;
}

static void obey(struct sd_card *c, uint32_t command, uint64_t now) {
    bool known = true;
    if (c->state == SD_OFF && command != GO_IDLE) {
        violates(c, "a command before CMD0");
        return;
    }
    if (c->state == SD_IDLE && !starts(command)) {
        violates(c, "a command that an idle card does not know");
        answer(c, R1_ILLEGAL);
        return;
    }
    answer(c, 0);
    switch (command) {
    case GO_IDLE:
        if (c->clocks < START_CLOCKS) violates(c, "CMD0 before 74 clocks");
        c->state = SD_IDLE;
        c->phase = SD_COMMANDS;
        c->check_crc = false;
        c->polls = 0;
        answer(c, 0);
        break;
    case SEND_IF_COND:
        for (uint32_t i = 1; i < 5; i++) send(c, i < 3 ? 0 : c->command[i]);
        break;
    case APP_CMD:
        c->app = true;
        return;
    case APP_SEND_OP_COND:
        start(c);
        answer(c, 0);
        break;
    case READ_OCR:
        send_ocr(c);
        break;
    case CRC_ON_OFF:
        c->check_crc = argument(c) & 1;
        break;
    case SEND_CSD:
        send_csd(c);
        break;
    case SEND_CID:
        send_cid(c);
        break;
    case SEND_STATUS:
        send(c, c->failed ? STATUS_ERROR : 0);
        c->failed = false;
        break;
    case SET_BLOCKLEN:
        if (argument(c) != SD_BLOCK) answer(c, R1_PARAMETER);
        break;
    case APP_SET_WR_BLK_ERASE_COUNT:
        break;
    case STOP:
        c->phase = SD_COMMANDS;
        c->ready_at = now;
        break;
    case READ_SINGLE:
    case READ_MULTIPLE:
        if (!begin_blocks(c, SD_READING, command == READ_MULTIPLE, now)) answer(c, R1_PARAMETER);
        break;
    case WRITE_SINGLE:
    case WRITE_MULTIPLE:
        if (!begin_blocks(c, SD_TOKEN, command == WRITE_MULTIPLE, now)) answer(c, R1_PARAMETER);
        break;
    default:
        known = false;
    }
    if (!known) answer(c, R1_ILLEGAL);
    c->app = false;
}

static void take_command(struct sd_card *c, uint8_t in, uint64_t now) {
    if (!c->command_bytes && in == IDLE_BYTE) return;
    if (!c->command_bytes && (in & 0xc0) != 0x40) {
        violates(c, "a byte that begins no command");
        return;
    }
    if (!c->command_bytes && now < c->ready_at && c->phase != SD_READING)
        violates(c, "a command while the card is busy");
    c->command[c->command_bytes++] = in;
    if (c->command_bytes < sizeof c->command) return;
    c->command_bytes = 0;
    uint32_t command = c->command[0] & 0x3f;
    /* These two are checked always. */
    bool checked = c->check_crc || command == GO_IDLE || command == SEND_IF_COND;
    if (checked && crc7(c->command, 5) != c->command[5]) {
        answer(c, R1_CRC);
        return;
    }
    if (c->phase == SD_READING && command != STOP && command != GO_IDLE) violates(c, "a command while blocks are read");
    obey(c, c->app ? command + APP : command, now);
}

/* What has been written becomes certain. */
static bool flush(struct sd_card *c) {
    bool done = !c->medium->flush || c->medium->flush(c->medium);
    c->failed |= !done;
    return done;
}

static bool write_block(struct sd_card *c) {
    bool done = c->block < c->medium->blocks && c->medium->write(c->medium, c->block, c->data);
    c->block += done;
    c->failed |= !done;
    return done && (c->many || flush(c));
}

static void end_data(struct sd_card *c, uint64_t now) {
    uint16_t crc = (uint16_t)(c->data[SD_BLOCK] << 8 | c->data[SD_BLOCK + 1]);
    c->sent = c->queued = 0;
    c->phase = c->many ? SD_TOKEN : SD_COMMANDS;
    if (c->check_crc && crc16(c->data, SD_BLOCK) != crc)
        send(c, CRC_WRONG);
    else
        send(c, write_block(c) ? ACCEPTED : WRITE_FAILED);
    c->ready_at = now + c->write_cycles;
}

/* While a block is awaited. */
static void take_token(struct sd_card *c, uint8_t in, uint64_t now) {
    if (in == IDLE_BYTE) return;
    if (now < c->ready_at) violates(c, "a token while the card is busy");
    if (c->many && in == TOKEN_STOP) {
        c->phase = SD_COMMANDS;
        c->sent = c->queued = 0;
        send(c, IDLE_BYTE);
        flush(c);
        c->ready_at = now + c->write_cycles;
    } else if (in == (c->many ? TOKEN_BLOCK_OF_MANY : TOKEN_BLOCK)) {
        c->phase = SD_DATA;
        c->data_bytes = 0;
    } else {
        violates(c, "a byte that is no token");
    }
}

/* The next block of those that are read. */
static void send_block(struct sd_card *c, uint64_t now) {
    uint8_t bytes[SD_BLOCK];
    c->sent = c->queued = 0;
    if (c->block < c->medium->blocks && c->medium->read(c->medium, c->block, bytes)) {
        send_data(c, bytes, SD_BLOCK);
    } else {
        send(c, TOKEN_ERROR);
        c->many = false;
    }
    c->block++;
    if (c->many)
        c->ready_at = now + c->read_cycles;
    else
        c->phase = SD_COMMANDS;
}

static uint8_t next_byte(struct sd_card *c, uint64_t now) {
    if (c->sent < c->queued) return c->queue[c->sent++];
    if (c->phase == SD_READING && now >= c->ready_at) {
        send_block(c, now);
        return c->queue[c->sent++];
    }
    bool writing = c->phase == SD_TOKEN || c->phase == SD_COMMANDS;
    return writing && now < c->ready_at && c->state == SD_READY ? BUSY_BYTE : IDLE_BYTE;
}

/* The first command must be slow enough until the card is ready. */
static void check_clock(struct sd_card *c, uint64_t now) {
    uint64_t least = 8 * (uint64_t)c->hz / START_HZ;
    if (c->state != SD_READY && c->command_bytes && now - c->last_byte < least)
        violates(c, "a clock above 400 kHz before the card is ready");
    c->last_byte = now;
}

static void take(struct sd_card *c, uint8_t in, uint64_t now) {
    check_clock(c, now);
    if (!c->selected) {
        if (in == IDLE_BYTE) c->clocks += 8;
        return;
    }
    switch (c->phase) {
    case SD_DATA:
        c->data[c->data_bytes++] = in;
        if (c->data_bytes == sizeof c->data) end_data(c, now);
        break;
    case SD_TOKEN:
        take_token(c, in, now);
        break;
    case SD_READING:
    case SD_COMMANDS:
        take_command(c, in, now);
    }
}

/* What it puts out does not depend on what comes in at the same time. */
uint8_t sd_card_exchange(struct sd_card *c, uint8_t in, uint64_t now) {
    if (!c->medium) return IDLE_BYTE;
    uint8_t out = c->selected ? next_byte(c, now) : IDLE_BYTE;
    take(c, in, now);
    return out;
}

uint8_t sd_card_pins(struct sd_card *c, uint8_t cs_n, uint8_t sck, uint8_t mosi, uint64_t now) {
    if (c->selected == (bool)cs_n) {
        sd_card_select(c, !cs_n);
        c->bits = 0;
        c->out = IDLE_BYTE;
    }
    if (sck && !c->sck) { /* rising: take a bit */
        c->in = (uint8_t)(c->in << 1 | mosi);
        if (++c->bits % 8 == 0 && c->medium) {
            take(c, c->in, now);
            c->out = c->selected ? next_byte(c, now) : IDLE_BYTE;
        }
    } else if (!sck && c->sck) { /* falling: put a bit out */
        c->miso = c->selected ? c->out >> 7 : 1;
        c->out = (uint8_t)(c->out << 1 | 1);
    }
    c->sck = sck;
    return c->miso;
}
