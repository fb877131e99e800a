/* The flash images that lith carries (images.h). */
#include "images.h"
#include <string.h>

extern const uint8_t image_ulx3s_flash[], image_ulx3s_flash_end[], image_ulx3s_elf[], image_ulx3s_elf_end[];
extern const uint8_t image_icebreaker_flash[], image_icebreaker_flash_end[], image_icebreaker_elf[],
    image_icebreaker_elf_end[];

static const struct {
    const char *machine;
    struct image image;
} images[] = {
    {"ulx3s", {image_ulx3s_flash, image_ulx3s_flash_end, image_ulx3s_elf, image_ulx3s_elf_end}},
    {"icebreaker",
     {image_icebreaker_flash, image_icebreaker_flash_end, image_icebreaker_elf, image_icebreaker_elf_end}},
};

const struct image *image_of(const char *machine) {
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        if (!strcmp(images[i].machine, machine)) return &images[i].image;
    return NULL;
}
