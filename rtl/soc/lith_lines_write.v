// What the look at S decides that has a long way to go: which bytes of a line are written, those of S, if its look ends with
// a write, or of a word that comes from SDRAM; whether S is done; and whether it takes the next request. Whether the line
// matches is known late, and the memories are far away, so few gates come behind it. Synthesis does not know that: it
// optimises this module by itself.
`default_nettype none

(* keep_hierarchy *)
module lith_lines_write #(
    parameter BYTES = 16
) (
    input  wire             may,       // write, but for what the line's state says
    input  wire             match,
    input  wire             if_match,
    input  wire             if_other,
    input  wire             may_read,  // if the line matches and has the word
    input  wire             has_word,
    input  wire             at_once,   // S is done whatever the line says
    input  wire             empty,     // there is no S
    input  wire [BYTES-1:0] of_s,
    input  wire [BYTES-1:0] of_memory, // not while S may write
    output wire             do_write,
    output wire             leave,
    output wire             load,
    output wire [BYTES-1:0] enable
);
  wire if_it = may && if_match || may_read && has_word; // S is done if the line matches
  wire other = may && if_other;                         // if it does not
  assign do_write = may && (match ? if_match : if_other);
  assign leave    = at_once || (match ? if_it : other);
  assign load     = at_once || empty || (match ? if_it : other);
  assign enable   = of_memory | (of_s & {BYTES{do_write}});
endmodule
