/* Matching regular expressions (regex.h): a machine that goes back. What it may go back to is a list of frames in the
 * heap, so that memory alone bounds it. */
#include "lisp/cells/error.h"
#include "lisp/cells/text.h"
#include "lisp/regex/regex.h"
#include "lisp/regex/regex_program.h"

#define NOWHERE (~0u)

/* Frames: tuples of these fields; of a RUN and of a HOLD there are more behind them. */
#define FRAME_NEXT 0
#define FRAME_WHAT 1 /* number << 2 | type */
#define FRAME_AT 2   /* a place in the text */
#define FRAME_WORDS 3
#define RUN_LEAST 3 /* the place that it does not go left of */
#define RUN_WORDS 4
#define HOLD_OUTER 3 /* the HOLD frame around it, or nil */
#define HOLD_TRIED 4 /* of RE_BEHIND: the place where it is tried, and how many characters to the left that is */
#define HOLD_BACK 5
#define HOLD_WORDS 6
enum frame_type {
    CHOICE, /* goes on with program[number] at the place */
    UNDO,   /* the register `number` had that place */
    RUN,    /* as CHOICE, one character to the left */
    HOLD    /* RE_ATOMIC to RE_NOT_BEHIND at program[number] began at the place */
};

struct matcher {
    val program, text, stack;
    val hold; /* the innermost HOLD frame whose RE_HELD is still to come */
    uint32_t end;
    bool whole;
    uint32_t registers[RE_REGISTERS_MAX];
};

static val frame_new(struct matcher *m, uint32_t words, enum frame_type type, uint32_t number, uint32_t at) {
    val f = cell_new(KIND_TUPLE, words);
    cell_seti(f, FRAME_NEXT, m->stack);
    cell_seti(f, FRAME_WHAT, fixnum((int32_t)(number << 2 | type)));
    cell_seti(f, FRAME_AT, fixnum((int32_t)at));
    return f;
}

static void push(struct matcher *m, enum frame_type type, uint32_t number, uint32_t at) {
    m->stack = cell_seal(frame_new(m, FRAME_WORDS, type, number, at));
}

static void push_run(struct matcher *m, uint32_t pc, uint32_t at, uint32_t least) {
    val f = frame_new(m, RUN_WORDS, RUN, pc, at);
    cell_seti(f, RUN_LEAST, fixnum((int32_t)least));
    m->stack = cell_seal(f);
}

static void push_hold(struct matcher *m, uint32_t pc, uint32_t at, uint32_t tried, uint32_t back) {
    val f = frame_new(m, HOLD_WORDS, HOLD, pc, at);
    cell_seti(f, HOLD_OUTER, m->hold);
    cell_seti(f, HOLD_TRIED, fixnum((int32_t)tried));
    cell_seti(f, HOLD_BACK, fixnum((int32_t)back));
    m->stack = m->hold = cell_seal(f);
}

static uint32_t frame_what(val f) { return (uint32_t)fixnum_value(cell_geti(f, FRAME_WHAT)); }
static enum frame_type what_type(uint32_t what) { return (enum frame_type)(what & 3); }
static uint32_t what_number(uint32_t what) { return what >> 2; }
static uint32_t frame_number(val f) { return what_number(frame_what(f)); }
static uint32_t frame_at(val f) { return (uint32_t)fixnum_value(cell_geti(f, FRAME_AT)); }

static bool ends_line(uint32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

static bool in_ranges(val program, uint32_t pc, uint32_t ranges, uint32_t c) {
    for (; ranges--; pc += 2) {
        if (c >= cell_word(program, pc) && c <= cell_word(program, pc + 1)) return true;
        lisp_poll_round(ranges);
    }
    return false;
}

/* Whether the instruction at pc, one that takes one character, takes c. */
static bool takes(val program, uint32_t pc, uint32_t c) {
    uint32_t word = cell_word(program, pc), operand = word >> 8;
    switch (regex_op(word)) {
    case RE_CHAR:
        return c == operand;
    case RE_CHAR_FOLD:
        return char_lower(c) == operand;
    case RE_ANY:
        return !ends_line(c);
    case RE_ALL:
        return true;
    default: {
        uint32_t ranges = operand >> 2;
        bool in = in_ranges(program, pc + 1, ranges, c);
        if (!in && operand & 2)
            in = in_ranges(program, pc + 1, ranges, char_lower(c)) || in_ranges(program, pc + 1, ranges, char_upper(c));
        return in != (operand & 1);
    }
    }
}

static bool take_one(const struct matcher *m, uint32_t pc, uint32_t *at) {
    uint32_t next = *at;
    if (next == m->end || !takes(m->program, pc, string_next(m->text, &next))) return false;
    *at = next;
    return true;
}

static bool word_at(const struct matcher *m, uint32_t at) {
    uint32_t c = string_next(m->text, &at);
    return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '_';
}

/* Whether a line ends at `at`. CR LF is one terminator. */
static bool line_end(const struct matcher *m, uint32_t at) {
    if (at == m->end) return true;
    uint32_t c = string_next(m->text, &at);
    return ends_line(c) && !(c == '\n' && at > 1 && string_byte(m->text, at - 2) == '\r');
}

static bool line_start(const struct matcher *m, uint32_t at) {
    if (at == 0 || at == m->end) return at == 0;
    uint32_t left = string_before(m->text, at), c = string_next(m->text, &left);
    return ends_line(c) && !(c == '\r' && string_byte(m->text, at) == '\n');
}

static bool last_line_end(const struct matcher *m, uint32_t at) {
    if (at == m->end) return true;
    uint32_t left = m->end - at;
    if (left > 3 || !line_end(m, at)) return false;
    uint32_t c = string_next(m->text, &at);
    return at == m->end || (c == '\r' && left == 2 && string_byte(m->text, at) == '\n');
}

static bool holds(const struct matcher *m, uint32_t assertion, uint32_t at) {
    switch (assertion) {
    case RE_TEXT_START:
        return at == 0;
    case RE_LINE_START:
        return line_start(m, at);
    case RE_TEXT_END:
        return at == m->end;
    case RE_LAST_LINE_END:
        return last_line_end(m, at);
    case RE_LINE_END:
        return line_end(m, at);
    default: {
        bool left = at > 0 && word_at(m, string_before(m->text, at)), right = at < m->end && word_at(m, at);
        return (left != right) == (assertion == RE_WORD_EDGE);
    }
    }
}

/* What a group took, once more. */
static bool take_again(const struct matcher *m, uint32_t operand, uint32_t *at) {
    const uint32_t *group = m->registers + operand / 2 * 3;
    bool fold = operand & 1;
    uint32_t here = *at;
    if (group[1] == NOWHERE) return false;
    for (uint32_t from = group[0]; from < group[1];) {
        if (here == m->end) return false;
        uint32_t c = string_next(m->text, &from), d = string_next(m->text, &here);
        lisp_poll();
        if (c != d && !(fold && char_lower(c) == char_lower(d))) return false;
    }
    *at = here;
    return true;
}

static void save(struct matcher *m, uint32_t number, uint32_t at) {
    if (m->stack != NIL) push(m, UNDO, number, m->registers[number]);
    m->registers[number] = at;
}

static void undo(struct matcher *m, val frame) { m->registers[frame_number(frame)] = frame_at(frame); }

/* Begins RE_BEHIND so many characters to the left of `at`, having come `tried` and `back` that far. */
static bool step_behind(struct matcher *m, uint32_t pc, uint32_t at, uint32_t tried, uint32_t back, uint32_t *start) {
    uint32_t bounds = cell_word(m->program, pc + 1), fewest = bounds >> 16;
    do {
        if (back == (bounds & 0xffff) + 1) return false;
        if (back && tried == 0) return false;
        if (back) tried = string_before(m->text, tried);
        lisp_poll();
    } while (back++ < fewest);
    push_hold(m, pc, at, tried, back);
    *start = tried;
    return true;
}

/* Of a HOLD frame on top that failed inside, or of RE_BEHIND when it begins: where to go on. False: it has failed. */
static bool failed_inside(struct matcher *m, val frame, uint32_t *pc, uint32_t *at) {
    uint32_t hold_pc = frame_number(frame), word = cell_word(m->program, hold_pc);
    uint32_t op = regex_op(word), place = frame_at(frame);
    m->hold = cell_geti(frame, HOLD_OUTER);
    if (op == RE_BEHIND || op == RE_NOT_BEHIND) {
        uint32_t tried = (uint32_t)fixnum_value(cell_geti(frame, HOLD_TRIED)),
                 back = (uint32_t)fixnum_value(cell_geti(frame, HOLD_BACK));
        if (step_behind(m, hold_pc, place, tried, back, at)) {
            *pc = hold_pc + 2;
            return true;
        }
    }
    *pc = hold_pc + (uint32_t)regex_distance(word);
    *at = place;
    return op == RE_NOT_AHEAD || op == RE_NOT_BEHIND;
}

/* Goes back to the last choice. False: there is none. */
static bool back(struct matcher *m, uint32_t *pc, uint32_t *at) {
    while (m->stack != NIL) {
        lisp_poll();
        val frame = m->stack;
        uint32_t what = frame_what(frame), number = what_number(what), place = frame_at(frame);
        m->stack = cell_geti(frame, FRAME_NEXT);
        switch (what_type(what)) {
        case CHOICE:
            *pc = number;
            *at = place;
            return true;
        case UNDO:
            m->registers[number] = place;
            break;
        case RUN: {
            uint32_t least = (uint32_t)fixnum_value(cell_geti(frame, RUN_LEAST));
            *at = string_before(m->text, place);
            *pc = number;
            if (*at > least) push_run(m, *pc, *at, least);
            return true;
        }
        case HOLD:
            if (failed_inside(m, frame, pc, at)) return true;
        }
    }
    return false;
}

/* Forgets the choices since the innermost HOLD frame; what is to be undone stays so, unless it is undone at once. */
static void cut(struct matcher *m, bool undo_now) {
    val kept = NIL;
    for (; m->stack != m->hold; m->stack = cell_geti(m->stack, FRAME_NEXT)) {
        lisp_poll();
        if (what_type(frame_what(m->stack)) != UNDO) continue;
        if (undo_now)
            undo(m, m->stack);
        else
            kept = cons(m->stack, kept);
    }
    m->stack = cell_geti(m->hold, FRAME_NEXT);
    for (; kept != NIL; kept = cdr(kept)) {
        lisp_poll();
        push(m, UNDO, frame_number(car(kept)), frame_at(car(kept)));
    }
    m->hold = cell_geti(m->hold, HOLD_OUTER);
}

/* RE_HELD. False: go back. */
static bool held(struct matcher *m, uint32_t *pc, uint32_t *at) {
    val frame = m->hold;
    uint32_t hold_pc = frame_number(frame), word = cell_word(m->program, hold_pc);
    uint32_t op = regex_op(word), place = frame_at(frame);
    if ((op == RE_BEHIND || op == RE_NOT_BEHIND) && *at != place) return false;
    bool negative = op == RE_NOT_AHEAD || op == RE_NOT_BEHIND;
    cut(m, negative);
    *pc = hold_pc + (uint32_t)regex_distance(word);
    if (op != RE_ATOMIC) *at = place;
    return !negative;
}

/* The instruction at *pc, which goes on. False: it failed. */
static bool step(struct matcher *m, uint32_t *pc, uint32_t *at) {
    uint32_t word = cell_word(m->program, *pc), operand = word >> 8, here = *pc,
             there = here + (uint32_t)regex_distance(word);
    switch (regex_op(word)) {
    case RE_RUN: {
        uint32_t least = *at;
        *pc += 1 + regex_length(cell_word(m->program, here + 1));
        for (uint32_t round = 0; take_one(m, here + 1, at); round++) lisp_poll_round(round);
        if (*at > least) push_run(m, *pc, *at, least);
        return true;
    }
    case RE_JUMP:
        *pc = there;
        return true;
    case RE_SPLIT:
        push(m, CHOICE, there, *at);
        break;
    case RE_SPLIT_TO:
        push(m, CHOICE, here + 1, *at);
        *pc = there;
        return true;
    case RE_SAVE:
        save(m, operand, *at);
        break;
    case RE_GROUP:
        save(m, 3 * operand, m->registers[3 * operand + 2]);
        save(m, 3 * operand + 1, *at);
        break;
    case RE_MOVED:
        if (m->registers[operand] == *at) ++*pc;
        break;
    case RE_BACK:
        if (!take_again(m, operand, at)) return false;
        break;
    case RE_ASSERT:
        if (!holds(m, operand, *at)) return false;
        break;
    case RE_ATOMIC:
    case RE_AHEAD:
    case RE_NOT_AHEAD:
        push_hold(m, here, *at, 0, 0);
        break;
    case RE_BEHIND:
    case RE_NOT_BEHIND:
        if (step_behind(m, here, *at, *at, 0, at)) {
            ++*pc;
            break;
        }
        *pc = there;
        return regex_op(word) == RE_NOT_BEHIND;
    case RE_HELD:
        return held(m, pc, at);
    default:
        *pc += regex_length(word);
        return take_one(m, here, at);
    }
    ++*pc;
    return true;
}

/* Whether there is a match that begins at `at`. */
static bool attempt(struct matcher *m, uint32_t at) {
    uint32_t pc = RE_FIRST, start = at;
    lisp_poll(); /* many attempts may end within a few rounds */
    m->stack = m->hold = NIL;
    for (uint32_t i = cell_word(m->program, RE_REGISTERS); i--;) m->registers[i] = NOWHERE;
    for (uint32_t round = 0;; round++) {
        lisp_poll_round(round);
        if (regex_op(cell_word(m->program, pc)) == RE_MATCH) {
            if (!m->whole || at == m->end) break;
        } else if (step(m, &pc, &at)) {
            continue;
        }
        if (!back(m, &pc, &at)) return false;
    }
    m->registers[0] = start;
    m->registers[1] = at;
    return true;
}

/* The first place from `from` on where a match may begin, by what the first instruction takes. */
static uint32_t beginning(const struct matcher *m, uint32_t from) {
    uint32_t pc = RE_FIRST, next = from;
    while (regex_op(cell_word(m->program, pc)) == RE_SAVE) pc++;
    if (regex_op(cell_word(m->program, pc)) > RE_CLASS) return from;
    for (uint32_t round = 0; from < m->end && !takes(m->program, pc, string_next(m->text, &next)); round++) {
        from = next;
        lisp_poll_round(round);
    }
    return from;
}

bool regex_match(val regex, val text, uint32_t from, bool whole, struct regex_span *spans) {
    struct matcher m;
    m.program = cell_geti(regex, REGEX_PROGRAM);
    m.text = text;
    m.end = string_bytes(text);
    m.whole = whole;
    if (!whole) from = beginning(&m, from);
    while (!attempt(&m, from)) {
        if (whole || from == m.end) return false;
        string_next(text, &from);
        from = beginning(&m, from);
    }
    for (uint32_t g = 0; g <= regex_groups(regex); g++)
        spans[g] = (struct regex_span){m.registers[3 * g], m.registers[3 * g + 1]};
    return true;
}
