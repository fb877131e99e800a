/* Devices in cards (medium.h). */
#include "host/store/medium.h"
#include <stddef.h>
#include <string.h>

uint64_t medium_blocks(uint64_t blocks) {
    uint64_t most = (uint64_t)1 << 32;
    return (blocks < most ? blocks : most) / MEDIUM_STEP * MEDIUM_STEP;
}

/* Whether nothing is wrong. */
static bool well(struct medium *m, const char *wrong) {
    if (wrong && !m->told) m->complain(m, wrong);
    m->told |= wrong != NULL;
    return !wrong;
}

static bool medium_read(struct sd_medium *card, uint64_t block, uint8_t *to) {
    struct medium *m = (struct medium *)card;
    return well(m, m->device->read(m->device, block, 1, to));
}

static bool medium_write(struct sd_medium *card, uint64_t block, const uint8_t *from) {
    struct medium *m = (struct medium *)card;
    if (m->failed || !well(m, m->device->write(m->device, block, 1, from))) return false;
    m->told = false;
    if (!block) memcpy(m->first, from, BLOCK_BYTES);
    m->first_written |= !block;
    m->unflushed = true;
    return true;
}

static bool medium_flush(struct sd_medium *card) {
    struct medium *m = (struct medium *)card;
    if (m->failed) return false;
    if (!m->unflushed) return true;
    m->failed = !well(m, m->device->flush(m->device));
    m->unflushed = false;
    return !m->failed;
}

void medium_init(struct medium *m, struct device *device, void (*complain)(struct medium *medium, const char *wrong)) {
    *m = (struct medium){.card = {medium_blocks(device->blocks), medium_read, medium_write, medium_flush},
                         .device = device,
                         .complain = complain};
}
