// iCEBreaker board: reset and I/O. The machine itself is rtl/soc/lith_icebreaker.v.
`default_nettype none

module lith_icebreaker_top #(
    parameter ROM_FILE = "build/boot/icebreaker.hex",
`include "lith_parameters_icebreaker.vh"
) (
    input  wire clk_12mhz,
    input  wire uart_rx,
    output wire uart_tx,
    output wire flash_sck,
    output wire flash_csn,
    output wire flash_mosi,
    input  wire flash_miso
);
  // Block RAM is not readable in the first microseconds after configuration.
  reg [7:0] reset_count = 8'd0;
  reg       rst = 1'b1;
  always @(posedge clk_12mhz) begin
    if (reset_count != 8'hFF) reset_count <= reset_count + 8'd1;
    rst <= reset_count != 8'hFF;
  end

  wire [1:0] spi_cs_n;
  assign flash_csn = spi_cs_n[0];

  lith_icebreaker #(
      .ROM_FILE(ROM_FILE),
`include "lith_forward_soc.vh"
  ) machine (
      .clk(clk_12mhz), .rst(rst), .heap_words(24'd1 << HEAP_AW), .sleeping(),
      .uart_rx(uart_rx), .uart_tx(uart_tx),
      .spi_sck(flash_sck), .spi_mosi(flash_mosi), .spi_miso(flash_miso), .spi_cs_n(spi_cs_n)
  );
endmodule
