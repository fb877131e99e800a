/* The image of the language: what its roots reach as the codec writes it (codec.h), made by the host build
 * (kernel/host/dump.c) and loaded by any machine that runs the same C. Behind it stands documentation: texts, each
 * ended by a zero byte and filled up to a whole word. Its identity is a hash of the table of primitives, whose numbers
 * stand in the code. */
#ifndef LISP_IMAGE_IMAGE_H
#define LISP_IMAGE_IMAGE_H

#include "lisp/image/codec.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"

#define IMAGE_ROOT_SYMBOLS 0u
#define IMAGE_ROOT_NAMESPACES 1u
#define IMAGE_ROOT_HOOKS (IMAGE_ROOT_NAMESPACES + NAMESPACES_ROOTS)
#define IMAGE_ROOTS (IMAGE_ROOT_HOOKS + HOOK_COUNT)

/* The language's roots, IMAGE_ROOTS: the table of symbols, the namespaces, the hooks. */
void image_roots(val *roots);
/* What an identity is made of: a hash of numbers and names in their order (FNV-1a). */
#define IDENTITY_OF_NOTHING 2166136261u
static inline uint32_t identity_with(uint32_t identity, uint32_t number) { return (identity ^ number) * 16777619u; }
static inline uint32_t identity_with_name(uint32_t identity, const char *name) {
    for (; *name; name++) identity = identity_with(identity, (uint8_t)*name);
    return identity;
}
/* Of the first `count` primitives. */
uint32_t image_identity(uint32_t count);

/* Makes the language what an image has. NULL, or what is wrong with it; see image_read. */
const char *image_load(const struct image_source *from, val *slots, uint32_t room);

/* For a state that is not the image's: has image_text read the documentation of the image that is there; "nil" if none
 * is that fits this build. */
void image_attach(const struct image_source *from);

/* The text at word `at` - 1 of the documentation of the image that was loaded. */
val image_text(uint32_t at);

#endif
