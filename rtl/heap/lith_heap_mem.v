// Memory side of the heap controller: chooses between mutator and collector, forms the address, drives Wishbone.
//
//   address = entry of a handle:  ~handle        (the table grows down from the top)
//           = word of a block:    base + offset (+ 1 for a field, which lies behind the header)
//
// One access is outstanding at most, before lines two reads of a request; the next may leave in the cycle of its ack. A
// collector step (`g_step`) is granted only in a cycle in which the mutator side has no request in work (`m_free`), so a
// request finds the heap between two steps and waits for one access at most. A step that needs no memory (`g_stb` = 0) still
// takes the adder, hence a grant.
//
// The address has a long way to the memory, so what chooses it hangs on registers. Synthesis optimises this module by
// itself: else it would put gates that others need into that way.
`default_nettype none
`include "lith_isa.vh"

(* keep_hierarchy *)
module lith_heap_mem #(
  parameter AW = 14,
  parameter HW = 13,
  parameter LINES = 0
) (
  input  wire          clk,
  input  wire          rst,

  // Mutator side.
  input  wire          m_free,    // no request is in work that wants memory: m_stb is 0
  input  wire          m_stb,
  input  wire          m_we,
  input  wire          m_table,
  input  wire [HW-1:0] m_handle,
  input  wire [AW-1:0] m_base,
  input  wire [11:0]   m_off,
  input  wire          m_plus1,
  input  wire [31:0]   m_wdat,
  input  wire          m_kept,    // retarget: g_wdat is to be written, but for what stays with the handle
  input  wire [3:0]    m_sel,
  input  wire          m_spec,    // only if the memory takes it at once: it may be unwanted in the next cycle
  input  wire          m_ahead,   // may leave while a read of the mutator side is outstanding
  output wire          m_can,     // an access would be taken: m_stb && m_can makes one
  output wire          m_ack,
  output wire          m_blocked, // it was not, because of an access of the collector
  output wire          m_open,    // an access would be taken, whosever

  // Collector side.
  input  wire          g_step,
  input  wire          g_stb,
  input  wire          g_we,
  input  wire          g_table,
  input  wire [HW-1:0] g_handle,
  input  wire [AW-1:0] g_base,
  input  wire [11:0]   g_off,
  input  wire          g_plus1,
  input  wire [31:0]   g_wdat,
  output wire          g_go,
  output wire          g_ack,
  output wire          g_wants,   // the collector wants to make a step, or to make a read again

  output wire [AW-1:0] sum,       // base + offset + plus1 of whoever's turn it is

  // Wishbone B4 pipelined master. wb_stall must not depend on wb_stb.
  output wire          wb_cyc,
  output wire          wb_stb,
  output wire          wb_we,
  output wire [AW-1:0] wb_adr,
  output wire [3:0]    wb_sel,
  output wire [31:0]   wb_dat_w,
  input  wire          wb_stall,
  input  wire          wb_ack,

  // Of the lines (lith_lines).
  output wire          wb_weak,
  output wire          wb_wanted,
  input  wire          wb_given_up,
  input  wire          wb_owed,
  input  wire          wb_late,
  input  wire          wb_calm
);

  reg busy;   // an access is outstanding
  reg owner;  // whose access the memory works on, or still stalls after: 1 the collector's

  wire two;   // two accesses are
  wire room;  // for a read of the mutator side behind the one that is outstanding
  wire free = !busy || wb_ack && !two;

  wire g_offer;  // a step, or a read again
  generate
    if (LINES == 0) begin : never_late
      assign two       = 1'b0;
      assign room      = 1'b0;
      wire unused_ahead = m_ahead;
      assign g_ack     = wb_ack && owner;
      assign g_wants   = g_step;
      assign g_offer   = g_step;
      wire unused_ok   = &{1'b0, wb_given_up, wb_owed, wb_late, wb_calm};
    end else begin : gives_way
      reg both;
      always @(posedge clk)
        if (rst) both <= 1'b0;
        else both <= !wb_ack && (both || m_ahead && wb_stb && !wb_stall);
`ifdef LITH_FAULT_AHEAD
      assign two       = 1'b0;
`else
      assign two       = both;
`endif
      assign room      = m_ahead && busy && !both;
      // A read that was given up before its line was asked for waits until that can be done at once: so it is not given up
      // again and again.
      reg again;
      always @(posedge clk)
        if (rst) again <= 1'b0;
        else if (wb_ack && owner && wb_given_up) again <= !wb_owed;
        else if (g_go) again <= 1'b0;
`ifdef LITH_FAULT_GIVEN_UP
      assign g_ack     = wb_ack && owner || wb_late;
`else
      assign g_ack     = wb_ack && owner && !wb_given_up || wb_late;
`endif
      assign g_wants   = g_step || again;
      assign g_offer   = g_step || again && wb_calm;
    end
  endgenerate
  assign wb_weak   = g_turn;
  assign wb_wanted = !m_free;

  // Whose address, data and controls show: the collector's whenever the mutator side wants nothing. That is known before it
  // is known whether the collector makes a step, and long before it is known whether the memory is free.
  wire g_turn;
`ifdef LITH_FAULT_STALL
  reg  [2:0] hog;  // planted: one step in eight is followed by up to seven more, whatever the mutator wants
  wire g_has = g_offer && (m_free || hog != 3'd0 && g_stb);
  always @(posedge clk)
    if (rst) hog <= 3'd0;
    else if (g_go && g_stb) hog <= hog + 3'd1;
  assign g_turn = g_has;
`else
  // While the memory stalls, the collector offers no access. Wishbone forbids taking one back, so a request that came
  // meanwhile would have to wait behind it.
  wire g_has = g_offer && m_free && !(g_stb && wb_stall);
  assign g_turn = m_free;
`endif

  localparam SW = (AW > 12 ? AW : 12) + 1;
  wire [SW-1:0] total = {{(SW - AW){1'b0}}, g_turn ? g_base : m_base} + {{(SW - 12){1'b0}}, g_turn ? g_off : m_off}
             + {{(SW - 1){1'b0}}, g_turn ? g_plus1 : m_plus1};
  assign sum = total[AW-1:0];
  wire unused_top = &{1'b0, total[SW-1:AW]};

  wire [HW-1:0] handle = g_turn ? g_handle : m_handle;
  wire          table_ = g_turn ? g_table : m_table;
  wire [AW-1:0] entry_at;
  generate
    if (AW > HW) begin : wide
      assign entry_at = {{(AW - HW){1'b1}}, ~handle};
    end else begin : narrow
      assign entry_at = ~handle;
    end
  endgenerate

  assign wb_cyc   = wb_stb || busy;
  assign wb_stb   = (free || room) && (g_turn ? g_has && g_stb : m_stb && !(m_spec && wb_stall));
  assign wb_we    = g_turn ? g_we : m_we;
  assign wb_adr   = table_ ? entry_at : sum;
  assign wb_sel   = g_turn ? 4'b1111 : m_sel;

  wire [31:0] word    = g_turn ? g_wdat : m_wdat;
  wire [31:0] of_cell = g_turn || m_kept ? g_wdat : m_wdat;
  assign wb_dat_w = {of_cell[`LITH_ENTRY_COLOUR], of_cell[`LITH_ENTRY_OPEN], of_cell[`LITH_ENTRY_SLACK],
                     word[`LITH_ENTRY_DURABLE], of_cell[`LITH_ENTRY_ABSENT], word[`LITH_ENTRY_CLASS],
                     of_cell[`LITH_ENTRY_PLACE]};
  wire unused_halves = &{1'b0, word, of_cell};

  wire go = (free || room) && !wb_stall;
  assign m_open    = go;
  assign m_can     = go && !g_turn;
  assign g_go      = g_has && (go || !g_stb);
  assign m_ack     = wb_ack && !owner;
  assign m_blocked = m_stb && !m_can && owner;

  always @(posedge clk)
    if (rst) begin
      busy  <= 1'b0;
      owner <= 1'b0;
    end else begin
      busy <= (wb_stb && !wb_stall) || (busy && !(wb_ack && !two));
      if (wb_stb && !wb_stall) owner <= g_has;
      else if (!busy && !wb_stall) owner <= 1'b0;
    end

endmodule

`default_nettype wire
