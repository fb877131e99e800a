/* Reading a record piece by piece (record.h), however long it is. */
#ifndef STORE_CURSOR_H
#define STORE_CURSOR_H

#include "store/log.h"
#include "store/record.h"

#define CURSOR_BYTES 64u

struct cursor {
    struct log *log;
    uint64_t record; /* its address */
    uint64_t next;   /* of the bytes behind those here */
    uint32_t at, count;
    uint8_t bytes[CURSOR_BYTES];
    const char *wrong; /* what went wrong first; what is read then means nothing */
};

/* Begins with the head of the record at the address. */
void cursor_open(struct cursor *cursor, struct log *log, uint64_t address, uint32_t *kind, uint32_t *length);
void cursor_field(struct cursor *cursor, struct field *field);
/* Of a raw record. */
uint8_t cursor_byte(struct cursor *cursor);

#endif
