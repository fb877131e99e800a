// The ULX3S machine: heap in SDRAM, behind lines of it in block RAM. The board's clock and pins are in fpga/ulx3s.
`default_nettype none

module lith_ulx3s #(
    parameter ROM_FILE = "", // boot ROM for $readmemh; empty: whoever simulates fills it
`include "lith_parameters_ulx3s.vh"
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
    output wire [1:0]  spi_cs_n,

    // To the SDRAM, whose clock is clk inverted.
    output wire        sdram_cke,
    output wire        sdram_ras_n,
    output wire        sdram_cas_n,
    output wire        sdram_we_n,
    output wire [1:0]  sdram_ba,
    output wire [12:0] sdram_a,
    output wire [1:0]  sdram_dqm,
    output wire [15:0] sdram_dq_o,
    output wire        sdram_dq_oe,
    input  wire [15:0] sdram_dq_i
);
  wire               wb_cyc, wb_stb, wb_we, wb_stall, wb_ack;
  wire [HEAP_AW-1:0] wb_adr;
  wire [3:0]         wb_sel;
  wire [31:0]        wb_dat_w, wb_dat_r;
  wire               wb_weak, wb_wanted, wb_given_up, wb_owed, wb_late, wb_calm;

  lith_soc #(
      .ROM_FILE(ROM_FILE),
`include "lith_forward_soc.vh"
  ) soc (
      .clk(clk), .rst(rst), .heap_words(heap_words), .sleeping(sleeping),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm),
      .uart_rx(uart_rx), .uart_tx(uart_tx),
      .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso), .spi_cs_n(spi_cs_n)
  );

  wire               mem_req, mem_we, mem_ready, mem_valid, next_req;
  wire [HEAP_AW-1:0] mem_adr;
  wire [HEAP_AW-1:8] next_adr;
  wire [31:0]        mem_dat_w, mem_dat_r;

  lith_lines #(
`include "lith_forward_lines.vh"
  ) lines (
      .clk(clk), .rst(rst),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm),
      .mem_req(mem_req), .mem_we(mem_we), .mem_adr(mem_adr), .mem_dat_w(mem_dat_w),
      .mem_ready(mem_ready), .mem_valid(mem_valid), .mem_dat_r(mem_dat_r), .next_req(next_req), .next_adr(next_adr)
  );

  lith_sdram sdram (
      .clk(clk), .rst(rst),
      .mem_req(mem_req), .mem_we(mem_we), .mem_adr(mem_adr), .mem_dat_w(mem_dat_w),
      .mem_ready(mem_ready), .mem_valid(mem_valid), .mem_dat_r(mem_dat_r), .next_req(next_req), .next_adr(next_adr),
      .sdram_cke(sdram_cke), .sdram_ras_n(sdram_ras_n), .sdram_cas_n(sdram_cas_n), .sdram_we_n(sdram_we_n),
      .sdram_ba(sdram_ba), .sdram_a(sdram_a), .sdram_dqm(sdram_dqm),
      .sdram_dq_o(sdram_dq_o), .sdram_dq_oe(sdram_dq_oe), .sdram_dq_i(sdram_dq_i)
  );
endmodule
