// Boot ROM: 2^AW words in block RAM, filled from a file of hexadecimal words. Data come in the cycle after the
// address.
//
// With one port, data go before instructions while `d_req` is 1. With two, no address waits for a choice between the
// ports: both come late in the cycle, as does `d_req`.
`default_nettype none

module lith_bootrom #(
    parameter AW = 10,
    parameter PORTS = 1, // 1 or 2
    parameter FILE = "" // for $readmemh, one word a line; empty: whoever simulates fills the memory
) (
    input  wire          clk,
    input  wire [AW-1:0] i_addr,
    output wire [31:0]   i_rdata,
    input  wire          d_req,
    input  wire [AW-1:0] d_addr,
    output wire [31:0]   d_rdata
);
  reg [31:0] words [0:(1<<AW)-1] /* verilator public_flat_rw */;

  generate
    if (FILE != "") begin : g_file
      initial $readmemh(FILE, words);
    end
  endgenerate

  reg [31:0] i_word;
  assign i_rdata = i_word;
  generate
    if (PORTS == 2) begin : g_two_ports
      reg [31:0] d_word;
      always @(posedge clk) begin
        i_word <= words[i_addr];
        d_word <= words[d_addr];
      end
      assign d_rdata = d_word;
      wire unused = &{1'b0, d_req};
    end else begin : g_one_port
      always @(posedge clk) i_word <= words[d_req ? d_addr : i_addr];
      assign d_rdata = i_word;
    end
  endgenerate
endmodule
