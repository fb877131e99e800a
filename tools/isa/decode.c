/* How Verilog tells the instructions of Xcell apart: for each property an expression in the bits of the word.
 *
 * What an illegal instruction is taken for does not matter (it traps), and that leaves a choice. Each expression is a
 * sum of products, found as Espresso's first step finds it: a product that holds one instruction loses every bit that
 * it can do without, as long as it takes in no instruction without the property. */
#include "names.h"
#include "xcell.h"

#include <string.h>

/* f3 and f7 of one opcode. */
enum { POINTS = 1024, F7_BITS = 7 };
enum state { ANY, ON, OFF };

/* A word's f3 and f7, put together, and back into their places. */
static uint32_t point_of(uint32_t word) { return (word >> 12 & 7) << F7_BITS | word >> 25; }
static uint32_t word_of(uint32_t point) { return (point >> F7_BITS) << 12 | (point & 127) << 25; }

static bool covers_off(const unsigned char *state, uint32_t mask, uint32_t match) {
    for (uint32_t p = 0; p < POINTS; p++)
        if ((p & mask) == match && state[p] == OFF) return true;
    return false;
}

/* Writes the products of one opcode; returns how many have been written so far. */
static int write_products(FILE *f, unsigned char *state, uint32_t code, int written) {
    for (uint32_t p = 0; p < POINTS; p++) {
        if (state[p] != ON) continue;
        uint32_t mask = POINTS - 1;
        for (uint32_t bit = 1; bit < POINTS; bit <<= 1)
            if (!covers_off(state, mask & ~bit, p & mask & ~bit)) mask &= ~bit;
        for (uint32_t q = 0; q < POINTS; q++)
            if ((q & mask) == (p & mask) && state[q] == ON) state[q] = ANY;
        /* The two low bits of an opcode are 11 in every instruction of 32 bits. */
        fprintf(f, "%s((i[6:2] == 5'd%u", written ? " || \\\n    " : " \\\n    ", code >> 2);
        for (int bit = 31; bit >= 0; bit--)
            if (word_of(mask) >> bit & 1) fprintf(f, " && %si[%d]", word_of(p) >> bit & 1 ? "" : "!", bit);
        fputs("))", f);
        written++;
    }
    return written;
}

/* `define LITH_XCELL_<name>(i); `none` is the state of what is no instruction. */
static void property(FILE *f, const char *name, const char *says, enum state none,
                     enum state (*is)(const struct instruction *i, int n), int n) {
    fprintf(f, "\n// %s\n`define LITH_XCELL_%s(i) (", says, name);
    int written = 0;
    for (uint32_t code = 0; code < 128; code++) {
        unsigned char state[POINTS];
        memset(state, none, sizeof state);
        for (const struct instruction *i = xcell; i < xcell + xcell_count; i++) {
            if (i->code != code) continue;
            for (uint32_t p = 0; p < POINTS; p++)
                if ((p & point_of(xcell_mask(i))) == point_of(xcell_match(i))) state[p] = is(i, n);
        }
        written = write_products(f, state, code, written);
    }
    fputs(written ? ")\n" : "1'b0)\n", f);
}

static enum state on_if(bool has) { return has ? ON : OFF; }

/* What the expressions are about; the argument is the instruction's index, or a bit's number. */
static enum state legal(const struct instruction *i, int n) {
    (void)n;
    return on_if(i != NULL);
}
static enum state kernel(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->kernel);
}
static enum state request(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->request);
}
static enum state immediate(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->form != 'R');
}
static enum state stored(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->form == 'S');
}
static enum state reads_rd(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->reads_rd);
}
static enum state no_result(const struct instruction *i, int n) {
    (void)n;
    return on_if(!i->writes_rd);
}
static enum state expects(const struct instruction *i, int n) {
    (void)n;
    return on_if(i->reads_rd && i->writes_rd);
}
static enum state single(const struct instruction *i, int n) { return on_if(i == &xcell[n]); }
static enum state request_bit(const struct instruction *i, int n) {
    return i->request ? on_if(names_number("request", i->request) >> n & 1) : ANY;
}

void xcell_verilog(FILE *f) {
    property(f, "LEGAL", "An instruction of Xcell.", OFF, legal, 0);
    fputs("\n// All below are about legal instructions; of others they say anything.\n", f);
    property(f, "REQUEST", "Asks the controller.", ANY, request, 0);
    property(f, "KERNEL", "Forbidden in code cells.", ANY, kernel, 0);
    property(f, "IMMEDIATE", "Has a number in place of rs2 or rd: forms I and S.", ANY, immediate, 0);
    property(f, "STORED", "Form S.", ANY, stored, 0);
    property(f, "READS_RD", "The rd field names an operand.", ANY, reads_rd, 0);
    property(f, "NO_RESULT", "Writes no register.", ANY, no_result, 0);
    property(f, "EXPECTS", "Both: rd holds the word expected.", ANY, expects, 0);
    for (int bit = 0; bit < 5; bit++) {
        char name[16];
        snprintf(name, sizeof name, "OP_%d", bit);
        property(f, name, "That bit of the request's code.", ANY, request_bit, bit);
    }
    fputs("\n// Single instructions.\n", f);
    for (int n = 0; n < xcell_count; n++) {
        char name[40], says[48];
        snprintf(name, sizeof name, "IS_%s", table_upper(xcell[n].name));
        snprintf(says, sizeof says, "xc.%s", xcell[n].name);
        property(f, name, says, ANY, single, n);
    }
}
