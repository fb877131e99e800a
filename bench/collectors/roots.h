/* Roots of the collectors in software: a shadow stack of references (Henderson, "Accurate garbage collection in an
 * uncooperative environment", 2002, here with the locals themselves and not frames of them), and static variables. */
#ifndef COLLECTORS_ROOTS_H
#define COLLECTORS_ROOTS_H

#define HEAP_RELEASES 0
static inline void heap_release(ref object) { (void)object; }

enum { SHADOW_DEPTH = 1024, ROOT_TABLES = 4 };
extern ref shadow_stack[SHADOW_DEPTH];
HEAP_REGISTER(ref *shadow_top, "s9");

#define KEEP(local) ((void)(*shadow_top++ = (local)))
#define RESTORE(local) ((void)((local) = *--shadow_top))

void heap_roots(ref *roots, uint32_t n);
/* Calls `visit` for each place that holds a root. */
static inline void each_root(void (*visit)(ref *));

struct root_table {
    ref *roots;
    uint32_t n;
};
extern struct root_table root_tables[ROOT_TABLES];
extern uint32_t root_table_count;

static inline void each_root(void (*visit)(ref *)) {
#ifdef LITH_FAULT_COLLECTORS_ROOT
    for (ref *p = shadow_stack; p + 1 < shadow_top; p++) visit(p); /* the last one is forgotten */
#else
    for (ref *p = shadow_stack; p < shadow_top; p++) visit(p);
#endif
    for (uint32_t t = 0; t < root_table_count; t++)
        for (uint32_t i = 0; i < root_tables[t].n; i++) visit(&root_tables[t].roots[i]);
}

#endif
