-f rtl/core/core.f
-f rtl/heap/heap.f
rtl/soc/lith_fifo.v
rtl/soc/lith_uart.v
rtl/soc/lith_timer.v
rtl/soc/lith_spi.v
rtl/soc/lith_sysinfo.v
rtl/soc/lith_periph.v
rtl/soc/lith_bootrom.v
rtl/soc/lith_roots.v
rtl/soc/lith_plain.v
rtl/soc/lith_soc.v
