-f rtl/soc/ulx3s.f
fpga/ulx3s/lith_ulx3s_pll.v
fpga/ulx3s/lith_ulx3s_top.v
