/* The host's heap: a table of cells by handle, each block its own malloc, collected by mark and sweep. Roots are found
 * conservatively: every word of the C stack, registers and static data that is a reference to a live cell, whether it
 * will be read again or not. No number, text or address is taken for one: what C has of a reference is the value word
 * and, as the upper half of a host's word, TAG, which stands for the tag of the machine. Checks and causes are those of
 * docs/xcell.md. */
#include <lith/cell.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    uint32_t *block; /* NULL: free, then `length` is the next free handle */
    uint32_t length; /* words of a value cell, bytes of a raw one */
    uint8_t kind, open, mark;
};

#define RO_BIT 0x80u
#define TAG ((uintptr_t)0xce110001 << 32) /* no address begins so, and no number that is extended to 64 bits */
#define TAG_MASK ((uintptr_t)0xffffffff << 32)

static struct entry *table;
static uint32_t next_new = 1, free_list, limit, used, every, made_since, made_total, collections, max_live, freed,
                threshold, grey_count;
static char *stack_top;
static uint32_t *grey;

/* The host's linker: static data. */
extern char __data_start, _end;

static uint32_t word_of(ref v) { return (uint32_t)(uintptr_t)v; }
static bool is_tagged(uintptr_t w) { return (w & TAG_MASK) == TAG; }
static ref make_ref(uint32_t word) { return (ref)(TAG | word); }
/* A field of a value cell as C has it. */
static ref value(uint32_t word) { return (word & 3) == 1 ? make_ref(word) : (ref)(uintptr_t)word; }
static uint32_t words_of(const struct entry *e) { return e->kind >= KIND_FIRST_RAW ? (e->length + 3) / 4 : e->length; }

void (*host_collecting)(void);
bool (*host_may_make)(void);

void host_heap_init(uint32_t words, uint32_t gc_every, void *top) {
    limit = words ? words : 8u << 20;
    threshold = limit / 2;
    every = gc_every;
    stack_top = top;
    table = calloc(HOST_HANDLES, sizeof *table);
    grey = malloc(HOST_HANDLES * sizeof *grey);
    if (!table || !grey) {
        fputs("lith: no memory for the handle table\n", stderr);
        exit(1);
    }
}

/* ---- collection ---- */

static void mark(uint32_t handle) {
    struct entry *e = &table[handle];
    if (e->mark) return;
    e->mark = 1;
    if (e->kind < KIND_FIRST_RAW) grey[grey_count++] = handle;
}

static void mark_word(uint32_t w) {
    uint32_t handle = w >> 8;
    if ((w & 3) != 1 || !handle || handle >= next_new || !table[handle].block) return;
    if (table[handle].kind != (w >> 2 & 31)) return;
    mark(handle);
}

static void __attribute__((no_sanitize("address"))) mark_range(const char *from, const char *to) {
    for (const uintptr_t *p = (const uintptr_t *)((uintptr_t)from & ~(sizeof *p - 1)); (const char *)p < to; p++)
        if (is_tagged(*p)) mark_word((uint32_t)*p);
}

static void __attribute__((noinline, no_sanitize("address"))) mark_stack(void) {
    jmp_buf registers;
    __builtin_unwind_init();
    setjmp(registers);
    mark_range((const char *)&registers, (const char *)(&registers + 1));
    mark_range(__builtin_frame_address(0), stack_top);
}

static void mark_all(void) {
    while (grey_count) {
        struct entry *e = &table[grey[--grey_count]];
        for (uint32_t i = 0; i < e->length; i++)
            if ((e->block[i] & 3) == 1) mark(e->block[i] >> 8);
    }
}

static void sweep(void) {
    for (uint32_t h = 1; h < next_new; h++) {
        struct entry *e = &table[h];
        if (!e->block) continue;
        if (e->mark) {
            e->mark = 0;
            continue;
        }
        used -= words_of(e) + 2;
        freed++;
        memset(e->block, 0x5b, words_of(e) * 4);
        free(e->block);
        *e = (struct entry){.length = free_list};
        free_list = h;
    }
}

static void set_threshold(void) { threshold = used < limit ? used + (limit - used) / 2 : limit; }

void host_heap_limit(uint32_t words) {
    limit = words;
    set_threshold();
}

uint32_t host_collect(void) {
    if (host_collecting) host_collecting();
    mark_stack();
    mark_range(&__data_start, &_end);
    mark_all();
    sweep();
    collections++;
    made_since = 0;
    if (used > max_live) max_live = used;
    set_threshold();
    return used;
}

/* ---- cells ---- */

static struct entry *find(ref c) {
    uint32_t w = word_of(c), handle = w >> 8;
    if (!is_tagged((uintptr_t)c)) cell_trap(CAUSE_UNTAGGED, c);
    if (!handle || handle >= next_new || !table[handle].block) {
        fprintf(stderr, "lith: dangling reference %08x\n", w);
        abort();
    }
    return &table[handle];
}

/* Memory counts as exhausted when a collection leaves less than a 64th, as on the machine (kernel/machine/memory.c):
 * what catches the error has something to work with, and the last words do not cost a collection each. */
static void check_reserve(void) {
    static bool in_reserve; /* the error has been thrown */
    uint32_t left = limit - used, reserve = limit / 64;
    if (left > 2 * reserve) in_reserve = false;
    if (left >= reserve || in_reserve) return;
    in_reserve = true;
    cell_trap(CAUSE_FULL, NIL);
}

static ref allocate(uint32_t kind, uint32_t length, uint32_t words, bool open) {
    made_total++;
    if (host_may_make && !host_may_make()) cell_trap(CAUSE_FULL, NIL);
    bool no_handle = !free_list && next_new == HOST_HANDLES;
    if ((every && ++made_since >= every) || used + words + 2 > threshold || no_handle) {
        host_collect();
        check_reserve();
    }
    uint32_t handle = free_list;
    if (used + words + 2 > limit || (!handle && next_new == HOST_HANDLES)) cell_trap(CAUSE_FULL, NIL);
    if (handle)
        free_list = table[handle].length;
    else
        handle = next_new++;
    struct entry *e = &table[handle];
    *e = (struct entry){.block = malloc(words ? words * 4 : 1), .length = length, .kind = (uint8_t)kind, .open = open};
    used += words + 2;
    if (!e->block) {
        fputs("lith: out of host memory\n", stderr);
        exit(1);
    }
    return make_ref(handle << 8 | kind << 2 | 1);
}

static uint32_t check_value(ref v, ref at) {
    uint32_t low = word_of(v) & 3;
    if (low == 3) cell_trap(CAUSE_VALUE, at);
    if (low == 1) find(v);
    return word_of(v);
}

/* Has the whole of a reference, tag and all, somewhere up to here: a compiler may keep no more than its value word. */
static void keep(ref v) { __asm__ volatile("" : : "r"(v)); }

ref host_mk1(uint32_t kind, ref v) {
    if (kind < KIND_FIRST_RAW) check_value(v, v);
    ref r = allocate(kind, kind >= KIND_FIRST_RAW ? 4 : 1, 1, false);
    keep(v);
    table[word_of(r) >> 8].block[0] = word_of(v);
    return r;
}

ref host_mk2(uint32_t kind, ref v, ref w) {
    if (kind < KIND_FIRST_RAW) {
        check_value(v, v);
        check_value(w, v);
    }
    ref r = allocate(kind, kind >= KIND_FIRST_RAW ? 8 : 2, 2, false);
    uint32_t *block = table[word_of(r) >> 8].block;
    keep(v);
    keep(w);
    block[0] = word_of(v);
    block[1] = word_of(w);
    return r;
}

ref host_new(uint32_t kind, uint32_t n) {
    bool raw = kind >= KIND_FIRST_RAW;
    uint32_t words = raw ? (n + 3) / 4 : n;
    if (words > CELL_WORDS_MAX) cell_trap(CAUSE_BOUNDS, (ref)(uintptr_t)n);
    ref r = allocate(kind, n, words, true);
    uint32_t *block = table[word_of(r) >> 8].block;
    for (uint32_t i = 0; i < words; i++) block[i] = raw ? 0 : word_of(NIL);
    return r;
}

ref host_copy(uint32_t kind, ref c, uint32_t n) {
    bool raw = kind >= KIND_FIRST_RAW;
    const struct entry *from = find(c);
    if (from->kind == KIND_ATOM || (from->kind >= KIND_FIRST_RAW) != raw) cell_trap(CAUSE_KIND, c);
    uint32_t common = n < from->length ? n : from->length, words = raw ? common / 4 : common;
    ref r = host_new(kind, n);
    keep(c);
    uint32_t *to = table[word_of(r) >> 8].block;
    memcpy(to, from->block, words * sizeof *to);
    if (raw && common % 4) to[words] = from->block[words] & ((1u << 8 * (common % 4)) - 1);
    return r;
}

ref cell_get(ref c, uint32_t i) {
    struct entry *e = find(c);
    if (e->kind == KIND_ATOM) cell_trap(CAUSE_KIND, c);
    if (i >= words_of(e)) cell_trap(CAUSE_BOUNDS, c);
    return e->kind < KIND_FIRST_RAW ? value(e->block[i]) : (ref)(uintptr_t)e->block[i];
}

uint32_t cell_word(ref c, uint32_t i) { return word_of(cell_get(c, i)); }

uint8_t cell_byte(ref c, uint32_t i) {
    struct entry *e = find(c);
    if (e->kind < KIND_FIRST_RAW) cell_trap(CAUSE_KIND, c);
    if (i >= e->length) cell_trap(CAUSE_BOUNDS, c);
    return (uint8_t)(e->block[i / 4] >> i % 4 * 8);
}

uint32_t cell_len(ref c) { return find(c)->length; }

static struct entry *find_open(ref c, uint32_t i, bool bytes) {
    struct entry *e = find(c);
    if (e->kind == KIND_ATOM || (bytes && e->kind < KIND_FIRST_RAW)) cell_trap(CAUSE_KIND, c);
    if (i >= (bytes ? e->length : words_of(e))) cell_trap(CAUSE_BOUNDS, c);
    if (!e->open) cell_trap(CAUSE_SEALED, c);
    return e;
}

void cell_set(ref c, uint32_t i, ref v) { find_open(c, i, false)->block[i] = check_value(v, c); }
void cell_set_word(ref c, uint32_t i, uint32_t v) { find_open(c, i, false)->block[i] = v; }

void cell_set_byte(ref c, uint32_t i, uint8_t v) {
    uint32_t *word = &find_open(c, i, true)->block[i / 4];
    *word = (*word & ~(0xffu << i % 4 * 8)) | (uint32_t)v << i % 4 * 8;
}

ref cell_seal(ref c) {
    find(c)->open = 0;
    return c;
}

static struct entry *find_atom(ref c) {
    struct entry *e = find(c);
    if (e->kind != KIND_ATOM) cell_trap(CAUSE_KIND, c);
    return e;
}

static struct entry *find_writable(ref c) {
    struct entry *e = find_atom(c);
    if (word_of(c) & RO_BIT) cell_trap(CAUSE_SEALED, c);
    return e;
}

ref atom_get(ref atom) { return value(find_atom(atom)->block[0]); }

ref atom_swap(ref atom, ref v) {
    struct entry *e = find_writable(atom);
    ref old = value(e->block[0]);
    e->block[0] = check_value(v, atom);
    return old;
}

ref atom_cas(ref atom, ref expected, ref v) {
    struct entry *e = find_writable(atom);
    ref old = value(e->block[0]);
    if (old == expected) e->block[0] = check_value(v, atom);
    return old;
}

ref atom_view(ref atom) {
    find_atom(atom);
    return make_ref(word_of(atom) | RO_BIT);
}

uint32_t cell_stat(uint32_t counter) {
    switch (counter) {
    case STAT_CELLS_MADE:
        return made_total;
    case STAT_COLLECTIONS:
        return collections;
    case STAT_CELLS_FREED:
        return freed;
    case STAT_ALLOC:
        return used;
    case STAT_CEIL:
        return limit;
    case STAT_MAX_LIVE:
        return max_live;
    default:
        return 0;
    }
}
