// Timer of the privileged architecture: mtime counts clock cycles, and the interrupt is pending while
// mtime >= mtimecmp. BITS is 64, or 32 for small boards (the high words then read 0). Registers: docs/memory-map.md.
`default_nettype none
`include "lith_memmap.vh"

module lith_timer #(
    parameter BITS = 64
) (
    input  wire        clk,
    input  wire        rst,
    // Register access in each cycle in which `en` is 1; rdata in the same cycle.
    input  wire        en,
    input  wire        we,
    input  wire [1:0]  addr, // word index in the block
    input  wire [31:0] wdata,
    output wire [31:0] rdata,
    output reg         irq
);
  localparam [1:0] MTIMECMP = `LITH_TIMER_MTIMECMP_WORD, MTIMECMPH = `LITH_TIMER_MTIMECMPH_WORD;

  reg [BITS-1:0] mtime;
  reg [31:0]     compare_low;
  wire [31:0]    compare_high;
  wire [63:0]    compare = {compare_high, compare_low};
  wire [63:0]    now;
  wire           write = en && we;

  generate
    if (BITS == 64) begin : g_wide
      reg [31:0] high;
      assign compare_high = high;
      assign now          = mtime;
      always @(posedge clk)
        if (rst) high <= 32'hFFFF_FFFF;
        else if (write && addr == MTIMECMPH) high <= wdata;
    end else begin : g_narrow
      assign compare_high = 32'd0;
      assign now          = {32'd0, mtime};
    end
  endgenerate

  wire [63:0] value = addr[1] ? compare : now;
  assign rdata = addr[0] ? value[63:32] : value[31:0];

  always @(posedge clk) begin
    mtime <= rst ? {BITS{1'b0}} : mtime + 1'b1;
    irq   <= !rst && now >= compare;
    if (rst) compare_low <= 32'hFFFF_FFFF;
    else if (write && addr == MTIMECMP) compare_low <= wdata;
  end
endmodule
