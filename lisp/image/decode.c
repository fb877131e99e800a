/* Words to values (codec.h). What the header says is checked before anything is made of it, and no record can reach
 * beyond the image; that all words are as they were written is known behind the last one only. */
#include "lisp/image/codec.h"
#include "lisp/image/format.h"

static const char damaged[] = "a damaged image";

struct decoder {
    const struct image_source *from;
    val *slots;
    uint32_t count, crc, left; /* words until the roots */
    bool bad;                  /* a word does not fit those before */
};

static uint32_t take(struct decoder *d) {
    uint32_t word = d->from->next();
    d->crc = image_crc(d->crc, word);
    return word;
}

static val bad(struct decoder *d) {
    d->bad = true;
    return NIL;
}

static val take_value(struct decoder *d) {
    uint32_t word = take(d), slot = image_reference_slot(word), kind = image_reference_kind(word);
    if (!(word & 1)) return (val)(uintptr_t)word;
    if (!image_is_reference(word) || slot >= d->count || cell_kind(d->slots[slot]) != kind) return bad(d);
    if (!image_is_view(word)) return d->slots[slot];
    return kind == KIND_ATOM ? atom_view(d->slots[slot]) : bad(d);
}

static void set_atom(struct decoder *d, val atom) {
    val v = take_value(d);
    if (cell_kind(atom) != KIND_ATOM) bad(d);
    if (!d->bad) atom_swap(atom, v);
}

static val take_cell(struct decoder *d, uint32_t kind, uint32_t n) {
    if (kind == KIND_ATOM) return atom_new(take_value(d));
    val c = cell_new_kind(kind, n);
    uint32_t words = image_words(kind, n);
    for (uint32_t i = 0; i < words; i++) {
        if (kind >= KIND_FIRST_RAW)
            cell_set_word(c, i, take(d));
        else
            cell_set(c, i, take_value(d));
    }
    return cell_seal(c);
}

static void take_record(struct decoder *d) {
    uint32_t head = take(d), kind = image_head_kind(head), n = image_head_length(head), slot = image_head_slot(head);
    uint32_t words = image_words(kind, n);
    if (slot >= d->count || words > CELL_WORDS_MAX || words >= d->left) {
        bad(d);
        return;
    }
    d->left -= 1 + words;
    if (kind == IMAGE_SET)
        set_atom(d, d->slots[slot]);
    else if (kind <= CELL_KIND_LAST)
        d->slots[slot] = take_cell(d, kind, n);
    else
        bad(d);
}

static const char *take_header(struct decoder *d, const struct image *image, uint32_t header[IMAGE_HEADER_WORDS]) {
    uint32_t crc = 0, least = IMAGE_HEADER_WORDS + image->root_count + 1;
    d->from->seek(0);
    d->crc = ~0u;
    for (uint32_t i = 0; i < IMAGE_HEADER_WORDS; i++) {
        crc = ~d->crc;
        header[i] = take(d);
    }
    if (header[IMAGE_AT_MAGIC] != IMAGE_MAGIC) return "not an image";
    if (header[IMAGE_AT_VERSION] != IMAGE_VERSION) return "an image of another version";
    if (header[IMAGE_AT_CRC] != crc) return damaged;
    if (header[IMAGE_AT_IDENTITY] != image->identity) return "an image of another build";
    if (header[IMAGE_AT_ROOTS] != image->root_count || header[IMAGE_AT_WORDS] < least) return damaged;
    d->left = header[IMAGE_AT_WORDS] - least;
    d->count = header[IMAGE_AT_SLOTS];
    return NULL;
}

static const char *take_rest(struct decoder *d, struct image *image, uint32_t records) {
    for (; records && !d->bad; records--) take_record(d);
    for (uint32_t i = 0; i < image->root_count; i++) image->roots[i] = take_value(d);
    uint32_t crc = ~d->crc;
    return d->bad || d->left || take(d) != crc ? damaged : NULL;
}

#ifndef VM_COMPACT
const char *image_peek(struct image *image, const struct image_source *from) {
    struct decoder d = {.from = from};
    uint32_t header[IMAGE_HEADER_WORDS];
    const char *wrong = take_header(&d, image, header);
    if (!wrong) image->words = header[IMAGE_AT_WORDS];
    return wrong;
}
#endif

const char *image_read(struct image *image, const struct image_source *from, val *slots, uint32_t room) {
    struct decoder d = {.from = from, .slots = slots};
    uint32_t header[IMAGE_HEADER_WORDS];
    const char *wrong = take_header(&d, image, header);
    if (wrong) return wrong;
    if (d.count > room) return "an image that needs a larger table";
    wrong = take_rest(&d, image, header[IMAGE_AT_RECORDS]);
    for (uint32_t i = 0; i < d.count; i++) slots[i] = NIL;
    image->words = header[IMAGE_AT_WORDS];
    return wrong;
}
