-f rtl/soc/soc.f
rtl/soc/lith_ram.v
rtl/soc/lith_lines_match.v
rtl/soc/lith_lines_write.v
rtl/soc/lith_lines.v
rtl/soc/lith_sdram.v
rtl/soc/lith_ulx3s.v
