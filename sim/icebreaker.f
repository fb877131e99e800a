-f rtl/soc/icebreaker.f
rtl/soc/lith_sram.v
