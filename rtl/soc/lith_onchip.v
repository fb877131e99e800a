// The ULX3S machine with its heap in on-chip memory of one cycle, for measurements in simulation. No board has it.
`default_nettype none
`include "lith_config.vh"

module lith_onchip #(
    parameter ROM_FILE = "" // boot ROM for $readmemh; empty: whoever simulates fills it
) (
    input  wire        clk, // `LITH_ONCHIP_CLOCK_HZ
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
  localparam AW = `LITH_ONCHIP_HEAP_AW;

  wire          wb_cyc, wb_stb, wb_we, wb_stall, wb_ack;
  wire [AW-1:0] wb_adr;
  wire [3:0]    wb_sel;
  wire [31:0]   wb_dat_w, wb_dat_r;

  lith_soc #(
      .MACHINE(1),
      .ROM_FILE(ROM_FILE),
      .RAM_AW(`LITH_ONCHIP_RAM_AW),
      .RAM_PORTS(`LITH_ONCHIP_RAM_PORTS),
      .ROM_AW(`LITH_ONCHIP_ROM_AW),
      .CLOCK_HZ(`LITH_ONCHIP_CLOCK_HZ),
      .BAUD(`LITH_ONCHIP_BAUD),
      .RV_C(`LITH_ONCHIP_RV_C),
      .RV_M(`LITH_ONCHIP_RV_M),
      .REGS_LUT(`LITH_ONCHIP_REGS_LUT),
      .HEAP_AW(`LITH_ONCHIP_HEAP_AW),
      .HW(`LITH_ONCHIP_HW),
      .HCACHE(`LITH_ONCHIP_HCACHE),
      .CCACHE(`LITH_ONCHIP_CCACHE),
      .ROOTQ(`LITH_ONCHIP_ROOTQ),
      .STATS(`LITH_ONCHIP_STATS),
      .MAX_GC_STALL(`LITH_ONCHIP_MAX_GC_STALL),
      .WALK_QUEUE(`LITH_ONCHIP_WALK_QUEUE),
      .UART_QUEUE(`LITH_ONCHIP_UART_QUEUE),
      .UART_DIVISOR(`LITH_ONCHIP_UART_DIVISOR),
      .SPI_DIVISOR(`LITH_ONCHIP_SPI_DIVISOR),
      .TIMER(`LITH_ONCHIP_TIMER)
  ) soc (
      .clk(clk), .rst(rst), .heap_words(heap_words), .sleeping(sleeping),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .uart_rx(uart_rx), .uart_tx(uart_tx),
      .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso), .spi_cs_n(spi_cs_n)
  );

  lith_wbram #(.AW(AW)) memory (
      .clk(clk), .rst(rst),
      .wb_cyc(wb_cyc), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel), .wb_dat_w(wb_dat_w),
      .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r)
  );
endmodule
