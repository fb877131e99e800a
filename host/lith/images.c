/* The flash images that lith carries (images.h). */
#include "images.h"
#include <lith_flash.h>
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

static uint32_t word_at(const uint8_t *flash, size_t size, size_t at) {
    if (size < at + 4) return 0;
    return flash[at] | (uint32_t)flash[at + 1] << 8 | (uint32_t)flash[at + 2] << 16 | (uint32_t)flash[at + 3] << 24;
}

unsigned image_read(const uint8_t *flash, size_t size, uint32_t address) {
    uint64_t kernel = word_at(flash, size, 8),
             library = 4 * (uint64_t)word_at(flash, size, FLASH_LIBRARY_BASE - FLASH_IMAGE_BASE + 12);
    uint64_t done = address < FLASH_IMAGE_BASE     ? 0
                    : address < FLASH_LIBRARY_BASE ? address - FLASH_IMAGE_BASE
                                                   : kernel + address - FLASH_LIBRARY_BASE;
    return done < kernel + library ? (unsigned)(100 * done / (kernel + library)) : 100;
}
