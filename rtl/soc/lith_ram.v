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
//
// Four words make a line, each word of a line its own blocks: so the write enables of the blocks come from registers too.
// Synthesis optimises this module by itself, so that nothing but the muxes gets in front of the blocks.
`default_nettype none

(* keep_hierarchy *)
module lith_ram #(
    parameter AW = 16
) (
    input  wire          clk,

    input  wire [AW-1:0] i_addr,
    output wire [31:0]   i_rdata,

    input  wire          d_rd,       // wants to read; never together with d_we
    input  wire          d_new,      // from d_addr_new, which comes last of all; else from d_addr_old
    input  wire [AW-1:0] d_addr_new,
    input  wire [AW-1:0] d_addr_old,
    input  wire          d_we,
    input  wire [3:0]    d_be,       // bytes to write; the mark is written always
    input  wire [31:0]   d_wdata,
    input  wire [1:0]    d_wmark,
    output wire [31:0]   d_rdata,
    output wire [1:0]    d_rmark,
    output wire          d_full      // a write waits in the buffer
);
  // no_rw_check: a fetch of a word in the very cycle in which it is stored may give anything (programs fence before they run
  // what they have written). Without it Yosys doubles the memory to keep the order.
  (* no_rw_check *) reg [127:0] data [0:(1<<(AW-2))-1] /* verilator public_flat_rw */;
  (* no_rw_check *) reg [7:0]   marks [0:(1<<(AW-2))-1] /* verilator public_flat_rw */;

  wire [AW-1:0] d_addr = d_new ? d_addr_new : d_addr_old;

  reg          waiting = 1'b0;
  reg [AW-1:0] w_addr;
  reg [3:0]    w_be;
  reg [31:0]   w_data;
  reg [1:0]    w_mark;
  reg [3:0]    w_word; // the word of the line, one of four

  wire drain = waiting && !d_rd;
  // One late choice in front of the blocks.
  wire          late  = d_rd && d_new;
  wire [AW-1:2] early = d_rd ? d_addr_old[AW-1:2] : w_addr[AW-1:2];
  wire [AW-1:2] line  = late ? d_addr_new[AW-1:2] : early;
  assign d_full = waiting;

  always @(posedge clk) begin
    waiting <= d_we || (waiting && d_rd);
    if (d_we) begin
      w_addr <= d_addr;
      w_be   <= d_be;
      w_data <= d_wdata;
      w_mark <= d_wmark;
      w_word <= 4'b0001 << d_addr[1:0];
    end
  end

  reg [127:0]  i_line, d_line;
  reg [7:0]    d_marks;
  reg [1:0]    i_word;
  reg [AW-1:0] r_addr;

  always @(posedge clk) begin
    i_line <= data[i_addr[AW-1:2]];
    i_word <= i_addr[1:0];
  end
  assign i_rdata = i_line[{i_word, 5'd0} +: 32];

  integer b, n;
  always @(posedge clk) begin
    for (b = 0; b < 16; b = b + 1)
      if (drain && w_word[b / 4] && w_be[b % 4]) data[line][8 * b +: 8] <= w_data[8 * (b % 4) +: 8];
`ifdef LITH_FAULT_RAM
    // A bit that is stuck at 1, in one word.
    d_line <= data[line] | (line == 14'h1234 ? 128'h2_00000000 : 128'd0);
`else
    d_line <= data[line];
`endif
  end

  always @(posedge clk) begin
    for (n = 0; n < 4; n = n + 1)
      if (drain && w_word[n]) marks[line][2 * n +: 2] <= w_mark;
    d_marks <= marks[line];
    r_addr  <= d_addr;
  end

  // A read leaves the buffer as it is, so in the next cycle it still holds what that read has to see.
  wire        ahead = waiting && w_addr == r_addr;
  wire [3:0]  newer = w_be & {4{ahead}};
  wire [31:0] rdata = d_line[{r_addr[1:0], 5'd0} +: 32];
  assign d_rdata = {newer[3] ? w_data[31:24] : rdata[31:24], newer[2] ? w_data[23:16] : rdata[23:16],
                    newer[1] ? w_data[15:8] : rdata[15:8], newer[0] ? w_data[7:0] : rdata[7:0]};
  assign d_rmark = ahead ? w_mark : d_marks[{r_addr[1:0], 1'b0} +: 2];

`ifndef SYNTHESIS
  always @(posedge clk)
    if (d_rd && d_we) begin
      $display("lith_ram: a read and a write in one cycle");
      $stop;
    end
`endif
endmodule
