/* Loads the Verilated machines (shim.h). Where their libraries lie is written in the program that asks (SIM_LDFLAGS of
 * sim.mk). */
#include "shim.h"
#include <dlfcn.h>
#include <stdio.h>

const struct shim *shim_load(const char *machine, bool traces, char *err, size_t err_size) {
    const char *variant = traces ? "-trace" : "";
    char library[64], symbol[64];
    snprintf(library, sizeof library, "liblith_%s%s.so", machine, variant);
    snprintf(symbol, sizeof symbol, "shim_%s", machine);
    void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    const struct shim *shim = loaded ? dlsym(loaded, symbol) : NULL;
    if (!shim)
        snprintf(err, err_size, "the simulated %s is not there: make sim-%s%s (%s)", machine, machine, variant,
                 dlerror());
    return shim;
}
