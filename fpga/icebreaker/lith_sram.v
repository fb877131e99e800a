// lith_sram of the UP5K: 16 K words of 32 bits in two SPRAM blocks of 16 bits. Timing as in rtl/soc/lith_sram.v.
`default_nettype none

module lith_sram #(
    parameter AW = 14 // the size is fixed
) (
    input  wire          clk,
    input  wire          en,
    input  wire          we,
    input  wire [3:0]    be,
    input  wire [AW-1:0] addr,
    input  wire [31:0]   wdata,
    output wire [31:0]   rdata
);
  genvar half;
  generate
    for (half = 0; half < 2; half = half + 1) begin : g_half
      SB_SPRAM256KA ram (
          .CLOCK(clk), .CHIPSELECT(en), .WREN(we), .ADDRESS(addr), .DATAIN(wdata[16*half+:16]),
          .MASKWREN({{2{be[2*half+1]}}, {2{be[2*half]}}}), .DATAOUT(rdata[16*half+:16]),
          .STANDBY(1'b0), .SLEEP(1'b0), .POWEROFF(1'b1)
      );
    end
  endgenerate
endmodule
