/* Byte queues of the modelled UART. */
#include "devices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t queue_put(struct byte_queue *q, const uint8_t *bytes, size_t n, size_t limit) {
    size_t room = q->count < limit ? limit - q->count : 0;
    if (n > room) n = room;
    if (q->first + q->count + n > q->size) {
        if (q->count) memmove(q->bytes, q->bytes + q->first, q->count);
        q->first = 0;
        if (q->count + n > q->size) {
            q->size = 2 * (q->count + n) + 256;
            q->bytes = realloc(q->bytes, q->size);
            if (!q->bytes) {
                fprintf(stderr, "model: no memory for the serial line's bytes: read them more often\n");
                abort();
            }
        }
    }
    memcpy(q->bytes + q->first + q->count, bytes, n);
    q->count += n;
    return n;
}

size_t queue_take(struct byte_queue *q, uint8_t *bytes, size_t n) {
    if (n > q->count) n = q->count;
    if (n) memcpy(bytes, q->bytes + q->first, n);
    q->first += n;
    q->count -= n;
    return n;
}
