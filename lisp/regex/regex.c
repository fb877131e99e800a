/* Programs of regular expressions from their sources (regex.h): one pass to count the words, one to write them. */
#include "lisp/regex/regex.h"
#include "lisp/cells/error.h"
#include "lisp/cells/text.h"
#include "lisp/regex/regex_class.h"
#include "lisp/regex/regex_compile.h"
#include "lisp/regex/regex_program.h"

#define ENDLESS 0xffffu

/* Fewest and most characters that a part takes; ENDLESS stands for more than fit as well. */
struct width {
    uint32_t fewest, most;
};

static uint32_t sum(uint32_t a, uint32_t b) { return a + b < ENDLESS ? a + b : ENDLESS; }
static uint32_t product(uint32_t a, uint32_t b) { return a && b > ENDLESS / a ? ENDLESS : a * b; }

static struct width alternatives(struct compiler *c);

/* ---- the source ---- */

_Noreturn void regex_bad(const struct compiler *c, const char *what) {
    c->fail(c->context, what, c->at);
    __builtin_unreachable();
}

int regex_peek(const struct compiler *c) {
    uint32_t at = c->at;
    return at < c->end ? (int)string_next(c->source, &at) : -1;
}

int regex_take(struct compiler *c) { return c->at < c->end ? (int)string_next(c->source, &c->at) : -1; }

bool regex_accept(struct compiler *c, const char *text) {
    uint32_t at = c->at;
    for (; *text; text++, at++)
        if (at >= c->end || string_byte(c->source, at) != (uint8_t)*text) return false;
    c->at = at;
    return true;
}

/* ---- the program ---- */

void regex_word(struct compiler *c, uint32_t word) {
    if (c->count == RE_WORDS_MAX) regex_bad(c, "it is too long");
    if (c->program != NIL) cell_set_word(c->program, c->count, word);
    if (++c->count > c->size) c->size = c->count;
}

static void instruction(struct compiler *c, uint32_t op, uint32_t operand) { regex_word(c, op | operand << 8); }

void regex_set(struct compiler *c, uint32_t at, uint32_t op, uint32_t operand) {
    if (c->program != NIL) cell_set_word(c->program, at, op | operand << 8);
}

/* Puts an instruction before the part that begins at `at`. */
static void insert(struct compiler *c, uint32_t at, uint32_t op, uint32_t operand) {
    regex_word(c, 0);
    lisp_poll();
    if (c->program == NIL) return;
    for (uint32_t i = c->count - 1; i > at; i--) cell_set_word(c->program, i, cell_word(c->program, i - 1));
    regex_set(c, at, op, operand);
}

static void copy(struct compiler *c, uint32_t from, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) regex_word(c, c->program == NIL ? 0 : cell_word(c->program, from + i));
}

/* A split that prefers to go on, or not if it is reluctant. */
static uint32_t split(bool reluctant) { return reluctant ? RE_SPLIT_TO : RE_SPLIT; }

/* ---- repetition ---- */

struct part {
    uint32_t from; /* where its program begins */
    struct width width;
    bool one; /* a single instruction that takes one character */
};

struct repeat {
    uint32_t least, most;
    bool reluctant, possessive;
};

/* The part again and again, at least once. */
static void loop_back(struct compiler *c, const struct part *p, uint32_t from, bool reluctant) {
    bool may_stay = p->width.fewest == 0;
    if (may_stay) {
        if (c->registers == RE_REGISTERS_MAX) regex_bad(c, "it has too many loops of parts that may be empty");
        insert(c, from, RE_SAVE, c->registers);
        instruction(c, RE_MOVED, c->registers++);
    }
    instruction(c, split(!reluctant), from - c->count);
}

/* Makes the part, whose program is the last, a repetition. */
static void repeat(struct compiler *c, const struct part *p, const struct repeat *r) {
    uint32_t n = c->count - p->from, last = p->from;
    if (r->most == 0) {
        c->count = p->from;
        return;
    }
    if (n == 0) return;
    for (uint32_t i = 1; i < r->least; i++) {
        last = c->count;
        copy(c, p->from, n);
    }
    bool run = p->one && r->most == ENDLESS && !r->reluctant;
    if (run) {
        if (r->least) copy(c, last, n);
        insert(c, c->count - n, RE_RUN, 0);
    } else if (r->most == ENDLESS) {
        loop_back(c, p, last, r->reluctant);
        if (r->least == 0) insert(c, last, split(r->reluctant), c->count - last + 1);
    } else {
        uint32_t more = r->most - r->least;
        if (r->least == 0) {
            insert(c, p->from, split(r->reluctant), more * (n + 1));
            more--;
        }
        for (uint32_t from = p->from + (r->least == 0); more; more--) {
            instruction(c, split(r->reluctant), more * (n + 1));
            copy(c, from, n);
        }
    }
    if (r->possessive) {
        insert(c, p->from, RE_ATOMIC, c->count - p->from + 2);
        instruction(c, RE_HELD, 0);
    }
}

static bool number(struct compiler *c, uint32_t *n) {
    bool any = false;
    for (*n = 0; regex_peek(c) >= '0' && regex_peek(c) <= '9'; any = true) {
        lisp_poll_round(c->at);
        *n = *n * 10 + (uint32_t)regex_take(c) - '0';
        if (*n >= RE_WORDS_MAX) regex_bad(c, "a number is too large");
    }
    return any;
}

/* The quantifier that follows. False: none. */
static bool quantifier(struct compiler *c, struct repeat *r) {
    *r = (struct repeat){.most = ENDLESS};
    if (regex_accept(c, "?")) {
        r->most = 1;
    } else if (regex_accept(c, "+")) {
        r->least = 1;
    } else if (regex_accept(c, "{")) {
        if (!number(c, &r->least)) regex_bad(c, "a number is missing behind {");
        r->most = r->least;
        if (regex_accept(c, ",") && !number(c, &r->most)) r->most = ENDLESS;
        if (!regex_accept(c, "}")) regex_bad(c, "a } is missing");
        if (r->most < r->least) regex_bad(c, "the bounds in {} are not in order");
    } else if (!regex_accept(c, "*")) {
        return false;
    }
    r->reluctant = regex_accept(c, "?");
    r->possessive = !r->reluctant && regex_accept(c, "+");
    return true;
}

/* ---- groups ---- */

static const char flag_letters[] = "imsxud";

/* Flags behind (? up to ) or :. */
static void flags(struct compiler *c) {
    bool on = true;
    for (;;) {
        int letter = regex_peek(c);
        lisp_poll();
        if (letter == ')' || letter == ':') return;
        regex_take(c);
        if (letter == '-' && on) {
            on = false;
            continue;
        }
        uint32_t i = 0;
        while (flag_letters[i] && flag_letters[i] != letter) i++;
        if (!flag_letters[i]) regex_bad(c, letter < 0 ? "a ) is missing" : "an unknown flag or kind of group");
        if (on)
            c->flags |= 1u << i;
        else
            c->flags &= ~(1u << i);
    }
}

static void close_group(struct compiler *c) {
    if (!regex_accept(c, ")")) regex_bad(c, "a ) is missing");
}

/* A group that decides as a whole. */
static struct width hold(struct compiler *c, uint32_t op) {
    uint32_t from = c->count;
    bool behind = op == RE_BEHIND || op == RE_NOT_BEHIND;
    instruction(c, op, 0);
    if (behind) regex_word(c, 0);
    struct width w = alternatives(c);
    instruction(c, RE_HELD, 0);
    regex_set(c, from, op, c->count - from);
    if (behind) {
        if (w.most == ENDLESS) regex_bad(c, "what is looked for behind has no longest match");
        regex_set(c, from + 1, w.most & 0xff, w.most >> 8 | w.fewest << 8);
    }
    close_group(c);
    return op == RE_ATOMIC ? w : (struct width){0, 0};
}

/* The name of a group up to the > behind it. */
static val name_here(struct compiler *c) {
    uint32_t from = c->at;
    for (; regex_peek(c) > ' ' && regex_peek(c) != '>'; regex_take(c)) lisp_poll();
    return string_slice(c->source, from, c->at);
}

static void group_name(struct compiler *c) {
    uint32_t from = c->at;
    val name = name_here(c);
    if (from == c->at || !regex_accept(c, ">")) regex_bad(c, "a name and > are missing");
    for (val n = c->names; n != NIL; n = cdr(n))
        if (string_equal(car(car(n)), name)) regex_bad(c, "two groups have the same name");
    c->names = cons(cons(name, fixnum((int32_t)c->groups)), c->names);
}

static struct width capture(struct compiler *c, bool named) {
    if (c->groups == REGEX_GROUPS_MAX) regex_bad(c, "it has too many groups");
    uint32_t g = ++c->groups;
    if (named) group_name(c);
    instruction(c, RE_SAVE, 3 * g + 2);
    struct width w = alternatives(c);
    close_group(c);
    instruction(c, RE_GROUP, g);
    return w;
}

/* Behind its opening parenthesis. False: it was but flags, for all that follows in the group around it. */
static bool group(struct compiler *c, struct width *w) {
    static const struct {
        char text[4];
        uint8_t op;
    } holds[] = {{"?=", RE_AHEAD}, {"?!", RE_NOT_AHEAD}, {"?<=", RE_BEHIND}, {"?<!", RE_NOT_BEHIND}, {"?>", RE_ATOMIC}};
    uint32_t outer = c->flags;
    for (uint32_t i = 0; i < sizeof holds / sizeof *holds; i++) {
        if (!regex_accept(c, holds[i].text)) continue;
        *w = hold(c, holds[i].op);
        c->flags = outer;
        return true;
    }
    if (regex_accept(c, "?<")) {
        *w = capture(c, true);
    } else if (regex_accept(c, "?")) {
        flags(c);
        if (regex_accept(c, ")")) return false;
        regex_accept(c, ":");
        *w = alternatives(c);
        close_group(c);
    } else {
        *w = capture(c, false);
    }
    c->flags = outer;
    return true;
}

/* ---- what stands for itself, classes, assertions ---- */

static void literal(struct compiler *c, uint32_t code) {
    bool fold = c->flags & REGEX_FOLD && char_upper(code) != char_lower(code);
    instruction(c, fold ? RE_CHAR_FOLD : RE_CHAR, fold ? char_lower(code) : code);
}

static uint32_t named_group(struct compiler *c) {
    if (!regex_accept(c, "<")) regex_bad(c, "a < and the name of a group are missing");
    val name = name_here(c);
    if (!regex_accept(c, ">")) regex_bad(c, "a > is missing");
    for (val n = c->names; n != NIL; n = cdr(n))
        if (string_equal(car(car(n)), name)) return (uint32_t)fixnum_value(cdr(car(n)));
    regex_bad(c, "there is no group of that name before it");
}

/* The number of a group: as many digits as make one that exists. */
static uint32_t numbered_group(struct compiler *c) {
    uint32_t g = (uint32_t)regex_take(c) - '0';
    if (g > c->groups) regex_bad(c, "there is no group of that number before it");
    for (int d; (d = regex_peek(c)) >= '0' && d <= '9' && g * 10 + (uint32_t)d - '0' <= c->groups; regex_take(c))
        g = g * 10 + (uint32_t)d - '0';
    return g;
}

/* Behind a backslash, what stands outside of classes only. False: something else. */
static bool escape(struct compiler *c, struct width *w) {
    static const char letters[] = "AzZbB";
    static const uint8_t assertions[] = {RE_TEXT_START, RE_TEXT_END, RE_LAST_LINE_END, RE_WORD_EDGE, RE_NO_WORD_EDGE};
    int letter = regex_peek(c);
    for (uint32_t i = 0; letters[i]; i++) {
        if (letter != letters[i]) continue;
        regex_take(c);
        instruction(c, RE_ASSERT, assertions[i]);
        *w = (struct width){0, 0};
        return true;
    }
    if (letter != 'k' && (letter < '1' || letter > '9')) return false;
    if (letter == 'k') regex_take(c);
    uint32_t g = letter == 'k' ? named_group(c) : numbered_group(c);
    instruction(c, RE_BACK, g << 1 | !!(c->flags & REGEX_FOLD));
    *w = (struct width){0, ENDLESS};
    return true;
}

/* The next part but for a quantifier. False: there was nothing but flags. */
static bool part(struct compiler *c, struct part *p) {
    bool multiline = c->flags & REGEX_MULTILINE;
    int code = regex_take(c);
    p->width = (struct width){1, 1};
    p->one = false;
    if (c->quoted) {
        literal(c, (uint32_t)code);
        p->one = true;
        return true;
    }
    switch (code) {
    case '(':
        return group(c, &p->width);
    case '^':
        instruction(c, RE_ASSERT, multiline ? RE_LINE_START : RE_TEXT_START);
        p->width = (struct width){0, 0};
        return true;
    case '$':
        instruction(c, RE_ASSERT, multiline ? RE_LINE_END : RE_LAST_LINE_END);
        p->width = (struct width){0, 0};
        return true;
    case '*':
    case '+':
    case '?':
    case '{':
        regex_bad(c, "there is nothing to repeat before it");
    case '.':
        instruction(c, c->flags & REGEX_DOTALL ? RE_ALL : RE_ANY, 0);
        break;
    case '[':
        regex_class(c);
        break;
    case '\\':
        if (escape(c, &p->width)) return true;
        if (!regex_class_escape(c)) literal(c, regex_character(c));
        break;
    default:
        literal(c, (uint32_t)code);
    }
    p->one = true;
    return true;
}

/* What means nothing: spaces and comments where flag x is set, \Q and \E. */
static void skip(struct compiler *c) {
    for (;;) {
        lisp_poll();
        if (regex_accept(c, c->quoted ? "\\E" : "\\Q")) {
            c->quoted = !c->quoted;
        } else if (c->quoted || !(c->flags & REGEX_VERBOSE)) {
            return;
        } else if (regex_peek(c) == '#') {
            for (; regex_peek(c) >= 0 && regex_peek(c) != '\n'; regex_take(c)) lisp_poll();
        } else if (regex_peek(c) == ' ' || (regex_peek(c) >= 9 && regex_peek(c) <= 13)) {
            regex_take(c);
        } else {
            return;
        }
    }
}

static struct width sequence(struct compiler *c) {
    struct width w = {0, 0};
    for (;;) {
        struct part p = {.from = c->count};
        struct repeat r;
        skip(c);
        int next = regex_peek(c);
        if (next < 0 || (!c->quoted && (next == '|' || next == ')'))) return w;
        if (!part(c, &p)) continue;
        skip(c);
        if (!c->quoted && quantifier(c, &r)) {
            repeat(c, &p, &r);
            p.width.fewest = product(p.width.fewest, r.least);
            p.width.most = product(p.width.most, r.most);
        }
        w.fewest = sum(w.fewest, p.width.fewest);
        w.most = sum(w.most, p.width.most);
    }
}

/* The jumps from the ends of the alternatives to the end of all are chained through their operands, then set. */
static struct width alternatives(struct compiler *c) {
    stack_check();
    uint32_t from = c->count, chain = 0;
    struct width w = sequence(c);
    while (regex_accept(c, "|")) {
        insert(c, from, RE_SPLIT, c->count - from + 2);
        instruction(c, RE_JUMP, chain);
        chain = c->count - 1;
        from = c->count;
        struct width other = sequence(c);
        if (other.fewest < w.fewest) w.fewest = other.fewest;
        if (other.most > w.most) w.most = other.most;
    }
    while (chain && c->program != NIL) {
        uint32_t next = cell_word(c->program, chain) >> 8;
        regex_set(c, chain, RE_JUMP, c->count - chain);
        chain = next;
    }
    return w;
}

/* Sets size and groups; the second time, groups are known, behind whose registers those of loops begin. */
static void compile(struct compiler *c) {
    c->registers = 3 * (c->groups + 1);
    c->at = c->count = c->groups = c->flags = 0;
    c->quoted = false;
    c->names = NIL;
    regex_word(c, 0);
    alternatives(c);
    if (c->at < c->end) regex_bad(c, "a ) without a (");
    instruction(c, RE_MATCH, 0);
    if (c->program != NIL) cell_set_word(c->program, RE_REGISTERS, c->registers);
}

val regex_new(val source, regex_fail *fail, void *context) {
    struct compiler c = {
        .source = source, .end = string_bytes(source), .program = NIL, .fail = fail, .context = context};
    compile(&c);
    c.program = cell_new(KIND_BYTES, 4 * c.size);
    compile(&c);
    val regex = cell_new(KIND_BOX, 4);
    cell_seti(regex, BOX_TYPE, BOX_REGEX);
    cell_seti(regex, REGEX_SOURCE, source);
    cell_seti(regex, REGEX_PROGRAM, cell_seal(c.program));
    cell_seti(regex, REGEX_GROUPS, fixnum((int32_t)c.groups));
    return cell_seal(regex);
}
