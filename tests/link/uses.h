/* What the streams of the test between host and machine (test_machine.c, echo.c) are for: what each is opened with. */
#ifndef TESTS_LINK_USES_H
#define TESTS_LINK_USES_H

enum {
    USE_CONTROL, /* as USE_ECHO: number 0 */
    USE_ECHO,    /* opened by the host: what comes goes back, end marks included */
    USE_COUNT,   /* opened by the host: what comes is counted, and answered after its end mark by a file as long */
    USE_FIGURES, /* opened by the machine: whatever comes is answered with figures */
};

#endif
