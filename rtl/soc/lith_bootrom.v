// Boot ROM: 2^AW words in block RAM, filled from a file of hexadecimal words, read through two ports. An access in each
// cycle in which the enable is 1, data in the next cycle.
`default_nettype none

module lith_bootrom #(
    parameter AW = 10,
    parameter FILE = "" // for $readmemh, one word a line; empty: whoever simulates fills the memory
) (
    input  wire          clk,
    input  wire          i_en,
    input  wire [AW-1:0] i_addr,
    output reg  [31:0]   i_rdata,
    input  wire          d_en,
    input  wire [AW-1:0] d_addr,
    output reg  [31:0]   d_rdata
);
  reg [31:0] words [0:(1<<AW)-1] /* verilator public_flat_rw */;

  generate
    if (FILE != "") begin : g_file
      initial $readmemh(FILE, words);
    end
  endgenerate

  always @(posedge clk) if (i_en) i_rdata <= words[i_addr];
  always @(posedge clk) if (d_en) d_rdata <= words[d_addr];
endmodule
