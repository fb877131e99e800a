// Guesses which jumps are worth following before they are executed: each jal, and branches that are likely taken.
//
// A branch backwards is guessed to be taken (it ends a loop), one forwards not to be. A table counts in two bits how
// often that was wrong of late, 0 to 3; from 2 on the opposite is guessed (the agree predictor of Sprangle et al.,
// 1997). A branch finds its entry by the low bits of its address. The table starts with 0 everywhere, as LUT RAM does.
//
// `follow` and `target` are about the instruction at `f_pc`, which fetch offers, and depend on it and the table alone.
// When the branch at `x_pc` has been executed, `learn` says whether the guess without the table was right (`x_agrees`),
// and gives back what the table said about it (`x_wrong`).
`default_nettype none

module lith_predict #(
    parameter RV_C = 1,
    parameter BITS = 7 // log2 of the entries of the table
) (
    input  wire        clk,
    input  wire        f_err,
    input  wire [31:1] f_pc,
    input  wire        f_is_jal,
    input  wire        f_is_branch,
    input  wire        f_backwards,
    input  wire [20:1] f_offset,
    output wire        follow,
    output wire [31:1] target,
    output wire [1:0]  wrong,  // what the table says

    input  wire        learn,
    input  wire [31:1] x_pc,
    input  wire [1:0]  x_wrong, // what it said about the branch at x_pc
    input  wire        x_agrees // its direction was as guessed without the table
);
  reg [1:0] table_ [0:(1<<BITS)-1];
  assign wrong = table_[f_pc[BITS:1]];
  always @(posedge clk)
    if (learn) table_[x_pc[BITS:1]] <= x_agrees ? (x_wrong == 2'd0 ? 2'd0 : x_wrong - 2'd1)
                                                : (x_wrong == 2'd3 ? 2'd3 : x_wrong + 2'd1);

  assign target = f_pc + {{11{f_offset[20]}}, f_offset};

  // A target that traps is left to execute.
  assign follow = !f_err && (f_is_jal || (f_is_branch && f_backwards != wrong[1])) &&
                  !(RV_C == 0 && target[1]);

  integer i;
  initial for (i = 0; i < 1 << BITS; i = i + 1) table_[i] = 2'd0;

  wire unused = &{1'b0, x_pc};
endmodule

`default_nettype wire
