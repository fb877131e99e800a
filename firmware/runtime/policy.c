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
#define MARK_STEP 64    /* the controller compares in units of so many words */
#define POINT_BITS 8    /* of a rate, behind the point */
#define RATE_WORDS 256  /* a rate is taken of so many words or more */
#define TRIED_AGAIN 16  /* majors behind which a minor one is tried again though they did not pay */
#define YOUNG_WORDS 512 /* less is not worth the roots of a collection */

static uint32_t nursery, least; /* words */
static bool running, minor;     /* the interrupt tells the end of a collection; that, or else the next one, is minor */

/* When the last collection began, or ended if none runs: the cycle, the words free, the cycles waited for space since
 * reset. If more cycles than a word can hold lie between two collections, the next one may be early or late. */
static uint32_t then, left_then, waited_then;
static uint32_t rate;     /* words made in a cycle while no collection runs */
static uint32_t works[2]; /* cycles that a major, a minor collection takes beside a program that never waits for it */
static uint32_t roomy;    /* words free when the last major one had ended */
static uint32_t looked, died;              /* words that the last minor one looked at, and freed of them */
static uint32_t majors;                    /* since the last minor one */
static uint32_t promoted_then, young_then; /* young: words made since the collection before began */

static void now(uint32_t left) {
    then = cycles();
    left_then = left;
    waited_then = cell_stat(STAT_ALLOC_WAIT);
    promoted_then = cell_stat(STAT_PROMOTED);
}

static uint32_t words_in(uint32_t n) { return (n >> POINT_BITS) * rate; }

/* Words that will be made during a collection, and a quarter more. */
static uint32_t needed(bool of_minor) { return words_in(works[of_minor] + works[of_minor] / 4); }

/* Whether a minor collection that is started with so many words left pays: the last one freed half of what it looked at
 * or more, and has ended before those words are made; or it freed more for its work than waiting for a major one will.
 */
static bool minor_pays(uint32_t left) {
    uint32_t freed = roomy - (left < least ? left : least);
    return !works[false] || !works[true] || (died >= looked / 2 && words_in(works[true]) <= left) ||
           (uint64_t)died * works[false] > (uint64_t)freed * works[true];
}

/* Decides on the next collection; the last one has left so many words free, and `made` are those made meanwhile. */
static void aim(uint32_t left, uint32_t made) {
    uint32_t major = needed(false) > least ? needed(false) : least;
    uint32_t floor = major > roomy ? 0 : major; /* 0: in time for a major one is too early for minor ones */
    uint32_t young = left / 4 > nursery ? left / 4 : nursery;
    if (young > left / 2) young = left / 2;
    if (left > floor && young > left - floor) young = left - floor;
    minor = nursery && left > floor && young >= YOUNG_WORDS && minor_pays(left - young);
    uint32_t mark = !minor ? major : needed(true) > left - young ? needed(true) : left - young;
    if (mark > left + made || mark < MARK_STEP) mark = MARK_STEP;
    if (mark > left) mark = left; /* as soon as anything is made: a program that rests in a full heap is left alone */
    gc_at_low_water(mark);
}

/* The program has stood still for so many cycles of the collection. */
static void end(uint32_t waited) {
    uint32_t took = cycles() - then, left = words_free();
    if (running) works[minor] = took + waited; /* what it did while the program stood takes twice as long beside it */
    running = false;
    if (minor) {
        uint32_t promoted = cell_stat(STAT_PROMOTED) - promoted_then;
        majors = 0;
        looked = young_then;
        died = young_then > promoted ? young_then - promoted : 0;
    } else {
        roomy = left;
        least = left / 2 < most ? left / 2 : most;
        if (++majors % TRIED_AGAIN == 0) works[true] = 0;
    }
    now(left);
    young_then = words_in(took - waited);
    aim(left, young_then);
}

void gc_when(uint32_t nursery_words, uint32_t most_words) {
    nursery = nursery_words;
    most = most_words;
    minor = false;
    end(0);
}

void gc_ended(void) {
    if (most) end(cycles() - then);
}

void gc_began(bool is_minor) {
    if (!most) return;
    uint32_t left = words_free(), took = cycles() - then;
    young_then += left_then - left;
    if (left_then >= left + RATE_WORDS) rate = ((left_then - left) << POINT_BITS) / took;
    running = true;
    minor = is_minor;
    now(left);
    gc_at_low_water(REGISTER(LITH_SYSTEM_HEAP_WORDS) - 1); /* the register has no bit more */
}

enum gc_due gc_due(void) {
    if (!running) return minor ? GC_MINOR : GC_MAJOR;
    end(cell_stat(STAT_ALLOC_WAIT) - waited_then);
    return GC_ENDED;
}

#endif
