/* The machine's store: a card in its socket, over what --store names. */
#ifndef HOST_LITH_SOCKET_H
#define HOST_LITH_SOCKET_H

#include "options.h"

struct sd_medium;

/* Opens it, and makes it where there is none. *card NULL: the machine is to have none. -1, or the status to end with
 * after a line on stderr. */
int socket_open(const struct options *o, struct sd_medium **card);
/* When the machine is gone. STATUS_DONE, or another status: something could not be written, as has been told. */
int socket_close(void);

#endif
