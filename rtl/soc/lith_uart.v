// Serial port, 8 data bits, no parity, 1 stop bit, with a queue in each direction. Registers: docs/memory-map.md.
// A byte whose stop bit is missing is dropped.
`default_nettype none
`include "lith_memmap.vh"

module lith_uart #(
    parameter QUEUE_LOG2 = 4,     // log2 of the bytes in each queue
    parameter DIVISOR_BITS = 16,  // at most 16
    parameter DIVISOR_RESET = 25  // clock cycles per bit after reset
) (
    input  wire        clk,
    input  wire        rst,
    // Register access in each cycle in which `en` is 1; rdata in the same cycle.
    input  wire        en,
    input  wire        we,
    input  wire [1:0]  addr, // word index in the block
    input  wire [31:0] wdata,
    output reg  [31:0] rdata,
    output wire        irq,
    input  wire        rx,
    output wire        tx
);
  localparam DW = DIVISOR_BITS;
  localparam [1:0] DATA = `LITH_UART_DATA_WORD, STATUS = `LITH_UART_STATUS_WORD;
  localparam [1:0] CONTROL = `LITH_UART_CONTROL_WORD;

  reg [DW-1:0] divisor;
  reg          rx_irq_enable, tx_irq_enable, overrun;

  wire       rx_ready, rx_room, tx_room, tx_waiting;
  wire [7:0] rx_byte, tx_byte;
  wire       tx_idle;
  wire [DW-1:0] last_cycle = divisor - 1'b1;

  assign irq = (rx_irq_enable && rx_ready) || (tx_irq_enable && tx_room);

  always @(*)
    case (addr)
      DATA:    rdata = {23'd0, rx_ready, rx_byte};
      STATUS:  rdata = {28'd0, overrun, tx_idle, tx_room, rx_ready};
      CONTROL: rdata = {30'd0, tx_irq_enable, rx_irq_enable};
      default: rdata = {{(32 - DW){1'b0}}, divisor};
    endcase

  // ---- transmitter: a frame is the start bit, 8 data bits and the stop bit, shifted out at the bottom
  reg [8:0]    tx_shift;
  reg [3:0]    tx_bits;  // bits still to come, the one on the line included
  reg [DW-1:0] tx_count; // cycles left of the bit on the line
  wire tx_load = tx_bits == 4'd0 && tx_waiting;
  assign tx      = tx_shift[0];
  assign tx_idle = tx_bits == 4'd0 && !tx_waiting;

  always @(posedge clk) begin
    if (tx_load) begin
      tx_shift <= {tx_byte, 1'b0};
      tx_bits  <= 4'd10;
      tx_count <= last_cycle;
    end else if (tx_bits != 4'd0) begin
      if (tx_count == 0) begin
        tx_shift <= {1'b1, tx_shift[8:1]};
        tx_bits  <= tx_bits - 4'd1;
        tx_count <= last_cycle;
      end else begin
        tx_count <= tx_count - 1'b1;
      end
    end
    if (rst) begin
      tx_shift <= 9'h1FF;
      tx_bits  <= 4'd0;
    end
  end

  // ---- receiver: waits half a bit after the falling edge, then takes a sample every bit
  reg [2:0]    rx_sync;  // [0] newest; two stages settle, the third finds the edge
  reg [7:0]    rx_shift;
  reg [3:0]    rx_bits;  // samples still to come: start bit, 8 data bits, stop bit
  reg [DW-1:0] rx_count; // cycles to the next sample
  wire rx_sample = rx_bits != 4'd0 && rx_count == 0;
  wire rx_done   = rx_sample && rx_bits == 4'd1 && rx_sync[1];

  always @(posedge clk) begin
    rx_sync <= {rx_sync[1:0], rx};
    if (rx_bits == 4'd0) begin
      if (rx_sync[2:1] == 2'b10) begin
        rx_bits  <= 4'd10;
        rx_count <= {1'b0, last_cycle[DW-1:1]};
      end
    end else if (rx_sample) begin
      rx_count <= last_cycle;
      rx_shift <= {rx_sync[1], rx_shift[7:1]};
      // A start bit that has gone by its middle was a glitch.
      rx_bits  <= rx_bits == 4'd10 && rx_sync[1] ? 4'd0 : rx_bits - 4'd1;
    end else begin
      rx_count <= rx_count - 1'b1;
    end
    if (rst) begin
      rx_sync <= 3'b111;
      rx_bits <= 4'd0;
    end
  end

  lith_fifo #(.LOG2(QUEUE_LOG2), .WIDTH(8)) tx_queue (
      .clk(clk), .rst(rst),
      .put(en && we && addr == DATA), .in_data(wdata[7:0]), .in_room(tx_room),
      .take(tx_load), .out_valid(tx_waiting), .out_data(tx_byte)
  );
  lith_fifo #(.LOG2(QUEUE_LOG2), .WIDTH(8)) rx_queue (
      .clk(clk), .rst(rst),
      .put(rx_done), .in_data(rx_shift), .in_room(rx_room),
      .take(en && !we && addr == DATA), .out_valid(rx_ready), .out_data(rx_byte)
  );

  always @(posedge clk) begin
    if (en && we && addr == STATUS) overrun <= 1'b0;
    if (rx_done && !rx_room) overrun <= 1'b1;
    if (en && we && addr == CONTROL) {tx_irq_enable, rx_irq_enable} <= wdata[1:0];
    if (en && we && addr == `LITH_UART_DIVISOR_WORD) divisor <= wdata[DW-1:0];
    if (rst) begin
      overrun       <= 1'b0;
      rx_irq_enable <= 1'b0;
      tx_irq_enable <= 1'b0;
      divisor       <= DIVISOR_RESET[DW-1:0];
    end
  end

  wire _unused = &{1'b0, wdata[31:8]};
endmodule
