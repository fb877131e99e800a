/* What the simulator's SD card holds (sim/sd_card.h) is a device (store/device.h). A block that the device cannot read
 * or write is one that the card cannot. Once a flush has failed nobody knows what of that before it is there, and a
 * later one would not tell: nothing is written any more. */
#ifndef HOST_STORE_MEDIUM_H
#define HOST_STORE_MEDIUM_H

#include "sim/sd_card.h"
#include "store/device.h"

/* A card's size is a number of 512 KiB, and it has at most 2^32 blocks. */
#define MEDIUM_STEP 1024u
uint64_t medium_blocks(uint64_t blocks);

struct medium {
    struct sd_medium card;
    struct device *device;
    /* Told what is wrong, once until something has been written again. */
    void (*complain)(struct medium *medium, const char *wrong);
    bool unflushed, told, failed;
    bool first_written;
    uint8_t first[BLOCK_BYTES]; /* block 0 as it was written last */
};

void medium_init(struct medium *medium, struct device *device,
                 void (*complain)(struct medium *medium, const char *wrong));

#endif
