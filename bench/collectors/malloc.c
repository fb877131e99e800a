/* What malloc takes its memory from, and its calls timed. */
#include "heap.h"
#include "pauses.h"
#include <malloc.h>

/* Words that malloc has taken. */
uint32_t heap_used;

#ifdef __riscv
/* The only thread-local variable is errno, which malloc sets; the linker script wants to know that there is room. */
static word thread_locals[4];
__asm__(".globl thread_local_bytes\n.set thread_local_bytes, 16");

/* Of the C library's malloc: `more` bytes behind those it has, or -1. */
void *sbrk(ptrdiff_t more);
void *sbrk(ptrdiff_t more) {
    static ptrdiff_t used;
    if (used + more > (ptrdiff_t)(heap_memory_words * sizeof(word))) return (void *)-1;
    void *at = (uint8_t *)heap_memory + used;
    used += more;
    heap_used = (uint32_t)used / sizeof(word);
    return at;
}
#endif

#ifdef HEAP_TIMED
static uint32_t live;
uint32_t heap_live_most; /* words, the word before each block, where malloc keeps its size, included */

static uint32_t block_words(ref o) { return (uint32_t)(malloc_usable_size(o) / sizeof(word)) + 1; }

ref heap_take(uint32_t refs, uint32_t words) {
    (void)refs;
    pause_begin();
    ref o = malloc(words * sizeof(word));
    pause_end();
    if (!o) does_not_fit();
    live += block_words(o);
    if (live > heap_live_most) heap_live_most = live;
    return o;
}

void heap_release(ref object) {
    live -= block_words(object);
    pause_begin();
    free(object);
    pause_end();
}
#endif

void heap_start(void) {
#ifdef __riscv
    __asm__ volatile("mv tp, %0" : : "r"(thread_locals));
#endif
    heap_memory_start();
}
