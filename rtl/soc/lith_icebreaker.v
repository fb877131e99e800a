// The iCEBreaker machine: program and heap in single-ported on-chip memories. Clock and pins are in fpga/icebreaker.
`default_nettype none

module lith_icebreaker #(
    parameter ROM_FILE = "", // boot ROM for $readmemh; empty: whoever simulates fills it
`include "lith_parameters_icebreaker.vh"
) (
    input  wire        clk, // CLOCK_HZ
    input  wire        rst,
    input  wire [23:0] heap_words, // words of heap that the system block reports
    output wire        sleeping,   // the core waits in wfi

    input  wire        uart_rx,
    output wire        uart_tx,
    output wire        spi_sck,
    output wire        spi_mosi,
    input  wire        spi_miso,
    output wire [1:0]  spi_cs_n
);
  wire               wb_cyc, wb_stb, wb_we, wb_stall, wb_ack;
  wire [HEAP_AW-1:0] wb_adr;
  wire [3:0]         wb_sel;
  wire [31:0]        wb_dat_w, wb_dat_r;
  wire               wb_weak, wb_wanted;

  lith_soc #(
      .ROM_FILE(ROM_FILE),
`include "lith_forward_soc.vh"
  ) soc (
      .clk(clk), .rst(rst), .heap_words(heap_words), .sleeping(sleeping),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(1'b0), .wb_owed(1'b0), .wb_late(1'b0), .wb_calm(1'b0),
      .uart_rx(uart_rx), .uart_tx(uart_tx),
      .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso), .spi_cs_n(spi_cs_n)
  );

  lith_wbram #(.AW(HEAP_AW)) memory (
      .clk(clk), .rst(rst),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r)
  );

  wire _unused = &{1'b0, wb_weak, wb_wanted};
endmodule
