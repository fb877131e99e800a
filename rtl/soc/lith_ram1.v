// Tagged RAM with one port for boards that have large single-ported memories: 2^AW words in lith_sram, the tags beside
// them in block RAM. A write of less than the whole word clears the tag. An access in each cycle in which `en` is 1,
// read data in the next cycle.
`default_nettype none

module lith_ram1 #(
    parameter AW = 14
) (
    input  wire          clk,
    input  wire          en,
    input  wire          we,
    input  wire [3:0]    be,
    input  wire [AW-1:0] addr,
    input  wire [32:0]   wdata,
    output wire [32:0]   rdata
);
  reg        tags [0:(1<<AW)-1] /* verilator public_flat_rw */;
  reg        rtag;
  wire [31:0] rword;
  assign rdata = {rtag, rword};

  lith_sram #(.AW(AW)) words (
      .clk(clk), .en(en), .we(we), .be(be), .addr(addr), .wdata(wdata[31:0]), .rdata(rword)
  );

  always @(posedge clk)
    if (en) begin
      if (we) tags[addr] <= wdata[32] && be == 4'b1111;
      else rtag <= tags[addr];
    end
endmodule
