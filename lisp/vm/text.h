/* Strings: UTF-8 in a raw cell; above STRING_CELL_MAX bytes in chunks of that size. */
#ifndef LISP_TEXT_H
#define LISP_TEXT_H

#include "value.h"

#define STRING_CELL_MAX 16380u /* 4095 words */

bool is_string(val v);
uint32_t string_bytes(val s);
uint8_t string_byte(val s, uint32_t i);
/* Code point at byte *i, which moves on to the next one. Bytes that are not UTF-8 count as themselves. */
uint32_t string_next(val s, uint32_t *i);
uint32_t string_count(val s); /* code points */
/* Byte offset of code point n, or string_bytes when n is the count; beyond that ~0. */
uint32_t string_offset(val s, uint32_t n);
val string_from(const char *bytes, uint32_t n);
val string_from_c(const char *text);
val string_slice(val s, uint32_t from, uint32_t to); /* byte offsets */
bool string_equal(val a, val b);
bool string_is(val s, const char *text);
int string_compare(val a, val b);
uint32_t string_hash(val s);
/* Copies at most n - 1 bytes and a terminating 0; returns the bytes copied. */
uint32_t string_copy(val s, char *to, uint32_t n);
/* Byte offset of `what` in s at or after `from`, or ~0. */
uint32_t string_find(val s, val what, uint32_t from);
/* Of Latin, Greek and Cyrillic letters; other characters are their own upper and lower case. */
uint32_t char_upper(uint32_t c);
uint32_t char_lower(uint32_t c);
/* Writes c in UTF-8; returns the bytes used (1-4). */
uint32_t utf8_encode(uint32_t c, char out[4]);

/* Text under construction: bytes gather in `buffer`, full buffers become raw cells. */
#define TEXT_BUFFER 256u
struct text {
    val chunks;    /* list of full buffers, newest first */
    uint32_t full; /* how many */
    uint32_t used; /* bytes in buffer */
    int stream;    /* 0, or where each byte goes at once (machine_write): no cells are made */
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
