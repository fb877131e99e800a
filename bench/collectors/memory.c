/* Where the memory of a heap in software comes from: on the machine heap memory as plain words, as many as the system
 * block tells; on the host, where only tests run, HEAP_HOST_WORDS. */
#include "heap.h"
#include <stdio.h>
#include <stdlib.h>

word *heap_memory;
uint32_t heap_memory_words;

#ifdef __riscv
#include <lith_memmap.h>
void heap_memory_start(void) {
    heap_memory = (word *)LITH_HEAP_BASE;
    heap_memory_words = *(volatile uint32_t *)LITH_SYSTEM_HEAP_WORDS;
}
#else
void heap_memory_start(void) {
    heap_memory_words = HEAP_HOST_WORDS;
    heap_memory = malloc(heap_memory_words * sizeof(word));
    if (!heap_memory) does_not_fit();
}
#endif

#ifdef HEAP_TORTURE
bool heap_tortures(void) {
    static uint32_t made;
    return ++made % HEAP_TORTURE == 0;
}
#endif
