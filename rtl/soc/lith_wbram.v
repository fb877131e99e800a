// On-chip heap memory: 2^AW words behind a pipelined Wishbone B4 slave, never stalled, acknowledged in the next cycle.
`default_nettype none

module lith_wbram #(
    parameter AW = 14
) (
    input  wire          clk,
    input  wire          rst,
    input  wire          wb_cyc,
    input  wire          wb_stb,
    input  wire          wb_we,
    input  wire [AW-1:0] wb_adr,
    input  wire [3:0]    wb_sel,
    input  wire [31:0]   wb_dat_w,
    output wire          wb_stall,
    output reg           wb_ack,
    output wire [31:0]   wb_dat_r
);
  wire access = wb_cyc && wb_stb;
  assign wb_stall = 1'b0;

  always @(posedge clk) wb_ack <= access && !rst;

  lith_sram #(.AW(AW)) words (
      .clk(clk), .en(access), .we(wb_we), .be(wb_sel), .addr(wb_adr), .wdata(wb_dat_w), .rdata(wb_dat_r)
  );
endmodule
