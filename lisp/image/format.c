/* The check of images (format.h). */
#include "lisp/image/format.h"

uint32_t image_crc(uint32_t c, uint32_t word) {
    /* The remainder of each four bits. */
    static const uint32_t table4[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    c ^= word;
#ifndef VM_COMPACT
#pragma GCC unroll 8
#endif
    for (int i = 0; i < 8; i++) c = c >> 4 ^ table4[c & 15];
    return c;
}
