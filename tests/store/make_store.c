/* Makes a store in a file, for tests of the command: make-store FILE COMMITS [SINCE]. SINCE: a machine has it open
 * since then, in milliseconds since 1970, and does not close it. */
#include "host/store/file.h"
#include "sample.h"
#include <stdio.h>
#include <stdlib.h>

#define BYTES (4u << 20)

int main(int argc, char **argv) {
    static struct sample s;
    char err[300];
    struct device *device = argc < 3 ? NULL : file_device_open(argv[1], FILE_MAKE, BYTES, err, sizeof err);
    if (!device) return 2;
    const char *wrong = sample_new(&s, device, 1, 0);
    if (!wrong) wrong = sample_open(&s, device, 0xabcdef, argc > 3 ? strtoull(argv[3], NULL, 0) : 0);
    for (int i = atoi(argv[2]); i > 0 && !wrong; i--) wrong = sample_commit(&s);
    if (!wrong && argc == 3) wrong = log_close(&s.log);
    if (wrong) fprintf(stderr, "make-store: %s\n", wrong);
    file_device_close(device);
    return wrong ? 1 : 0;
}
