/* Strings (text.h). */
#include "lisp/cells/text.h"
#include "lisp/cells/host.h"
#include "lisp/cells/number.h"
#include "lisp/cells/utf8.h"
#include "lisp/cells/vm_state.h"
#include <string.h>

bool is_string(val v) { return is_kind(v, KIND_STRING) || is_box(v, BOX_STRING); }

uint32_t string_bytes(val s) {
    if (is_kind(s, KIND_STRING)) return cell_len(s);
    return (uint32_t)fixnum_value(cell_geti(s, STRING_BYTES));
}

static val chunk_of(val s, uint32_t *i) {
    if (is_kind(s, KIND_STRING)) return s;
    val chunk = cell_get(cell_geti(s, STRING_CHUNKS), *i / STRING_CELL_MAX);
    *i %= STRING_CELL_MAX;
    return chunk;
}

uint8_t string_byte(val s, uint32_t i) {
    val chunk = chunk_of(s, &i);
    return cell_byte(chunk, i);
}

uint32_t string_next(val s, uint32_t *i) {
    uint32_t c = string_byte(s, (*i)++), bits = 6;
    if (c < 0x80) return c;
    for (uint32_t first = c; first & 0x40; first <<= 1, bits += 5) c = c << 6 | (string_byte(s, (*i)++) & 0x3f);
    return c & ((1u << bits) - 1);
}

/* at: below the bytes of s. */
static bool inside_character(val s, uint32_t at) { return (string_byte(s, at) & 0xc0) == 0x80; }

uint32_t string_before(val s, uint32_t at) {
    do at--;
    while (inside_character(s, at));
    return at;
}

uint32_t string_place(const char *who, val s, val offset) {
    uint32_t at = (uint32_t)integer_in(who, offset, 0, (int32_t)string_bytes(s));
    if (at < string_bytes(s) && inside_character(s, at))
        lisp_error("bounds", "%s: byte %v is within a character", who, offset);
    return at;
}

uint32_t string_offset(val s, uint32_t n) {
    uint32_t index = 0, offset = 0, bytes = string_bytes(s);
    /* Where the last search ended: going through a string by index costs little each step. */
    if (vm.cursor.string == s && vm.cursor.index <= n) {
        index = vm.cursor.index;
        offset = vm.cursor.offset;
    }
    while (index < n && offset < bytes) {
        string_next(s, &offset);
        lisp_poll_round(index++);
    }
    vm.cursor.string = s;
    vm.cursor.index = index;
    vm.cursor.offset = offset;
    return index == n ? offset : ~0u;
}

uint32_t string_index(val s, uint32_t at) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < at;)
        for (uint32_t end = text_stretch(i, at); i < end; i++) n += !inside_character(s, i);
    return n;
}

uint32_t string_count(val s) {
    uint32_t bytes = string_bytes(s);
    if (is_kind(s, KIND_STRING)) {
        bool ascii = true;
        for (uint32_t i = 0; i < (bytes + 3) / 4 && ascii; i++) ascii = !(cell_word(s, i) & 0x80808080u);
        if (ascii) return bytes;
    }
    return string_index(s, bytes);
}

static val raw_from(uint32_t n, const char *bytes) {
    val s = cell_new(KIND_STRING, n);
    uint32_t i = 0;
    for (; i + 4 <= n; i += 4)
        cell_set_word(s, i / 4,
                      (uint32_t)(uint8_t)bytes[i] | (uint32_t)(uint8_t)bytes[i + 1] << 8 |
                          (uint32_t)(uint8_t)bytes[i + 2] << 16 | (uint32_t)(uint8_t)bytes[i + 3] << 24);
    for (; i < n; i++) cell_set_byte(s, i, (uint8_t)bytes[i]);
    return cell_seal(s);
}

val string_from(const char *bytes, uint32_t n) {
    if (n <= STRING_CELL_MAX) return raw_from(n, bytes);
    struct text t;
    text_init(&t);
    for (uint32_t i = 0; i < n; i++) text_byte(&t, bytes[i]);
    return text_done(&t);
}

val string_decode(const char *bytes, uint32_t n) {
    struct text t;
    uint32_t length, count, good = 0;
    for (; good < n; good += count) {
        count = utf8_scan((const uint8_t *)bytes + good, n - good, &length);
        if (count != length) break;
    }
    if (good == n) return string_from(bytes, n);
    text_init(&t);
    for (uint32_t i = 0; i < n; i += count) {
        count = utf8_scan((const uint8_t *)bytes + i, n - i, &length);
        if (count != length)
            text_char(&t, UTF8_REPLACEMENT);
        else
            for (uint32_t k = 0; k < count; k++) text_byte(&t, bytes[i + k]);
    }
    return text_done(&t);
}

val string_from_c(const char *s) { return string_from(s, (uint32_t)strlen(s)); }

#ifndef VM_COMPACT
/* The four bytes at any place of a string that is one cell. */
static uint32_t word_at(val s, uint32_t at) {
    uint32_t i = at / 4, shift = at % 4 * 8, word = cell_word(s, i);
    return shift ? word >> shift | cell_word(s, i + 1) << (32 - shift) : word;
}
#endif

val string_slice(val s, uint32_t from, uint32_t to) {
    uint32_t n = to - from;
    if (from == 0 && to == string_bytes(s)) return s;
    if (n > STRING_CELL_MAX) {
        struct text t;
        text_init(&t);
        for (uint32_t i = from; i < to; i++) text_byte(&t, (char)string_byte(s, i));
        return text_done(&t);
    }
#ifndef VM_COMPACT
    if (from == 0 && is_kind(s, KIND_STRING)) return cell_seal(cell_copy(KIND_STRING, s, n));
#endif
    val r = cell_new(KIND_STRING, n);
    uint32_t i = 0;
#ifndef VM_COMPACT
    for (uint32_t words = is_kind(s, KIND_STRING) ? n & ~3u : 0; i < words; i += 4) {
        cell_set_word(r, i / 4, word_at(s, from + i));
        lisp_poll_round(i / 4);
    }
#endif
    while (i < n)
        for (uint32_t end = text_stretch(i, n); i < end; i++) cell_set_byte(r, i, string_byte(s, from + i));
    return cell_seal(r);
}

bool string_equal(val a, val b) {
    if (a == b) return true;
    uint32_t n = string_bytes(a);
    if (n != string_bytes(b)) return false;
    if (is_kind(a, KIND_STRING)) {
        for (uint32_t i = 0; i < (n + 3) / 4; i++)
            if (cell_word(a, i) != cell_word(b, i)) return false;
        return true;
    }
    val left = cell_geti(a, STRING_CHUNKS), right = cell_geti(b, STRING_CHUNKS);
    for (uint32_t i = 0; i < cell_len(left); i++) {
        lisp_poll();
        if (!string_equal(cell_get(left, i), cell_get(right, i))) return false;
    }
    return true;
}

bool string_is(val s, const char *text) {
    uint32_t n = (uint32_t)strlen(text);
    if (string_bytes(s) != n) return false;
    for (uint32_t i = 0; i < n; i++)
        if (string_byte(s, i) != (uint8_t)text[i]) return false;
    return true;
}

int string_compare(val a, val b) {
    uint32_t n = string_bytes(a), m = string_bytes(b);
    for (uint32_t i = 0; i < n && i < m; i++) {
        int difference = string_byte(a, i) - string_byte(b, i);
        if (difference) return difference;
        lisp_poll_round(i);
    }
    return n < m ? -1 : n > m;
}

static uint32_t hash_bytes(uint32_t h, val s, uint32_t i, uint32_t end) {
    for (; i < end; i++) h = (h ^ string_byte(s, i)) * 16777619u;
    return h;
}

static uint32_t hash_end(uint32_t h) {
    h ^= h >> 15;
    return h * 0x85ebca6bu;
}

#define HASH_START 2166136261u

/* Apart from string_hash, which short strings spend less time in as long as it calls nothing. */
static __attribute__((noinline)) uint32_t hash_long(val s, uint32_t n) {
    uint32_t h = HASH_START;
    for (uint32_t i = 0, end; i < n; i = end) {
        end = text_stretch(i, n);
        h = hash_bytes(h, s, i, end);
    }
    return hash_end(h);
}

uint32_t string_hash(val s) {
    uint32_t n = string_bytes(s);
    if (text_stretch(0, n) < n) return hash_long(s, n);
    return hash_end(hash_bytes(HASH_START, s, 0, n));
}

uint32_t string_copy(val s, char *to, uint32_t n) {
    uint32_t length = string_bytes(s);
    if (length > n - 1) length = n - 1;
    for (uint32_t i = 0; i < length; i++) to[i] = (char)string_byte(s, i);
    to[length] = 0;
    return length;
}

bool string_stands_at(val s, val what, uint32_t at) {
    uint32_t m = string_bytes(what);
    if (at + m > string_bytes(s)) return false;
    for (uint32_t k = 0; k < m; k++) {
        if (string_byte(s, at + k) != string_byte(what, k)) return false;
        lisp_poll_round(k);
    }
    return true;
}

uint32_t string_find(val s, val what, uint32_t from) {
    uint32_t n = string_bytes(s), m = string_bytes(what);
    if (!m) return from <= n ? from : ~0u;
    uint8_t first = string_byte(what, 0);
    for (uint32_t i = from; i < n;)
        for (uint32_t stop = from + text_stretch(i - from, n - from); i < stop; i++)
            if (string_byte(s, i) == first) {
                if (m == 1) return i;
                lisp_poll_round(i);
                if (string_stands_at(s, what, i)) return i;
            }
    return ~0u;
}

uint32_t char_upper(uint32_t c) {
    bool latin =
        (c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) || (c >= 0x430 && c <= 0x44f);
    return (c >= 'a' && c <= 'z') || latin ? c - 32 : c;
}

uint32_t char_lower(uint32_t c) {
    bool latin =
        (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) || (c >= 0x410 && c <= 0x42f);
    return (c >= 'A' && c <= 'Z') || latin ? c + 32 : c;
}

bool char_space(uint32_t c) {
    return c - 9 < 5 || c - 0x1c < 5 || c == 0x1680 || (c - 0x2000 < 11 && c != 0x2007) || c - 0x2028 < 2 ||
           c == 0x205f || c == 0x3000;
}

uint32_t utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    uint32_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (uint32_t i = n - 1; i; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> n & 0xff) | c);
    return n;
}

/* ---- text under construction ---- */

void text_init(struct text *t) {
    t->chunks = NIL;
    t->full = 0;
    t->used = 0;
    t->stream = 0;
}

/* The buffer counts as full always, so that the usual byte is not held up by a test. */
void text_init_stream(struct text *t, int stream) {
    t->used = TEXT_BUFFER;
    t->stream = stream;
}

static void flush(struct text *t) {
    if (t->full == CELL_WORDS_MAX)
        lisp_error("bounds", "a text is too long: more than %d bytes", CELL_WORDS_MAX * TEXT_BUFFER);
    lisp_poll();
    val chunk = raw_from(TEXT_BUFFER, t->buffer);
    t->chunks = cons(chunk, t->chunks);
    t->full++;
    t->used = 0;
}

void text_byte(struct text *t, char c) {
    if (t->used == TEXT_BUFFER) {
        if (t->stream) {
            vm_host->write(t->stream, (uint8_t)c);
            return;
        }
        flush(t);
    }
    t->buffer[t->used++] = c;
}

void text_char(struct text *t, uint32_t c) {
    char bytes[4];
    uint32_t n = utf8_encode(c, bytes);
    for (uint32_t i = 0; i < n; i++) text_byte(t, bytes[i]);
}

void text_add(struct text *t, const char *s) {
    while (*s) text_byte(t, *s++);
}

void text_string(struct text *t, val s) {
    uint32_t n = string_bytes(s);
    for (uint32_t i = 0; i < n; i++) text_byte(t, (char)string_byte(s, i));
}

uint32_t text_length(const struct text *t) { return t->full * TEXT_BUFFER + t->used; }

/* Fills an open raw cell with the bytes of t from `start` on; pieces: the full buffers, oldest first, in a tuple. */
static val gather(const struct text *t, val pieces, uint32_t start, uint32_t n) {
    val s = cell_new(KIND_STRING, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = start + i, piece = at / TEXT_BUFFER;
        if (piece >= t->full) {
            cell_set_byte(s, i, (uint8_t)t->buffer[at % TEXT_BUFFER]);
        } else if (i % 4 == 0 && at % 4 == 0 && i + 4 <= n) {
            cell_set_word(s, i / 4, cell_word(cell_get(pieces, piece), at % TEXT_BUFFER / 4));
            i += 3;
        } else {
            cell_set_byte(s, i, cell_byte(cell_get(pieces, piece), at % TEXT_BUFFER));
        }
    }
    return cell_seal(s);
}

val text_done(struct text *t) {
    uint32_t total = text_length(t);
    if (!t->full) {
        t->used = 0;
        return raw_from(total, t->buffer);
    }
    val pieces = cell_new(KIND_TUPLE, t->full);
    val list = t->chunks;
    for (uint32_t i = t->full; i--; list = cdr(list)) cell_set(pieces, i, car(list));
    val result;
    if (total <= STRING_CELL_MAX) {
        result = gather(t, pieces, 0, total);
    } else {
        uint32_t count = (total + STRING_CELL_MAX - 1) / STRING_CELL_MAX;
        val chunks = cell_new(KIND_TUPLE, count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t start = i * STRING_CELL_MAX, left = total - start;
            lisp_poll();
            cell_set(chunks, i, gather(t, pieces, start, left < STRING_CELL_MAX ? left : STRING_CELL_MAX));
        }
        result = cell_new(KIND_BOX, 3);
        cell_seti(result, BOX_TYPE, BOX_STRING);
        cell_seti(result, STRING_BYTES, fixnum((int32_t)total));
        cell_seti(result, STRING_CHUNKS, cell_seal(chunks));
        cell_seal(result);
    }
    text_init(t);
    return result;
}
