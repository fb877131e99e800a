/* The store of the machine: what is in memory goes to the log in commits, and comes from there when it is touched
 * (docs/store.md). */
#ifndef KERNEL_STORE_STORE_H
#define KERNEL_STORE_STORE_H

#include "store/device.h"
#include <stdbool.h>

/* Opens the store on the device for writing, before the language is loaded. NULL, or what is wrong; *has_state: there
 * is a commit, and the machine begins with that. */
const char *store_open(struct device *device, bool *has_state);
/* The machine becomes what the last commit has, in place of the library's image; or, when there is none and that has
 * been loaded, what there is will be committed. NULL, or what is wrong. */
const char *store_begin(void);
/* What has changed is committed, when there is a store. To be called when no process runs. */
void store_settle(void);
/* The same, and nobody owns the store any more: the machine goes on without one. False: something went wrong, and was
 * reported. */
bool store_close(void);

#endif
