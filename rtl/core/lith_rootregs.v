// Hands the registers to the root walker when a collection starts: mtval first, then x1-x31, each exactly once, with
// the value that it had at the start.
//
// A register is read by stealing port 1 of the register file: `steal` with `index` in one cycle, the word on
// `read_data` in the next; the execute stage rests in both. `rest` asks for that in the first of them, early in the
// cycle; it is also 1 in the rare cycle in which nothing is stolen because the next register has gone already.
// An instruction that would overwrite register `want` waits while `blocked` is 1, and says so with `urgent`: that
// register then goes next.
//
// `arm` is 1 while a gcstart waits for its answer: mtval is then being read already, so that no trap can overwrite it
// before it is taken; `go` is the cycle in which the answer says that the collection has started.
//
// Towards the walker: rr_valid and rr_data stay until rr_ready; rr_busy is 1 from the cycle after `go` until the last
// word is taken.
`default_nettype none
`include "lith_core_defs.vh"

module lith_rootregs (
    input  wire        clk,
    input  wire        rst,

    input  wire        arm,
    input  wire        go,
    input  wire        may_steal,
    output wire        rest,
    output wire        steal,
    output wire [5:0]  index,
    input  wire [32:0] read_data,

    input  wire [4:0]  want,
    output wire        blocked, // register `want` has not been read yet
    input  wire        urgent,  // an instruction waits for it

    output reg         rr_valid,
    output reg  [32:0] rr_data,
    input  wire        rr_ready,
    output wire        rr_busy
);
  reg [31:0] left;    // not read yet; bit 0 stays 0
  reg [4:0]  next;    // scans for the next one; 0 when all are read, and in the first cycle
  reg        first;   // the cycle after `go`
  reg        reading; // the word stolen in the last cycle is on read_data now

  wire left_any   = first || next != 5'd0;
  wire left_next  = left[next];
  wire slot_free  = !rr_valid && !reading;

`ifdef LITH_FAULT_ROOT_WAIT
  assign blocked = 1'b0;
`else
  assign blocked = left_any && left[want];
`endif
  wire [4:0] x_index = urgent ? want : next;
  assign rest    = left_any && slot_free && may_steal;
  wire   steal_x = rest && (urgent || left_next);
  assign steal   = arm || steal_x;
  assign index   = arm ? `LITH_SLOT_MTVAL : {1'b0, x_index};
  assign rr_busy = left_any || reading || rr_valid;

  always @(posedge clk) begin
    reading <= go || (steal_x && !arm);
    if (left_any && !left_next) next <= next + 5'd1;
    if (steal_x && !arm) left[x_index] <= 1'b0;
    if (reading) rr_data <= read_data;
    if (reading) rr_valid <= 1'b1;
    else if (rr_ready) rr_valid <= 1'b0;
    // `go` comes late: it changes little.
    first <= go;
    if (arm && !left_any) left <= 32'hffff_fffe;
    if (rst) begin
      first <= 1'b0;
      next <= 5'd0;
      reading <= 1'b0;
      rr_valid <= 1'b0;
    end
  end
endmodule

`default_nettype wire
