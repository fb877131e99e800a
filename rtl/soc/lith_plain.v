// A path of plain loads and stores to the heap's memory, beside the heap controller: for measurements of collectors in
// software (bench/collectors), in simulation only. It reaches the controller's own words
// too, so a program that uses both has to keep its own above the heap's limit.
//
//   core's data port ---+
//                       +---> Wishbone: heap memory
//   controller ---------+
//
// An access begins when none of the other side is outstanding, so an acknowledgement belongs to the side whose access began
// last. When both begin in one cycle the core goes first, and the controller's access is held: nothing here waits, within a
// cycle, for what the other side does in it, for the core begins an access in the cycle of an answer of the controller.
`default_nettype none

module lith_plain #(
    parameter AW = 23 // address width, words
) (
    input  wire          clk,
    input  wire          rst,

    // The core: taken in the cycle in which req and gnt are both 1. gnt depends on no input of this port. One access at a
    // time: the next may be taken in the cycle of `valid`.
    input  wire          req,
    output wire          gnt,
    input  wire          we,
    input  wire [3:0]    be,
    input  wire [AW-1:0] adr,
    input  wire [31:0]   wdata,
    output wire          valid, // the answer; a load's word is mem_dat_r

    // The controller, as towards a memory of its own, which takes one access at a time.
    input  wire          wb_cyc,
    input  wire          wb_stb,
    input  wire          wb_we,
    input  wire [AW-1:0] wb_adr,
    input  wire [3:0]    wb_sel,
    input  wire [31:0]   wb_dat_w,
    output wire          wb_stall,
    output wire          wb_ack,

    // The memory.
    output wire          mem_cyc,
    output wire          mem_stb,
    output wire          mem_we,
    output wire [AW-1:0] mem_adr,
    output wire [3:0]    mem_sel,
    output wire [31:0]   mem_dat_w,
    input  wire          mem_stall,
    input  wire          mem_ack
);
  reg core_out, controller_out; // an access of that side is outstanding
  reg          held;            // an access of the controller that the core went before
  reg          held_we;
  reg [AW-1:0] held_adr;
  reg [3:0]    held_sel;
  reg [31:0]   held_dat;
  wire core_busy       = core_out && !mem_ack;
  wire controller_busy = controller_out && !mem_ack;

  assign gnt      = !mem_stall && !controller_busy && !held;
  assign valid    = core_out && mem_ack;
  assign wb_stall = mem_stall || core_busy || controller_busy || held;
  assign wb_ack   = controller_out && mem_ack;

  wire goes     = req && gnt;
  wire taken    = wb_cyc && wb_stb && !wb_stall;
  wire released = held && !mem_stall && !core_busy;
  assign mem_cyc   = goes || released || core_busy || wb_cyc;
  assign mem_stb   = goes || released || taken;
  assign mem_we    = goes ? we : held ? held_we : wb_we;
  assign mem_adr   = goes ? adr : held ? held_adr : wb_adr;
  assign mem_sel   = goes ? we ? be : 4'b1111 : held ? held_sel : wb_sel;
  assign mem_dat_w = goes ? wdata : held ? held_dat : wb_dat_w;

  always @(posedge clk) begin
    if (taken) begin
      held_we  <= wb_we;
      held_adr <= wb_adr;
      held_sel <= wb_sel;
      held_dat <= wb_dat_w;
    end
    if (rst) begin
      core_out       <= 1'b0;
      controller_out <= 1'b0;
      held           <= 1'b0;
    end else begin
      core_out       <= goes || core_busy;
      controller_out <= released || taken && !goes || controller_busy;
`ifndef LITH_FAULT_PLAIN
      held           <= goes && taken || held && !released;
`endif
    end
  end
endmodule
