/* Stores for machines (host/store/take.h): files made, locked, left as they are; claims broken.
 *
 * usage: take FOLDER [ADDRESS]: of an NBD server with at least a megabyte of zeros */
#include "host/store/take.h"
#include "sample.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTES ((uint64_t)1 << 20)

static uint32_t passed;
static const char *running;
_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL %s: %s%s%s\n", running, what, why ? ": " : "", why ? why : "");
    exit(1);
}

static char path[4096], err[5000];

static const char *name_in(const char *folder, const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
    return path;
}

static void take(struct place *place, struct taking taking) {
    if (!store_take(place, &taking, err, sizeof err)) broken("not taken", err);
}

static void refused(struct taking taking, const char *part) {
    struct place place;
    if (store_take(&place, &taking, err, sizeof err)) broken("taken", NULL);
    if (strncmp(err, taking.where, strlen(taking.where)) || !strstr(err, part)) broken("another line", err);
}

/* Whose it is: the machine's of that number opens it, and does not close it. */
static void claim(struct place *place, uint64_t owner) {
    static struct sample s;
    sample_init(&s, owner);
    const char *wrong = sample_open(&s, place->device, owner, 1795939200000);
    if (!wrong) wrong = sample_commit(&s);
    if (wrong) broken("claiming", wrong);
}

static struct super super_of(const char *where) {
    struct place place;
    struct super super;
    if (!place_open(&place, where, FILE_READ, 0, err, sizeof err)) broken("reading", err);
    const char *wrong = super_read(&super, place.device);
    if (wrong) broken("reading", wrong);
    place_close(&place);
    return super;
}

static off_t size_of(const char *name) {
    struct stat status;
    return stat(name, &status) ? -1 : status.st_size;
}

static void files(const char *folder) {
    struct place place;
    running = "a file";
    const char *file = name_in(folder, "take");
    take(&place, (struct taking){file, BYTES, false});
    if (!place_is_new(&place) || size_of(file) != (off_t)BYTES) broken("it has not been made", NULL);
    uint64_t number = super_of(file).store;
    refused((struct taking){file, 0, true}, "another program has it open");
    claim(&place, 99);
    place_close(&place);
    if (super_of(file).owner != 99) broken("it is not claimed", NULL);
    take(&place, (struct taking){file, 0, false});
    if (place_is_new(&place)) broken("it was there", NULL);
    place_close(&place);
    if (super_of(file).owner || super_of(file).claimed) broken("the dead machine's claim is there", NULL);
    if (super_of(file).store != number) broken("another store", NULL);
    refused((struct taking){file, 2 * BYTES, false}, "it is there already, with 1048576 bytes");
    passed++;
}

/* What cannot be made to its end is taken back. */
static void no_room(const char *folder) {
    struct rlimit before, little = {.rlim_cur = 256 * 1024};
    running = "no room";
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    little.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &little);
    const char *file = name_in(folder, "take");
    refused((struct taking){file, BYTES, false}, "File too large");
    if (size_of(file) != -1) broken("a file is left", NULL);
    refused((struct taking){file, 200 * 1024, false}, "too small for a store");
    if (size_of(file) != -1) broken("a file is left that is too small", NULL);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    refused((struct taking){file, 200 * 1024, false}, "too small for a store");
    if (size_of(file) != 0) broken("the file was empty", NULL);
    setrlimit(RLIMIT_FSIZE, &before);
    passed++;
}

static void server(const char *address) {
    struct place place, other;
    running = "a server";
    uint8_t first[BLOCK_BYTES], zeros[BLOCK_BYTES] = {0};
    take(&place, (struct taking){address, 0, false});
    refused((struct taking){address, 0, false}, "--break-claim takes it"); /* before the machine claims it */
    store_give_back(&place, NULL);
    if (super_of(address).owner) broken("a machine that did not claim it", NULL);
    take(&place, (struct taking){address, 0, false});
    claim(&place, 77);
    refused((struct taking){address, 0, false}, "--break-claim takes it");
    if (super_of(address).owner != 77) broken("the claim was broken", NULL);
    store_give_back(&place, zeros);
    if (super_of(address).owner != 77) broken("another one's claim was cleared", NULL);
    take(&place, (struct taking){address, 0, true});
    if (super_of(address).owner == 77) broken("the claim is there", NULL);
    claim(&place, 78);
    if (place.device->read(place.device, 0, 1, first)) broken("reading", NULL);
    store_give_back(&place, first);
    if (super_of(address).owner || super_of(address).closed) broken("a machine that did not close it", NULL);
    take(&place, (struct taking){address, 0, false});
    take(&other, (struct taking){address, 0, true});
    store_give_back(&place, NULL);
    if (!super_of(address).owner) broken("the claim of who broke the first was cleared", NULL);
    store_give_back(&other, NULL);
    if (super_of(address).owner) broken("nobody has it", NULL);
    refused((struct taking){address, BYTES, false}, "the server says how large it is");
    passed++;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    files(argv[1]);
    no_room(argv[1]);
    if (argc > 2) server(argv[2]);
    printf("%u passed, 0 failed\n", passed);
    return 0;
}
