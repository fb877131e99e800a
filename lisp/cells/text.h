/* Strings: UTF-8, always, in a raw cell; above STRING_CELL_MAX bytes in chunks of that size, which may cut characters.
 */
#ifndef LISP_CELLS_TEXT_H
#define LISP_CELLS_TEXT_H

#include "lisp/cells/error.h"
#include "lisp/cells/value.h"

#define STRING_CELL_MAX 16380u /* 4095 words */
#define TEXT_STRETCH 1024u     /* bytes: some 30,000 cycles */

bool is_string(val v);
uint32_t string_bytes(val s);
uint8_t string_byte(val s, uint32_t i);
/* Code point at byte *i, which moves on to the next one. */
uint32_t string_next(val s, uint32_t *i);
/* Where the character begins that ends at byte `at`, at > 0. */
uint32_t string_before(val s, uint32_t at);
uint32_t string_count(val s); /* code points */
/* Code points in front of byte `at`, where one begins or s ends. */
uint32_t string_index(val s, uint32_t at);
/* Byte offset of code point n, or string_bytes when n is the count; beyond that ~0. */
uint32_t string_offset(val s, uint32_t n);
/* The byte offset within s that `offset` is, where a character begins or s ends; anything else is an error of `who`. */
uint32_t string_place(const char *who, val s, val offset);
val string_from(const char *bytes, uint32_t n); /* UTF-8 */
/* Of bytes from outside: what is no UTF-8 in them becomes U+FFFD. */
val string_decode(const char *bytes, uint32_t n);
val string_from_c(const char *text);
val string_slice(val s, uint32_t from, uint32_t to); /* byte offsets */
bool string_equal(val a, val b);
bool string_is(val s, const char *text);
int string_compare(val a, val b);
uint32_t string_hash(val s);
/* Copies at most n - 1 bytes and a terminating 0; returns the bytes copied. */
uint32_t string_copy(val s, char *to, uint32_t n);
/* Whether `what` is in s at byte offset `at`. */
bool string_stands_at(val s, val what, uint32_t at);
/* Byte offset of `what` in s at or after `from`, or ~0; where characters begin, but for an empty `what`. */
uint32_t string_find(val s, val what, uint32_t from);
/* Of Latin, Greek and Cyrillic letters; other characters are their own upper and lower case. */
uint32_t char_upper(uint32_t c);
uint32_t char_lower(uint32_t c);
/* White space as Java has it (Character.isWhitespace): no space that forbids a line break. */
bool char_space(uint32_t c);
/* Writes c in UTF-8; returns the bytes used (1-4). */
uint32_t utf8_encode(uint32_t c, char out[4]);

/* Where a loop over the bytes of a text from i to n makes its next stop, at which this is called again: looks for an
 * interrupt, unless it begins there. */
static inline uint32_t text_stretch(uint32_t i, uint32_t n) {
#ifdef VM_COMPACT
    (void)i;
    return n;
#else
    if (i) lisp_poll();
    return n - i > TEXT_STRETCH ? i + TEXT_STRETCH : n;
#endif
}

/* Text under construction: bytes gather in `buffer`, full buffers become raw cells. */
#define TEXT_BUFFER 256u
struct text {
    val chunks;    /* list of full buffers, newest first */
    uint32_t full; /* how many */
    uint32_t used; /* bytes in buffer */
    int stream;    /* 0, or where each byte goes at once (vm_host->write): no cells are made */
    char buffer[TEXT_BUFFER];
};
void text_init(struct text *t);
void text_init_stream(struct text *t, int stream);
void text_byte(struct text *t, char c);
void text_char(struct text *t, uint32_t c);
void text_add(struct text *t, const char *s);
void text_string(struct text *t, val s);
val text_done(struct text *t); /* the string; t is empty again */
uint32_t text_length(const struct text *t);

#endif
