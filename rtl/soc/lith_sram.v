// Single-ported RAM of 2^AW words of 32 bits with byte enables: one access in each cycle in which `en` is 1, read data
// in the next cycle. This is the machine-neutral form; a board may bring its own module of this name.
`default_nettype none

module lith_sram #(
    parameter AW = 14
) (
    input  wire          clk,
    input  wire          en,
    input  wire          we,
    input  wire [3:0]    be,
    input  wire [AW-1:0] addr,
    input  wire [31:0]   wdata,
    output reg  [31:0]   rdata
);
  reg [31:0] data [0:(1<<AW)-1] /* verilator public_flat_rw */;

  always @(posedge clk)
    if (en) begin
      if (we) begin
        if (be[0]) data[addr][7:0]   <= wdata[7:0];
        if (be[1]) data[addr][15:8]  <= wdata[15:8];
        if (be[2]) data[addr][23:16] <= wdata[23:16];
        if (be[3]) data[addr][31:24] <= wdata[31:24];
      end else begin
        rdata <= data[addr];
      end
    end
endmodule
