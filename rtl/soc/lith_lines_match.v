// Whether the state of a line has the tag that is wanted. What stands in registers has been compared before; what comes from
// the memories, first or second, is late and passes as few gates as can be. Synthesis does not know that it is late: it
// optimises this module by itself.
`default_nettype none

(* keep_hierarchy *)
module lith_lines_match #(
    parameter TAG = 9
) (
    input  wire [TAG-1:0] wanted,
    input  wire           known,
    input  wire           known_match,
    input  wire           first,
    input  wire [TAG-1:0] first_tag,
    input  wire [TAG-1:0] second_tag,
    output wire           match
);
  wire [TAG-1:0] read_tag = first ? first_tag : second_tag;
  assign match = known ? known_match : read_tag == wanted;
endmodule
