// Every parameter of the machines, once.
//
//   RAM_AW        log2 of the words of tagged RAM
//   RAM_PORTS     2: fetch and data have a port each; 1: they share one (large single-ported memories)
//   ROM_AW        log2 of the words of boot ROM
//   CLOCK_HZ      clock frequency, Hz
//   BAUD          UART speed after reset, bits per second; CLOCK_HZ / BAUD is to be a whole number
//   RV_C          1: compressed instructions
//   RV_M          0: no multiply, 1: iterative, 2: single-cycle multiply
//   REGS_LUT      1: the registers are in LUT RAM, 0: in block RAM
//   HEAP_AW       log2 of the words of heap memory, at most 23
//   HW            width of a handle, at most 20 and at most HEAP_AW
//   HCACHE        log2 of the entries of the handle cache, 0: none
//   CCACHE        log2 of the entries of the cell cache, 0: none
//   ROOTQ         log2 of the depth of the controller's root queue
//   STATS         1: counters and histogram of the controller
//   MAX_GC_STALL  cycles that a request may wait for an access of the collector
//   WALK_QUEUE    log2 of the depth of the root walker's queue
//   UART_QUEUE    log2 of the bytes in each of the UART's queues
//   UART_DIVISOR  bits of the UART's divisor, at most 16
//   SPI_DIVISOR   bits of the SPI master's divisor, at most 8
//   TIMER         bits of mtime and mtimecmp, 32 or 64
`ifndef LITH_CONFIG_VH
`define LITH_CONFIG_VH

// ULX3S (ECP5 85F): block RAM for the program, the heap in 32 MiB of SDRAM.
`ifndef LITH_ULX3S_RAM_AW // a test makes it small, so that the root walk is short
`define LITH_ULX3S_RAM_AW 16
`endif
`define LITH_ULX3S_RAM_PORTS 2
`define LITH_ULX3S_ROM_AW 10
`define LITH_ULX3S_CLOCK_HZ 50000000
`define LITH_ULX3S_BAUD 2000000
`define LITH_ULX3S_RV_C 1
`define LITH_ULX3S_RV_M 2
`define LITH_ULX3S_REGS_LUT 1
`define LITH_ULX3S_HEAP_AW 23
`define LITH_ULX3S_HW 20
`define LITH_ULX3S_HCACHE 10
`define LITH_ULX3S_CCACHE 10
`define LITH_ULX3S_ROOTQ 5
`define LITH_ULX3S_STATS 1
// Cycles of the slowest SDRAM read: it meets a refresh that has just begun, then opens its row.
`define LITH_ULX3S_MAX_GC_STALL 20
`define LITH_ULX3S_WALK_QUEUE 4
`define LITH_ULX3S_UART_QUEUE 6
`define LITH_ULX3S_UART_DIVISOR 16
`define LITH_ULX3S_SPI_DIVISOR 8
`define LITH_ULX3S_TIMER 64

// iCEBreaker (iCE40 UP5K): program and heap in SPRAM, 64 KiB each; the smallest core.
`define LITH_ICEBREAKER_RAM_AW 14
`define LITH_ICEBREAKER_RAM_PORTS 1
`define LITH_ICEBREAKER_ROM_AW 10
`define LITH_ICEBREAKER_CLOCK_HZ 12000000
`define LITH_ICEBREAKER_BAUD 2000000
`define LITH_ICEBREAKER_RV_C 0
`define LITH_ICEBREAKER_RV_M 0
`define LITH_ICEBREAKER_REGS_LUT 0
`define LITH_ICEBREAKER_HEAP_AW 14
`define LITH_ICEBREAKER_HW 13
`define LITH_ICEBREAKER_HCACHE 0
`define LITH_ICEBREAKER_CCACHE 0
`define LITH_ICEBREAKER_ROOTQ 2
`define LITH_ICEBREAKER_STATS 0
`define LITH_ICEBREAKER_MAX_GC_STALL 1
`define LITH_ICEBREAKER_WALK_QUEUE 0
`define LITH_ICEBREAKER_UART_QUEUE 4
`define LITH_ICEBREAKER_UART_DIVISOR 8
`define LITH_ICEBREAKER_SPI_DIVISOR 4
`define LITH_ICEBREAKER_TIMER 32

// Simulation only: the ULX3S machine with its heap in on-chip memory of one cycle, for measurements.
`define LITH_ONCHIP_RAM_AW `LITH_ULX3S_RAM_AW
`define LITH_ONCHIP_RAM_PORTS `LITH_ULX3S_RAM_PORTS
`define LITH_ONCHIP_ROM_AW `LITH_ULX3S_ROM_AW
`define LITH_ONCHIP_CLOCK_HZ `LITH_ULX3S_CLOCK_HZ
`define LITH_ONCHIP_BAUD `LITH_ULX3S_BAUD
`define LITH_ONCHIP_RV_C `LITH_ULX3S_RV_C
`define LITH_ONCHIP_RV_M `LITH_ULX3S_RV_M
`define LITH_ONCHIP_REGS_LUT `LITH_ULX3S_REGS_LUT
`define LITH_ONCHIP_HEAP_AW 15
`define LITH_ONCHIP_HW 15
`define LITH_ONCHIP_HCACHE `LITH_ULX3S_HCACHE
`define LITH_ONCHIP_CCACHE 0
`define LITH_ONCHIP_ROOTQ `LITH_ULX3S_ROOTQ
`define LITH_ONCHIP_STATS `LITH_ULX3S_STATS
`define LITH_ONCHIP_MAX_GC_STALL 1
`define LITH_ONCHIP_WALK_QUEUE `LITH_ULX3S_WALK_QUEUE
`define LITH_ONCHIP_UART_QUEUE `LITH_ULX3S_UART_QUEUE
`define LITH_ONCHIP_UART_DIVISOR `LITH_ULX3S_UART_DIVISOR
`define LITH_ONCHIP_SPI_DIVISOR `LITH_ULX3S_SPI_DIVISOR
`define LITH_ONCHIP_TIMER `LITH_ULX3S_TIMER

`endif
