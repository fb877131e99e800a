/* Words that grow in number (words.h). */
#include "lisp/cells/words.h"
#include "lisp/cells/error.h"

#define WORDS_FIRST 32u /* enough for most functions */

void words_add(struct words *w, uint32_t word) {
    uint32_t room = w->cell == NIL ? 0 : cell_len(w->cell) / 4;
    if (room == CELL_WORDS_MAX && w->count == room) lisp_error("compile", "a function is too long");
    if (w->count == room) {
        uint32_t more = room ? 2 * room : WORDS_FIRST;
        uint32_t bytes = 4 * (more > CELL_WORDS_MAX ? CELL_WORDS_MAX : more);
        w->cell = room ? cell_copy(KIND_BYTES, w->cell, bytes) : cell_new(KIND_BYTES, bytes);
    }
    cell_set_word(w->cell, w->count++, word);
}

val words_sealed(const struct words *w, uint32_t kind) {
    if (!w->count) return NIL;
    uint32_t bytes = 4 * w->count;
    return cell_seal(kind == KIND_CODE ? cell_copy(KIND_CODE, w->cell, bytes) : cell_copy(KIND_BYTES, w->cell, bytes));
}
