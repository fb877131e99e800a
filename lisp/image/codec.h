/* Values as words and back: cells of every kind, what they share and circles of atoms included, whatever they are for.
 * format.h has the words. Neither side goes deeper in C when values are nested deeper. */
#ifndef LISP_IMAGE_CODEC_H
#define LISP_IMAGE_CODEC_H

#include "lisp/cells/value.h"

struct image {
    uint32_t identity;   /* what else both sides must agree on */
    uint32_t root_count; /* reading: so many there must be */
    val *roots;          /* the values */
    uint32_t words;      /* set by both sides: of the whole image */
};

/* Where an image is: `seek` to word n, `next` gives the words from there on in turn. */
struct image_source {
    void (*seek)(uint32_t word);
    uint32_t (*next)(void);
};

/* Writes all that the roots reach, by `put` for each word. NULL, or why there can be no image: nothing has been put
 * then. Atoms must not change meanwhile. Throws when memory runs out. */
const char *image_write(struct image *image, void (*put)(uint32_t word));

/* Reads the header of an image, which sets image->words. NULL, or what is wrong with it. */
const char *image_peek(struct image *image, const struct image_source *from);

/* Makes the cells of an image, whose table has to fit into `room` values at `slots` in tagged memory: nil, and so again
 * afterwards. NULL, or what is wrong with the image: the roots are of no use then. Throws when memory runs out. */
const char *image_read(struct image *image, const struct image_source *from, val *slots, uint32_t room);

#endif
