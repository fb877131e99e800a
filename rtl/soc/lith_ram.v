// Tagged RAM with two ports: 2^AW words of 32 bits, each with a mark of two bits (epoch and tag, lith_roots.v).
//
// Port I reads (instructions have no tags), port D reads and writes. An access happens in each cycle in which the
// enable is 1; read data follow in the next cycle and stay until the port's next read. Both ports are always ready.
// A write writes the mark and the bytes that are enabled.
`default_nettype none

module lith_ram #(
    parameter AW = 16
) (
    input  wire          clk,

    input  wire          i_en,
    input  wire [AW-1:0] i_addr,
    output reg  [31:0]   i_rdata,

    input  wire          d_en,
    input  wire          d_we,
    input  wire [3:0]    d_be,
    input  wire [AW-1:0] d_addr,
    input  wire [31:0]   d_wdata,
    input  wire [1:0]    d_wmark,
    output reg  [31:0]   d_rdata,
    output reg  [1:0]    d_rmark
);
  // no_rw_check: a fetch of a word in the very cycle in which it is stored may give anything (programs fence before they run
  // what they have written). Without it Yosys doubles the memory to keep the order.
  (* no_rw_check *) reg [31:0] data [0:(1<<AW)-1] /* verilator public_flat_rw */;
  (* no_rw_check *) reg [1:0]  marks [0:(1<<AW)-1] /* verilator public_flat_rw */;

  always @(posedge clk)
    if (i_en) i_rdata <= data[i_addr];

  always @(posedge clk)
    if (d_en) begin
      if (d_we) begin
        if (d_be[0]) data[d_addr][7:0]   <= d_wdata[7:0];
        if (d_be[1]) data[d_addr][15:8]  <= d_wdata[15:8];
        if (d_be[2]) data[d_addr][23:16] <= d_wdata[23:16];
        if (d_be[3]) data[d_addr][31:24] <= d_wdata[31:24];
      end else begin
`ifdef LITH_FAULT_RAM
        // A bit that is stuck at 1, in one word.
        d_rdata <= data[d_addr] | (d_addr == 16'h48D1 ? 32'h0000_0002 : 32'd0);
`else
        d_rdata <= data[d_addr];
`endif
      end
    end

  always @(posedge clk)
    if (d_en) begin
      if (d_we) marks[d_addr] <= d_wmark;
      else d_rmark <= marks[d_addr];
    end
endmodule
