// SDRAM controller: words of 32 bits in a 16-bit SDR SDRAM of 32 MiB (4 banks of 8192 rows of 512 columns). Each word is a
// burst of two, and bursts follow each other without a gap, so a line takes two cycles a word. Rows stay open until another
// row of the bank or a refresh needs them.
//
//   mem_adr | row 22:10 | bank 9:8, added to 15:14 | column pair 7:0 |
//
// (By the addition, a line and the one that it drives out of lith_lines lie in different banks as a rule: both rows stay
// open.) Commands leave registers at the rising edge of clk; the SDRAM sees them at its own rising edge, half a cycle later
// (its clock is clk inverted). Two reads of an open row:
//
//   cycle        0        1        2        3        4        5        6
//   mem        ready             ready             valid             valid
//   command             READ              READ
//   data register                          low      high     low      high   (CL = 2)
//
// Writes are not answered and finish by themselves. A row that will be wanted next (next_adr) is opened in cycles that are
// left between the commands of the requests before, if it is in another bank. Refreshes are done in idle cycles when they are due, and at the latest
// when REFRESH_URGENT of them are owed; the chip allows eight.
`default_nettype none

(* keep_hierarchy *)  // as lith_lines, from which its requests come late
module lith_sdram #(
    // All in clock cycles, rounded up from the data sheet.
    parameter CL = 2,              // CAS latency, 2 or 3
    parameter T_INIT = 10000,      // power-up delay, 200 us
    parameter T_RP = 2,            // precharge to activate
    parameter T_RCD = 2,           // activate to read or write
    parameter T_RAS = 3,           // activate to precharge
    parameter T_RFC = 4,           // refresh to anything
    parameter T_WR = 2,            // last write data to precharge, at most 2
    parameter T_MRD = 2,           // mode register set to anything
    parameter T_REFI = 390,        // one refresh on average in 7.8 us
    parameter REFRESH_URGENT = 4
) (
    input  wire        clk,
    input  wire        rst,

    // Words. A request is done when mem_ready is 1; until then it may change or go away. mem_ready depends on the request.
    // mem_valid comes once for each read, in their order, and cannot be held off.
    input  wire        mem_req,
    input  wire        mem_we,
    input  wire [22:0] mem_adr,
    input  wire [31:0] mem_dat_w,
    output wire        mem_ready,
    output wire        mem_valid,
    output wire [31:0] mem_dat_r,
    // A hint at any time: the row of the request after this one.
    input  wire        next_req,
    input  wire [22:8] next_adr,

    // To the chip; cs_n is always low. The board joins dq_o, dq_oe and dq_i to the bidirectional pins.
    output reg         sdram_cke,
    output reg         sdram_ras_n,
    output reg         sdram_cas_n,
    output reg         sdram_we_n,
    output reg  [1:0]  sdram_ba,
    output reg  [12:0] sdram_a,
    output wire [1:0]  sdram_dqm,
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
                   REFRESH_CLOSE = 4'd5, REFRESH_START = 4'd6, SETTLE = 4'd7;
  reg [3:0] state;

  localparam TIMER_W = 15;
  reg [TIMER_W-1:0] delay;    // power-up and refresh: cycles until the next command may leave
  reg [2:0]         init_refreshes;
  reg [3:0]         row_age;  // cycles until the row opened last may be closed (T_RAS); the others are older
  reg [3:0]         recovery; // cycles until the bank of the last write may be closed (T_WR)
  reg [1:0]         written;  // that bank
  reg [2:0]         turn;     // cycles until the last read is off the bus, and a write may begin
  reg               second;   // the second half of a burst goes over the bus or is being asked for: no command now
  reg [15:0]        high;     // that half, of a write
  reg [CL+1:0]      reads;    // on their way through the chip
  wire waiting = delay != 0;

  // The banks.
  reg [3:0]   is_open;
  reg [12:0]  row [0:3];
  reg [1:0]   settle [0:3]; // cycles until the bank may have a command after it was opened or closed
  reg [3:0]   settled;

  integer i;
  always @(*) for (i = 0; i < 4; i = i + 1) settled[i] = settle[i] == 2'd0;
  wire [1:0]  bank      = mem_adr[9:8] ^ mem_adr[15:14];
  wire        hit       = is_open[bank] && row[bank] == mem_adr[22:10];
  wire [1:0]  next_bank = next_adr[9:8] ^ next_adr[15:14];
  wire        next_hit  = is_open[next_bank] && row[next_bank] == next_adr[22:10];

  reg  [8:0] refresh_timer;
  reg  [3:0] refreshes_owed;
  reg        refresh_urgent;
  wire       refresh_tick = refresh_timer == 9'd0;
  wire       refresh_done = state == REFRESH_START && !waiting;

  // What to do in this cycle.
  wire serve     = state == READY && !second && mem_req && !refresh_urgent && settled[bank];
  wire do_access = serve && hit && !(mem_we && turn != 3'd0);
  wire do_open   = serve && !is_open[bank];
  wire do_close  = serve && is_open[bank] && !hit && row_age == 4'd0 && !(recovery != 4'd0 && written == bank);
  wire ahead     = state == READY && next_req && !refresh_urgent && settled[next_bank] && !do_access && !do_open && !do_close
                && !(mem_req && next_bank == bank) && !(second && next_bank == sdram_ba);
  wire open_next  = ahead && !is_open[next_bank];
  wire close_next = ahead && is_open[next_bank] && !next_hit && row_age == 4'd0 && !(recovery != 4'd0 && written == next_bank);
  wire opens      = do_open || open_next;
  wire closes     = do_close || close_next;
  wire [1:0]  its_bank = do_open || do_close ? bank : next_bank;
  wire [12:0] its_row  = do_open ? mem_adr[22:10] : next_adr[22:10];

  // Read data: low half first.
  reg [15:0] dq_new, dq_old;
  assign mem_dat_r = {dq_new, dq_old};
  assign mem_valid = reads[CL+1];
  assign mem_ready = do_access;

  reg [2:0] command;
  always @(*) {sdram_ras_n, sdram_cas_n, sdram_we_n} = command;
  assign sdram_dqm = 2'b00;

`ifdef LITH_FAULT_SDRAM_TRP
  localparam [TIMER_W-1:0] RP_WAIT = 0;
`else
  localparam [TIMER_W-1:0] RP_WAIT = T_RP[TIMER_W-1:0] - 1'b1;
`endif
`ifdef LITH_FAULT_SDRAM_TURN
  localparam [2:0] TURN_WAIT = 3'd0;
`else
  localparam [2:0] TURN_WAIT = CL[2:0] + 3'd1;
`endif
  localparam [TIMER_W-1:0] INIT_WAIT = T_INIT[TIMER_W-1:0];
  localparam [1:0] RCD_WAIT = T_RCD[1:0] - 1'b1;
  localparam [TIMER_W-1:0] RFC_WAIT = T_RFC[TIMER_W-1:0] - 1'b1, MRD_WAIT = T_MRD[TIMER_W-1:0] - 1'b1;
  localparam [8:0] REFI_LAST = T_REFI[8:0] - 1'b1;
  localparam [3:0] RAS_WAIT = T_RAS[3:0] - 1'b1, WR_WAIT = T_WR[3:0], URGENT = REFRESH_URGENT[3:0];

  always @(posedge clk) begin
    dq_new <= sdram_dq_i;
    dq_old <= dq_new;
    reads  <= {reads[CL:0], do_access && !mem_we};
    second <= do_access;
    high   <= mem_dat_w[31:16];

    command     <= NOP;
    sdram_dq_o  <= high;
    sdram_dq_oe <= second && command == WRITE;
    if (waiting) delay <= delay - 1'b1;
    if (row_age != 4'd0) row_age <= row_age - 4'd1;
    if (recovery != 4'd0) recovery <= recovery - 4'd1;
    if (turn != 3'd0) turn <= turn - 3'd1;
    for (i = 0; i < 4; i = i + 1) if (!settled[i]) settle[i] <= settle[i] - 2'd1;

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
      READY:
        if (!second && settled == 4'b1111 && !closes && !opens && (refresh_urgent || (refreshes_owed != 4'd0 && !mem_req)))
          state <= is_open == 4'd0 ? REFRESH_START : REFRESH_CLOSE;
      REFRESH_CLOSE:
        if (recovery == 4'd0 && row_age == 4'd0) begin
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

    if (closes) begin
      command           <= PRECHARGE;
      sdram_ba          <= its_bank;
      sdram_a           <= 13'd0;
      is_open[its_bank] <= 1'b0;
      settle[its_bank]  <= RP_WAIT[1:0];
    end
    if (opens) begin
      command           <= ACTIVATE;
      sdram_ba          <= its_bank;
      sdram_a           <= its_row;
      is_open[its_bank] <= 1'b1;
      row[its_bank]     <= its_row;
      settle[its_bank]  <= RCD_WAIT;
      row_age           <= RAS_WAIT;
    end
    if (do_access) begin
      command     <= mem_we ? WRITE : READ;
      sdram_ba    <= bank;
      sdram_a     <= {4'd0, mem_adr[7:0], 1'b0};
      sdram_dq_o  <= mem_dat_w[15:0];
      sdram_dq_oe <= mem_we;
      if (mem_we) begin
        recovery <= WR_WAIT;
        written  <= bank;
      end else turn <= TURN_WAIT;
    end

    if (rst) begin
      state          <= POWER_UP;
      delay          <= INIT_WAIT;
      init_refreshes <= 3'd7;
      row_age        <= 4'd0;
      recovery       <= 4'd0;
      turn           <= 3'd0;
      second         <= 1'b0;
      for (i = 0; i < 4; i = i + 1) settle[i] <= 2'd0;
      reads          <= {CL + 2{1'b0}};
      is_open        <= 4'd0;
      refresh_timer  <= REFI_LAST;
      refreshes_owed <= 4'd0;
      refresh_urgent <= 1'b0;
      sdram_cke      <= 1'b0;
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
      REFRESH_CLOSE:  dbg_state = "refr_close";
      REFRESH_START:  dbg_state = "refr_start";
      SETTLE:         dbg_state = "settle";
      default:        dbg_state = "?";
    endcase
  wire _unused_dbg = &{1'b0, dbg_state};
`endif
endmodule
