#include "call_tree.h"
#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *name, const char *place, bool lisp) {
    uint32_t h = 2166136261u ^ lisp;
    for (; *name; name++) h = (h ^ (uint8_t)*name) * 16777619u;
    for (; *place; place++) h = (h ^ (uint8_t)*place) * 16777619u;
    return h;
}

/* Room for one more element. */
static bool grow(void *list, size_t count, size_t *room, size_t size) {
    if (count < *room) return true;
    size_t wanted = 2 * *room + 64;
    void *more = realloc(*(void **)list, wanted * size);
    if (!more) return false;
    *(void **)list = more;
    *room = wanted;
    return true;
}

bool call_tree_init(struct call_tree *t) {
    *t = (struct call_tree){.node_count = 0};
    t->failed = !grow(&t->nodes, 0, &t->node_room, sizeof *t->nodes);
    if (t->failed) return false;
    t->nodes[t->node_count++] = (struct call_node){.cycles = 0};
    return true;
}

void call_tree_free(struct call_tree *t) {
    for (size_t i = 0; i < t->function_count; i++) {
        free(t->functions[i].name);
        free(t->functions[i].place);
    }
    free(t->functions);
    free(t->slots);
    free(t->nodes);
}

/* Where the function is in the hash table, or the empty slot where it would be. */
static uint32_t *slot_of(const struct call_tree *t, const char *name, const char *place, bool lisp) {
    for (size_t i = hash(name, place, lisp);; i++) {
        uint32_t *slot = &t->slots[i % t->slot_count];
        if (!*slot) return slot;
        const struct called_function *f = &t->functions[*slot - 1];
        if (f->lisp == lisp && strcmp(f->name, name) == 0 && strcmp(f->place, place) == 0) return slot;
    }
}

/* Keeps the hash table at most half full. */
static bool make_slots(struct call_tree *t) {
    if (2 * t->function_count < t->slot_count) return true;
    size_t count = t->slot_count ? 2 * t->slot_count : 256;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots) return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    for (size_t i = 0; i < t->function_count; i++) {
        const struct called_function *f = &t->functions[i];
        *slot_of(t, f->name, f->place, f->lisp) = (uint32_t)i + 1;
    }
    return true;
}

uint32_t call_tree_function(struct call_tree *t, const char *name, const char *place, bool lisp) {
    if (t->failed || !make_slots(t)) goto failed;
    uint32_t *slot = slot_of(t, name, place, lisp);
    if (*slot) return *slot - 1;
    if (!grow(&t->functions, t->function_count, &t->function_room, sizeof *t->functions)) goto failed;
    struct called_function f = {.name = strdup(name), .place = strdup(place), .lisp = lisp};
    if (!f.name || !f.place) {
        free(f.name);
        free(f.place);
        goto failed;
    }
    t->functions[t->function_count++] = f;
    *slot = (uint32_t)t->function_count;
    return *slot - 1;
failed:
    t->failed = true;
    return 0;
}

static uint32_t child_of(struct call_tree *t, uint32_t parent, uint32_t function) {
    for (uint32_t c = t->nodes[parent].child; c; c = t->nodes[c].other)
        if (t->nodes[c].function == function) return c;
    if (!grow(&t->nodes, t->node_count, &t->node_room, sizeof *t->nodes)) {
        t->failed = true;
        return 0;
    }
    uint32_t node = (uint32_t)t->node_count++;
    t->nodes[node] = (struct call_node){.function = function, .parent = parent, .other = t->nodes[parent].child};
    t->nodes[parent].child = node;
    return node;
}

void call_tree_count(struct call_tree *t, const uint32_t *stack, unsigned n, uint64_t cycles) {
    uint32_t node = 0;
    while (n-- && !t->failed)
        if (!node || t->nodes[node].function != stack[n]) node = child_of(t, node, stack[n]);
    if (!t->failed) t->nodes[node].cycles += cycles;
}

static void fold_path(const struct call_tree *t, uint32_t node, FILE *out) {
    const struct call_node *n = &t->nodes[node];
    if (n->parent) {
        fold_path(t, n->parent, out);
        putc(';', out);
    }
    const struct called_function *f = &t->functions[n->function];
    for (const char *p = f->name; *p; p++) putc(*p == ';' || *p == '\n' ? '_' : *p, out);
    if (f->lisp && strcmp(f->name, "fn") == 0) fprintf(out, "@%s", f->place); /* one without a name */
    if (!f->lisp) fputs("()", out);
}

void call_tree_fold(const struct call_tree *t, FILE *out) {
    for (uint32_t i = 1; i < t->node_count; i++) {
        if (!t->nodes[i].cycles) continue;
        fold_path(t, i, out);
        fprintf(out, " %llu\n", (unsigned long long)t->nodes[i].cycles);
    }
}
