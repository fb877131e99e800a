// Whether two handles are the same, at once. Synthesis optimises this module by itself: else it would put the comparison,
// which comes early for most of its uses, into a chain, and where the address of an access hangs on it, that comes late.
`default_nettype none

(* keep_hierarchy *)
module lith_heap_same #(
  parameter HW = 20
) (
  input  wire [HW-1:0] a,
  input  wire [HW-1:0] b,
  output wire          same
);
  assign same = a == b;
endmodule

`default_nettype wire
