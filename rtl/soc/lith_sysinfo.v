// The system block: what machine this is. Registers: docs/memory-map.md.
`default_nettype none
`include "lith_memmap.vh"

module lith_sysinfo #(
    parameter MACHINE = 1,
    parameter CLOCK_HZ = 50000000,
    parameter RAM_AW = 16
) (
    input  wire [23:0] heap_words, // what HEAP_WORDS reads
    input  wire [1:0]  addr,       // word index in the block
    output reg  [31:0] rdata       // in the same cycle
);
  localparam [31:0] MACHINE_WORD = MACHINE, CLOCK_WORD = CLOCK_HZ;

  always @(*)
    case (addr)
      `LITH_SYSTEM_MACHINE_WORD:    rdata = MACHINE_WORD;
      `LITH_SYSTEM_CLOCK_HZ_WORD:   rdata = CLOCK_WORD;
      `LITH_SYSTEM_RAM_BYTES_WORD:  rdata = 32'd4 << RAM_AW;
      default: rdata = {8'd0, heap_words}; // HEAP_WORDS
    endcase
endmodule
