/* Moments as text: local time, ISO 8601, as 2026-11-29T08:05:00+01:00. */
#ifndef HOST_STORE_MOMENT_H
#define HOST_STORE_MOMENT_H

#include <stdint.h>

#define MOMENT_BYTES 40

/* milliseconds: since 1970; 0, or what no calendar has: "a time not known". */
void moment_text(uint64_t milliseconds, char text[MOMENT_BYTES]);

#endif
