/* The SD card's port of the machine that runs the program. */
#ifndef LITH_CARD_PORT_H
#define LITH_CARD_PORT_H

#include "store/card.h"

const struct card_port *card_port(void);

#endif
