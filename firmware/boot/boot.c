#include "boot.h"

/* Called by start.S when RAM is sound; what it returns is where the image begins. */
uint32_t boot(uint32_t ram_end) {
    heap_test();
    return image_load(ram_end);
}
