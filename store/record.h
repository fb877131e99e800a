/* Records: cells as bytes (docs/store.md).
 *
 *   head                              fields of a kind that holds values, or the bytes of a raw one
 *   | kind 5 bits, length 3 bits | .. | varint ... | ...
 *
 * A length of 7 or more has 7 there, and a varint of the rest follows. Varints have seven bits in a byte, the lowest
 * first, and a high bit in all but the last. The two low bits of a field's say what it is:
 *
 *   0  a fixnum, zigzag
 *   1  a reference to a record before this one in the same segment: distance in bytes | view 1 bit | kind 5 bits
 *   2  an immediate: its word without the two low bits
 *   3  with bit 2 clear, a reference to another segment: name | view 1 bit | kind 5 bits | 0, and the offset as a
 * varint; with bit 2 set, an atom: number | view 1 bit | 1 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "store/super.h"

#define RECORD_KIND_BITS 5u
#define RECORD_HEAD_MAX 4u
#define RECORD_FIELD_MAX 11u
/* A kind that no cell has: a node of the tree of atoms (atoms.h). */
#define RECORD_ATOMS 31u

struct field {
    enum field_sort { FIELD_FIXNUM, FIELD_IMMEDIATE, FIELD_RECORD, FIELD_ATOM } sort;
    int32_t number;   /* FIXNUM */
    uint32_t word;    /* IMMEDIATE: as the machine has it, its low bits are 2 */
    uint8_t kind;     /* RECORD: as the reference has it */
    bool view;        /* RECORD and ATOM: a read-only view of an atom */
    uint64_t address; /* RECORD: where; ATOM: its number */
};

/* All return how many bytes there are. */
uint32_t record_put_head(uint8_t *to, uint32_t kind, uint32_t length);
/* address: of the record that the field is in. */
uint32_t record_put_field(uint8_t *to, const struct field *field, uint64_t address);
/* 0: the `count` bytes have no whole one, or one that cannot be. */
uint32_t record_take_head(const uint8_t *from, uint32_t count, uint32_t *kind, uint32_t *length);
uint32_t record_take_field(const uint8_t *from, uint32_t count, struct field *field, uint64_t address);

bool field_equal(const struct field *a, const struct field *b);

#endif
