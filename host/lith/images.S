/* The flash images (images.h); IMAGE_* are their files. */
    .section .rodata
#define IMAGE(name, file) \
    .globl name, name##_end; \
    .balign 8; \
name: \
    .incbin file; \
name##_end: \
    .byte 0

IMAGE(image_ulx3s_flash, IMAGE_ULX3S_FLASH)
IMAGE(image_ulx3s_elf, IMAGE_ULX3S_ELF)
IMAGE(image_icebreaker_flash, IMAGE_ICEBREAKER_FLASH)
IMAGE(image_icebreaker_elf, IMAGE_ICEBREAKER_ELF)

    .section .note.GNU-stack, "", %progbits
