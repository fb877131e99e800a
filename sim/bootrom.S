/* BOOT_ULX3S and BOOT_ICEBREAKER name the files to be included. */
    .section .rodata
    .balign 4
    .global bootrom_ulx3s, bootrom_ulx3s_end, bootrom_icebreaker, bootrom_icebreaker_end
bootrom_ulx3s:
    .incbin BOOT_ULX3S
bootrom_ulx3s_end:
    .balign 4
bootrom_icebreaker:
    .incbin BOOT_ICEBREAKER
bootrom_icebreaker_end:
    .section .note.GNU-stack,"",@progbits
