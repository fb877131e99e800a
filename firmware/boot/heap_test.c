/* Tests the heap through cells: makes raw ones of several sizes, fills and reads them, then has everything collected.
 */
#include "boot.h"
#include <lith/cell.h>
#include <lith_memmap.h>

static const uint16_t sizes[] = {1, 2, 61, 1021}; /* words */
enum { CELLS = sizeof sizes / sizeof sizes[0] };

/* Each word of each cell has contents of its own. */
static uint32_t pattern(uint32_t cell, uint32_t word) {
    return (word << 16 | word) ^ (cell & 1 ? 0x5A5AA5A5 : 0xC33C3CC3);
}

void heap_test(void) {
    /* A smaller heap must be asked for before the first cell. */
    cell_ctl(CTL_LIMIT, REGISTER(LITH_SYSTEM_HEAP_WORDS));
    ref cells[CELLS];
    for (uint32_t c = 0; c < CELLS; c++) {
        cells[c] = cell_new(KIND_BYTES, sizes[c] * 4u);
        for (uint32_t w = 0; w < sizes[c]; w++) cell_set_word(cells[c], w, pattern(c, w));
    }
    for (uint32_t c = 0; c < CELLS; c++) {
        if (cell_len(cells[c]) != sizes[c] * 4u) boot_fail("heap fault: length of cell ", c + 1);
        for (uint32_t w = 0; w < sizes[c]; w++)
            if (cell_word(cells[c], w) != pattern(c, w)) boot_fail("heap fault: contents of cell ", c + 1);
    }
    if (!collect_everything()) boot_fail("heap fault: the collection does not end", 0);
    uint32_t left = cell_stat(STAT_ALLOC);
    if (left) boot_fail("heap fault: words left after a collection: ", left);
}
