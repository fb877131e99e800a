/* The card in the machine's socket (socket.h). */
#include "socket.h"
#include "host/store/medium.h"
#include "host/store/take.h"
#include "output.h"
#include <limits.h>
#include <stddef.h>

static struct {
    struct place place;
    struct medium medium;
    int status;
} it = {.status = STATUS_DONE};

static void tell(struct medium *medium, const char *wrong) {
    (void)medium;
    output_flush();
    it.status = complain("%s: %s", it.place.where, wrong);
}

int socket_open(const struct options *o, struct sd_medium **card) {
    const struct taking taking = {o->store, o->store_bytes, o->break_claim};
    char err[PATH_MAX + 300];
    *card = NULL;
    if (!o->store) return -1;
    if (!store_take(&it.place, &taking, err, sizeof err)) return complain("%s", err);
    medium_init(&it.medium, it.place.device, tell);
    *card = &it.medium.card;
    return -1;
}

int socket_close(void) {
    if (it.place.device) store_give_back(&it.place, it.medium.first_written ? it.medium.first : NULL);
    return it.status;
}
