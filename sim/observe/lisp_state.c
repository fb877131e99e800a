#include "lisp_state.h"
#include <lith_isa.h>
#include <lith_layout.h>
#include <stdio.h>

/* Activations that are looked at: of a deeper stack only the innermost. */
enum { READ_MAX = 4096 };

static uint64_t ram(const lith_machine *m, uint32_t address) {
    uint64_t word = 0;
    lith_machine_ram_word(m, address, &word);
    return word;
}

unsigned lisp_stack(const lith_machine *m, const struct heap_memory *h, uint32_t vm, uint32_t vm_size,
                    uint64_t *functions, unsigned max) {
    uint32_t base = (uint32_t)ram(m, vm + LAYOUT_VM_BASE);
    unsigned n = 0, read = 0;
    while (n < max && read++ < READ_MAX && base % 4 == 0 && base >= vm + 8 && base - vm < vm_size) {
        uint64_t function = ram(m, base - 8), link = ram(m, base - 4);
        if (is_reference(function, KIND_FN) && (!n || functions[n - 1] != function)) functions[n++] = function;
        uint32_t below = (uint32_t)link >> 2 & 0xFF; /* link: a fixnum, pc << 8 | distance to the caller's registers */
        if (link & LITH_TAG || link & 3 || !below) break;
        base -= 4 * below;
    }
    if (!n) return 0;
    uint64_t frame = ram(m, vm + LAYOUT_VM_FRAMES), function;
    while (n < max && read++ < READ_MAX && is_reference(frame, KIND_FRAME) &&
           heap_field(h, frame, LAYOUT_FRAME_FN, &function)) {
        if (is_reference(function, KIND_FN) && (!n || functions[n - 1] != function)) functions[n++] = function;
        if (!heap_field(h, frame, LAYOUT_FRAME_PARENT, &frame)) break;
    }
    return n;
}

static void symbol_text(const struct heap_memory *h, uint64_t symbol, char *to, size_t size) {
    uint64_t ns = 0, name = 0;
    size_t n = 0;
    heap_field(h, symbol, LAYOUT_SYMBOL_NS, &ns);
    heap_field(h, symbol, LAYOUT_SYMBOL_NAME, &name);
    if (heap_string(h, ns, to, size))
        while (to[n]) n++;
    if (n && n + 1 < size) to[n++] = '/';
    if (!heap_string(h, name, to + n, size - n)) snprintf(to, size, "fn");
}

void lisp_function_name(const struct heap_memory *h, uint64_t function, char *name, size_t name_size, char *place,
                        size_t place_size) {
    uint64_t constants = 0, info = 0, symbol = 0, file = 0, places = 0, where = 0;
    snprintf(name, name_size, "fn");
    place[0] = 0;
    if (!heap_field(h, function, LAYOUT_FN_CONSTS, &constants)) return;
    heap_field(h, constants, LAYOUT_CONST_INFO, &info); /* the name alone, or a tuple */
    bool whole = is_reference(info, KIND_TUPLE);
    if (whole)
        heap_field(h, info, LAYOUT_INFO_NAME, &symbol);
    else
        symbol = info;
    if (is_reference(symbol, KIND_SYMBOL)) symbol_text(h, symbol, name, name_size);
    if (!whole || !heap_field(h, info, LAYOUT_INFO_FILE, &file) || !heap_string(h, file, place, place_size)) return;
    size_t n = 0;
    while (place[n]) n++;
    /* The first place noted is on the function's first line or not far below it. */
    if (heap_field(h, info, LAYOUT_INFO_PLACES, &places) && heap_field(h, places, 1, &where))
        snprintf(place + n, place_size - n, ":%u", (uint32_t)where >> 10);
}
