// Which bytes of a line are written: those of S, if its look ends with a write, or of a word that comes from SDRAM. Whether
// the line matches is known late, and the memories are far away, so few gates come behind it. Synthesis does not know that:
// it optimises this module by itself.
`default_nettype none

(* keep_hierarchy *)
module lith_lines_write #(
    parameter BYTES = 16
) (
    input  wire             may,       // but for what the line's state says
    input  wire             match,
    input  wire             if_match,
    input  wire             if_other,
    input  wire [BYTES-1:0] of_s,
    input  wire [BYTES-1:0] of_memory, // not while S may write
    output wire             do_write,
    output wire [BYTES-1:0] enable
);
  assign do_write = may && (match ? if_match : if_other);
  assign enable   = of_memory | (of_s & {BYTES{do_write}});
endmodule
