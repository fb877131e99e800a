/* Looking at whole stores (host/store/check.h): sound ones, made by chance, some of them left by a crash; ones with a
 * byte flipped, which is found wherever it counts; ones with wrong records and commits in whole blocks; ones whose
 * blocks have wrong bytes and right check sums, which never end the program.
 *
 * usage: check [-s SEED] [-n FLIPS]; 0: every byte. */
#include "host/store/check.h"
#include "sample.h"
#include "store/little.h"
#include <lith_isa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCKS 1024u
#include "memory.h"

static uint64_t seed;
static const char *running;
_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL seed %llu, %s: %s%s%s\n", (unsigned long long)seed, running, what, why ? ": " : "", why ? why : "");
    exit(1);
}

/* ---- the device ---- */

static uint64_t unreadable; /* block; 0: none */

static const char *watched_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    if (block + count > device->blocks) broken("a block beyond the end", NULL);
    if (unreadable && block <= unreadable && unreadable < block + count) return "an error of the medium";
    return memory_read(device, block, count, to);
}
static struct device device = {BLOCKS, watched_read, memory_write, memory_flush};

/* ---- looking ---- */

static char lines[4096];
static void hear_damage(void *context, const char *line) {
    (void)context;
    size_t n = strlen(lines);
    snprintf(lines + n, sizeof lines - n, "%s\n", line);
}
static void hear_progress(void *context, uint64_t done, uint64_t all) {
    (void)context;
    if (done > all) broken("more has been done than there is", NULL);
}

static struct check_result look(void) {
    const struct check_listener listener = {hear_damage, hear_progress, NULL};
    struct check_result result;
    *lines = 0;
    const char *wrong = store_check(&device, &listener, &result);
    if (wrong) {
        result.damages++;
        snprintf(lines, sizeof lines, "%s\n", wrong);
    }
    return result;
}

static struct sample s;
static uint32_t passed;

static void must(const char *wrong) {
    if (wrong) broken("making the store", wrong);
}

static void start(uint32_t segment_blocks) {
    memset(image, 0, sizeof image);
    must(sample_new(&s, &device, seed, segment_blocks));
    must(sample_open(&s, &device, 7, 0));
}

static void look_whole(uint32_t commits) {
    struct check_result r = look();
    if (r.damages) broken("a sound store", lines);
    if (r.commits != commits) broken("commits were not met", NULL);
    if (commits && r.records < commits) broken("records were not met", NULL);
}

/* ---- cases ---- */

/* As many commits as fit, in small segments; closed and opened now and then. */
static void sound(uint32_t commits, uint32_t segment_blocks) {
    start(segment_blocks);
    for (uint32_t i = 0; i < commits; i++) {
        must(sample_commit(&s));
        if (sample_chance(&s, 10)) continue;
        must(log_close(&s.log));
        look_whole(i + 1);
        must(sample_open(&s, &device, 7, 0));
    }
    look_whole(commits);
    must(log_close(&s.log));
    look_whole(commits);
}

static void crashed(void) {
    running = "a crash";
    start(8);
    for (uint32_t i = 0; i < 60; i++) {
        struct field field;
        must(sample_commit(&s));
        if (sample_chance(&s, 4)) continue;
        for (uint32_t n = sample_chance(&s, 60); n; n--) must(sample_record(&s, &field));
        while (sample_chance(&s, 8) && log_step(&s.log))
            ;
        look_whole(i + 1);
        must(sample_open(&s, &device, 7, 0));
        look_whole(i + 1);
    }
    passed++;
}

static void empty(void) {
    running = "nothing";
    start(16);
    look_whole(0);
    must(log_close(&s.log));
    look_whole(0);
    passed++;
}

static bool is_zero(const uint8_t *block) {
    for (uint32_t i = 0; i < BLOCK_BYTES; i++)
        if (block[i]) return false;
    return true;
}

/* In a store that was closed, all that is not zero counts. */
static void flip(uint32_t block, uint32_t at) {
    uint8_t was = image[block][at];
    bool counts = !is_zero(image[block]);
    image[block][at] ^= (uint8_t)(1u << sample_chance(&s, 8));
    struct check_result r = look();
    if (counts && !r.damages) broken("a flipped byte was not found", NULL);
    if (!counts && r.damages) broken("a flipped byte that does not count was found", lines);
    image[block][at] = was;
}

static void flipped(uint32_t flips) {
    running = "a flipped byte";
    sound(40, 8);
    uint64_t last = super_block(&s.log.super, s.log.at.place, s.log.index) - 1;
    if (flips)
        for (uint32_t i = 0; i < flips; i++)
            flip(sample_chance(&s, (uint32_t)last + 40), sample_chance(&s, BLOCK_BYTES));
    else
        for (uint32_t i = 0; i < (last + 8) * BLOCK_BYTES; i++) flip(i / BLOCK_BYTES, i % BLOCK_BYTES);
    for (unreadable = 1; unreadable <= last; unreadable++)
        if (!is_zero(image[unreadable]) && !look().damages) broken("a block that cannot be read was not found", NULL);
    unreadable = 0;
    passed += 2;
}

/* Wrong bytes under a right check sum, as no medium makes them: anything may be told, but that. */
static void fuzzed(uint32_t times) {
    running = "wrong bytes";
    sound(40, 16);
    static uint8_t whole[BLOCKS][BLOCK_BYTES];
    memcpy(whole, image, sizeof whole);
    const struct super *super = &s.log.super;
    for (uint32_t i = 0; i < times; i++) {
        uint32_t place = sample_chance(&s, s.log.at.place + 1), index = sample_chance(&s, super->segment_blocks);
        uint32_t block = (uint32_t)super_block(super, place, index);
        struct table_entry entry = {0};
        for (uint32_t name = 0; name < super->names; name++) {
            if (table_get(&s.log.table, name, &entry)) broken("the table", NULL);
            if (entry.sequence && entry.place == place) break;
        }
        struct block_name name = {super->store, entry.sequence ? entry.sequence : s.log.at.sequence, index};
        if (!block_is(image[block], &name)) continue;
        for (uint32_t n = 1 + sample_chance(&s, 4); n; n--)
            image[block][BLOCK_COMMIT_AT + sample_chance(&s, BLOCK_BYTES - BLOCK_COMMIT_AT)] ^=
                (uint8_t)(1 + sample_chance(&s, 255));
        uint32_t commit = block_commit(image[block]), epoch = block_epoch(image[block]);
        block_seal(image[block], &name, epoch, commit);
        look();
        if (sample_chance(&s, 3)) memcpy(image, whole, sizeof image);
    }
    passed++;
}

static void expect(const char *name, const char *line) {
    running = name;
    must(log_sync(&s.log));
    struct check_result r = look();
    if (!r.damages || !strstr(lines, line)) broken("not found", lines);
    passed++;
}

/* A commit of the tree in which atom 1 has the value. */
static void commit_value(const struct field *value) {
    struct setting setting = {1, *value};
    must(atoms_set(&s.log, &s.commit.atoms, &setting, 1));
    must(commit_append(&s.log, &s.commit));
}

static void wrong_records(void) {
    struct field field, value = {.sort = FIELD_RECORD, .kind = KIND_CONS};
    struct field pair[2] = {{.sort = FIELD_FIXNUM, .number = 1}, {.sort = FIELD_IMMEDIATE, .word = NIL_WORD}};
    struct field long_list[17] = {pair[0]};
    static const uint32_t kinds[] = {KIND_ATOM, KIND_FREE, 25};
    for (uint32_t i = 0; i < 3; i++) {
        start(16);
        must(sample_put(&s, kinds[i], 2, pair, &field));
        commit_value(&field);
        expect("an unknown kind", "a record of no known kind");
    }
    start(16);
    must(sample_put(&s, RECORD_ATOMS, 17, long_list, &field));
    must(sample_put(&s, KIND_CONS, 1, &field, &field));
    commit_value(&field);
    expect("a node as a value", "a damaged tree of atoms");

    start(16);
    must(sample_put(&s, KIND_TUPLE, 2, pair, &value));
    value.kind = KIND_CONS;
    commit_value(&value);
    expect("another kind", "refers to a record of another kind");

    start(16);
    must(sample_commit(&s));
    must(sample_put(&s, KIND_TUPLE, 2, pair, &value));
    uint32_t first = s.log.at.name;
    while (s.log.at.name == first) must(sample_commit(&s));
    value.kind = KIND_CONS;
    commit_value(&value);
    expect("another kind in another segment", "refers to a record of another kind");

    start(16);
    value.address = address_of(s.log.next.name, BLOCK_PAYLOAD + 3);
    commit_value(&value);
    expect("a segment that is not there", "refers to a segment that is not there");
    for (first = s.log.at.name; s.log.at.name == first;) must(sample_commit(&s));
    must(sample_commit(&s));
    expect("forward", "refers to what is behind it");

    start(16);
    first = s.log.at.name;
    for (first = s.log.at.name; s.log.at.name == first;) must(sample_commit(&s));
    value.address = address_of(first, 12);
    commit_value(&value);
    expect("into a header", "refers to a place where no record can be");

    start(16);
    pair[0] = (struct field){.sort = FIELD_ATOM, .address = s.commit.count};
    must(sample_put(&s, KIND_CONS, 2, pair, &field));
    commit_value(&field);
    expect("an atom", "refers to an atom that there never was");

    start(16);
    must(sample_put(&s, KIND_CONS, 2, pair, &field));
    field.address++;
    commit_value(&field);
    expect("half a record", "address ");
}

/* A commit as it should not be: `change` spoils it. */
static void commit_changed(void (*change)(uint8_t *bytes)) {
    uint8_t bytes[COMMIT_BYTES];
    start(16);
    for (uint32_t i = 0; i < 3; i++) must(sample_commit(&s));
    must(log_read(&s.log, s.log.commit, COMMIT_BYTES, bytes));
    put_little(bytes, s.log.commit, 8);
    put_little(bytes + 8, s.commits + 1, 8);
    change(bytes);
    if (!log_commit(&s.log, bytes)) broken("a commit", s.log.wrong);
}

static void of_number_nine(uint8_t *bytes) { put_little(bytes + 8, 9, 8); }
static void of_number_three(uint8_t *bytes) { put_little(bytes + 8, 3, 8); }
static void behind_another(uint8_t *bytes) { put_little(bytes, get_little(bytes + 48, 8) - 1, 8); }
static void first_of_all(uint8_t *bytes) { put_little(bytes, ADDRESS_NONE, 8); }
static void without_way(uint8_t *bytes) { put_little(bytes + 48, ADDRESS_NONE, 8); }
static void with_few_atoms(uint8_t *bytes) { put_little(bytes + 36, 1, 4); }
static void of_no_number(uint8_t *bytes) { put_little(bytes + 8, 0, 8); }

static void wrong_commits(void) {
    static const struct {
        const char *name;
        void (*change)(uint8_t *bytes);
        const char *line;
    } cases[] = {
        {"a number too high", of_number_nine, "commits 4 to 8 are lost"},
        {"a number twice", of_number_three, "its number is not lower"},
        {"another before", behind_another, "says that it is elsewhere"},
        {"the first, and not", first_of_all, "it says wrongly that it is the first"},
        {"no way back", without_way, "the way to older ones is damaged"},
        {"fewer atoms", with_few_atoms, "it knows more atoms than the commit behind it"},
        {"no number", of_no_number, "a damaged commit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        commit_changed(cases[i].change);
        expect(cases[i].name, cases[i].line);
    }
}

/* A block of the segment at that place, as it is; NULL: there is none. */
static uint8_t *block_of(uint32_t place, uint32_t index) { return image[super_block(&s.log.super, place, index)]; }

/* Some segments, one after the other in places and names from 0 on. */
static void many_segments(void) {
    start(16);
    while (s.log.at.sequence < 12) must(sample_commit(&s));
    for (uint32_t i = 0; i < 3; i++) must(sample_commit(&s));
    look_whole(s.commits);
}

static void seal(uint32_t place, uint32_t index, uint32_t epoch) {
    uint8_t *block = block_of(place, index);
    struct block_name name = {s.log.super.store, place + 1, index};
    block_seal(block, &name, epoch, block_commit(block));
}

static void set_entry(uint32_t name, struct table_entry entry) {
    must(table_set(&s.log.table, name, &entry));
    must(table_write(&s.log.table));
}

static void wrong_segments(void) {
    many_segments();
    uint32_t index = 2; /* behind one that has no commit */
    while (block_commit(block_of(3, index - 1)) & LOG_COMMIT_END) index++;
    seal(3, index, block_epoch(block_of(3, index)) + 1);
    expect("another opening", "of another opening than the one before it");

    many_segments();
    seal(4, 0, block_epoch(block_of(4, 0)) - 1);
    expect("a segment of an earlier opening", "segment 5: begun by another opening than the one before it");

    many_segments();
    set_entry(3, (struct table_entry){0});
    expect("a name that is not in the table", "segment 4 is missing");

    many_segments();
    put_little(block_of(3, 0) + BLOCK_PAYLOAD_AT + LOG_HEADER_NEXT_PLACE, 9, 4);
    seal(3, 0, 1);
    expect("a header that leads elsewhere", "segment 5 is not where the one before it says");

    many_segments();
    put_little(block_of(3, 0) + BLOCK_PAYLOAD_AT + LOG_HEADER_NAME, 9, 4);
    seal(3, 0, 1);
    expect("a header of another name", "segment 4 has another name than the table says");

    many_segments();
    running = "segments that a crash has left";
    set_entry(100, (struct table_entry){.sequence = 4, .place = 30});
    set_entry(101, (struct table_entry){.sequence = 20, .place = 31});
    look_whole(s.commits);
    passed++;
}

int main(int argc, char **argv) {
    uint32_t flips = 2000;
    seed = 1;
    for (int option; (option = getopt(argc, argv, "s:n:")) != -1;) {
        if (option == 's') seed = strtoull(optarg, NULL, 0);
        if (option == 'n') flips = (uint32_t)strtoul(optarg, NULL, 0);
    }
    printf("seed %llu\n", (unsigned long long)seed);
    empty();
    running = "a sound store";
    sound(60, 16);
    passed++;
    crashed();
    wrong_records();
    wrong_commits();
    wrong_segments();
    flipped(flips);
    fuzzed(flips ? flips : 100000);
    printf("%u passed, 0 failed\n", passed);
    return 0;
}
