/* lisp-codec ROUNDS SEED: writes random values as images (lisp/image/codec.h) and reads them again. What comes back
 * must be the same cells, what they share and circles of atoms included; a damaged image must be refused, with the
 * checks put right too, unless it is a sound one of other values. SEED 0: from the clock. */
#include "lisp/image/codec.h"
#include "kernel/host/start.h"
#include "lisp/image/by_number.h"
#include "lisp/image/format.h"
#include "lisp/interpreter/vm.h"
#include "programs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAP_WORDS 6000000
#define POOL 1500
#define ROOTS 3
#define IDENTITY 0x12345678u
#define DAMAGES 30 /* of each image, and as many whose checks are put right */
#define WORDS_MAX 4000000u
#define HANG_SECONDS 60

static val pool[POOL], roots[ROOTS], got[ROOTS], slots[IMAGE_SLOTS_MAX];
static uint32_t pool_count;

/* ---- random values ---- */

static val random_value(void) {
    switch (random_below(8)) {
    case 0:
        return fixnum((int32_t)random_below(1u << 30) + FIXNUM_MIN);
    case 1:
        return IMMEDIATE(random_below(64), random_below(1u << 24));
    case 2:
        return NIL;
    default:
        break;
    }
    if (!pool_count) return EMPTY;
    uint32_t back = random_below(2) ? random_below(pool_count) : random_below(pool_count < 8 ? pool_count : 8);
    val v = pool[pool_count - 1 - back];
    return is_kind(v, KIND_ATOM) && !random_below(3) ? atom_view(v) : v;
}

static uint32_t random_length(uint32_t most) {
    if (!random_below(300)) return random_below(most + 1);
    return random_below(random_below(8) ? 6 : 50);
}

static val random_cell(void) {
    uint32_t kind = random_below(CELL_KIND_LAST + 1);
    if (kind == KIND_ATOM) return atom_new(NIL);
    bool raw = kind >= KIND_FIRST_RAW;
    uint32_t n = random_length(raw ? 4 * CELL_WORDS_MAX : CELL_WORDS_MAX);
    val c = cell_new_kind(kind, n);
    for (uint32_t i = 0; raw && i < n; i++) cell_set_byte(c, i, (uint8_t)random_below(256));
    for (uint32_t i = 0; !raw && i < n; i++) cell_set(c, i, random_value());
    return cell_seal(c);
}

static val chain(uint32_t n) {
    val l = random_value();
    while (n--) l = random_below(2) ? cons(l, NIL) : cons(NIL, l);
    return l;
}

static void make_values(void) {
    uint32_t n = 1 + random_below(POOL);
    for (pool_count = 0; pool_count < n; pool_count++) pool[pool_count] = random_cell();
    if (!random_below(10)) pool[n - 1] = chain(100000);
    for (uint32_t i = 0; i < n; i++)
        if (is_kind(pool[i], KIND_ATOM) && random_below(8)) atom_swap(pool[i], random_value());
    for (uint32_t i = 0; i < ROOTS; i++) roots[i] = i ? random_value() : pool[n - 1];
}

/* ---- images in memory ---- */

static uint32_t words[WORDS_MAX + 2], word_count, at;

static void put_word(uint32_t word) {
    if (word_count < WORDS_MAX) words[word_count++] = word;
}

static void seek_word(uint32_t word) { at = word; }
static uint32_t next_word(void) { return at < word_count ? words[at++] : 0; }

static val write_image(void *wrong) {
    struct image image = {.identity = IDENTITY, .root_count = ROOTS, .roots = roots};
    word_count = 0;
    *(const char **)wrong = image_write(&image, put_word);
    if (!*(const char **)wrong && image.words != word_count) *(const char **)wrong = "has not as many words as it says";
    return NIL;
}

static uint32_t room = IMAGE_SLOTS_MAX;

static val read_image(void *wrong) {
    static const struct image_source source = {seek_word, next_word};
    struct image image = {.identity = IDENTITY, .root_count = ROOTS, .roots = got};
    *(const char **)wrong = image_read(&image, &source, slots, room);
    return NIL;
}

/* NULL, or what went wrong. */
static const char *protected(val (*call)(void *)) {
    const char *wrong = NULL;
    val thrown;
    return vm_protect(call, &wrong, &thrown) ? wrong : "something was thrown";
}

/* ---- whether two values are the same but for the handles of their cells ---- */

static uint32_t *there, *back; /* by handle: the handle of the cell that stands for it; and the other way */
static struct pair { val a, b; } * waiting;
static uint32_t waiting_count;

static bool same_value(val a, val b) {
    if (!is_ref(a) || !is_ref(b)) return a == b;
    if ((word_of(a) & 0xff) != (word_of(b) & 0xff)) return false;
    uint32_t x = handle_of(a), y = handle_of(b);
    if (there[x] || back[y]) return there[x] == y && back[y] == x;
    there[x] = y;
    back[y] = x;
    waiting[waiting_count++] = (struct pair){a, b};
    return true;
}

static bool same_fields(val a, val b) {
    if (is_kind(a, KIND_ATOM)) return same_value(atom_get(a), atom_get(b));
    uint32_t kind = cell_kind(a), n = cell_len(a);
    if (n != cell_len(b)) return false;
    for (uint32_t i = 0; i < image_words(kind, n); i++)
        if (kind < KIND_FIRST_RAW ? !same_value(cell_get(a, i), cell_get(b, i)) : cell_word(a, i) != cell_word(b, i))
            return false;
    return true;
}

static bool same(const val *a, const val *b) {
    memset(there, 0, HOST_HANDLES * sizeof *there);
    memset(back, 0, HOST_HANDLES * sizeof *back);
    waiting_count = 0;
    for (uint32_t i = 0; i < ROOTS; i++)
        if (!same_value(a[i], b[i])) return false;
    while (waiting_count) {
        struct pair p = waiting[--waiting_count];
        if (!same_fields(p.a, p.b)) return false;
    }
    return true;
}

static bool slots_empty(void) {
    for (uint32_t i = 0; i < IMAGE_SLOTS_MAX; i++)
        if (slots[i] != NIL) return false;
    return true;
}

/* ---- damage ---- */

static uint32_t *whole, whole_count;

static void restore(void) {
    memcpy(words, whole, whole_count * sizeof *words);
    word_count = whole_count;
}

static const char *damage(void) {
    uint32_t i = random_below(word_count), k = random_below(word_count), w = words[i];
    switch (random_below(8)) {
    case 0:
        words[i] ^= 1u << random_below(32);
        return "a bit";
    case 1:
        words[i] = random_below(1u << 31) << 1 | random_below(2);
        return "a word";
    case 2: /* what looks like what belongs there */
        words[i] = words[k];
        return "a word of another place";
    case 3:
        words[i] = words[k];
        words[k] = w;
        return "two words";
    case 4: /* a record that sets an atom, if it is the head of one */
        words[i] |= IMAGE_SET;
        return "a kind";
    case 5:
        word_count = i;
        return "the end";
    case 6:
        memmove(words + i, words + i + 1, (--word_count - i) * sizeof *words);
        return "a word too few";
    default:
        memmove(words + i + 1, words + i, (word_count++ - i) * sizeof *words);
        return "a word too many";
    }
}

/* What stands behind an image is not part of it. */
static bool is_damaged(void) { return word_count < whole_count || memcmp(words, whole, whole_count * sizeof *words); }

static uint32_t crc_of(uint32_t n) {
    uint32_t crc = ~0u;
    for (uint32_t i = 0; i < n; i++) crc = image_crc(crc, words[i]);
    return ~crc;
}

static void put_checks_right(void) {
    if (word_count <= IMAGE_HEADER_WORDS) return;
    words[IMAGE_HEADER_WORDS - 1] = crc_of(IMAGE_HEADER_WORDS - 1);
    words[word_count - 1] = crc_of(word_count - 1);
}

/* ---- the tests ---- */

static unsigned long passed, failed, sound;

static void check(bool good, const char *what, const char *more) {
    passed += good;
    failed += !good;
    if (!good) printf("%s: %s\n", what, more ? more : "");
}

static void check_refused(const char *wanted, const char *what) {
    const char *wrong = protected(read_image);
    check(wrong && !strcmp(wrong, wanted), what, wrong);
}

static void check_messages(void) {
    words[0]++;
    check_refused("not an image", "another first word");
    restore();
    words[1]++;
    check_refused("an image of another version", "another version");
    restore();
    words[2]++;
    check_refused("a damaged image", "another identity by damage");
    put_checks_right();
    check_refused("an image of another build", "another identity");
    restore();
    room = words[5] - 1;
    check_refused("an image that needs a larger table", "too small a table");
    room = IMAGE_SLOTS_MAX;
}

static void check_damages(void) {
    for (uint32_t i = 0; i < DAMAGES; i++) {
        restore();
        const char *what = damage();
        if (is_damaged()) check(protected(read_image) != NULL && slots_empty(), "damage is not refused", what);
    }
    for (uint32_t i = 0; i < DAMAGES; i++) {
        restore();
        const char *what = damage();
        put_checks_right();
        const char *wrong = protected(read_image);
        check(!wrong || strcmp(wrong, "something was thrown"), "damage with right checks throws", what);
        if (wrong) continue;
        sound++;
        check(same(got, got), "damage with right checks: what was read is not sound", what);
    }
    restore();
}

static void round_trip(void) {
    make_values();
    const char *wrong = protected(write_image);
    check(!wrong, "writing", wrong);
    memcpy(whole, words, word_count * sizeof *words);
    whole_count = word_count;
    wrong = protected(read_image);
    check(!wrong, "reading", wrong);
    check(same(roots, got), "other values were read than were written", NULL);
    check(slots_empty(), "the table is left with values in it", NULL);
}

/* Three tuples of 4,095 cells each that later ones have as well: more than there are slots. */
static void check_too_many(void) {
    val all = cell_new(KIND_TUPLE, 6);
    for (uint32_t t = 0; t < 6; t++) {
        val tuple = cell_new(KIND_TUPLE, CELL_WORDS_MAX);
        cell_set(all, t, tuple);
        for (uint32_t i = 0; i < CELL_WORDS_MAX; i++)
            cell_set(tuple, i, t < 3 ? cons(fixnum((int32_t)i), NIL) : cell_get(cell_get(all, t - 3), i));
        cell_seal(tuple);
    }
    roots[0] = cell_seal(all);
    const char *wrong = protected(write_image);
    check(wrong && !strcmp(wrong, "too many cells are in use at once"), "an image of too many cells", wrong);
    check(!word_count, "an image of too many cells: words were put", NULL);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: lisp-codec ROUNDS SEED\n", stderr);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 0);
    programs_seed(strtoull(argv[2], NULL, 0));
    host_start(HEAP_WORDS, 0, HOST_C_STACK);
    there = malloc(HOST_HANDLES * sizeof *there);
    back = malloc(HOST_HANDLES * sizeof *back);
    waiting = malloc(HOST_HANDLES * sizeof *waiting);
    whole = malloc(sizeof words);
    if (!there || !back || !waiting || !whole) return 2;
    for (uint32_t i = 0; i < IMAGE_SLOTS_MAX; i++) slots[i] = NIL;
    for (unsigned long i = 0; i < rounds && !failed; i++) {
        alarm(HANG_SECONDS);
        round_trip();
        if (!i) check_messages();
        check_damages();
    }
    check_too_many();
    printf("%lu damaged images with right checks were sound\n", sound);
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed != 0;
}
