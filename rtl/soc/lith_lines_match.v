// Whether the state of a line has the tag that is wanted, and whether the line has the word. What stands in registers has been
// compared before; what comes from the memories, first or second, is late and passes as few gates as can be. Synthesis does
// not know that it is late: it optimises this module by itself.
`default_nettype none

(* keep_hierarchy *)
module lith_lines_match #(
    parameter TAG   = 9,
    parameter WORDS = 4
) (
    input  wire [TAG-1:0]   wanted,
    input  wire [WORDS-1:0] wanted_word,  // its bit
    input  wire             known,
    input  wire             known_match,
    input  wire             known_has,
    input  wire             first,
    input  wire [TAG-1:0]   first_tag,
    input  wire [TAG-1:0]   second_tag,
    input  wire [WORDS:0]   first_words,  // all, and which of them
    input  wire [WORDS:0]   second_words,
    output wire             match,
    output wire             has_word
);
  wire [TAG-1:0] read_tag = first ? first_tag : second_tag;
  assign match = known ? known_match : read_tag == wanted;
  wire first_has  = first_words[WORDS] || |(first_words[WORDS-1:0] & wanted_word);
  wire second_has = second_words[WORDS] || |(second_words[WORDS-1:0] & wanted_word);
  assign has_word = known ? known_has : first ? first_has : second_has;
endmodule
