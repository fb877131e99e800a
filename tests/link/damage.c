#include "damage.h"
#include <stdlib.h>
#include <string.h>

size_t damage_burst(const struct damage *d, struct random *r, uint8_t *bytes, size_t n) {
    size_t limit = 2 * n + 64, done = 0;
    if (n == 0) return 0;
    uint8_t *out = malloc(limit);
    for (size_t i = 0; i < n; i++) {
        if (random_once(r, d->drop)) continue;
        uint8_t byte = bytes[i];
        if (random_once(r, d->flip)) byte ^= (uint8_t)(1u << random_below(r, 8));
        if (random_once(r, d->insert) && done + n - i < limit) out[done++] = (uint8_t)random_word(r);
        out[done++] = byte;
        if (random_once(r, d->twice) && done + n - i < limit) out[done++] = byte;
    }
    if (random_once(r, d->burst_cut)) done = random_below(r, (uint32_t)done + 1);
    if (random_once(r, d->burst_twice) && 2 * done <= limit) {
        memcpy(out + done, out, done);
        done *= 2;
    }
    if (random_once(r, d->burst_noise))
        for (uint32_t k = random_below(r, 60); k && done < limit; k--)
            out[done++] = random_once(r, 8) ? 0 : (uint8_t)random_word(r);
    memcpy(bytes, out, done);
    free(out);
    return done;
}
