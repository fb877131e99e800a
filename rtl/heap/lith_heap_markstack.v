// Mark stack: the cells whose fields the marker has looked at in part, while it is at what one of the fields refers to.
// Place of the cell, next field, and length.
//
// Contract: `push` only with `room`, `pop` only with `any`, at most one of both in a cycle. `top` is right from the second
// cycle after a push or pop on.
`default_nettype none

module lith_heap_markstack #(
  parameter BITS = 6,   // log2 of the depth; 0: no stack, nothing has ever room
  parameter AW   = 23
) (
  input  wire            clk,
  input  wire            rst,

  input  wire            push,
  input  wire [AW+23:0]  push_cell,  // {place, next field, length}
  output wire            room,

  input  wire            pop,
  output wire            any,
  output wire [AW+23:0]  top
);

  generate
    if (BITS == 0) begin : none
      assign room = 1'b0;
      assign any  = 1'b0;
      assign top  = {(AW + 24){1'b0}};
      wire unused_ok = &{1'b0, clk, rst, push, push_cell, pop};
    end else begin : cells
      (* no_rw_check *) reg [AW+23:0] mem [0:(1 << BITS) - 1];
      reg [BITS:0]  depth;
      reg [AW+23:0] last;
      wire [BITS:0] below = depth - 1'b1;

      assign room = !depth[BITS];
      assign any  = depth != 0;
      assign top  = last;

      always @(posedge clk) begin
        if (push) mem[depth[BITS-1:0]] <= push_cell;
        last <= mem[below[BITS-1:0]];
      end

      always @(posedge clk)
        if (rst) depth <= 0;
        else if (push) depth <= depth + 1'b1;
        else if (pop) depth <= below;

      wire unused_borrow = &{1'b0, below[BITS]};
    end
  endgenerate

endmodule

`default_nettype wire
