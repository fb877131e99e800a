// Jumps that fetch can follow before they are executed: jal, and branches backwards, which mostly close loops.
//
// `f_insn` is the next instruction to execute, at `f_pc`; the answer is known from it alone. Execute checks branches and
// sends fetch back where one falls through.
`default_nettype none

module lith_predict #(
    parameter RV_C = 1
) (
    input  wire [31:0] f_insn, // expanded
    input  wire        f_err,
    input  wire [31:1] f_pc,
    output wire        follow,
    output wire [31:1] target
);
  wire is_jal    = f_insn[6:2] == 5'b11011;
  wire is_branch = f_insn[6:2] == 5'b11000;
  wire backwards = f_insn[31];

  wire [20:1] offset;
  assign offset[20:12] = is_jal ? {f_insn[31], f_insn[19:12]} : {9{f_insn[31]}};
  assign offset[11]    = is_jal ? f_insn[20] : f_insn[7];
  assign offset[10:5]  = f_insn[30:25];
  assign offset[4:1]   = is_jal ? f_insn[24:21] : f_insn[11:8];
  assign target = f_pc + {{11{offset[20]}}, offset};

  // A target that traps is left to execute.
  assign follow = !f_err && f_insn[1:0] == 2'b11 && (is_jal || (is_branch && backwards)) && !(RV_C == 0 && target[1]);

  wire unused = &{1'b0, f_insn[15:13]};
endmodule

`default_nettype wire
