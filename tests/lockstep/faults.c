/* Lock-step must see each planted fault of the model and of the RTL's records, and nothing where there is none; the
 * account of references must see each kind of forged word, also where RTL and model agree on it. */
#include "issued.h"
#include "lockstep.h"
#include "stream.h"

#include <lith_memmap.h>
#include <stdio.h>

#define RAM_MAX LITH_RAM_SIZE
#define RUNS 20
#define RUN_LENGTH 20000

/* Runs random programs until one differs; returns the number of instructions until then, 0 if none does. */
static uint64_t until_difference(enum model_fault fault, enum record_fault record_fault) {
    static uint8_t ram[RAM_MAX];
    struct lockstep_counts n = {0};
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        struct stream_options o = {
            .seed = seed, .compressed = LOCKSTEP_COMPRESSED, .ram_size = LOCKSTEP_SHIM.ram_words * 4};
        struct stream s = stream_make(&o, ram);
        struct lockstep_job job = {.ram = ram,
                                   .ram_size = s.size,
                                   .instructions = RUN_LENGTH,
                                   .code_low = s.code_low,
                                   .code_high = s.code_high,
                                   .fault = fault,
                                   .record_fault = record_fault,
                                   .quiet = fault != FAULT_NONE || record_fault != RECORD_SOUND};
        if (lockstep_run(&job, &n) == LOCKSTEP_DIFFERS) return n.instructions + 1;
    }
    return 0;
}

/* Words that carry a tag after an instruction that makes no cell, one cons with handle 5 having been made. */
static bool account_sees_forgeries(void) {
    static struct issued s;
    const uint32_t mk2 = 0x0000200b, mk1_atom = 0x0400100b, mv = 0x00000033, cons = 5 << 8 | 1,
                   atom = 6 << 8 | 2 << 2 | 1, xc_ref = XC_REF_MATCH;
    issued_clear(&s);
    bool good = issued_check(&s, mk2, cons) && issued_check(&s, mk1_atom, atom) && issued_check(&s, mv, cons) &&
                issued_check(&s, mv, atom) && issued_check(&s, mv, atom | 1 << 7);
    bool wrong_kind = issued_check(&s, mv, cons | 3 << 2), never_made = issued_check(&s, mv, 7 << 8 | 1);
    bool no_reference = issued_check(&s, mv, cons & ~3u), view_of_cons = issued_check(&s, mv, cons | 1 << 7);
    bool other_kind_made = issued_check(&s, mk2, 8 << 8 | 2 << 2 | 1);
    bool of_durable = issued_check(&s, xc_ref, cons | 3 << 2) && issued_check(&s, mv, cons | 3 << 2) &&
                      issued_check(&s, xc_ref, atom);
    bool raw_of_values = issued_check(&s, xc_ref, cons | 16 << 2), value_of_atom = issued_check(&s, xc_ref, 6 << 8 | 1);
    bool not_taken = issued_check(&s, xc_ref, 9 << 8 | 1);
    if (!of_durable || raw_of_values || value_of_atom || not_taken) return false;
    return good && !wrong_kind && !never_made && !no_reference && !view_of_cons && !other_kind_made;
}

int main(void) {
    static const struct {
        enum model_fault fault;
        enum record_fault record_fault;
        const char *name;
    } faults[] = {{FAULT_WRONG_SUM, RECORD_SOUND, "a wrong sum"},
                  {FAULT_TAG_KEPT_ON_ADD, RECORD_SOUND, "a tag kept on add"},
                  {FAULT_MTVAL_WITHOUT_TAG, RECORD_SOUND, "mtval without its tag"},
                  {FAULT_STORE_WITHOUT_TAG, RECORD_SOUND, "a store that loses the tag"},
                  {FAULT_COUNTER_COUNTS_WRITE, RECORD_SOUND, "an instruction counted that writes minstret"},
                  {FAULT_NONE, RECORD_OPERAND, "a record with a wrong operand"},
                  {FAULT_NONE, RECORD_LEFTOVER, "a record of registers read by what was not fetched"},
                  {FAULT_NONE, RECORD_CSR_READ, "a record with a wrong CSR before"},
                  {FAULT_NONE, RECORD_CSR_WRITE, "a record with a wrong CSR behind"},
                  {FAULT_NONE, RECORD_CSR_UNTOLD, "a record that keeps a CSR's change back"},
                  {FAULT_NONE, RECORD_SOUND, "no fault"}};
    int passed = 0, failed = 0;
    for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        uint64_t seen = until_difference(faults[i].fault, faults[i].record_fault);
        bool planted = faults[i].fault != FAULT_NONE || faults[i].record_fault != RECORD_SOUND;
        bool pass = (seen != 0) == planted;
        printf("%s: %s (%llu instructions)\n", faults[i].name,
               !pass  ? "FAILED"
               : seen ? "seen"
                      : "nothing seen, as it should be",
               (unsigned long long)seen);
        if (pass)
            passed++;
        else
            failed++;
    }
    bool sees = account_sees_forgeries();
    printf("forged words: %s\n", sees ? "seen" : "FAILED");
    sees ? passed++ : failed++;
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
