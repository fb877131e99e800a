/* Tables of what is on the store (kept.h). Those by handle consist of pieces, which are made when a handle in them is
 * used first, so that looking and noting a change make no cells. */
#include "kernel/store/kept.h"

#define PIECE 512u         /* entries */
#define HANDLES (1u << 20) /* more no machine has (docs/machine.md) */
#define PIECES (HANDLES / PIECE)

/* What is known of a handle: words. */
enum { AT_OFFSET, AT_NAME, AT_NEXT, HANDLE_WORDS }; /* of a cell */
enum { AT_NUMBER = AT_OFFSET };                     /* of an atom, whose AT_NAME is IS_ATOM */
#define IS_ATOM 0xffffffffu

/* AT_NAME is the segment's name and 1, 0: nothing is known. AT_NEXT: of the list of changed atoms, a handle, 0: it is
 * the last. */

static val by_handle; /* pieces of raw words */
static val changed;   /* pieces of values: the atom if it has been changed, else nil */
static uint32_t first_changed, last_changed;

/* The other way: extendible hashing (Fagin, Nievergelt, Pippenger and Strong, 1979), so that it never takes long to
 * make room. The first bits of an address's hash select a piece in the directory, the last a slot in it; a piece that
 * fills up becomes two. A slot has a reference without its tag, 0: none. An entry may have gone stale: then what is
 * known of its handle is another address. */
static val directory;  /* 2^depth pieces of raw words, of which some are the same */
static uint32_t depth; /* bits */
enum { AT_BITS, AT_FILLED, AT_SLOTS };
#define SLOTS 256u
#define MOST_FILLED (SLOTS / 4 * 3)

static uint32_t handle_of(val c) { return word_of(c) >> 8; }

static val slots_new(uint32_t bits) {
    val piece = cell_new(KIND_BYTES, 4 * (AT_SLOTS + SLOTS));
    cell_set_word(piece, AT_BITS, bits);
    return piece;
}

void kept_init(void) {
    by_handle = changed = directory = NIL;
    first_changed = last_changed = depth = 0;
    by_handle = cell_new(KIND_TUPLE, PIECES);
    changed = cell_new(KIND_TUPLE, PIECES);
    directory = cell_new(KIND_TUPLE, 1);
    cell_set(directory, 0, slots_new(0));
}

/* ---- by handle ---- */

/* Where the words of a handle stand. False: in no piece that there is. */
static bool look(uint32_t handle, val *piece, uint32_t *at) {
    *piece = cell_get(by_handle, handle / PIECE);
    *at = handle % PIECE * HANDLE_WORDS;
    return !is_nil(*piece);
}

static uint32_t known(uint32_t handle, uint32_t what) {
    val piece;
    uint32_t at;
    return look(handle, &piece, &at) ? cell_word(piece, at + what) : 0;
}

static void set_known(uint32_t handle, uint32_t what, uint32_t word) {
    val piece;
    uint32_t at;
    if (look(handle, &piece, &at)) cell_set_word(piece, at + what, word);
}

static void make_pieces(uint32_t handle) {
    uint32_t i = handle / PIECE;
    if (is_nil(cell_get(changed, i))) cell_set(changed, i, cell_new(KIND_TUPLE, PIECE));
    if (is_nil(cell_get(by_handle, i))) cell_set(by_handle, i, cell_new(KIND_BYTES, 4 * HANDLE_WORDS * PIECE));
}

uint32_t kept_needs(uint32_t more) {
    uint32_t pieces = (more / PIECE + 2) * (HANDLE_WORDS + 1) * (PIECE + 1);
    return pieces + (more / (SLOTS / 4) + 1) * 2 * (SLOTS + AT_SLOTS + 1) + (4u << depth);
}

static bool is_durable(val c) { return !is_nil(cell_ref(word_of(c))); }

/* ---- by address ---- */

/* An atom's number is taken for an address that no record has. */
static uint64_t place_of_atom(uint32_t number) { return (uint64_t)(IS_ATOM - 1) << 32 | number; }

#define NO_PLACE (~(uint64_t)0)

static uint64_t place_of(uint32_t handle) {
    val piece;
    uint32_t at, name = look(handle, &piece, &at) ? cell_word(piece, at + AT_NAME) : 0;
    return name ? (uint64_t)(name - 1) << 32 | cell_word(piece, at + AT_OFFSET) : NO_PLACE;
}

static uint32_t hash_of(uint64_t place) {
    uint32_t hash = ((uint32_t)place ^ (uint32_t)(place >> 32) * 0x85ebca6bu) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

static val piece_of(uint32_t hash) { return cell_get(directory, depth ? hash >> (32 - depth) : 0); }
static uint32_t slot(val piece, uint32_t i) { return cell_word(piece, AT_SLOTS + i); }
static uint32_t next_slot(uint32_t i) { return (i + 1) % SLOTS; }

/* The cell, as a reference of the kind, or ABSENT. */
static val find(uint64_t place, uint32_t kind) {
    uint32_t hash = hash_of(place);
    val piece = piece_of(hash);
    for (uint32_t i = hash % SLOTS, bits; (bits = slot(piece, i)) != 0; i = next_slot(i)) {
        if (place_of(bits >> 8) != place) continue;
        val c = cell_ref((bits & ~0xfcu) | kind << 2);
        if (!is_nil(c)) return c;
    }
    return ABSENT;
}

static void put(val piece, uint32_t hash, uint32_t bits) {
    uint32_t i = hash % SLOTS, there;
    for (; (there = slot(piece, i)) != 0 && there != bits; i = next_slot(i))
        ;
    if (there) return;
    cell_set_word(piece, AT_SLOTS + i, bits);
    cell_set_word(piece, AT_FILLED, cell_word(piece, AT_FILLED) + 1);
}

/* The directory has one bit more. */
static void double_directory(void) {
    val twice = cell_new(KIND_TUPLE, 2u << depth);
    for (uint32_t i = 0; i < 2u << depth; i++) cell_set(twice, i, cell_get(directory, i / 2));
    directory = twice;
    depth++;
}

/* Two pieces take the place of a full one; or one, if most of it has gone stale. */
static void divide(uint32_t hash) {
    val old = piece_of(hash), halves[2];
    uint32_t bits = cell_word(old, AT_BITS), alive = 0;
    for (uint32_t i = 0; i < SLOTS; i++) alive += slot(old, i) && !is_nil(cell_ref(slot(old, i)));
    bool one = alive < SLOTS / 2;
    halves[0] = slots_new(bits + !one);
    halves[1] = one ? halves[0] : slots_new(bits + 1);
    if (!one && bits == depth) double_directory();
    for (uint32_t i = 0; i < SLOTS; i++) {
        uint32_t entry = slot(old, i), other;
        if (!entry || is_nil(cell_ref(entry))) continue;
        other = hash_of(place_of(entry >> 8));
        put(halves[other >> (31 - bits) & 1], other, entry);
    }
    uint32_t count = 1u << (depth - bits), first = bits ? hash >> (32 - bits) << (depth - bits) : 0;
    for (uint32_t i = 0; i < count; i++) cell_set(directory, first + i, halves[count == 1 ? 0 : i / (count / 2)]);
}

static void enter(uint64_t place, uint32_t bits) {
    uint32_t hash = hash_of(place);
    put(piece_of(hash), hash, bits);
}

static void make_room(uint64_t place) {
    uint32_t hash = hash_of(place);
    while (cell_word(piece_of(hash), AT_FILLED) >= MOST_FILLED) divide(hash);
}

static void note(val c, uint32_t name, uint32_t offset) {
    uint32_t handle = handle_of(c);
    make_room((uint64_t)(name - 1) << 32 | offset);
    make_pieces(handle);
    cell_durable(c);
    set_known(handle, AT_NAME, name);
    set_known(handle, AT_OFFSET, offset);
    enter(place_of(handle), word_of(c) & ~0x80u);
}

/* ---- cells ---- */

_Static_assert(NO_PLACE == ADDRESS_NONE, "what is not known has no address");

uint64_t kept_address(val c) {
    uint64_t place = place_of(handle_of(c));
    return place != NO_PLACE && is_durable(c) ? place : ADDRESS_NONE;
}

val kept_cell(uint64_t address, uint32_t kind) { return find(address, kind); }

void kept_cell_is(val c, uint64_t address) { note(c, (uint32_t)(address >> 32) + 1, (uint32_t)address); }

/* ---- atoms ---- */

uint32_t kept_number(val atom) {
    uint32_t handle = handle_of(atom);
    return known(handle, AT_NAME) == IS_ATOM && is_durable(atom) ? known(handle, AT_NUMBER) : 0;
}

val kept_atom(uint32_t number) { return find(place_of_atom(number), KIND_ATOM); }

void kept_atom_is(val atom, uint32_t number) { note(atom, IS_ATOM, number); }

static val changed_one(uint32_t handle) {
    return handle ? cell_get(cell_get(changed, handle / PIECE), handle % PIECE) : NIL;
}

val kept_first_changed(void) { return changed_one(first_changed); }
val kept_next_changed(val atom) { return changed_one(known(handle_of(atom), AT_NEXT)); }

void kept_changes(val atom) {
    uint32_t handle = handle_of(atom);
    if (known(handle, AT_NAME) != IS_ATOM || !is_nil(changed_one(handle)) || !is_durable(atom)) return;
    cell_set(cell_get(changed, handle / PIECE), handle % PIECE, cell_ref(word_of(atom)));
    set_known(handle, AT_NEXT, 0);
    if (first_changed)
        set_known(last_changed, AT_NEXT, handle);
    else
        first_changed = handle;
    last_changed = handle;
}

void kept_all_unchanged(void) {
    for (uint32_t handle = first_changed; handle; handle = known(handle, AT_NEXT))
        cell_set(cell_get(changed, handle / PIECE), handle % PIECE, NIL);
    first_changed = last_changed = 0;
}
