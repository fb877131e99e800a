/* Requests that the host answers (requests.c). */
#ifndef KERNEL_SESSION_REQUESTS_H
#define KERNEL_SESSION_REQUESTS_H

/* Answers what can be answered: called by machine_poll and while nothing can run. Makes no cells. */
void requests_serve(void);
/* Nobody waits for any of them any more; nor will the host answer. */
void requests_forget(void);

#endif
