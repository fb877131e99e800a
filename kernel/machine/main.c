/* The kernel: starts the machine, the language and its library, then serves the host. */
#include "flash.h"
#include "kernel/process/kernel.h"
#include "kernel/process/machine.h"
#include "kernel/session/serve.h"
#include "kernel/store/store.h"
#include "line.h"
#include "lisp/image/boot.h"
#include "lisp/image/image.h"
#include "memory.h"
#include "panic.h"
#include <lith/card_port.h>
#include <lith_memmap.h>

extern char __stack_bottom;

#define REGISTER(address) (*(volatile uint32_t *)(address))

static void load_library(void) {
    const char *wrong = lisp_load_image(&flash_library);
    if (wrong) panic("library in flash: %s", wrong);
}

/* What the machine begins with: the state on the store, if a card with one is there, or the library in flash. */
static void load(void) {
    static struct card card;
    bool has_state = false, has_store = !card_start(&card, card_port());
    const char *wrong = has_store ? store_open(&card.device, &has_state) : NULL;
    if (!wrong && has_state)
        image_attach(&flash_library);
    else
        load_library();
    if (!wrong && has_store) wrong = store_begin();
    if (wrong) panic("store: %s", wrong);
}

int main(void) {
    kernel_init(&__stack_bottom);                  /* the language's tables */
    load();                                        /* its functions, from the store or from flash */
    memory_init(REGISTER(LITH_SYSTEM_HEAP_WORDS)); /* when to collect, from now on */
    line_init();                                   /* the line to the host */
    session_run();
}
