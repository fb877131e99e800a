// Queue of 2^LOG2 words in block RAM. out_data is the oldest word while out_valid is 1; `take` removes it. in_room
// says whether `put` will be heard. A word put into an empty queue comes out two cycles later.
`default_nettype none

module lith_fifo #(
    parameter LOG2 = 4,
    parameter WIDTH = 8
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             put,
    input  wire [WIDTH-1:0] in_data,
    output wire             in_room,
    input  wire             take,
    output reg              out_valid,
    output reg  [WIDTH-1:0] out_data
);
  // What is read in the cycle of a write to the same word is never used: out_valid is 0 then.
  (* no_rw_check *) reg [WIDTH-1:0] words [0:(1<<LOG2)-1];
  reg [LOG2:0]    head, tail; // one bit more than an index, to tell full from empty

  wire full = head[LOG2-1:0] == tail[LOG2-1:0] && head[LOG2] != tail[LOG2];
  assign in_room = !full;

  wire [LOG2:0] next_head = head + {{LOG2{1'b0}}, take && out_valid};

  always @(posedge clk) begin
    if (put && !full) words[tail[LOG2-1:0]] <= in_data;
    out_data <= words[next_head[LOG2-1:0]];
  end

  always @(posedge clk) begin
    head <= next_head;
    if (put && !full) tail <= tail + 1'b1;
    // `tail` does not count a word that is written in this very cycle, which the read would miss.
    out_valid <= next_head != tail;
    if (rst) begin
      head      <= 0;
      tail      <= 0;
      out_valid <= 1'b0;
    end
  end
endmodule
