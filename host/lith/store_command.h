/* lith store: what a store is, its commits, whether it is whole. It is only read, also while a machine has it. */
#ifndef HOST_LITH_STORE_COMMAND_H
#define HOST_LITH_STORE_COMMAND_H

#include "options.h"

enum store_command { STORE_INFO, STORE_LOG, STORE_CHECK };

/* An enum store_command, or -1. */
int store_command_of(const char *word);
/* Does what the operands say; returns the status to end with. */
int store_command(const struct options *o);

#endif
