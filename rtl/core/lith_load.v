// The answer to a load, at the time it comes: its bytes go to their places, or what else there is to write instead.
//
// The answer comes late in its cycle. So the signals that place its bytes are made with the request, one for each way
// that a byte can take (lith_lsu.v), and `other` is chosen before the answer comes. Synthesis optimises this module by
// itself: else it would share gates with those earlier choices, and so put more gates behind the late answer.
`default_nettype none

(* keep_hierarchy *)
module lith_load (
    input  wire [11:0] ways,
    input  wire [32:0] rdata,
    input  wire        taken, // 0: `other` instead
    input  wire [32:0] other,
    output wire [32:0] data
);
  // Any byte to the lowest; bytes 3 and 1 to the second; any byte's sign to all above it, that of a single byte to the
  // second too; the rest of a whole word stays where it is.
  wire [3:0] low, sign_of;
  wire       second_from_3, second_from_1, single, whole;
  assign {low, second_from_3, second_from_1, sign_of, single, whole} = ways;
  wire sign = |(sign_of & {rdata[31], rdata[23], rdata[15], rdata[7]});
  wire [32:0] loaded;
  assign loaded[32]    = whole && rdata[32];
  assign loaded[31:16] = (rdata[31:16] & {16{whole}}) | {16{sign}};
  assign loaded[15:8]  = (rdata[31:24] & {8{second_from_3}}) | (rdata[15:8] & {8{second_from_1}}) | {8{single && sign}};
  assign loaded[7:0]   = (rdata[31:24] & {8{low[3]}}) | (rdata[23:16] & {8{low[2]}}) | (rdata[15:8] & {8{low[1]}}) |
                         (rdata[7:0] & {8{low[0]}});
  assign data = taken ? loaded : other;
endmodule

`default_nettype wire
