/* Records (record.h). */
#include "store/record.h"
#include "store/log.h"

enum { TAG_FIXNUM, TAG_NEAR, TAG_IMMEDIATE, TAG_FAR };
#define LENGTH_FOLLOWS 7u
#define VARINT_MAX 10u
#define KIND_MASK ((1u << RECORD_KIND_BITS) - 1)

static uint32_t put_varint(uint8_t *to, uint64_t value) {
    uint32_t n = 0;
    for (; value >= 0x80; value >>= 7) to[n++] = (uint8_t)(value | 0x80);
    to[n++] = (uint8_t)value;
    return n;
}

/* 0: it is not whole, too long, or not in the shortest form. */
static uint32_t take_varint(const uint8_t *from, uint32_t count, uint64_t *value) {
    *value = 0;
    for (uint32_t n = 0; n < count && n < VARINT_MAX; n++) {
        uint64_t bits = from[n] & 0x7f;
        if (n == VARINT_MAX - 1 && bits > 1) return 0;
        *value |= bits << 7 * n;
        if (from[n] & 0x80) continue;
        return bits || !n ? n + 1 : 0;
    }
    return 0;
}

uint32_t record_put_head(uint8_t *to, uint32_t kind, uint32_t length) {
    uint32_t low = length < LENGTH_FOLLOWS ? length : LENGTH_FOLLOWS;
    to[0] = (uint8_t)(kind | low << RECORD_KIND_BITS);
    return low < LENGTH_FOLLOWS ? 1 : 1 + put_varint(to + 1, length - LENGTH_FOLLOWS);
}

uint32_t record_take_head(const uint8_t *from, uint32_t count, uint32_t *kind, uint32_t *length) {
    uint64_t more = 0;
    if (!count) return 0;
    *kind = from[0] & KIND_MASK;
    *length = from[0] >> RECORD_KIND_BITS;
    if (*length < LENGTH_FOLLOWS) return 1;
    uint32_t n = take_varint(from + 1, count - 1, &more);
    if (!n || more > 0xffff) return 0;
    *length += (uint32_t)more;
    return 1 + n;
}

uint32_t record_put_field(uint8_t *to, const struct field *f, uint64_t address) {
    uint32_t zigzag = (uint32_t)f->number << 1 ^ (uint32_t)(f->number >> 31);
    uint64_t what = (uint64_t)f->view << RECORD_KIND_BITS | f->kind;
    switch (f->sort) {
    case FIELD_FIXNUM:
        return put_varint(to, (uint64_t)zigzag << 2 | TAG_FIXNUM);
    case FIELD_IMMEDIATE:
        return put_varint(to, f->word);
    case FIELD_ATOM:
        return put_varint(to, (f->address << 2 | (uint64_t)f->view << 1 | 1) << 2 | TAG_FAR);
    case FIELD_RECORD:
        break;
    }
    if (address_name(f->address) == address_name(address))
        return put_varint(to, ((address - f->address) << (RECORD_KIND_BITS + 1) | what) << 2 | TAG_NEAR);
    what |= (uint64_t)address_name(f->address) << (RECORD_KIND_BITS + 1);
    uint32_t n = put_varint(to, what << 1 << 2 | TAG_FAR);
    return n + put_varint(to + n, address_offset(f->address));
}

static uint32_t take_reference(const uint8_t *from, uint32_t count, struct field *f, uint64_t value, uint32_t n,
                               uint64_t address) {
    uint64_t offset = 0;
    f->sort = FIELD_RECORD;
    f->kind = value & KIND_MASK;
    f->view = value >> RECORD_KIND_BITS & 1;
    value >>= RECORD_KIND_BITS + 1;
    if (address != ADDRESS_NONE) { /* in its segment */
        f->address = address - value;
        return value && value <= address_offset(address) ? n : 0;
    }
    uint32_t more = take_varint(from + n, count - n, &offset);
    f->address = address_of((uint32_t)value, (uint32_t)offset);
    return more && value <= UINT32_MAX && offset <= UINT32_MAX ? n + more : 0;
}

uint32_t record_take_field(const uint8_t *from, uint32_t count, struct field *f, uint64_t address) {
    uint64_t value;
    uint32_t n = take_varint(from, count, &value);
    *f = (struct field){.sort = FIELD_FIXNUM};
    if (!n) return 0;
    uint32_t tag = value & 3;
    value >>= 2;
    switch (tag) {
    case TAG_FIXNUM:
        f->number = (int32_t)(value >> 1 ^ (0 - (value & 1)));
        return value <= UINT32_MAX && f->number >= -(1 << 29) && f->number < 1 << 29 ? n : 0;
    case TAG_IMMEDIATE:
        f->sort = FIELD_IMMEDIATE;
        f->word = (uint32_t)(value << 2 | TAG_IMMEDIATE);
        return value <= UINT32_MAX >> 2 ? n : 0;
    case TAG_NEAR:
        return take_reference(from, count, f, value, n, address);
    default:
        if (!(value & 1)) return take_reference(from, count, f, value >> 1, n, ADDRESS_NONE);
        f->sort = FIELD_ATOM;
        f->view = value >> 1 & 1;
        f->address = value >> 2;
        return n;
    }
}

bool field_equal(const struct field *a, const struct field *b) {
    if (a->sort != b->sort) return false;
    switch (a->sort) {
    case FIELD_FIXNUM:
        return a->number == b->number;
    case FIELD_IMMEDIATE:
        return a->word == b->word;
    case FIELD_ATOM:
        return a->address == b->address && a->view == b->view;
    case FIELD_RECORD:
        break;
    }
    return a->address == b->address && a->view == b->view && a->kind == b->kind;
}
