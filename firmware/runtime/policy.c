/* When collections start (runtime.h). The law is in docs/collector.md, "When to collect". */
#include <lith/cell.h>
#include <lith/runtime.h>
#include <lith_memmap.h>

static uint32_t most; /* 0: gc_when has not been called */

static uint32_t words_free(void) { return cell_stat(STAT_CEIL) - cell_stat(STAT_ALLOC); }

#ifdef LITH_NO_GENERATIONS

/* All collections are major, and nobody is told of their end, which takes code. So the mark goes down by half with
 * each, and up again when a full heap has been waited for. */
void gc_when(uint32_t nursery, uint32_t most_words) {
    (void)nursery;
    most = most_words;
    gc_ended();
}

void gc_ended(void) {
    if (most) gc_at_low_water(most);
}

void gc_began(bool minor) { (void)minor; }

enum gc_due gc_due(void) {
    if (most) gc_at_low_water(words_free() / 2);
    return GC_MAJOR;
}

#else

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define MARK_STEP 64 /* the controller compares in units of so many words */

static uint32_t nursery, least; /* words */
static bool running, major;     /* the interrupt tells the end of a collection; that was a major one */

/* The mark for the next collection, behind the last one. */
static void aim(uint32_t left) {
    uint32_t young = left / 8 > nursery ? left / 8 : nursery;
    uint32_t mark = nursery && left > young ? left - young : 0;
    gc_at_low_water(mark > least ? mark : least);
}

void gc_when(uint32_t nursery_words, uint32_t most_words) {
    nursery = nursery_words;
    most = most_words;
    gc_ended();
}

void gc_ended(void) {
    uint32_t left = words_free();
    if (!most) return;
    running = false;
    least = left / 2 < most ? left / 2 : most;
    aim(left);
}

void gc_began(bool minor) {
    if (!most) return;
    running = true;
    major = !minor;
    gc_at_low_water(REGISTER(LITH_SYSTEM_HEAP_WORDS) - 1); /* the register has no bit more */
}

enum gc_due gc_due(void) {
    uint32_t left = words_free();
    if (!running) return nursery && left >= least + MARK_STEP ? GC_MINOR : GC_MAJOR;
    if (major) {
        gc_ended();
    } else {
        running = false;
        aim(left);
    }
    return GC_ENDED;
}

#endif
