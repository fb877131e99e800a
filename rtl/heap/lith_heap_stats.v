// Counters of the heap controller, 32 bits each (docs/heap.md, STAT). They wrap, but for the largest wait.
`default_nettype none

module lith_heap_stats #(
  parameter ENABLE = 1,
  parameter AW     = 14
) (
  input  wire          clk,
  input  wire          rst,

  input  wire          ev_made,
  input  wire          ev_freed,
  input  wire          ev_word,
  input  wire          ev_end,
  input  wire          minor,       // with ev_end: a minor collection has ended,
  input  wire [AW-1:0] promoted,    // and made so many words old
  input  wire          ev_overflow, // 1 while no minor collection may start
  input  wire          ev_done,    // a request ends; it waited st_wait cycles for the collector
  input  wire [7:0]    st_wait,
  input  wire          ev_wait,     // a cycle of waiting for space
  input  wire          ev_barrier,  // a cycle of waiting for room in the root queue
  input  wire [1:0]    phase,
  input  wire [AW-1:0] alloc,
  input  wire [AW-1:0] ceil,

  input  wire [4:0]    index,
  output reg  [31:0]   data
);

  wire [32:0] alloc_word = {{(33 - AW){1'b0}}, alloc};
  wire [32:0] ceil_word  = {{(33 - AW){1'b0}}, ceil};

  wire unused_top = &{1'b0, alloc_word[32], ceil_word[32]};

  generate
    if (ENABLE == 0) begin : none
      always @*
        case (index)
          5'd8:    data = alloc_word[31:0];
          5'd9:    data = ceil_word[31:0];
          5'd10:   data = {30'd0, phase};
          default: data = 32'd0;
        endcase
      wire unused_ok = &{1'b0, clk, rst, ev_made, ev_freed, ev_word, ev_end, minor, promoted, ev_overflow, ev_done, st_wait, ev_wait, ev_barrier};
    end else begin : counters
      reg [31:0]   made /* verilator public_flat_rd */;
      reg [31:0]   cycles_ended /* verilator public_flat_rd */;
      reg [31:0]   stalled /* verilator public_flat_rd */;
      reg [7:0]    longest /* verilator public_flat_rd */;
      reg [31:0]   waited /* verilator public_flat_rd */;
      reg [31:0]   moved /* verilator public_flat_rd */;
      reg [31:0]   freed /* verilator public_flat_rd */;
      reg [31:0]   barrier /* verilator public_flat_rd */;
      reg [31:0]   longest_for_space /* verilator public_flat_rd */;
      reg [31:0]   minors /* verilator public_flat_rd */;
      reg [31:0]   words_promoted /* verilator public_flat_rd */;
      reg [31:0]   overflows /* verilator public_flat_rd */;
      reg          overflowed;
      wire [32:0]  promoted_word = {{(33 - AW){1'b0}}, promoted};
      reg [31:0]   for_space;  // how long the request in work has waited for space
      reg [AW-1:0] most_live /* verilator public_flat_rd */;
      reg [31:0]   bin [0:7] /* verilator public_flat_rd */;
      reg          ended;      // alloc is what a collection has just left
      wire         more = ended && alloc > most_live;
      wire [32:0]  live_word = {{(33 - AW){1'b0}}, more ? alloc : most_live};
      wire unused_high = &{1'b0, live_word[32], promoted_word[32]};

      wire [2:0] which = st_wait < 8'd4 ? st_wait[2:0] : st_wait < 8'd8 ? 3'd4 : st_wait < 8'd16 ? 3'd5
                       : st_wait < 8'd32 ? 3'd6 : 3'd7;

      always @*
        case (index)
          5'd0:    data = made;
          5'd1:    data = cycles_ended;
          5'd2:    data = stalled;
          5'd3:    data = {24'd0, longest};
          5'd4:    data = waited;
          5'd5:    data = moved;
          5'd6:    data = freed;
          5'd7:    data = barrier;
          5'd8:    data = alloc_word[31:0];
          5'd9:    data = ceil_word[31:0];
          5'd10:   data = {30'd0, phase};
          5'd11:   data = live_word[31:0];
          5'd12:   data = longest_for_space;
          5'd13:   data = minors;
          5'd14:   data = words_promoted;
          5'd15:   data = overflows;
          default: data = index[4] && !index[3] ? bin[index[2:0]] : 32'd0;
        endcase

      integer i;
      always @(posedge clk)
        if (rst) begin
          made         <= 32'd0;
          cycles_ended <= 32'd0;
          stalled      <= 32'd0;
          longest      <= 8'd0;
          waited       <= 32'd0;
          moved        <= 32'd0;
          freed        <= 32'd0;
          barrier      <= 32'd0;
          for_space    <= 32'd0;
          longest_for_space <= 32'd0;
          minors       <= 32'd0;
          words_promoted <= 32'd0;
          overflows    <= 32'd0;
          overflowed   <= 1'b0;
          most_live    <= {AW{1'b0}};
          ended        <= 1'b0;
          for (i = 0; i < 8; i = i + 1) bin[i] <= 32'd0;
        end else begin
          if (ev_made) made <= made + 32'd1;
          if (ev_freed) freed <= freed + 32'd1;
          if (ev_word) moved <= moved + 32'd1;
          if (ev_wait) waited <= waited + 32'd1;
          if (ev_barrier) barrier <= barrier + 32'd1;
          if (ev_end) cycles_ended <= cycles_ended + 32'd1;
          ended <= ev_end;
          if (ev_end && minor) begin
            minors         <= minors + 32'd1;
            words_promoted <= words_promoted + promoted_word[31:0];
          end
          overflowed <= ev_overflow;
          if (ev_overflow && !overflowed) overflows <= overflows + 32'd1;
          if (more) most_live <= alloc;
          if (ev_done) for_space <= 32'd0;
          else if (ev_wait) for_space <= for_space + 32'd1;
          if (ev_done && for_space > longest_for_space) longest_for_space <= for_space;
          if (ev_done) begin
            stalled <= stalled + {24'd0, st_wait};
            if (st_wait > longest) longest <= st_wait;
            bin[which] <= bin[which] + 32'd1;
          end
        end
    end
  endgenerate

endmodule

`default_nettype wire
