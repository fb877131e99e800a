// A load or a store at the time of its request: the lanes of a store, and the ways of a load's bytes (lith_load.v).
// `size` is f3 of the instruction: [1:0] 0 byte, 1 half, 2 word; [2] zero-extend.
// Tags go with whole words only: a load of a part has none, a store of a part clears the word's.
`default_nettype none

module lith_lsu (
    input  wire [2:0]  size,
    input  wire [1:0]  offset,
    input  wire [32:0] st_data,
    output wire        misaligned,
    output wire [3:0]  st_be,
    output wire [32:0] st_wdata,
    output wire [11:0] ld_ways
);
  wire half = size[0];
  wire word = size[1];
  wire [3:0] at = 4'b0001 << offset;
  assign misaligned = (half && offset[0]) || (word && offset != 2'd0);
  assign st_be = word ? 4'b1111 : half ? {{2{offset[1]}}, {2{!offset[1]}}} : at;
`ifdef LITH_FAULT_TAG_SB
  assign st_wdata[32] = st_data[32];
`else
  assign st_wdata[32] = st_data[32] && word;
`endif
  assign st_wdata[31:24] = word ? st_data[31:24] : half ? st_data[15:8] : st_data[7:0];
  assign st_wdata[23:16] = word ? st_data[23:16] : st_data[7:0];
  assign st_wdata[15:8]  = word || half ? st_data[15:8] : st_data[7:0];
  assign st_wdata[7:0]   = st_data[7:0];

  wire [3:0] sign_at = half ? {offset[1], 1'b0, !offset[1], 1'b0} : at;
  assign ld_ways = {at, {2{half || word}} & {offset[1], !offset[1]}, sign_at & {4{!size[2] && !word}},
                    !half && !word, word};
endmodule

`default_nettype wire
