// Tagged RAM with two ports: 2^AW words of 32 bits, each with a mark of two bits (epoch and tag, lith_roots.v).
//
// Both ports read in every cycle; what they read follows in the next one. Port I only reads (instructions have no tags).
//
//   port D:   d_rd ---------------+                     On a board the RAM is a hundred blocks all over the chip, and only
//             d_addr ----+------>[mux]--> blocks        addresses can be known in time for the way there. So a write waits in
//                        v        |  |                  a buffer for the next cycle without a read, and its address, enables
//             write -->[buffer]---+  v                  and data come from registers. A write takes a cycle in which port D does
//                        +-------->[mux]--> d_rdata     not read, so the buffer is always free in time. Port D reads through it;
//                                                       port I does not: fence.i leaves a cycle for it (lith_core.v).
`default_nettype none

module lith_ram #(
    parameter AW = 16
) (
    input  wire          clk,

    input  wire [AW-1:0] i_addr,
    output reg  [31:0]   i_rdata,

    input  wire          d_rd,    // wants to read; never together with d_we
    input  wire          d_we,
    input  wire [3:0]    d_be,    // bytes to write; the mark is written always
    input  wire [AW-1:0] d_addr,
    input  wire [31:0]   d_wdata,
    input  wire [1:0]    d_wmark,
    output wire [31:0]   d_rdata,
    output wire [1:0]    d_rmark,
    output wire          d_full   // a write waits in the buffer
);
  // no_rw_check: a fetch of a word in the very cycle in which it is stored may give anything (programs fence before they run
  // what they have written). Without it Yosys doubles the memory to keep the order.
  (* no_rw_check *) reg [31:0] data [0:(1<<AW)-1] /* verilator public_flat_rw */;
  (* no_rw_check *) reg [1:0]  marks [0:(1<<AW)-1] /* verilator public_flat_rw */;

  reg          waiting = 1'b0;
  reg [AW-1:0] w_addr;
  reg [3:0]    w_be;
  reg [31:0]   w_data;
  reg [1:0]    w_mark;

  wire          drain = waiting && !d_rd;
  wire [AW-1:0] addr  = d_rd ? d_addr : w_addr;
  assign d_full = waiting;

  always @(posedge clk) begin
    waiting <= d_we || (waiting && d_rd);
    if (d_we) begin
      w_addr <= d_addr;
      w_be   <= d_be;
      w_data <= d_wdata;
      w_mark <= d_wmark;
    end
  end

  reg [31:0]   rdata;
  reg [1:0]    rmark;
  reg [AW-1:0] r_addr;

  always @(posedge clk) i_rdata <= data[i_addr];

  always @(posedge clk) begin
    if (drain) begin
      if (w_be[0]) data[addr][7:0]   <= w_data[7:0];
      if (w_be[1]) data[addr][15:8]  <= w_data[15:8];
      if (w_be[2]) data[addr][23:16] <= w_data[23:16];
      if (w_be[3]) data[addr][31:24] <= w_data[31:24];
    end
`ifdef LITH_FAULT_RAM
    // A bit that is stuck at 1, in one word.
    rdata <= data[addr] | (addr == 16'h48D1 ? 32'h0000_0002 : 32'd0);
`else
    rdata <= data[addr];
`endif
  end

  always @(posedge clk) begin
    if (drain) marks[addr] <= w_mark;
    rmark  <= marks[addr];
    r_addr <= d_addr;
  end

  // A read leaves the buffer as it is, so in the next cycle it still holds what that read has to see.
  wire       ahead = waiting && w_addr == r_addr;
  wire [3:0] newer = w_be & {4{ahead}};
  assign d_rdata = {newer[3] ? w_data[31:24] : rdata[31:24], newer[2] ? w_data[23:16] : rdata[23:16],
                    newer[1] ? w_data[15:8] : rdata[15:8], newer[0] ? w_data[7:0] : rdata[7:0]};
  assign d_rmark = ahead ? w_mark : rmark;

`ifndef SYNTHESIS
  always @(posedge clk)
    if (d_rd && d_we) begin
      $display("lith_ram: a read and a write in one cycle");
      $stop;
    end
`endif
endmodule
