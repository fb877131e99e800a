/* Moments as text (moment.h). */
#include "host/store/moment.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

void moment_text(uint64_t milliseconds, char text[MOMENT_BYTES]) {
    time_t seconds = (time_t)(milliseconds / 1000);
    struct tm local;
    strcpy(text, "a time not known");
    if (!milliseconds || !localtime_r(&seconds, &local) || local.tm_year > 9999 - 1900) return;
    size_t n = strftime(text, MOMENT_BYTES, "%Y-%m-%dT%H:%M:%S%z", &local);
    /* "+0100" becomes "+01:00". */
    memmove(text + n - 1, text + n - 2, 3);
    text[n - 2] = ':';
}
