/* Waveforms (tracing.h). Compiled twice: LITH_TRACES says for which of the two programs. */
#include "tracing.h"
#include "options.h"
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int tracing_switch(char **argv) {
    char self[PATH_MAX], other[PATH_MAX + 20];
    if (LITH_TRACES) return -1;
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0) return complain("--trace: /proc/self/exe: %s", strerror(errno));
    self[n] = 0;
    snprintf(other, sizeof other, "%s/lith-trace", dirname(self));
    execv(other, argv);
    return complain("--trace needs %s (%s): make build/lith-trace", other, strerror(errno));
}
