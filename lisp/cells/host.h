/* What lies above the language: functions of a kernel, which hands them over before lisp_init. The language calls
 * nothing else outside of itself but cell instructions and the C library. */
#ifndef LISP_CELLS_HOST_H
#define LISP_CELLS_HOST_H

#include "lisp/cells/value.h"

/* Most bytes that `program` is asked for at once. */
#define HOST_PROGRAM_MAX 1024u

struct primitive;

struct vm_host {
    /* The kernel's own primitives, in addition to the language's (primitive.h); large: on a large machine these too. */
    const struct primitive *primitives, *primitives_large;
    /* Called once there are symbols, new ones or an image's. */
    void (*prepare)(void);

    /* ---- processes ---- */

    /* Answers a request: a[0] is its kind, a[2] and on its n arguments. ABSENT: the process is to be switched out. */
    val (*request)(val *a, uint32_t n);
    /* Called at a call or loop when vm.limit is NULL. True: the process is to be switched out. */
    bool (*pause)(void);
    /* Called by lisp_poll when vm.limit is NULL: looks after the outside world, and throws if the program is to be
     * interrupted. */
    void (*attend)(void);
    /* Makes a process in the foreground that calls fn with the argument (ABSENT: none), and runs all processes until it
     * has ended. True: *result is its value; false: an error that nothing caught. Not called while a process runs. */
    bool (*run)(val fn, val argument, val *result);
    /* Whether the process has ended; *value is then what it ended with, *failed whether that is an error nobody
     * caught. */
    bool (*ended)(val process, val *value, bool *failed);

    /* ---- the machine ---- */

    /* Stream 1: output, 2: errors. What is written may be held back until it is flushed. */
    void (*write)(int stream, uint8_t byte);
    void (*flush)(void);
    /* The next bytes, at most n, of the text that a command of the session is about: waits for some; 0 at the end. They
     * end with a whole character, but at the end of a text that does not. */
    uint32_t (*program)(char *bytes, uint32_t n);
    uint64_t (*cycles)(void);
    /* Runs a whole collection. */
    void (*collect)(void);
    /* Says why the machine cannot go on, and stops it. */
    void (*panic)(const char *why) __attribute__((noreturn));
};

#ifdef VM_HOST
/* A machine without room for a table that is looked into at each call: the build names the header that has it as a
 * constant, so that calls are plain ones. */
#include VM_HOST
#else
extern const struct vm_host *vm_host;
#endif

#endif
