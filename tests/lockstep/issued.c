#include "issued.h"

#include <string.h>

enum { ISSUED_NONE = 0xff };

void issued_clear(struct issued *s) { memset(s->kind_of, ISSUED_NONE, sizeof s->kind_of); }

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
