#include "bootrom.h"

#include <string.h>

static const uint32_t ulx3s[] = {
#include "ulx3s_rom.inc"
};

static const uint32_t icebreaker[] = {
#include "icebreaker_rom.inc"
};

void bootrom_load(uint32_t machine_id, uint32_t *words, size_t count) {
    const uint32_t *image = machine_id == 2 ? icebreaker : ulx3s;
    size_t n = machine_id == 2 ? sizeof icebreaker / 4 : sizeof ulx3s / 4;
    memcpy(words, image, 4 * (n < count ? n : count));
}
