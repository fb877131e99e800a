#include "issued.h"

#include <string.h>

enum { ISSUED_NONE = 0xff, KIND_ATOM = 2 };

void issued_clear(struct issued *s) { memset(s->kind_of, ISSUED_NONE, sizeof s->kind_of); }

/* mk1, mk2 and new: custom-0 with funct3 1 to 3. */
static bool makes_cell(uint32_t insn) {
    return (insn & 0x7f) == 0x0b && (insn >> 12 & 7) >= 1 && (insn >> 12 & 7) <= 3;
}

bool issued_check(struct issued *s, uint32_t insn, uint32_t word) {
    uint32_t handle = word >> 8, kind = word >> 2 & 31;
    bool read_only = word >> 7 & 1;
    if ((word & 3) != 1 || handle == 0 || handle >= sizeof s->kind_of) return false;
    if (makes_cell(insn)) {
        s->kind_of[handle] = (uint8_t)kind;
        return kind == (insn >> 25) && !read_only;
    }
    return s->kind_of[handle] == kind && (!read_only || kind == KIND_ATOM);
}
