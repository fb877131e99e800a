// Jumps that fetch can follow before they are executed: jal, and branches that are likely to be taken.
//
// A branch backwards is taken to be a loop, one forwards to be left out; a table of two bits a branch (by the low bits of
// its address) counts how often that was wrong of late, 0 to 3: from 2 on the opposite is assumed (the agree predictor of
// Sprangle et al., 1997). The table starts with 0 everywhere, as LUT RAM does.
//
// `f_raw` is the next instruction to execute, at `f_pc`; the answer is known from these and the table. Execute checks
// branches, sends fetch back where one goes the other way, and gives `wrong` back when it teaches.
`default_nettype none

module lith_predict #(
    parameter RV_C = 1,
    parameter BITS = 7 // log2 of the entries of the table
) (
    input  wire        clk,
    input  wire [31:0] f_raw,  // before its expansion, for speed
    input  wire        f_err,
    input  wire [31:1] f_pc,
    output wire        follow,
    output wire [31:1] target,
    output wire [1:0]  wrong,  // what the table says

    input  wire        learn,
    input  wire [31:1] x_pc,
    input  wire [1:0]  x_wrong, // what it said about the branch at x_pc
    input  wire        x_agrees // its direction was as guessed without the table
);
  // c.j and c.jal, c.beqz and c.bnez have opcode 01.
  wire short     = RV_C != 0 && f_raw[1:0] != 2'b11;
  wire short_op  = f_raw[1:0] == 2'b01;
  wire is_jal    = short ? short_op && f_raw[14:13] == 2'b01 : f_raw[6:2] == 5'b11011;
  wire is_branch = short ? short_op && f_raw[15:14] == 2'b11 : f_raw[6:2] == 5'b11000;
  wire backwards = short ? f_raw[12] : f_raw[31];

  reg [1:0] table_ [0:(1<<BITS)-1];
  assign wrong = table_[f_pc[BITS:1]];
  always @(posedge clk)
    if (learn) table_[x_pc[BITS:1]] <= x_agrees ? (x_wrong == 2'd0 ? 2'd0 : x_wrong - 2'd1)
                                                : (x_wrong == 2'd3 ? 2'd3 : x_wrong + 2'd1);

  // Of each form, the format is told by one bit.
  wire        j = f_raw[2];
  wire [20:1] offset_long;
  assign offset_long[20:12] = j ? {f_raw[31], f_raw[19:12]} : {9{f_raw[31]}};
  assign offset_long[11]    = j ? f_raw[20] : f_raw[7];
  assign offset_long[10:5]  = f_raw[30:25];
  assign offset_long[4:1]   = j ? f_raw[24:21] : f_raw[11:8];
  wire        b = f_raw[14];
  wire [11:1] offset_short;
  assign offset_short[11:9] = b ? {3{f_raw[12]}} : {f_raw[12], f_raw[8], f_raw[10]};
  assign offset_short[8:6]  = b ? {f_raw[12], f_raw[6:5]} : {f_raw[9], f_raw[6], f_raw[7]};
  assign offset_short[5]    = f_raw[2];
  assign offset_short[4:1]  = b ? {f_raw[11:10], f_raw[4:3]} : {f_raw[11], f_raw[5:3]};
  wire [20:1] offset = short ? {{9{f_raw[12]}}, offset_short} : offset_long;
  assign target = f_pc + {{11{offset[20]}}, offset};

  // A target that traps is left to execute.
  assign follow = !f_err && (is_jal || (is_branch && backwards != wrong[1])) &&
                  !(RV_C == 0 && target[1]);

  integer i;
  initial for (i = 0; i < 1 << BITS; i = i + 1) table_[i] = 2'd0;

  wire unused = &{1'b0, f_raw, x_pc};
endmodule

`default_nettype wire
