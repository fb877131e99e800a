/* The tree of atoms and the records (store/atoms.h, store/record.h) against an array: random settings, commits,
 * openings; every tree of the past goes on holding what it held. Each record is read back as it was written.
 *
 * usage: atoms [-s SEED] */
#include "chance.h"
#include "store/atoms.h"
#include "store/little.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCKS 40000u
#include "memory.h"
#define ATOMS 3000u
#define ROUNDS 60u

static struct device device = {BLOCKS, memory_read, memory_write, memory_flush};

_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL seed %llu: %s%s%s\n", (unsigned long long)seed, what, why ? ": " : "", why ? why : "");
    exit(1);
}

/* Any field that a record at the address may have. */
static struct field any_field(uint64_t address) {
    struct field f = {.sort = (enum field_sort)chance(4)};
    switch (f.sort) {
    case FIELD_FIXNUM:
        f.number = (int32_t)(chance(1u << 30) - (1u << 29)) >> chance(29);
        break;
    case FIELD_IMMEDIATE:
        f.word = chance(1u << 30) << 2 | 2;
        break;
    case FIELD_ATOM:
        f.address = (uint64_t)chance(1u << 31) << chance(20);
        f.view = chance(2);
        break;
    case FIELD_RECORD:
        f.kind = (uint8_t)chance(32);
        f.view = chance(2);
        f.address =
            chance(2) ? address_of(chance(1u << 31), chance(1u << 31)) : address - chance(address_offset(address));
        if (f.address == address) f.address--;
        break;
    }
    return f;
}

/* Puts fields into bytes and takes them out again; bytes that are cut short have none. */
static uint32_t check_fields(void) {
    uint8_t bytes[RECORD_FIELD_MAX];
    uint32_t done = 0;
    for (; done < 200000; done++) {
        uint64_t address = address_of(chance(1000), 1 + chance(1u << 20));
        struct field f = any_field(address), back;
        uint32_t n = record_put_field(bytes, &f, address);
        if (n > sizeof bytes) broken("a field is too long", NULL);
        if (record_take_field(bytes, n, &back, address) != n || !field_equal(&f, &back))
            broken("a field has changed", NULL);
        if (record_take_field(bytes, chance(n), &back, address)) broken("half a field is taken", NULL);
    }
    for (uint32_t length = 0; length < 0x10000; length += 1 + length / 50) {
        uint8_t head[RECORD_HEAD_MAX];
        uint32_t kind = chance(32), k, l, n = record_put_head(head, kind, length);
        if (record_take_head(head, n, &k, &l) != n || k != kind || l != length) broken("a head has changed", NULL);
    }
    return done;
}

static struct field held[ROUNDS][ATOMS];
static bool set[ROUNDS][ATOMS];
static struct atoms trees[ROUNDS];

static void check_tree(struct log *log, uint32_t round) {
    for (uint32_t i = 0; i < ATOMS; i++) {
        struct field f;
        bool there;
        const char *wrong = atoms_get(log, &trees[round], i, &f, &there);
        if (wrong) broken("an atom cannot be read", wrong);
        if (!set[round][i] && there && f.sort == FIELD_IMMEDIATE && f.word == 2)
            continue; /* nil beside one that is set */
        if (there != set[round][i] || (there && !field_equal(&f, &held[round][i])))
            broken("an atom has another value", NULL);
    }
}

int main(int argc, char **argv) {
    struct super super;
    static struct log log;
    struct setting settings[ATOMS];
    seed = argc == 3 && !strcmp(argv[1], "-s") ? strtoull(argv[2], NULL, 0) : 1;
    state = seed * 2654435761u + 1;
    printf("seed %llu\n", (unsigned long long)seed);
    uint32_t fields = check_fields();
    const char *wrong = super_new(&super, &device, seed, 64);
    if (!wrong) wrong = log_create(&device, &super);
    if (!wrong) wrong = log_open(&log, &device);
    if (!wrong) wrong = log_claim(&log, 1, 0);
    if (wrong) broken("a new store", wrong);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t count = 0, reach = round < 5 ? 10 : ATOMS, odds = 1 + chance(chance(2) ? 20 : 1000);
        if (round) {
            memcpy(held[round], held[round - 1], sizeof *held);
            memcpy(set[round], set[round - 1], sizeof *set);
        }
        trees[round] = round ? trees[round - 1] : (struct atoms){ADDRESS_NONE, 0};
        for (uint32_t i = 0; i < reach; i++) {
            if (chance(odds)) continue;
            held[round][i] = any_field(address_of(0, 1000));
            if (held[round][i].sort == FIELD_RECORD) held[round][i].address = address_of(UINT32_MAX, chance(1000));
            set[round][i] = true;
            settings[count++] = (struct setting){i, held[round][i]};
        }
        wrong = atoms_set(&log, &trees[round], settings, count);
        if (wrong) broken("setting atoms", wrong);
        check_tree(&log, round);
        check_tree(&log, chance(round + 1));
        if (chance(4)) continue;
        uint8_t commit[COMMIT_BYTES] = {0};
        if (!log_commit(&log, commit) || log_sync(&log)) broken("a commit", log.wrong);
        if (chance(2)) continue;
        wrong = log_open(&log, &device);
        if (!wrong) wrong = log_claim(&log, 1, 0);
        if (wrong) broken("opening", wrong);
    }
    for (uint32_t round = 0; round < ROUNDS; round++) check_tree(&log, round);
    printf("%u fields, %u trees of atoms\n2 passed, 0 failed\n", fields, ROUNDS);
    return 0;
}
