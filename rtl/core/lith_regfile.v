// Register file: 48 words of 33 bits (bit 32 is the tag), two synchronous read ports, one write port.
//
// Numbers 0-31 are x0-x31. Four CSRs live here too (mtvec, mscratch, mepc, mtval; lith_core_defs.vh has their numbers),
// because block RAM has the room and flip-flops are dear.
// A read that meets a write of the same word in the same cycle may give anything: the core bypasses it. x0 is never written after the clearing at reset, so it needs no gate.
`default_nettype none

module lith_regfile #(
    parameter DISTRIBUTED = 0 // 1: LUT RAM, read behind the address register; quicker than block RAM where it exists
) (
    input  wire        clk,
    input  wire [5:0]  ra1,
    input  wire [5:0]  ra2,
    output reg  [32:0] rd1,
    output reg  [32:0] rd2,
    input  wire        we,
    input  wire [5:0]  wa,
    input  wire [32:0] wd
);
  // Two copies, one for each read port.
  generate
    if (DISTRIBUTED != 0) begin : g_distributed
      reg [32:0] copy1 [0:47];
      reg [32:0] copy2 [0:47];
      // The initial values keep the synthesis from merging the address registers into a synchronous memory.
      reg [5:0]  index1 = 6'd0, index2 = 6'd0;
      always @(posedge clk) begin
        if (we) copy1[wa] <= wd;
        if (we) copy2[wa] <= wd;
        index1 <= ra1;
        index2 <= ra2;
      end
      always @* rd1 = copy1[index1];
      always @* rd2 = copy2[index2];
    end else begin : g_block
      // no_rw_check: for such a read Yosys would put registers and muxes beside the block RAM.
      (* no_rw_check *) reg [32:0] copy1 [0:47];
      (* no_rw_check *) reg [32:0] copy2 [0:47];
`ifdef SYNTHESIS
      wire met1 = 1'b0, met2 = 1'b0;
`else
      wire met1 = we && wa == ra1, met2 = we && wa == ra2;
`endif
      always @(posedge clk) begin
        if (we) copy1[wa] <= wd;
        rd1 <= copy1[ra1] ^ {33{met1}};
      end
      always @(posedge clk) begin
        if (we) copy2[wa] <= wd;
        rd2 <= copy2[ra2] ^ {33{met2}};
      end
    end
  endgenerate
endmodule

`default_nettype wire
