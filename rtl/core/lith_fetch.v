// Fetch: keeps the instruction port busy and cuts the words into instructions.
//
//            i_rdata --+--> [buffer: 1 word] --+                         QUEUED = 0
//                      |                       v
//                      +---------------------> word --+--> [half] (upper half left over)
//                                              ^      v      v
//            i_rdata -----> [queue: 2 words] --+   instruction (32 bits, or 16 in the lower half)     QUEUED = 1
//
// QUEUED = 1 is for a memory whose words come late in the cycle: they go through registers, a jump costs a cycle more.
//
// Instruction handshake: `valid` says that `insn` is the next instruction in program order; it is taken when `ready`
// is 1 as well. Neither depends on the other. `i_req` depends on `ready`, but not on i_rdata, which comes late.
//
// Redirect handshake: `redirect` must stay, with its target, until `redirect_ready`; in the cycle where both are 1 the
// request for the target leaves, and all that was fetched before is dropped (what is taken in that very cycle, too, is
// for the taker to drop).
// `redirect_ready` does not depend on `redirect`: it waits for the request that is outstanding, if any.
//
// Whether a jump really goes is known late in the cycle, and the address has a long way to the memory. So the address
// does not wait for `redirect`: jump_sum, jump_near and follow, of which one at most is 1, choose sum_target, near_target
// or follow_target. There are three because in each something else comes late: with jump_sum it is the target, which is
// a sum of this cycle, with jump_near the decision, with follow neither. While one of them is 1 and `redirect` is 0,
// nothing is requested, and nothing changes.
//
// A request is made only when there will be room for its answer, so the port is silent while the core stands still
// (on boards with one RAM port the root walker lives on the cycles left over).
//
// Execution from code cells (addresses with the top bit set) has its place between `i_addr` and the bus.
`default_nettype none

module lith_fetch #(
    parameter        RV_C = 1,
    parameter        QUEUED = 0,
    parameter [31:0] RESET_VECTOR = 32'h0000_0000
) (
    input  wire        clk,
    input  wire        rst,

    output wire        i_req,
    input  wire        i_gnt,
    output wire [31:0] i_addr,
    input  wire        i_rvalid,
    input  wire [31:0] i_rdata,
    input  wire        i_err,

    input  wire        jump_sum,
    input  wire [31:1] sum_target,
    input  wire        jump_near,
    input  wire [31:1] near_target,
    input  wire        follow,
    input  wire [31:1] follow_target,
    input  wire        redirect,
    output wire        redirect_ready,

    output wire        valid,
    output wire [31:0] insn,
    output wire        err,      // bus error on the instruction
    output wire        err_half, // the error is on its second half only
    input  wire        ready
);
  reg [31:2] base;     // the word that is requested now or next is base + step
  reg        step;
  reg        waiting;  // a request was raised and not granted: it must stay as it is
  reg        pending;  // one answer is outstanding

  wire        word_valid, word_err;
  wire [31:0] word;
  wire        word_used; // the word leaves the buffer stage in this cycle
  wire        room;      // for the answer to a request of this cycle
  wire        restart = redirect && redirect_ready;

  wire bus_free = !pending || i_rvalid;
  wire jump = jump_sum || jump_near || follow;
  wire [31:2] next = base + {29'd0, step};
  // What comes late passes the fewest muxes.
  wire take_sum    = jump_sum && !waiting;
  wire take_follow = follow && !waiting;
  wire [31:1] early_target = jump_near && !waiting ? near_target : {next, 1'b0};
  wire [31:1] target = take_sum ? sum_target : take_follow ? follow_target : early_target;
  assign redirect_ready = bus_free && !waiting;
  assign i_req  = !rst && (waiting || (bus_free && (jump ? redirect : room || word_used)));
  assign i_addr = {target[31:2], 2'b00};

  always @(posedge clk) begin
    base    <= redirect ? target[31:2] : next;
    step    <= i_req && i_gnt;
    waiting <= i_req && !i_gnt;
    pending <= (i_req && i_gnt) || (pending && !i_rvalid);
    if (rst) begin
      base    <= RESET_VECTOR[31:2];
      step    <= 1'b0;
      waiting <= 1'b0;
      pending <= 1'b0;
    end
  end

  // ---- where the word comes from; i_late: straight from the port
  wire        i_late;
  wire [31:0] kept;
  generate
    if (QUEUED != 0) begin : g_queue
      reg [31:0] first, second;
      reg        first_err, second_err;
      reg [1:0]  count;
      wire [1:0] left = count - {1'b0, word_used};

      assign word_valid = count != 2'd0;
      assign kept       = first;
      assign word       = first;
      assign word_err   = first_err;
      assign i_late     = 1'b0;
      assign room       = !count[1] && !(count[0] && pending);

      always @(posedge clk) begin
        count <= restart || rst ? 2'd0 : left + {1'b0, i_rvalid};
        if (word_used || !word_valid) begin
          first     <= count[1] ? second : i_rdata;
          first_err <= count[1] ? second_err : i_err;
        end
        if (i_rvalid) begin
          second     <= i_rdata;
          second_err <= i_err;
        end
      end
    end else begin : g_buffer
      reg [31:0] buffer;
      reg        buffer_valid, buffer_err;

      assign word_valid = buffer_valid || i_rvalid;
      assign kept       = buffer;
      assign word       = buffer_valid ? buffer : i_rdata;
      assign word_err   = buffer_valid ? buffer_err : i_err;
      assign i_late     = !buffer_valid;
      assign room       = !word_valid;

      always @(posedge clk) begin
        buffer_valid <= word_valid && !word_used && !restart && !rst;
        if (!buffer_valid) begin
          buffer     <= i_rdata;
          buffer_err <= i_err;
        end
      end
    end
  endgenerate

  generate
    if (RV_C != 0) begin : g_c
      reg [15:0] half; // upper half of the word before
      reg        half_valid, half_err;
      reg        odd;  // the word's lower half lies before the jump target

      // i_rdata comes late in the cycle: all else is chosen before it.
      wire        early = half_valid || !i_late;
      wire [15:0] early_low = half_valid ? half : odd ? kept[31:16] : kept[15:0];
      wire [15:0] low   = early ? early_low : odd ? i_rdata[31:16] : i_rdata[15:0];
      wire        short = low[1:0] != 2'b11;
      wire        half_alone = half[1:0] != 2'b11 || half_err;
      // An erroneous first half stands alone: what follows does not matter.
      wire        alone = half_valid ? half_alone : short || word_err;

      assign valid    = half_valid ? alone || word_valid : word_valid && (!odd || alone);
      assign insn     = {half_valid ? word[15:0] : word[31:16], low};
      assign err      = (half_valid ? half_err : word_err) || err_half;
      assign err_half = half_valid && !alone && word_err;
      assign word_used = ready && word_valid && !(half_valid && half_alone);

      always @(posedge clk) begin
        if (word_used) odd <= 1'b0;
        if (word_used) begin
          half     <= word[31:16];
          half_err <= word_err;
        end
        // A long instruction at an odd half is not valid yet: it moves to `half` and waits for the next word.
        if (ready && half_valid) half_valid <= !half_alone;
        else if (word_used) half_valid <= odd ? !alone : alone;
        if (restart) begin
          half_valid <= 1'b0;
          odd <= target[1];
        end
        if (rst) begin
          half_valid <= 1'b0;
          odd <= RESET_VECTOR[1];
        end
      end
    end else begin : g_no_c
      assign valid     = word_valid;
      assign insn      = word;
      assign err       = word_err;
      assign err_half  = 1'b0;
      assign word_used = ready && word_valid;

      wire unused = &{1'b0, target[1], kept, i_late};
    end
  endgenerate
endmodule

`default_nettype wire
