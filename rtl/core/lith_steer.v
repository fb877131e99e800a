// Steers: says where the program goes behind the instruction in execute, and sends fetch there.
//
// Fetch reads on by itself, word after word. F is the instruction that it offers, X the one in execute, in front of F.
// Fetch has to be sent elsewhere in four cases:
//
//      fetch offers F              execute has X                      X has left execute (QUICK only)
//     +---------------------+     +----------------------------+     +--------------------------------+
//     | jal, or branch that |     | jalr, mret, jump of a trap |     |                                |
//     | is guessed taken    |     |             2: jump_sum    |     |                                |
//     | (QUICK only)        |---->| fence.i, jal not followed  |     |                                |
//     |         1: follow   |     |             3: jump_near   |     |                                |
//     |                     |     | branch, and fetch is on    |     | fetch is sent to the right way |
//     |                     |     | the wrong way              |---->|         4: jump_near, with     |
//     |                     |     |  4, not QUICK: jump_near   |     |            turning_back        |
//     +---------------------+     +----------------------------+     +--------------------------------+
//
//     case   fetch goes to           the request leaves                          F
//     1      pc of F + offset        as F enters execute                         is the next X (x_followed)
//     2      register + offset       as X leaves execute                         is dropped
//     3      pc of X + offset        as X leaves execute                         is dropped
//     4      the right way           as X leaves execute; QUICK: a cycle later   is dropped
//
//     which way is right:     X was followed (1)                       X was not followed
//       branch is taken       fetch is right                           wrong: case 4, to pc of X + offset
//       branch is not taken   wrong: case 4, to what is behind X       fetch is right
//
// Case 4 takes a cycle more with QUICK because a branch decides too late in the cycle for an address: the right way
// goes through a register, and nothing comes into execute until the request has left.
//
// X is older than F: while X may jump, F is not followed. Cases 2 and 3 choose the address as soon as X has its
// operands. Whether X goes on (it may wait, or trap) is known later in the cycle; `redirect` says it (lith_fetch.v).
`default_nettype none

module lith_steer #(
    parameter RV_C = 1,
    parameter QUICK = 1 // 1: jumps are followed, and fetch turns back from a register
) (
    input  wire        clk,
    input  wire        rst,

    // F, as lith_predecode.v sees it
    input  wire        f_valid,
    input  wire        f_err,
    input  wire        f_short,
    input  wire        f_is_jal,
    input  wire        f_is_branch,
    input  wire        f_backwards,
    input  wire [20:1] f_offset,

    // X. x_pc is where F is when x_valid is 0.
    input  wire        x_valid,
    input  wire        x_short,
    input  wire [31:1] x_pc,
    input  wire        x_is_jal,
    input  wire        x_is_jalr,      // also the jump of a trap
    input  wire        x_is_branch,
    input  wire        x_is_fencei,
    input  wire        x_is_mret,
    input  wire        x_second,       // its second cycle, in which mret jumps
    input  wire        x_vector,       // it is the jump of a trap, and no instruction
    input  wire        x_condition,    // a branch is taken
    input  wire        x_backwards,    // a branch has a negative offset
    input  wire [31:1] x_near_target,  // pc of X + offset
    input  wire [31:1] x_sum_target,   // register + offset
    output wire        x_may_jump,
    output wire        x_jumps,
    output wire [31:1] x_target,       // where to, if it jumps
    output wire        x_misaligned,   // it jumps to where no instruction can be, and traps

    // What X and F do in this cycle
    input  wire        x_has_operands,
    input  wire        x_go,           // X runs; if x_misaligned, it traps
    input  wire        x_done,         // X leaves execute without a trap
    input  wire        x_stays,        // X is in execute in the next cycle, too
    input  wire [31:1] x_pc_next,      // x_pc in the next cycle
    input  wire        x_accept,       // execute takes F, if f_valid
    input  wire        f_enters,       // F is X in the next cycle
    input  wire        trap_entry,     // the jump of a trap enters execute
    output wire        f_dropped,      // if X leaves, F is not what comes behind it
    output wire        turning_back,   // fetch is being sent to the right way: nothing may enter execute

    // To fetch, and its answer
    output wire        jump_sum,
    output wire        jump_near,
    output wire [31:1] near_target,
    output wire        follow,
    output wire [31:1] follow_target,
    output wire        redirect,
    input  wire        redirect_ready
);
  reg x_followed; // fetch has gone on at the target of X

  // Where the program goes
  wire taken = x_is_branch && x_condition;
  assign x_may_jump   = x_is_jal || x_is_jalr || x_is_branch || x_is_fencei || x_is_mret;
  assign x_jumps      = x_is_jal || x_is_jalr || x_is_fencei || (x_is_mret && x_second) || taken;
  assign x_target     = x_is_jalr || x_is_mret ? x_sum_target : x_near_target;
  assign x_misaligned = RV_C == 0 && (x_is_jal || x_is_jalr || taken) && !x_vector && x_target[1];

  // Cases 2 to 4
  wire settled    = x_valid && x_has_operands;
  wire goes_near  = settled && (x_is_fencei || (x_is_jal && !x_followed));
  wire wrong_way  = settled && x_is_branch && x_condition != x_followed;
  wire x_sends    = jump_sum || goes_near || (wrong_way && QUICK == 0); // fetch, in this cycle, if X goes on
  wire [31:1] x_behind;
  wire [31:1] right_way = x_followed ? x_behind : x_near_target;
  assign jump_sum  = settled && (x_is_jalr || (x_is_mret && x_second));
  assign f_dropped = x_sends || wrong_way;
  generate
    if (QUICK != 0) begin : g_turn_back
      reg        turning;
      reg [31:1] back;
      always @(posedge clk) begin
        turning <= !rst && ((x_done && wrong_way) || (turning && !redirect_ready));
        if (!turning) back <= right_way;
      end
      assign turning_back = turning;
      assign jump_near    = turning || goes_near;
      assign near_target  = turning ? back : x_near_target;
    end else begin : g_turn_at_once
      assign turning_back = 1'b0;
      assign jump_near    = goes_near || wrong_way;
      assign near_target  = right_way;
    end
  endgenerate

  // Case 1
  generate
    if (QUICK != 0) begin : g_follow
      wire       worth_it;
      wire [1:0] f_wrong;
      reg  [1:0] x_wrong;
      always @(posedge clk) if (x_accept) x_wrong <= f_wrong;
      // The pc of F, behind X, is added up a cycle ahead: a long way to the memory begins with it. It need not be right
      // behind the jump of a trap, where F is always dropped.
      reg  [31:1] f_pc;
      wire [31:1] f_step  = {29'd0, !f_short, f_short};
      wire [31:1] behind  = f_pc + f_step;
      wire [31:1] behind_target = x_near_target + f_step;
      always @(posedge clk)
        if (f_enters) f_pc <= x_valid && x_jumps ? behind_target : behind;
        else if (!x_stays) f_pc <= x_pc_next;
      assign x_behind = f_pc;
      lith_predict #(.RV_C(RV_C)) predict (
          .clk(clk), .f_err(f_err), .f_pc(f_pc), .f_is_jal(f_is_jal), .f_is_branch(f_is_branch),
          .f_backwards(f_backwards), .f_offset(f_offset), .follow(worth_it), .target(follow_target), .wrong(f_wrong),
          .learn(x_done && x_is_branch), .x_pc(x_pc), .x_wrong(x_wrong), .x_agrees(x_condition == x_backwards));
      assign follow = worth_it && f_valid && !(x_valid && x_may_jump) && !turning_back;
      wire unused = &{1'b0, x_short};
    end else begin : g_no_follow
      assign x_behind      = x_pc + {29'd0, !x_short, x_short};
      assign follow        = 1'b0;
      assign follow_target = 31'd0;
      wire unused = &{1'b0, rst, f_valid, f_err, f_short, f_is_jal, f_is_branch, f_backwards, f_offset, f_enters,
                      x_stays, x_pc_next, x_backwards, x_done};
    end
  endgenerate
  wire f_follows = follow && x_accept && redirect_ready;
  always @(posedge clk) begin
    if (x_accept) x_followed <= f_follows;
    if (trap_entry) x_followed <= 1'b0;
  end

  assign redirect = turning_back || (x_sends ? x_go && !x_misaligned : f_follows);
endmodule

`default_nettype wire
