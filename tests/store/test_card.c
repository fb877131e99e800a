/* The SD card's driver (store/card.h) against the card of the simulator (sim/sd_card.h), which checks the protocol,
 * over a device (host/store/medium.h): cards of both sorts, random blocks read and written against an array, bits that
 * come wrong on the way, blocks that the device cannot read or write, a device that cannot say that they are certain, a
 * card that is taken out. What the driver has flushed is certain on the device.
 *
 * usage: card [-s SEED] */
#include "chance.h"
#include "host/store/medium.h"
#include "store/card.h"
#include "store/crc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS 4096u
#define HZ 50000000u
#define SLOW_CYCLES 1000u /* of a byte at 400 kHz */
#define FAST_CYCLES 16u

static uint32_t passed;
static const char *running;
_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL seed %llu, %s: %s%s%s\n", (unsigned long long)seed, running, what, why ? ": " : "", why ? why : "");
    exit(1);
}

/* ---- the device ---- */

static uint8_t blocks[BLOCKS][SD_BLOCK], certain[BLOCKS][SD_BLOCK];
static uint64_t bad_block; /* cannot be written or read; 0: all can */
static bool full, flush_fails;
static uint32_t flushes, complaints;

static const char *device_read(struct device *d, uint64_t block, uint32_t count, void *to) {
    if (block + count > d->blocks || (bad_block && block == bad_block)) return "a bad block";
    memcpy(to, blocks[block], count * SD_BLOCK);
    return NULL;
}
static const char *device_write(struct device *d, uint64_t block, uint32_t count, const void *from) {
    if (block + count > d->blocks || (bad_block && block == bad_block)) return "a bad block";
    if (full) return "the disk is full";
    memcpy(blocks[block], from, count * SD_BLOCK);
    return NULL;
}
static const char *device_flush(struct device *d) {
    flushes++;
    if (flush_fails || !d->blocks) return "an error of the disk";
    memcpy(certain, blocks, sizeof certain);
    return NULL;
}
static struct device device = {BLOCKS, device_read, device_write, device_flush};

static struct medium medium;
static void hear(struct medium *m, const char *wrong) {
    if (m != &medium || !*wrong) broken("a complaint about nothing", wrong);
    complaints++;
}

/* ---- the port ---- */

static struct sd_card sd;
static uint64_t cycles;
static uint32_t byte_cycles, flips; /* one byte in so many has a wrong bit; 0: none */

static uint32_t port_now(void) { return (uint32_t)(cycles / (HZ / 1000000)); }
static void port_slow(bool slow) { byte_cycles = slow ? SLOW_CYCLES : FAST_CYCLES; }
static void port_select(bool selected) { sd_card_select(&sd, selected); }
static uint8_t flipped(uint8_t byte) { return (uint8_t)(flips && !chance(flips) ? byte ^ 1u << chance(8) : byte); }
static uint8_t port_exchange(uint8_t out) {
    cycles += byte_cycles;
    return sd_card_exchange(&sd, out, cycles);
}
/* Bits go wrong in blocks alone, where the check sums must tell. */
static uint32_t port_receive(uint8_t *to, uint32_t count) {
    uint32_t crc = 0;
    for (; count; count--) crc = crc16_with(crc, *to++ = flipped(port_exchange(0xff)));
    return crc;
}
static uint32_t port_send(const uint8_t *from, uint32_t count) {
    uint32_t crc = 0;
    for (bool block = count == SD_BLOCK; count; count--) {
        port_exchange(block ? flipped(*from) : *from);
        crc = crc16_with(crc, *from++);
    }
    return crc;
}
static const struct card_port port = {1000, port_now, port_slow, port_select, port_exchange, port_receive, port_send};

/* ---- the tests ---- */

static struct card card;

static void begin(const char *name, bool standard) {
    running = name;
    bad_block = flips = flushes = complaints = 0;
    full = flush_fails = false;
    medium_init(&medium, &device, hear);
    sd.medium = &medium.card;
    sd.hz = HZ;
    sd.standard = standard;
    sd.start_polls = chance(40);
    sd.read_cycles = chance(20000);
    sd.write_cycles = chance(100000);
    sd_card_power(&sd);
    const char *wrong = card_start(&card, &port);
    if (wrong) broken("starting", wrong);
    if (card.device.blocks != BLOCKS) broken("another size", NULL);
    if (card.standard != standard) broken("another sort", NULL);
}

static void end(void) {
    if (sd.violation) broken("the protocol", sd.violation);
    passed++;
}

static void random_blocks(uint32_t times) {
    static uint8_t shadow[BLOCKS][SD_BLOCK], some[20][SD_BLOCK];
    memcpy(shadow, blocks, sizeof shadow);
    uint64_t next = 0;
    for (; times; times--) {
        uint32_t count = 1 + chance(chance(3) ? 3 : 20);
        uint64_t block = chance(3) && next + count <= BLOCKS ? next : chance(BLOCKS - count + 1);
        const char *wrong;
        if (chance(2)) {
            for (uint32_t i = 0; i < count * SD_BLOCK; i++) some[i / SD_BLOCK][i % SD_BLOCK] = (uint8_t)chance(256);
            wrong = card.device.write(&card.device, block, count, some);
            if (wrong) broken("writing", wrong);
            memcpy(shadow[block], some, count * SD_BLOCK);
        } else {
            wrong = card.device.read(&card.device, block, count, some);
            if (wrong) broken("reading", wrong);
            if (memcmp(some, shadow[block], count * SD_BLOCK)) broken("a block has changed", NULL);
        }
        next = block + count;
        if (!chance(3)) { /* something else on the same wires is spoken to */
            port_select(false);
            port_exchange((uint8_t)chance(256));
        }
        if (chance(4)) continue;
        wrong = card.device.flush(&card.device);
        if (wrong) broken("flushing", wrong);
        if (memcmp(shadow, certain, sizeof shadow)) broken("flushed, and not certain", NULL);
        if (cycles < sd.ready_at) broken("flushed while the card is busy", NULL);
    }
}

static void check_error(const char *got, const char *part) {
    if (!got || !strstr(got, part)) broken("not this error", got ? got : "none");
}

/* A card has a number of 512 KiB, and no more blocks than it can be asked for. */
static void sizes(void) {
    static const uint64_t cases[][2] = {{0, 0}, {1023, 0}, {1024, 1024}, {5000, 4096}, {(1ull << 32) + 7, 1ull << 32}};
    running = "sizes";
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (medium_blocks(cases[i][0]) != cases[i][1]) broken("another size", NULL);
    passed++;
}

int main(int argc, char **argv) {
    uint8_t block[SD_BLOCK] = {0};
    seed = argc == 3 && !strcmp(argv[1], "-s") ? strtoull(argv[2], NULL, 0) : 1;
    state = seed * 2654435761u + 1;
    printf("seed %llu\n", (unsigned long long)seed);
    sizes();
    begin("SDHC", false);
    random_blocks(1500);
    end();
    begin("SDSC", true);
    random_blocks(1500);
    end();

    begin("wrong bits", chance(2));
    flips = 30000;
    random_blocks(1500);
    if (!card.errors) broken("no bit was wrong", NULL);
    end();

    begin("nothing but wrong bits", false);
    flips = 20;
    check_error(card.device.read(&card.device, 1, 1, block), "damaged");
    check_error(card.device.write(&card.device, 1, 1, block), "damaged");
    if (flushes) broken("flushed, and nothing was written", NULL);
    end();

    begin("flushes", false);
    for (uint64_t i = 0; i < 40; i++)
        if (card.device.write(&card.device, 100 + i, 1, block)) broken("writing", NULL);
    if (flushes) broken("flushed while nobody asked for it", NULL);
    for (uint32_t i = 0; i < 3; i++)
        if (card.device.flush(&card.device)) broken("flushing", NULL);
    if (card.device.read(&card.device, 100, 1, block)) broken("reading", NULL);
    if (flushes != 1) broken("flushed more often than once", NULL);
    if (medium.first_written) broken("block 0 has not been written", NULL);
    for (block[0] = 1; block[0] < 4; block[0]++)
        if (card.device.write(&card.device, 0, 1, block) || card.device.write(&card.device, 1, 1, block))
            broken("writing", NULL);
    if (!medium.first_written || medium.first[0] != 3) broken("block 0 as it was written last", NULL);
    end();

    begin("a full disk", false);
    full = true;
    for (uint32_t i = 0; i < 3; i++) check_error(card.device.write(&card.device, i, 1, block), "cannot write");
    if (complaints != 1) broken("not one complaint", NULL);
    full = false;
    if (card.device.write(&card.device, 7, 1, block) || card.device.flush(&card.device)) broken("room again", NULL);
    full = true;
    check_error(card.device.write(&card.device, 8, 1, block), "cannot write");
    if (complaints != 2) broken("not another complaint", NULL);
    end();

    begin("a disk that forgets", false);
    if (card.device.write(&card.device, 7, 1, block)) broken("writing", NULL);
    flush_fails = true;
    check_error(card.device.flush(&card.device), "has not written");
    flush_fails = false;
    for (uint32_t i = 0; i < 3; i++) check_error(card.device.write(&card.device, 8, 1, block), "cannot write");
    if (card.device.read(&card.device, 7, 1, block)) broken("reading", NULL);
    if (complaints != 1) broken("not one complaint", NULL);
    end();

    begin("a bad block", false);
    bad_block = 7;
    check_error(card.device.read(&card.device, 7, 1, block), "cannot read");
    check_error(card.device.write(&card.device, 7, 1, block), "cannot write");
    if (card.device.read(&card.device, 8, 1, block)) broken("the block behind a bad one", NULL);
    end();

    begin("beyond the end", true);
    check_error(card.device.read(&card.device, BLOCKS, 1, block), "no such block");
    end();

    begin("taken out", false);
    sd.medium = NULL;
    check_error(card.device.read(&card.device, 7, 1, block), "taken out");
    check_error(card.device.write(&card.device, 7, 1, block), "taken out");
    check_error(card_start(&card, &port), "no card");
    passed++;

    begin("taken out while it writes", false);
    if (card.device.write(&card.device, 7, 1, block)) broken("writing", NULL);
    sd.medium = NULL;
    check_error(card.device.flush(&card.device), "taken out");
    passed++;
    printf("%u passed, 0 failed\n", passed);
    return 0;
}
