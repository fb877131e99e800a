/* Images: all cells reachable from the language's roots as words, made by the host build (kernel/host/dump.c) and
 * loaded by any machine that runs the same C.
 *
 *   "LISP" | version | identity | words of all this | records | slots | roots
 *   records times: kind | length << 5 (words, or bytes of a raw kind) | slot << 19, then the words
 *   roots times: the value
 *   CRC-32 (IEEE 802.3) of all words before
 *   documentation: texts, each ended by a zero byte and filled up to a whole word
 *
 * Words are little-endian. Each record makes a cell and puts it into a slot of a table; one of kind IMAGE_SET gives the
 * atom in that slot its value. In values a reference is slot << 8 | kind << 2 | 1 and means the cell there now. A slot
 * is used again when nothing further refers to its cell, so the table is much smaller than the number of cells.
 * identity: a hash of the table of primitives, whose numbers stand in the code. */
#ifndef LISP_IMAGE_IMAGE_H
#define LISP_IMAGE_IMAGE_H

#include "lisp/cells/value.h"

#define IMAGE_MAGIC 0x5053494cu
#define IMAGE_VERSION 2u
#define IMAGE_HEADER_WORDS 7u
#define IMAGE_ROOTS_MAX 16u
#define IMAGE_LENGTH_SHIFT 5u
#define IMAGE_LENGTH_MAX 0x3fffu
#define IMAGE_SLOT_SHIFT 19u
#define IMAGE_SLOTS_MAX 0x2000u
#define IMAGE_SET 31u

/* Where an image is: `seek` to word n, `next` gives the words from there on in turn. */
struct image_source {
    void (*seek)(uint32_t word);
    uint32_t (*next)(void);
};

#define IMAGE_ROOT_SYMBOLS 0u
#define IMAGE_ROOT_NAMESPACES 1u

/* The language's roots: symbols, namespaces, hooks. Returns how many. */
uint32_t image_roots(val *roots);
/* Of this machine's primitives; has: of those for which it says so. */
uint32_t image_identity(bool (*has)(const char *name));
uint32_t image_crc(uint32_t crc, uint32_t word);

/* Makes the cells of an image, whose table has to fit into `room` values at `slots` in tagged memory. NULL, or what is
 * wrong with it. */
const char *image_load(const struct image_source *image, val *slots, uint32_t room);

/* The text at word `at` - 1 of the documentation of the image that was loaded. */
val image_text(uint32_t at);

#endif
