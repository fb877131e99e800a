-f rtl/heap/heap.f
rtl/soc/lith_lines_match.v
rtl/soc/lith_lines_write.v
rtl/soc/lith_lines.v
rtl/soc/lith_sdram.v
tests/heap/heap_lines.v
