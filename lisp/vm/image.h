/* Images: all cells reachable from the language's roots as words, made by the host build (kernel/host/dump.c) and
 * loaded by any machine that runs the same C.
 *
 *   "LISP" | version | identity | atoms | cells | roots
 *   cells times: kind | length << 8 (words, or bytes of a raw kind), then the words; parts before what has them
 *   atoms times: the value
 *   roots times: the value
 *   CRC-32 (IEEE 802.3) of all words before
 *
 * Words are little-endian. In values a reference is index << 8 | kind << 2 | 1: atoms are numbered first, then cells.
 * identity: a hash of the table of primitives, whose numbers stand in the code. */
#ifndef LISP_IMAGE_H
#define LISP_IMAGE_H

#include "value.h"

#define IMAGE_MAGIC 0x5053494cu
#define IMAGE_VERSION 1u
#define IMAGE_ROOTS_MAX 16u

/* The language's roots: symbol table, namespaces, hooks. Returns how many. */
uint32_t image_roots(val *roots);
uint32_t image_identity(void);
uint32_t image_crc(uint32_t crc, uint32_t word);

/* Makes the cells of an image whose words `next` gives in turn. NULL, or what is wrong with it. */
const char *image_load(uint32_t (*next)(void));

#endif
