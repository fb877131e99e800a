/* The shadow stack and the list of static roots. */
#include "heap.h"

ref shadow_stack[SHADOW_DEPTH];
struct root_table root_tables[ROOT_TABLES];
uint32_t root_table_count;

void heap_roots(ref *roots, uint32_t n) { root_tables[root_table_count++] = (struct root_table){roots, n}; }
