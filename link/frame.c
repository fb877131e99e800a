/* Frames on the line: zero, the frame stuffed so that it has no zeros (consistent overhead byte stuffing: each zero
 * becomes the distance to the next), zero. So after any damage the next zero is a place to begin again, and a frame
 * costs three bytes whatever is in it: it is short enough for one leading distance. */
#include "inside.h"

/* Half a byte at a time: 64 bytes of table instead of 1024. */
static const uint32_t remainders[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
                                        0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                        0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};

uint32_t link_checksum(uint32_t start, const uint8_t *bytes, size_t n) {
    uint32_t crc = start;
    for (const uint8_t *end = bytes + n; bytes != end; bytes++) {
        crc ^= *bytes;
        crc = crc >> 4 ^ remainders[crc & 15];
        crc = crc >> 4 ^ remainders[crc & 15];
    }
    return ~crc;
}

void link_frame_put(struct link *l, const uint8_t *bytes, size_t n, uint32_t key) {
    uint32_t crc = link_checksum(key, bytes, n);
    uint8_t *line = l->line_out, *distance = line + 1, *to = line + 2;
    line[0] = 0;
    for (size_t i = 0; i < n + LINK_CHECKSUM; i++) {
        uint8_t byte = i < n ? bytes[i] : (uint8_t)crc;
        if (i >= n) crc >>= 8;
        if (byte) {
            *to++ = byte;
        } else {
            *distance = (uint8_t)(to - distance);
            distance = to++;
        }
    }
    *distance = (uint8_t)(to - distance);
    *to++ = 0;
    l->line_out_length = (uint16_t)(to - line);
    l->line_out_sent = 0;
    l->counts.frames_sent++;
}

/* Replaces distances by zeros: the frame is then in line[1] and after. False: they lead out of the frame. */
static bool unstuff(uint8_t *line, size_t n) {
    size_t at = 0;
    while (at < n) {
        uint8_t distance = line[at];
        line[at] = 0;
        at += distance;
    }
    return at == n;
}

size_t link_frame_take(struct link *l, size_t n) {
    uint8_t *frame = l->line_in + 1;
    if (n < 1 + LINK_HEADER + LINK_CHECKSUM || n > 1 + LINK_FRAME || !unstuff(l->line_in, n)) return 0;
    size_t length = n - 1 - LINK_CHECKSUM;
    bool hello = frame[0] >> 4 == KIND_HELLO;
    uint32_t crc = link_checksum(hello ? ~0u : l->key_in, frame, length);
    for (int i = 0; i < LINK_CHECKSUM; i++, crc >>= 8)
        if (frame[length + (size_t)i] != (uint8_t)crc) return 0;
    return length;
}
