// A choice that hangs on whether the handle cache has a line, which is known late in its cycle. Synthesis optimises this
// module by itself: else it would put that into chains of what is known early.
`default_nettype none

(* keep_hierarchy *)
module lith_heap_late #(
  parameter W = 5
) (
  input  wire         asked,   // the line counts
  input  wire         hit,
  input  wire [W-1:0] if_hit,
  input  wire [W-1:0] other,
  output wire [W-1:0] choice
);
  assign choice = asked && hit ? if_hit : other;
endmodule

`default_nettype wire
