// The root walker: hands every reference that the core holds to the collector.
//
// It sits between the core's data port and the tagged RAM. A collection starts with gc_start; that instant is the
// snapshot. The walker then hands in the core's registers, and after them every tagged word of RAM from ROOTS_START to
// the end except the dead stack [gc_lo, gc_hi), in cycles in which nobody else uses the RAM. Meanwhile the program runs
// on, so a store to a word that is still to be walked first reads the old word and hands that in (the overwrite
// barrier): what was in RAM at the snapshot is handed in at least once, whatever the program does.
//
//            dead                          Words below `walk` are done; the barrier guards the words at and above it,
//   +-------+------+-----------------+     the dead ones excepted: they may hold references to cells that are long
//   | done  |      |    to be walked |     gone, which must not reach the collector.
//   +-------+------+-----------------+
//        walk ->
`default_nettype none

module lith_roots #(
    parameter RAM_AW = 16,       // log2 of the words of RAM
    parameter ROOTS_START = 0,   // index of the first word to walk
    parameter QUEUE_LOG2 = 3,    // log2 of the depth of the queue in front of the root port; 0: one word
    parameter PATIENCE = 7       // cycles that the walker lets others go first before it takes one (at most 7)
) (
    input  wire              clk,
    input  wire              rst,

    // From the controller. gc_lo and gc_hi are byte addresses, valid in the one cycle of gc_start.
    input  wire              gc_start,
    input  wire [31:0]       gc_lo,
    input  wire [31:0]       gc_hi,
    // Root port of the controller: a word is taken when valid and ready are both 1.
    output wire              root_valid,
    input  wire              root_ready,
    output wire [32:0]       root_data,
    output wire              root_done,
    // The core's registers; rr_busy is 1 from the cycle after gc_start until the last one is taken.
    input  wire              rr_valid,
    output wire              rr_ready,
    input  wire [32:0]       rr_data,
    input  wire              rr_busy,

    // The core's data port, for addresses in RAM (word index). The response to a request taken in this cycle is m_rdata
    // in the next one. d_gnt depends on d_req, d_we and d_addr, and on gc_start.
    input  wire              d_req,
    output wire              d_gnt,
    input  wire              d_we,
    input  wire [3:0]        d_be,
    input  wire [RAM_AW-1:0] d_addr,
    input  wire [32:0]       d_wdata,
    // 1: somebody else wants this port of the RAM; he may have it when m_en is 0.
    input  wire              other_req,

    // RAM port: an access in each cycle in which m_en is 1, with m_rdata in the next cycle.
    output wire              m_en,
    output wire              m_we,
    output wire [3:0]        m_be,
    output wire [RAM_AW-1:0] m_addr,
    output wire [32:0]       m_wdata,
    input  wire [32:0]       m_rdata
);
  localparam DEPTH = 1 << QUEUE_LOG2;
  localparam PTR_W = QUEUE_LOG2 == 0 ? 1 : QUEUE_LOG2;
  // Half of the queue is kept free of walked words, for the barrier: there the program waits for room, here only we do.
  localparam WALK_DEPTH = DEPTH == 1 ? 1 : DEPTH / 2;
  localparam [RAM_AW:0] END = {1'b1, {RAM_AW{1'b0}}};
  localparam [RAM_AW:0] START = ROOTS_START[RAM_AW:0];
  localparam [PTR_W-1:0] STEP = QUEUE_LOG2 == 0 ? 0 : 1;
  localparam [2:0] WAIT_LIMIT = PATIENCE[2:0];

  localparam [1:0] DONE = 2'd0, REGISTERS = 2'd1, WALK = 2'd2, DRAIN = 2'd3;
  reg [1:0] state;

  reg [RAM_AW:0] walk, dead_lo, dead_hi;
  reg            old_read;  // the store that waits has had its old word read in the last cycle
  reg            in_flight; // m_rdata is a word that the walker or the barrier has read
  reg [2:0]      waited;

  // Queue of roots found in RAM. Only tagged words enter, so the tag need not be kept.
  reg [31:0]       queue [0:DEPTH-1];
  reg [PTR_W-1:0]  head, tail;
  reg [QUEUE_LOG2:0] count;
  wire push = in_flight && m_rdata[32];
  wire pop  = count != 0 && root_ready;
  wire [QUEUE_LOG2+1:0] used = {1'b0, count} + {{(QUEUE_LOG2 + 1){1'b0}}, in_flight};
  wire barrier_room = used < DEPTH[QUEUE_LOG2+1:0];
  wire walker_room  = used < WALK_DEPTH[QUEUE_LOG2+1:0];

  assign root_valid = count != 0 || rr_valid;
  assign root_data  = count != 0 ? {1'b1, queue[head]} : rr_data;
  assign rr_ready   = root_ready && count == 0;
  assign root_done  = state == DONE;

  // Whose turn is it? The program goes first, but a loop without a free cycle must not hold up the collection for ever.
  wire impatient  = waited == WAIT_LIMIT && !old_read;
  wire walker_turn = state == WALK && walker_room && ((!d_req && !other_req) || impatient);

  // One set of comparators serves the walker and the barrier.
  wire [RAM_AW:0] word = walker_turn ? walk : {1'b0, d_addr};
  wire dead     = word >= dead_lo && word < dead_hi;
  wire unwalked = word >= walk && !dead;

  wire walker_read  = walker_turn && !dead;
  wire old_needed   = d_we && unwalked && !old_read;
  wire barrier_read = d_req && !walker_turn && old_needed && barrier_room && !gc_start;
  // A store in the cycle of gc_start comes after the snapshot, whose bounds are known only in the next cycle.
  assign d_gnt = d_req && !walker_turn && !old_needed && !(gc_start && d_we);

  assign m_en    = walker_read || barrier_read || d_gnt;
  assign m_we    = d_gnt && d_we;
  assign m_be    = d_be;
  assign m_addr  = word[RAM_AW-1:0];
  assign m_wdata = d_wdata;

`ifdef LITH_FAULT_ROOTS_BARRIER
  wire guard = 1'b0;
`else
  wire guard = 1'b1;
`endif

  always @(posedge clk) begin
    in_flight <= walker_read || (barrier_read && guard);
    old_read  <= barrier_read;
    if (push) begin
      queue[tail] <= m_rdata[31:0];
      tail <= tail + STEP;
    end
    if (pop) head <= head + STEP;
    count <= count + {{QUEUE_LOG2{1'b0}}, push} - {{QUEUE_LOG2{1'b0}}, pop};

    if (state != WALK || walker_turn) waited <= 3'd0;
    else if (waited != WAIT_LIMIT) waited <= waited + 3'd1;

    case (state)
      DONE: ;
      REGISTERS: if (!rr_busy) state <= WALK;
      WALK:
        if (walk == END) state <= DRAIN;
        else if (walker_turn) walk <= dead ? dead_hi : walk + 1'b1;
      DRAIN: if (count == 0 && !in_flight) state <= DONE;
    endcase

    if (gc_start) begin
      state   <= REGISTERS;
      walk    <= START;
      dead_lo <= gc_lo[RAM_AW+2:2];
      dead_hi <= gc_hi[RAM_AW+2:2];
    end
    if (rst) begin
      state     <= DONE;
      walk      <= END;
      in_flight <= 1'b0;
      old_read  <= 1'b0;
      head      <= 0;
      tail      <= 0;
      count     <= 0;
      waited    <= 3'd0;
    end
  end

`ifndef SYNTHESIS
  // For waveforms.
  reg [8*9-1:0] dbg_state;
  always @(*)
    case (state)
      DONE:      dbg_state = "done";
      REGISTERS: dbg_state = "registers";
      WALK:      dbg_state = "walk";
      DRAIN:     dbg_state = "drain";
    endcase
  wire _unused_dbg = &{1'b0, dbg_state};
`endif

  wire _unused = &{1'b0, gc_lo[31:RAM_AW+3], gc_lo[1:0], gc_hi[31:RAM_AW+3], gc_hi[1:0]};
endmodule
