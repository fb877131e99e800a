// Boot ROM: 2^AW words in block RAM, filled from a file of hexadecimal words. Data come in the cycle after the
// address.
`default_nettype none

module lith_bootrom #(
    parameter AW = 10,
    parameter FILE = "" // for $readmemh, one word a line; empty: whoever simulates fills the memory
) (
    input  wire          clk,
    input  wire [AW-1:0] addr,
    output reg  [31:0]   rdata
);
  reg [31:0] words [0:(1<<AW)-1] /* verilator public_flat_rw */;

  generate
    if (FILE != "") begin : g_file
      initial $readmemh(FILE, words);
    end
  endgenerate

  always @(posedge clk) rdata <= words[addr];
endmodule
