/* The words of an image: what codec.h's two sides both go by.
 *
 *   "LISP" | version | identity | words of all this | records | slots | roots | CRC of the words before
 *   records times: kind | length << 5 (words, or bytes of a raw kind) | slot << 19, then the words
 *   roots times: the value
 *   CRC of all words before
 *
 * Words are little-endian; the CRC is that of IEEE 802.3. Each record makes a cell and puts it into a slot of a table;
 * one of kind IMAGE_SET gives the atom in that slot its value: all circles go through atoms. In values a reference is
 * slot << 8 | read-only bit of a view | kind << 2 | 1, and means the cell that is in the slot at that time. A slot is
 * used again when nothing further refers to its cell, so the table is much smaller than the number of cells. */
#ifndef LISP_IMAGE_FORMAT_H
#define LISP_IMAGE_FORMAT_H

#include "lisp/cells/value.h"

#define IMAGE_MAGIC 0x5053494cu
#define IMAGE_VERSION 3u

/* The words of the header. */
enum {
    IMAGE_AT_MAGIC,
    IMAGE_AT_VERSION,
    IMAGE_AT_IDENTITY,
    IMAGE_AT_WORDS,
    IMAGE_AT_RECORDS,
    IMAGE_AT_SLOTS,
    IMAGE_AT_ROOTS,
    IMAGE_AT_CRC,
    IMAGE_HEADER_WORDS
};

#define IMAGE_LENGTH_SHIFT 5u
#define IMAGE_LENGTH_MAX 0x3fffu
#define IMAGE_SLOT_SHIFT 19u
#define IMAGE_SLOTS_MAX 0x2000u
#define IMAGE_SET 31u

_Static_assert(4 * CELL_WORDS_MAX <= IMAGE_LENGTH_MAX, "a record must hold the longest cell");
_Static_assert(CELL_KIND_LAST < IMAGE_SET, "no cell is taken for the setting of an atom");

static inline uint32_t image_head(uint32_t kind, uint32_t length, uint32_t slot) {
    return kind | length << IMAGE_LENGTH_SHIFT | slot << IMAGE_SLOT_SHIFT;
}
static inline uint32_t image_head_kind(uint32_t head) { return head & ((1u << IMAGE_LENGTH_SHIFT) - 1); }
static inline uint32_t image_head_length(uint32_t head) { return head >> IMAGE_LENGTH_SHIFT & IMAGE_LENGTH_MAX; }
static inline uint32_t image_head_slot(uint32_t head) { return head >> IMAGE_SLOT_SHIFT; }

/* The words behind the head of a cell. */
static inline uint32_t image_words(uint32_t kind, uint32_t length) {
    return kind < KIND_FIRST_RAW ? length : (length + 3) / 4;
}

/* A value that is a reference: but for its slot as it is. */
static inline uint32_t image_reference(val v, uint32_t slot) { return slot << 8 | (word_of(v) & 0xff); }
static inline bool image_is_reference(uint32_t word) { return (word & 3) == 1; }
static inline uint32_t image_reference_kind(uint32_t word) { return word >> 2 & 31; }
static inline bool image_is_view(uint32_t word) { return word & 0x80; }
static inline uint32_t image_reference_slot(uint32_t word) { return word >> 8; }

uint32_t image_crc(uint32_t crc, uint32_t word);

#endif
