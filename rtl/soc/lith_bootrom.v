// Boot ROM: 2^AW words in block RAM, filled from a file of hexadecimal words. An access in each cycle in which `en` is
// 1, data in the next cycle.
`default_nettype none

module lith_bootrom #(
    parameter AW = 10,
    parameter FILE = "" // for $readmemh, one word a line; empty: whoever simulates fills the memory
) (
    input  wire          clk,
    input  wire          en,
    input  wire [AW-1:0] addr,
    output reg  [31:0]   rdata
);
  reg [31:0] words [0:(1<<AW)-1] /* verilator public_flat_rw */;

  generate
    if (FILE != "") begin : g_file
      initial $readmemh(FILE, words);
    end
  endgenerate

  always @(posedge clk) if (en) rdata <= words[addr];
endmodule
