-f rtl/soc/icebreaker.f
fpga/icebreaker/lith_sram.v
fpga/icebreaker/lith_icebreaker_top.v
