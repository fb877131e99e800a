/* Signals as a program expects them. Whoever calls a test may ignore or block some (nohup, a CI runner), and what the
 * test starts inherits that, unless it calls this before exec. */
#ifndef TESTS_SIGNALS_H
#define TESTS_SIGNALS_H

#include <signal.h>

static inline void signals_usual(void) {
    sigset_t none;
    for (int number = 1; number <= SIGRTMAX; number++) signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

#endif
