/* Stores for machines (take.h). */
#include "host/store/take.h"
#include "host/store/medium.h"
#include "host/store/moment.h"
#include "store/log.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static const char no_random[] = "no random number for it";

/* Whether there are zeros where a store has its superblocks, and around them. */
static const char *look_blank(struct device *device, bool *blank) {
    static uint8_t bytes[SUPER_TABLE * BLOCK_BYTES];
    uint32_t count = device->blocks < SUPER_TABLE ? (uint32_t)device->blocks : SUPER_TABLE;
    const char *wrong = count ? device->read(device, 0, count, bytes) : NULL;
    *blank = true;
    for (uint32_t at = 0; at < count * BLOCK_BYTES; at++) *blank &= !bytes[at];
    return wrong;
}

/* On as many blocks as a card over the device has. */
static const char *make(struct device *device) {
    struct super super;
    uint64_t number = 0, blocks = device->blocks;
    if (getrandom(&number, sizeof number, 0) != sizeof number) return no_random;
    device->blocks = medium_blocks(blocks);
    const char *wrong = super_new(&super, device, number, 0);
    if (!wrong) wrong = log_create(device, &super);
    device->blocks = blocks;
    return wrong;
}

/* It is this machine's if the claim stands there when it is looked at again. */
static const char *claim(struct place *p, struct super *super) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (getrandom(&p->claim, sizeof p->claim, 0) != sizeof p->claim) return no_random;
    super->owner = p->claim;
    super->claimed = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    const char *wrong = super_write(super, p->device);
    if (!wrong) wrong = super_read(super, p->device);
    return wrong || super->owner == p->claim ? wrong : "another machine has just taken it";
}

static const char *clear_claim(const struct place *p, struct super *super) {
    super->owner = super->claimed = 0;
    return super_write(super, p->device);
}

/* NULL, or what is wrong. */
static const char *break_claim(const struct place *p, const struct taking *t, struct super *super, char *text,
                               size_t size) {
    if (!super->owner) return NULL;
    if (p->server && !t->break_claim) {
        char since[MOMENT_BYTES];
        moment_text(super->claimed, since);
        snprintf(text, size,
                 "a machine has had it open since %s; if that one is gone for certain, --break-claim takes it", since);
        return text;
    }
    return clear_claim(p, super);
}

static const char *size_differs(const struct place *p, const struct taking *t, char *text, size_t size) {
    if (p->server && t->bytes) return "the server says how large it is: --store-size is for a new file";
    if (p->server || !t->bytes || p->device->blocks == t->bytes / BLOCK_BYTES) return NULL;
    snprintf(text, size, "it is there already, with %llu bytes: --store-size is for a new file",
             (unsigned long long)p->device->blocks * BLOCK_BYTES);
    return text;
}

/* NULL, or what is wrong. */
static const char *prepare(struct place *p, const struct taking *t, char *text, size_t size) {
    struct super super;
    bool blank;
    const char *wrong = size_differs(p, t, text, size);
    if (!wrong) wrong = look_blank(p->device, &blank);
    if (!wrong && blank) wrong = make(p->device);
    if (!wrong) wrong = super_read(&super, p->device);
    if (!wrong) wrong = break_claim(p, t, &super, text, size);
    return wrong || !p->server ? wrong : claim(p, &super);
}

bool store_take(struct place *p, const struct taking *t, char *err, size_t err_size) {
    char text[200];
    if (!place_open(p, t->where, FILE_MAKE, t->bytes ? t->bytes : TAKE_BYTES, err, err_size)) return false;
    const char *wrong = prepare(p, t, text, sizeof text);
    if (!wrong) return true;
    snprintf(err, err_size, "%s: %s", t->where, wrong);
    place_undo(p);
    return false;
}

void store_give_back(struct place *p, const uint8_t *first) {
    uint8_t block[BLOCK_BYTES];
    struct super super;
    if (p->server && !p->device->read(p->device, 0, 1, block) && !super_read(&super, p->device) && super.owner) {
        bool own = first ? !memcmp(block, first, BLOCK_BYTES) : super.owner == p->claim;
        if (own) clear_claim(p, &super); /* or it stays: --break-claim will take it */
    }
    place_close(p);
}
