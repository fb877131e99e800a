/* Values to words (codec.h). All records are gone through twice: to count, then to put the words out. */
#include "lisp/image/by_number.h"
#include "lisp/image/codec.h"
#include "lisp/image/format.h"
#include "lisp/image/order.h"

struct encoder {
    void (*put)(uint32_t word); /* NULL: words are only counted */
    uint32_t crc, words, records, slots;
    val last; /* by handle: the number, from 1 on, of the last record that has to do with the cell */
    val slot; /* by handle: 1 + the slot that has the cell, 0: none has */
    val free; /* slots that were used before, a stack */
    uint32_t free_count;
};

static void put(struct encoder *e, uint32_t word) {
    e->crc = image_crc(e->crc, word);
    e->words++;
    if (e->put) e->put(word);
}

/* ---- which record needs a cell last ---- */

static void use(struct encoder *e, val v, uint32_t record) {
    if (is_ref(v)) by_number_set(e->last, handle_of(v), record);
}

static void use_fields(struct encoder *e, val c, uint32_t record) {
    if (cell_kind(c) >= KIND_FIRST_RAW) return;
    for (uint32_t i = 0; i < cell_len(c); i++) use(e, cell_get(c, i), record);
}

static void find_last_uses(struct encoder *e, val order, const struct image *image) {
    val made = by_number_new();
    for (; !is_nil(order); order = cdr(order)) {
        val c = car(order);
        e->records++;
        use(e, c, e->records);
        if (cell_kind(c) != KIND_ATOM)
            use_fields(e, c, e->records);
        else if (by_number_get(made, handle_of(c)))
            use(e, atom_get(c), e->records);
        else
            by_number_set(made, handle_of(c), 1);
    }
    for (uint32_t i = 0; i < image->root_count; i++) use(e, image->roots[i], e->records + 1);
}

/* ---- slots ---- */

static bool ends(struct encoder *e, val v, uint32_t record) {
    return is_ref(v) && by_number_get(e->last, handle_of(v)) == record && by_number_get(e->slot, handle_of(v));
}

static uint32_t slot_of(struct encoder *e, val c) { return by_number_get(e->slot, handle_of(c)) - 1; }

/* Gives up the slot of v if nothing needs it any more; it is free then, unless it is the one to be kept. */
static void release(struct encoder *e, val v, uint32_t record, uint32_t kept) {
    if (!ends(e, v, record)) return;
    uint32_t slot = slot_of(e, v);
    if (slot != kept) by_number_set(e->free, e->free_count++, slot);
    by_number_set(e->slot, handle_of(v), 0);
}

/* A slot for the record's own cell: that of a field which the record is the last to need, or one that is free. */
static uint32_t take_slot(struct encoder *e, val c, uint32_t record) {
    bool fields = cell_kind(c) < KIND_FIRST_RAW && cell_kind(c) != KIND_ATOM;
    for (uint32_t i = 0; fields && i < cell_len(c); i++)
        if (ends(e, cell_get(c, i), record)) return slot_of(e, cell_get(c, i));
    return e->free_count ? by_number_get(e->free, --e->free_count) : e->slots++;
}

/* ---- words ---- */

static uint32_t word_for(struct encoder *e, val v) {
    return is_ref(v) ? image_reference(v, slot_of(e, v)) : word_of(v);
}

static void put_atom(struct encoder *e, val atom, uint32_t slot) {
    val v = atom_get(atom);
    put(e, image_head(KIND_ATOM, 1, slot));
    put(e, word_of(is_ref(v) ? NIL : v));
}

static void put_setting(struct encoder *e, val atom, uint32_t record) {
    uint32_t none = e->slots;
    put(e, image_head(IMAGE_SET, 1, slot_of(e, atom)));
    put(e, word_for(e, atom_get(atom)));
    release(e, atom_get(atom), record, none);
    release(e, atom, record, none);
}

static void put_cell(struct encoder *e, val c, uint32_t record, uint32_t slot) {
    uint32_t kind = cell_kind(c), n = image_words(kind, cell_len(c));
    bool raw = kind >= KIND_FIRST_RAW;
    put(e, image_head(kind, cell_len(c), slot));
    for (uint32_t i = 0; i < n; i++) put(e, raw ? cell_word(c, i) : word_for(e, cell_get(c, i)));
    for (uint32_t i = 0; !raw && i < n; i++) release(e, cell_get(c, i), record, slot);
}

static void put_record(struct encoder *e, val c, uint32_t record) {
    if (by_number_get(e->slot, handle_of(c))) {
        put_setting(e, c, record);
        return;
    }
    uint32_t slot = take_slot(e, c, record);
    if (cell_kind(c) == KIND_ATOM)
        put_atom(e, c, slot);
    else
        put_cell(e, c, record, slot);
    by_number_set(e->slot, handle_of(c), slot + 1);
}

static void put_all(struct encoder *e, val order, struct image *image) {
    uint32_t words = e->words, slots = e->slots, record = 0;
    e->crc = ~0u;
    e->words = e->slots = e->free_count = 0;
    put(e, IMAGE_MAGIC);
    put(e, IMAGE_VERSION);
    put(e, image->identity);
    put(e, words);
    put(e, e->records);
    put(e, slots);
    put(e, image->root_count);
    put(e, ~e->crc);
    for (; !is_nil(order); order = cdr(order)) put_record(e, car(order), ++record);
    for (uint32_t i = 0; i < image->root_count; i++) put(e, word_for(e, image->roots[i]));
    for (uint32_t i = 0; i < image->root_count; i++) release(e, image->roots[i], record + 1, e->slots);
    put(e, ~e->crc);
}

const char *image_write(struct image *image, void (*put_word)(uint32_t word)) {
    val order = cells_in_order(image->roots, image->root_count);
    struct encoder e = {.last = by_number_new(), .slot = by_number_new(), .free = by_number_new()};
    find_last_uses(&e, order, image);
    put_all(&e, order, image);
    if (e.slots > IMAGE_SLOTS_MAX) return "too many cells are in use at once";
    e.put = put_word;
    put_all(&e, order, image);
    image->words = e.words;
    return NULL;
}
