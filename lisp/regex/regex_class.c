/* Classes of characters (regex_class.h). */
#include "lisp/regex/regex_class.h"
#include "lisp/cells/text.h"
#include "lisp/regex/regex_program.h"

#define CODE_MAX 0x10ffffu

/* A set as its ranges, in order, and how many they are. */
struct set {
    char name[7];
    uint8_t ranges;
    uint16_t range[11][2];
};

/* Letters behind a backslash; their upper case stands for all others. */
static const struct set letters[] = {
    {"d", 1, {{'0', '9'}}},
    {"w", 4, {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
    {"s", 2, {{9, 13}, {' ', ' '}}},
    {"v", 3, {{10, 13}, {0x85, 0x85}, {0x2028, 0x2029}}},
    {"h",
     8,
     {{9, 9},
      {' ', ' '},
      {0xa0, 0xa0},
      {0x1680, 0x1680},
      {0x180e, 0x180e},
      {0x2000, 0x200a},
      {0x202f, 0x202f},
      {0x205f, 0x3000}}},
};

/* Names within \p{}: of POSIX, for ASCII. */
static const struct set names[] = {
    {"Lower", 1, {{'a', 'z'}}},
    {"Upper", 1, {{'A', 'Z'}}},
    {"ASCII", 1, {{0, 127}}},
    {"Alpha", 2, {{'A', 'Z'}, {'a', 'z'}}},
    {"Digit", 1, {{'0', '9'}}},
    {"Alnum", 3, {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
    {"Punct", 4, {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
    {"Graph", 1, {{'!', '~'}}},
    {"Print", 1, {{' ', '~'}}},
    {"Blank", 2, {{9, 9}, {' ', ' '}}},
    {"Cntrl", 2, {{0, 31}, {127, 127}}},
    {"XDigit", 3, {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
    {"Space", 2, {{9, 13}, {' ', ' '}}},
};

static void range(struct compiler *c, uint32_t from, uint32_t to) {
    regex_word(c, from);
    regex_word(c, to);
}

static void add_set(struct compiler *c, const struct set *s, bool others) {
    uint32_t free = 0;
    for (uint32_t i = 0; i < s->ranges; i++) {
        if (!others)
            range(c, s->range[i][0], s->range[i][1]);
        else if (s->range[i][0] > free)
            range(c, free, s->range[i][0] - 1u);
        free = s->range[i][1] + 1u;
    }
    if (others) range(c, free, CODE_MAX);
}

/* The set of an escape behind a backslash; *others: all but its characters. NULL: it is none, nothing is taken. */
static const struct set *escaped_set(struct compiler *c, bool *others) {
    int letter = regex_peek(c);
    if (letter == 'p' || letter == 'P') {
        *others = letter == 'P';
        regex_take(c);
        for (const struct set *s = names; s < names + sizeof names / sizeof *names && regex_accept(c, "{"); s++) {
            uint32_t from = c->at;
            if (regex_accept(c, s->name) && regex_accept(c, "}")) return s;
            c->at = from - 1;
        }
        regex_bad(c, "an unknown name of a class; known are those of POSIX, as {Alpha}");
    }
    for (const struct set *s = letters; s < letters + sizeof letters / sizeof *letters; s++) {
        *others = letter == s->name[0] - 32;
        if (letter != s->name[0] && !*others) continue;
        regex_take(c);
        return s;
    }
    return NULL;
}

/* Begins a class; returns where. */
static uint32_t begin(struct compiler *c) {
    regex_word(c, 0);
    return c->count - 1;
}

static void end(struct compiler *c, uint32_t at, bool negated) {
    bool fold = c->flags & REGEX_FOLD;
    regex_set(c, at, RE_CLASS, (c->count - at - 1) / 2 << 2 | (uint32_t)fold << 1 | negated);
}

bool regex_class_escape(struct compiler *c) {
    bool others;
    const struct set *s = escaped_set(c, &others);
    if (!s) return false;
    uint32_t at = begin(c);
    add_set(c, s, others);
    end(c, at, false);
    return true;
}

static uint32_t digits(struct compiler *c, uint32_t fewest, uint32_t most, uint32_t radix) {
    uint32_t n = 0, count = 0;
    for (; count < most; count++) {
        uint32_t d = (uint32_t)regex_peek(c);
        d = d - '0' < 10 ? d - '0' : (d | 32) - 'a' < 6 ? (d | 32) - 'a' + 10 : 99;
        if (d >= radix) break;
        n = n * radix + d;
        regex_take(c);
    }
    if (count < fewest) regex_bad(c, "an escape has too few digits");
    if (n > CODE_MAX) regex_bad(c, "an escape is beyond all characters");
    return n;
}

uint32_t regex_character(struct compiler *c) {
    static const char from[] = "tnrfae", to[] = "\t\n\r\f\a\x1b";
    int letter = regex_take(c);
    if (letter < 0) regex_bad(c, "a backslash at the end");
    for (uint32_t i = 0; from[i]; i++)
        if (letter == from[i]) return (uint32_t)to[i];
    switch (letter) {
    case '0':
        return digits(c, 1, 3, 8);
    case 'u':
        return digits(c, 4, 4, 16);
    case 'x':
        if (!regex_accept(c, "{")) return digits(c, 2, 2, 16);
        uint32_t code = digits(c, 1, 6, 16);
        if (!regex_accept(c, "}")) regex_bad(c, "a } is missing");
        return code;
    case 'c':
        if (regex_peek(c) < 0) regex_bad(c, "a character is missing behind \\c");
        return (uint32_t)regex_take(c) ^ 64;
    default:
        if ((letter | 32) >= 'a' && (letter | 32) <= 'z') regex_bad(c, "an unknown escape");
        return (uint32_t)letter;
    }
}

static uint32_t class_character(struct compiler *c) {
    int code = regex_take(c);
    return code == '\\' ? regex_character(c) : (uint32_t)code;
}

/* One character, a range of them, or an escaped set. */
static void member(struct compiler *c) {
    bool others;
    if (regex_peek(c) == '[') regex_bad(c, "a [ within a class must have a backslash");
    if (regex_accept(c, "&&")) regex_bad(c, "&& in classes is not supported");
    if (regex_accept(c, "\\")) {
        const struct set *s = escaped_set(c, &others);
        if (s) {
            add_set(c, s, others);
            return;
        }
        c->at--;
    }
    uint32_t from = class_character(c), to = from, dash = c->at;
    if (regex_accept(c, "-")) {
        if (regex_peek(c) == ']' || regex_peek(c) < 0)
            c->at = dash;
        else
            to = class_character(c);
    }
    if (to < from) regex_bad(c, "a range is not in order");
    range(c, from, to);
}

void regex_class(struct compiler *c) {
    bool negated = regex_accept(c, "^");
    uint32_t at = begin(c);
    do {
        if (regex_peek(c) < 0) regex_bad(c, "a ] is missing");
        member(c);
    } while (!regex_accept(c, "]"));
    end(c, at, negated);
}
