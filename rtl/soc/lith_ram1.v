// Tagged RAM with one port for boards that have large single-ported memories: 2^AW words in lith_sram, their marks
// (epoch and tag, lith_roots.v) beside them in block RAM. An access in each cycle in which `en` is 1, read data in the
// next cycle; a write writes the mark and the bytes that are enabled.
`default_nettype none

module lith_ram1 #(
    parameter AW = 14
) (
    input  wire          clk,
    input  wire          en,
    input  wire          we,
    input  wire [3:0]    be,
    input  wire [AW-1:0] addr,
    input  wire [31:0]   wdata,
    input  wire [1:0]    wmark,
    output wire [31:0]   rdata,
    output reg  [1:0]    rmark
);
  reg [1:0] marks [0:(1<<AW)-1] /* verilator public_flat_rw */;
  wire [31:0] rword;

  lith_sram #(.AW(AW)) words (
      .clk(clk), .en(en), .we(we), .be(be), .addr(addr), .wdata(wdata), .rdata(rword)
  );
`ifdef LITH_FAULT_RAM
  // A bit that is stuck at 1, in one word.
  reg stuck;
  always @(posedge clk) stuck <= addr == 14'h08D1;
  assign rdata = rword | (stuck ? 32'h0000_0002 : 32'd0);
`else
  assign rdata = rword;
`endif

  always @(posedge clk)
    if (en) begin
      if (we) marks[addr] <= wmark;
      else rmark <= marks[addr];
    end
endmodule
