// Root queue: handles that wait to be marked, a FIFO in block RAM with one handle held in front of it.
//
// Contract: `push` only with `room`; `pop` only with `valid`. `head` stands while `valid` is 1.
`default_nettype none

module lith_heap_rootq #(
  parameter BITS = 5,   // log2 of the depth; at least 1
  parameter HW   = 20
) (
  input  wire          clk,
  input  wire          rst,

  input  wire          push,
  input  wire [HW-1:0] push_h,
  output reg           room,

  input  wire          pop,
  output wire          valid,
  output wire [HW-1:0] head,
  output wire          empty     // nothing waits, neither in front nor behind
);

  (* no_rw_check, ram_style = "block" *) reg [HW-1:0] mem [0:(1 << BITS) - 1];
  reg [BITS:0] wp, rp;
  reg          front;
  reg [HW-1:0] front_h;

  wire stored = wp != rp;
  wire fetch  = stored && (!front || pop);

  wire [BITS-1:0] used = wp[BITS-1:0] - rp[BITS-1:0];
  assign valid = front;
  assign head  = front_h;
  assign empty = !stored && !front;

  always @(posedge clk) begin
    if (push) mem[wp[BITS-1:0]] <= push_h;
    if (fetch) front_h <= mem[rp[BITS-1:0]];
  end

  always @(posedge clk)
    if (rst) begin
      wp    <= 0;
      rp    <= 0;
      front <= 1'b0;
      room  <= 1'b1;
    end else begin
      if (push) wp <= wp + 1'b1;
      if (fetch) rp <= rp + 1'b1;
      front <= fetch || (front && !pop);
      // `room` is a register because the collector's turn at the memory hangs on it.
      room  <= fetch || room && !(push && &used);
    end

endmodule

`default_nettype wire
