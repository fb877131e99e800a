/* The language's roots, as an image and from one (image.h). */
#include "lisp/image/image.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/names/primitive.h"

static const struct image_source *source;
static uint32_t documentation; /* the word at which that starts */

uint32_t image_identity(uint32_t count) {
    uint32_t h = IDENTITY_OF_NOTHING;
    for (uint32_t i = 0; i < count; i++)
        h = identity_with(identity_with_name(h, primitive_table[i]->name), (uint32_t)primitive_table[i]->arity);
    return h;
}

void image_roots(val *roots) {
    roots[IMAGE_ROOT_SYMBOLS] = symbols_known;
    namespaces_roots(roots + IMAGE_ROOT_NAMESPACES);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) roots[IMAGE_ROOT_HOOKS + i] = vm_hook[i];
}

static void set_roots(const val *roots) {
    symbols_known = roots[IMAGE_ROOT_SYMBOLS];
    namespaces_set_roots(roots + IMAGE_ROOT_NAMESPACES);
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm_hook[i] = roots[IMAGE_ROOT_HOOKS + i];
}

const char *image_load(const struct image_source *from, val *slots, uint32_t room) {
    val roots[IMAGE_ROOTS];
    struct image image = {.identity = image_identity(primitive_count), .root_count = IMAGE_ROOTS, .roots = roots};
    const char *wrong = image_read(&image, from, slots, room);
    if (wrong) return wrong;
    set_roots(roots);
    source = from;
    documentation = image.words;
    return NULL;
}

#ifndef VM_COMPACT
void image_attach(const struct image_source *from) {
    struct image image = {.identity = image_identity(primitive_count), .root_count = IMAGE_ROOTS};
    const char *wrong = image_peek(&image, from);
    source = from;
    documentation = wrong ? 0 : image.words;
}
#endif

val image_text(uint32_t at) {
    struct text t;
#ifndef VM_COMPACT
    if (!documentation) return string_from_c("nil");
#endif
    text_init(&t);
    source->seek(documentation + at - 1);
    for (;;) {
        uint32_t word = source->next();
        for (int i = 0; i < 4; i++, word >>= 8) {
            if (!(word & 0xff)) return text_done(&t);
            text_byte(&t, (char)word);
        }
    }
}
