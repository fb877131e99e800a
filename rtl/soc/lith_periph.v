// The devices behind one register port: UART, timer, SPI master, system block.
`default_nettype none
`include "lith_memmap.vh"

module lith_periph #(
`include "lith_parameters_devices.vh"
) (
    input  wire        clk,
    input  wire        rst,
    // A register access in each cycle in which `en` is 1; rdata in the next one.
    input  wire        en,
    input  wire        we,
    input  wire [13:0] addr, // byte address in the device space
    input  wire [31:0] wdata,
    output reg  [31:0] rdata,

    input  wire [23:0] heap_words,
    output wire        irq_timer,
    output wire        irq_external,
    input  wire        uart_rx,
    output wire        uart_tx,
    output wire        spi_sck,
    output wire        spi_mosi,
    input  wire        spi_miso,
    output wire [1:0]  spi_cs_n
);
  localparam [31:0] DEVICES = `LITH_UART_BASE;
  localparam [31:0] UART_AT = `LITH_UART_BASE - DEVICES, TIMER_AT = `LITH_TIMER_BASE - DEVICES;
  localparam [31:0] SPI_AT = `LITH_SPI_BASE - DEVICES;

  wire [31:0] uart_rdata, timer_rdata, spi_rdata, system_rdata;

  always @(posedge clk)
    if (en)
      case (addr[13:12])
        UART_AT[13:12]:  rdata <= uart_rdata;
        TIMER_AT[13:12]: rdata <= timer_rdata;
        SPI_AT[13:12]:   rdata <= spi_rdata;
        default:         rdata <= system_rdata;
      endcase

  lith_uart #(.QUEUE_LOG2(UART_QUEUE), .DIVISOR_BITS(UART_DIVISOR), .DIVISOR_RESET(CLOCK_HZ / BAUD)) uart (
      .clk(clk), .rst(rst), .en(en && addr[13:12] == UART_AT[13:12]), .we(we), .addr(addr[3:2]), .wdata(wdata),
      .rdata(uart_rdata), .irq(irq_external), .rx(uart_rx), .tx(uart_tx)
  );
  lith_timer #(.BITS(TIMER)) timer (
      .clk(clk), .rst(rst), .en(en && addr[13:12] == TIMER_AT[13:12]), .we(we), .addr(addr[3:2]), .wdata(wdata),
      .rdata(timer_rdata), .irq(irq_timer)
  );
  lith_spi #(.SELECTS(2), .DIVISOR_BITS(SPI_DIVISOR)) spi (
      .clk(clk), .rst(rst), .en(en && addr[13:12] == SPI_AT[13:12]), .we(we), .addr(addr[3:2]), .wdata(wdata),
      .rdata(spi_rdata), .sck(spi_sck), .mosi(spi_mosi), .miso(spi_miso), .cs_n(spi_cs_n)
  );
  lith_sysinfo #(.MACHINE(MACHINE), .CLOCK_HZ(CLOCK_HZ), .RAM_AW(RAM_AW)) sysinfo (
      .heap_words(heap_words), .addr(addr[3:2]), .rdata(system_rdata)
  );

  wire _unused = &{1'b0, addr[11:4], addr[1:0]};
endmodule
