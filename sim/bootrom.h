/* The boot ROM contents of each machine (firmware/boot), little-endian words, linked in by bootrom.S. */
#ifndef SIM_BOOTROM_H
#define SIM_BOOTROM_H

#include <stdint.h>

extern const uint8_t bootrom_ulx3s[], bootrom_ulx3s_end[];
extern const uint8_t bootrom_icebreaker[], bootrom_icebreaker_end[];

#endif
