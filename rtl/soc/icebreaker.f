-f rtl/soc/soc.f
rtl/soc/lith_ram1.v
rtl/soc/lith_wbram.v
rtl/soc/lith_icebreaker.v
