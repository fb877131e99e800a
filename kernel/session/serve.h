/* The session: what the host has the kernel do (docs/lith.md). */
#ifndef KERNEL_SESSION_SERVE_H
#define KERNEL_SESSION_SERVE_H

/* Greets the host, then carries out its commands for ever. The library is loaded, the line open. */
_Noreturn void session_run(void);

#endif
