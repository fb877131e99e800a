// SDRAM controller: a pipelined Wishbone B4 slave of 32-bit words over a 16-bit SDR SDRAM of 32 MiB (4 banks of 8192
// rows of 512 columns). Bursts of two, rows stay open until another row of the bank or a refresh needs them.
//
//   wb_adr | row 22:10 | bank 9:8 | column pair 7:0 |
//
// Commands leave registers at the rising edge of clk; the SDRAM sees them at its own rising edge, half a cycle later
// (its clock is clk inverted). A read of an open row:
//
//   cycle        0        1        2        3        4        5
//   wb         request                                       ack
//   command                       READ
//   data register                                   low      high     (CL = 2)
//
// Writes are acknowledged in cycle 1 and finish by themselves. One request is in work at a time; the next may come in
// the cycle of the acknowledge of a read. Refreshes are done in idle cycles when they are due, and at the latest when
// REFRESH_URGENT of them are owed; the chip allows eight.
`default_nettype none

module lith_sdram #(
    // All in clock cycles, rounded up from the data sheet.
    parameter CL = 2,              // CAS latency, 2 or 3
    parameter T_INIT = 10000,      // power-up delay, 200 us
    parameter T_RP = 2,            // precharge to activate
    parameter T_RCD = 2,           // activate to read or write
    parameter T_RAS = 3,           // activate to precharge
    parameter T_RFC = 4,           // refresh to anything
    parameter T_WR = 2,            // last write data to precharge
    parameter T_MRD = 2,           // mode register set to anything
    parameter T_REFI = 390,        // one refresh on average in 7.8 us
    parameter REFRESH_URGENT = 4
) (
    input  wire        clk,
    input  wire        rst,

    input  wire        wb_cyc,
    input  wire        wb_stb,
    input  wire        wb_we,
    input  wire [22:0] wb_adr,
    input  wire [3:0]  wb_sel,
    input  wire [31:0] wb_dat_w,
    output wire        wb_stall,
    output reg         wb_ack,
    output wire [31:0] wb_dat_r,

    // To the chip; cs_n is always low. The board joins dq_o, dq_oe and dq_i to the bidirectional pins.
    output reg         sdram_cke,
    output reg         sdram_ras_n,
    output reg         sdram_cas_n,
    output reg         sdram_we_n,
    output reg  [1:0]  sdram_ba,
    output reg  [12:0] sdram_a,
    output reg  [1:0]  sdram_dqm,
    output reg  [15:0] sdram_dq_o,
    output reg         sdram_dq_oe,
    input  wire [15:0] sdram_dq_i
);
  // {ras_n, cas_n, we_n}
  localparam [2:0] NOP = 3'b111, ACTIVATE = 3'b011, READ = 3'b101, WRITE = 3'b100, PRECHARGE = 3'b010,
                   REFRESH = 3'b001, SET_MODE = 3'b000;
  localparam [12:0] ALL_BANKS = 13'h0400;
  localparam [12:0] MODE = {6'd0, CL[2:0], 4'b0001}; // burst of two, sequential

  localparam [3:0] POWER_UP = 4'd0, INIT_PRECHARGE = 4'd1, INIT_REFRESH = 4'd2, INIT_MODE = 4'd3, READY = 4'd4,
                   CLOSE = 4'd5, OPEN = 4'd6, ACCESS = 4'd7, READING = 4'd8, WRITING = 4'd9,
                   REFRESH_CLOSE = 4'd10, REFRESH_START = 4'd11, SETTLE = 4'd12, DISPATCH = 4'd13;
  reg [3:0] state;

  localparam TIMER_W = 15;
  reg [TIMER_W-1:0] delay;    // cycles until the state may go on
  reg [2:0]         init_refreshes;
  reg [3:0]         row_age;  // cycles until the row opened last may be closed (T_RAS); the others are older
  reg [3:0]         recovery; // cycles until a bank may be closed after the last write
  wire waiting   = delay != 0;
  wire may_close = recovery == 4'd0 && row_age == 4'd0;

  reg [3:0]   is_open;
  reg [12:0]  row [0:3];

  // The request in work. It is latched before anything hangs on it: its address comes late from the heap controller.
  reg         q_we;
  reg  [22:0] q_adr;
  reg  [3:0]  q_sel;
  reg  [31:0] q_dat;
  wire [1:0]  bank  = q_adr[9:8];
  wire        hit   = is_open[bank] && row[bank] == q_adr[22:10];

  reg  [8:0] refresh_timer;
  reg  [3:0] refreshes_owed;
  reg        refresh_urgent;
  wire       refresh_tick = refresh_timer == 9'd0;
  wire       refresh_done = state == REFRESH_START && !waiting;

  wire request = wb_cyc && wb_stb;
  assign wb_stall = state != READY || refresh_urgent;

  // Read data: low half first.
  reg [15:0] dq_new, dq_old;
  assign wb_dat_r = {dq_new, dq_old};

  // What to do in this cycle.
  wire take       = state == READY && request && !refresh_urgent;
  wire dispatch   = state == DISPATCH;
  wire do_access  = (dispatch && hit) || (state == ACCESS && !waiting);
  wire do_open    = (dispatch && !is_open[bank]) || (state == OPEN && !waiting);
  wire do_close   = ((dispatch && is_open[bank] && !hit) || state == CLOSE) && may_close;

  reg [2:0] command;
  always @(*) {sdram_ras_n, sdram_cas_n, sdram_we_n} = command;

`ifdef LITH_FAULT_SDRAM_TRP
  localparam [TIMER_W-1:0] RP_WAIT = 0;
`else
  localparam [TIMER_W-1:0] RP_WAIT = T_RP[TIMER_W-1:0] - 1'b1;
`endif
  localparam [TIMER_W-1:0] INIT_WAIT = T_INIT[TIMER_W-1:0], RCD_WAIT = T_RCD[TIMER_W-1:0] - 1'b1;
  localparam [TIMER_W-1:0] RFC_WAIT = T_RFC[TIMER_W-1:0] - 1'b1, MRD_WAIT = T_MRD[TIMER_W-1:0] - 1'b1;
  localparam [TIMER_W-1:0] READ_WAIT = CL[TIMER_W-1:0] + 1'b1;
  localparam [8:0] REFI_LAST = T_REFI[8:0] - 1'b1;
  localparam [3:0] RAS_WAIT = T_RAS[3:0] - 1'b1, WR_WAIT = T_WR[3:0], URGENT = REFRESH_URGENT[3:0];

  always @(posedge clk) begin
    dq_new <= sdram_dq_i;
    dq_old <= dq_new;
    wb_ack <= (take && wb_we) || (state == READING && delay == 1);

    command     <= NOP;
    sdram_dq_oe <= 1'b0;
    sdram_dqm   <= 2'b00;
    if (waiting) delay <= delay - 1'b1;
    if (row_age != 4'd0) row_age <= row_age - 4'd1;
    if (recovery != 4'd0) recovery <= recovery - 4'd1;

    if (take) begin
      q_we  <= wb_we;
      q_adr <= wb_adr;
      q_sel <= wb_sel;
      q_dat <= wb_dat_w;
    end

    refresh_timer  <= refresh_tick ? REFI_LAST : refresh_timer - 9'd1;
    refreshes_owed <= refreshes_owed + {3'd0, refresh_tick} - {3'd0, refresh_done};
    refresh_urgent <= refreshes_owed >= URGENT;

    case (state)
      POWER_UP: begin
        sdram_cke      <= 1'b1;
        refreshes_owed <= 4'd0;
        if (!waiting) state <= INIT_PRECHARGE;
      end
      INIT_PRECHARGE: begin
        command <= PRECHARGE;
        sdram_a <= ALL_BANKS;
        delay   <= RP_WAIT;
        state   <= INIT_REFRESH;
      end
      INIT_REFRESH:
        if (!waiting) begin
          command        <= REFRESH;
          delay          <= RFC_WAIT;
          init_refreshes <= init_refreshes - 3'd1;
          if (init_refreshes == 3'd0) state <= INIT_MODE;
        end
      INIT_MODE:
        if (!waiting) begin
          command  <= SET_MODE;
          sdram_ba <= 2'd0;
          sdram_a  <= MODE;
          delay    <= MRD_WAIT;
          state    <= SETTLE;
        end
      READY: begin
        if (take) state <= DISPATCH;
        else if (refresh_urgent || (refreshes_owed != 4'd0 && !request))
          state <= is_open == 4'd0 ? REFRESH_START : REFRESH_CLOSE;
      end
      DISPATCH: if (!hit) state <= !is_open[bank] ? ACCESS : may_close ? OPEN : CLOSE;
      CLOSE: if (may_close) state <= OPEN;
      OPEN: if (!waiting) state <= ACCESS;
      ACCESS: ;
      READING: if (delay == 1) state <= READY;
      WRITING: begin
        sdram_dq_o  <= q_dat[31:16];
        sdram_dqm   <= ~q_sel[3:2];
        sdram_dq_oe <= 1'b1;
        state       <= READY;
      end
      REFRESH_CLOSE:
        if (may_close) begin
          command <= PRECHARGE;
          sdram_a <= ALL_BANKS;
          is_open <= 4'd0;
          delay   <= RP_WAIT;
          state   <= REFRESH_START;
        end
      REFRESH_START:
        if (!waiting) begin
          command <= REFRESH;
          delay   <= RFC_WAIT - 1'b1;
          state   <= SETTLE;
        end
      SETTLE: if (!waiting) state <= READY;
      default: state <= POWER_UP;
    endcase

    if (do_close) begin
      command       <= PRECHARGE;
      sdram_ba      <= bank;
      sdram_a       <= 13'd0;
      is_open[bank] <= 1'b0;
      delay         <= RP_WAIT;
    end
    if (do_open) begin
      command       <= ACTIVATE;
      sdram_ba      <= bank;
      sdram_a       <= q_adr[22:10];
      is_open[bank] <= 1'b1;
      row[bank]     <= q_adr[22:10];
      delay         <= RCD_WAIT;
      row_age       <= RAS_WAIT;
    end
    if (do_access) begin
      command     <= q_we ? WRITE : READ;
      sdram_ba    <= bank;
      sdram_a     <= {4'd0, q_adr[7:0], 1'b0};
      sdram_dq_o  <= q_dat[15:0];
      sdram_dqm   <= q_we ? ~q_sel[1:0] : 2'b00;
      sdram_dq_oe <= q_we;
      delay       <= q_we ? 0 : READ_WAIT;
      state       <= q_we ? WRITING : READING;
      if (q_we) recovery <= WR_WAIT;
    end

    if (rst) begin
      state          <= POWER_UP;
      delay          <= INIT_WAIT;
      init_refreshes <= 3'd7;
      row_age        <= 4'd0;
      recovery       <= 4'd0;
      is_open        <= 4'd0;
      refresh_timer  <= REFI_LAST;
      refreshes_owed <= 4'd0;
      refresh_urgent <= 1'b0;
      sdram_cke      <= 1'b0;
      wb_ack         <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  // For waveforms.
  reg [8*10-1:0] dbg_state;
  always @(*)
    case (state)
      POWER_UP:       dbg_state = "power_up";
      INIT_PRECHARGE: dbg_state = "init_prech";
      INIT_REFRESH:   dbg_state = "init_refr";
      INIT_MODE:      dbg_state = "init_mode";
      READY:          dbg_state = "ready";
      DISPATCH:       dbg_state = "dispatch";
      CLOSE:          dbg_state = "close";
      OPEN:           dbg_state = "open";
      ACCESS:         dbg_state = "access";
      READING:        dbg_state = "reading";
      WRITING:        dbg_state = "writing";
      REFRESH_CLOSE:  dbg_state = "refr_close";
      REFRESH_START:  dbg_state = "refr_start";
      SETTLE:         dbg_state = "settle";
      default:        dbg_state = "?";
    endcase
  wire _unused_dbg = &{1'b0, dbg_state};
`endif
endmodule
