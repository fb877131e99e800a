#include "issued.h"

#include <string.h>

#define ATOM_KINDS (1u << KIND_ATOM)
#define VALUE_KINDS (0xffffu & ~ATOM_KINDS)
#define RAW_KINDS (0xffff0000u & ~(1u << KIND_FREE | 1u << KIND_ABSENT))

void issued_clear(struct issued *s) { memset(s->kinds_of, 0, sizeof s->kinds_of); }

bool issued_check(struct issued *s, uint32_t insn, uint32_t word) {
    uint32_t handle = word >> 8, kind = word >> 2 & 31;
    bool read_only = word >> 7 & 1;
    if ((word & 3) != 1 || handle == 0 || handle >= sizeof s->kinds_of / sizeof *s->kinds_of) return false;
    if (makes_cell(insn)) {
        s->kinds_of[handle] = 1u << kind;
        return kind == (insn >> 25) && !read_only;
    }
    if (XC_IS(REF, insn)) { /* of any kind of the class that the handle has */
        uint32_t of = 1u << kind, class = of & ATOM_KINDS ? ATOM_KINDS : of & VALUE_KINDS ? VALUE_KINDS : RAW_KINDS;
        if (!(s->kinds_of[handle] & class) || !(1u << kind & class)) return false;
        s->kinds_of[handle] |= 1u << kind;
    }
    return s->kinds_of[handle] >> kind & 1 && (!read_only || kind == KIND_ATOM);
}
