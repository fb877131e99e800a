/* Words that grow in number (words.h). */
#include "lisp/cells/words.h"
#include "lisp/cells/error.h"

#define WORDS_FIRST 32u /* enough for most functions */

static void copy(val to, val from, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) cell_set_word(to, i, cell_word(from, i));
}

void words_add(struct words *w, uint32_t word) {
    uint32_t room = w->cell == NIL ? 0 : cell_len(w->cell) / 4;
    if (room == CELL_WORDS_MAX && w->count == room) lisp_error("compile", "a function is too long");
    if (w->count == room) {
        uint32_t more = room ? 2 * room : WORDS_FIRST;
        val larger = cell_new(KIND_BYTES, 4 * (more > CELL_WORDS_MAX ? CELL_WORDS_MAX : more));
        copy(larger, w->cell, w->count);
        w->cell = larger;
    }
    cell_set_word(w->cell, w->count++, word);
}

val words_sealed(const struct words *w, uint32_t kind) {
    if (!w->count) return NIL;
    val c = kind == KIND_CODE ? cell_new(KIND_CODE, 4 * w->count) : cell_new(KIND_BYTES, 4 * w->count);
    copy(c, w->cell, w->count);
    return cell_seal(c);
}
