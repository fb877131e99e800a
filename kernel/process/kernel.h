/* Start of the kernel and the language in it. */
#ifndef KERNEL_PROCESS_KERNEL_H
#define KERNEL_PROCESS_KERNEL_H

/* Called first, once. Then follows lisp_load_library or lisp_load_image (boot.h). lowest: the lowest stack address that
 * C may use. */
void kernel_init(const void *lowest);

#endif
