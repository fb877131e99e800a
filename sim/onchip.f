-f rtl/soc/soc.f
rtl/soc/lith_ram.v
rtl/soc/lith_sram.v
rtl/soc/lith_wbram.v
rtl/soc/lith_onchip.v
