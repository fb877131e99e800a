// Lanes of loads and stores. `size` is f3 of the instruction: [1:0] 0 byte, 1 half, 2 word; [2] zero-extend.
// Tags go with whole words only: a load of a part has none, a store of a part clears the word's.
`default_nettype none

module lith_lsu (
    // store, at the time of the request
    input  wire [2:0]  st_size,
    input  wire [1:0]  st_offset,
    input  wire [32:0] st_data,
    output wire        misaligned,
    output wire [3:0]  st_be,
    output wire [32:0] st_wdata,

    // load, at the time of the answer
    input  wire [2:0]  ld_size,
    input  wire [1:0]  ld_offset,
    input  wire [32:0] ld_rdata,
    output wire [32:0] ld_data
);
  wire st_half = st_size[0];
  wire st_word = st_size[1];
  assign misaligned = (st_half && st_offset[0]) || (st_word && st_offset != 2'd0);
  assign st_be = st_word ? 4'b1111 : st_half ? {{2{st_offset[1]}}, {2{!st_offset[1]}}} : 4'b0001 << st_offset;
`ifdef LITH_FAULT_TAG_SB
  assign st_wdata[32] = st_data[32];
`else
  assign st_wdata[32] = st_data[32] && st_word;
`endif
  assign st_wdata[31:24] = st_word ? st_data[31:24] : st_half ? st_data[15:8] : st_data[7:0];
  assign st_wdata[23:16] = st_word ? st_data[23:16] : st_data[7:0];
  assign st_wdata[15:8]  = st_word || st_half ? st_data[15:8] : st_data[7:0];
  assign st_wdata[7:0]   = st_data[7:0];

  wire        ld_word = ld_size[1];
  wire [15:0] half = ld_offset[1] ? ld_rdata[31:16] : ld_rdata[15:0];
  wire [7:0]  low  = ld_offset[0] ? half[15:8] : half[7:0];
  wire        sign = !ld_size[2] && (ld_size[0] ? half[15] : low[7]);
  assign ld_data[32]    = ld_word && ld_rdata[32];
  assign ld_data[31:16] = ld_word ? ld_rdata[31:16] : {16{sign}};
  assign ld_data[15:8]  = ld_word || ld_size[0] ? half[15:8] : {8{sign}};
  assign ld_data[7:0]   = low;

  wire unused = &{1'b0, st_size[2]};
endmodule

`default_nettype wire
