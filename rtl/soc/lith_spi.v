// SPI master, mode 0, most significant bit first, one or four bytes a transfer. Registers: docs/memory-map.md.
//
//   sck   ____/~~\__/~~\__      mosi changes with the falling edge; miso is sampled with the rising edge, half a
//   mosi  X=====X=====X===      period after the device put it out.
`default_nettype none
`include "lith_memmap.vh"

module lith_spi #(
    parameter SELECTS = 2,      // chip selects, at most 4
    parameter DIVISOR_BITS = 8  // at most 8
) (
    input  wire               clk,
    input  wire               rst,
    // Register access in each cycle in which `en` is 1; rdata in the same cycle.
    input  wire               en,
    input  wire               we,
    input  wire [1:0]         addr, // word index in the block
    input  wire [31:0]        wdata,
    output reg  [31:0]        rdata,
    output reg                sck,
    output wire               mosi,
    input  wire               miso,
    output wire [SELECTS-1:0] cs_n
);
  localparam DW = DIVISOR_BITS;
  localparam [1:0] DATA = `LITH_SPI_DATA_WORD, DATA32 = `LITH_SPI_DATA32_WORD;
  localparam [1:0] CONTROL = `LITH_SPI_CONTROL_WORD;

  reg [31:0]        shift; // leaves at the top, enters at the bottom
  reg               sampled;
  reg [5:0]         bits;  // still to come
  reg [DW-1:0]      divisor, count;
  reg [SELECTS-1:0] selected;
  wire busy = bits != 6'd0;
  wire [31:0] swapped_out = {wdata[7:0], wdata[15:8], wdata[23:16], wdata[31:24]};
  wire [31:0] swapped_in  = {shift[7:0], shift[15:8], shift[23:16], shift[31:24]};

  assign mosi = shift[31];
  assign cs_n = ~selected;

  always @(*)
    case (addr)
      DATA:    rdata = {24'd0, shift[7:0]};
      DATA32:  rdata = swapped_in;
      CONTROL: rdata = {{(24 - SELECTS){1'b0}}, selected, {(8 - DW){1'b0}}, divisor};
      default: rdata = {31'd0, busy};
    endcase

  always @(posedge clk) begin
    if (busy) begin
      if (count != 0) begin
        count <= count - 1'b1;
      end else begin
        count <= divisor;
        sck   <= !sck;
        if (!sck) begin
          sampled <= miso;
        end else begin
          shift <= {shift[30:0], sampled};
          bits  <= bits - 6'd1;
        end
      end
    end else if (en && we && (addr == DATA || addr == DATA32)) begin
      shift <= swapped_out; // a single byte is the first of the four
      bits  <= addr == DATA ? 6'd8 : 6'd32;
      count <= divisor;
    end
    if (en && we && addr == CONTROL) begin
      divisor  <= wdata[DW-1:0];
      selected <= wdata[8+:SELECTS];
    end
    if (rst) begin
      sck      <= 1'b0;
      bits     <= 6'd0;
      divisor  <= 0;
      selected <= 0;
    end
  end
endmodule
