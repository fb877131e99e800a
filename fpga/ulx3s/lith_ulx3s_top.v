// ULX3S board: clock, reset, I/O cells. The machine itself is rtl/soc/lith_ulx3s.v.
`default_nettype none

module lith_ulx3s_top #(
    parameter ROM_FILE = "build/boot/ulx3s.hex",
`include "lith_parameters_ulx3s.vh"
) (
    input  wire        clk_25mhz,
    input  wire        ftdi_txd, // from the host
    output wire        ftdi_rxd, // to the host
    output wire        wifi_gpio0,

    // Configuration flash; its clock pin is reached through USRMCLK.
    output wire        flash_csn,
    output wire        flash_mosi,
    input  wire        flash_miso,
    output wire        flash_wpn,
    output wire        flash_holdn,

    output wire        sd_clk,
    output wire        sd_cmd,
    input  wire        sd_d0,
    output wire        sd_d3,

    output wire        sdram_clk,
    output wire        sdram_cke,
    output wire        sdram_csn,
    output wire        sdram_rasn,
    output wire        sdram_casn,
    output wire        sdram_wen,
    output wire [1:0]  sdram_ba,
    output wire [12:0] sdram_a,
    output wire [1:0]  sdram_dqm,
    inout  wire [15:0] sdram_d
);
  wire clk, locked;
  lith_ulx3s_pll pll (.clk_25mhz(clk_25mhz), .clk_50mhz(clk), .locked(locked));

  // Reset is held for 16 cycles after the clock has settled.
  reg [3:0] reset_count = 4'd0;
  reg       rst = 1'b1;
  always @(posedge clk)
    if (!locked) begin
      reset_count <= 4'd0;
      rst         <= 1'b1;
    end else begin
      if (reset_count != 4'd15) reset_count <= reset_count + 4'd1;
      rst <= reset_count != 4'd15;
    end

  wire        spi_sck, spi_mosi, spi_miso, dq_oe;
  wire [1:0]  spi_cs_n;
  wire [15:0] dq_o, dq_i;

  USRMCLK flash_clock (.USRMCLKI(spi_sck), .USRMCLKTS(1'b0));
  assign flash_csn   = spi_cs_n[0];
  assign flash_mosi  = spi_mosi;
  assign flash_wpn   = 1'b1;
  assign flash_holdn = 1'b1;
  assign sd_clk      = spi_sck;
  assign sd_cmd      = spi_mosi;
  assign sd_d3       = spi_cs_n[1];
  assign spi_miso    = spi_cs_n[0] ? sd_d0 : flash_miso;

  assign wifi_gpio0 = 1'b1; // keeps the ESP32 from taking the board over
  assign sdram_csn  = 1'b0;
  ODDRX1F sdram_clock (.SCLK(clk), .RST(1'b0), .D0(1'b0), .D1(1'b1), .Q(sdram_clk)); // clk inverted
  genvar bit_index;
  generate
    for (bit_index = 0; bit_index < 16; bit_index = bit_index + 1) begin : g_dq
      BB pad (.B(sdram_d[bit_index]), .I(dq_o[bit_index]), .O(dq_i[bit_index]), .T(!dq_oe));
    end
  endgenerate

  lith_ulx3s #(
      .ROM_FILE(ROM_FILE),
`include "lith_forward_soc.vh"
  ) machine (
      .clk(clk), .rst(rst), .heap_words(24'd1 << HEAP_AW), .sleeping(),
      .uart_rx(ftdi_txd), .uart_tx(ftdi_rxd),
      .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso), .spi_cs_n(spi_cs_n),
      .sdram_cke(sdram_cke), .sdram_ras_n(sdram_rasn), .sdram_cas_n(sdram_casn), .sdram_we_n(sdram_wen),
      .sdram_ba(sdram_ba), .sdram_a(sdram_a), .sdram_dqm(sdram_dqm),
      .sdram_dq_o(dq_o), .sdram_dq_oe(dq_oe), .sdram_dq_i(dq_i)
  );
endmodule
