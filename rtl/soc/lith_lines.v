// Heap memory in lines: a write-back cache in block RAM between the heap controller's Wishbone port and the SDRAM. Direct
// mapped; a line is 2^LINE_WORDS neighbouring words.
//
//   wb_adr | tag | line LINES+LINE_WORDS-1:LINE_WORDS | word LINE_WORDS-1:0 |
//   state of a line | tag | fetched | a bit for each word: dirty |
//
// A word is there when its line has been fetched or the word is dirty. So a write that misses takes the line without
// fetching it, and what is made new is never read from SDRAM. A read of a word that is not there fetches the words that are
// not dirty, the wanted one first. Only dirty words are written back.
//
//                wb_adr ----+--------> line memory, state memory <------- S, when it has to be looked at again; writes
//                           v               | line     | state
//     K <- (behind it) <- [ S ] ---> look <-+----------+-----> wb_dat_r, the word or the state is written
//                                     |
//                    victim of a miss |   x -> v: its dirty words     f: the line that is being fetched
//                                     +---> mem ... written <--------> mem ... asked for, come
//
//   cycle          0         1         2         3 ... 6         7
//   read, hit    request    look      ack
//   read, miss   request    look     mem                valid    ack     (row open: lith_sdram)
//   write        request    ack, look: done, or it waits
//
// The address comes late in its cycle and goes nowhere but into registers (S) and to the address inputs of a port of
// the memories, which has nothing else to do. The memories answer late, too, and are far from each other: synthesis
// optimises this module by itself. A write is acknowledged before it is known whether it finds its line; if it has to
// wait, a request that came behind it is kept in K. It waits while a word of a fetched line is being stored, while its
// word is still to come, and when its line's victim is dirty and the two victims before are not written yet. Fetches go
// before writing back, word by word; hits of other lines go on beside both.
//
// A weak read, the collector's, leaves while it waits when another access is wanted. Its line comes nevertheless, if it has been
// asked for; the word that was wanted is handed on when it comes, and a read that would end in that cycle ends later.
//
// Lines need no clearing at reset. The controller reads no word that it has not written since then, and a line that holds
// anything else only brings that to the SDRAM, to words that nobody has written.
`default_nettype none

(* keep_hierarchy *)
module lith_lines #(
    parameter AW = 23,         // address width, words
    parameter LINES = 12,      // log2 of the number of lines
    parameter LINE_WORDS = 2   // log2 of the words of a line, at least 1; LINES + LINE_WORDS is less than AW
) (
    input  wire          clk,
    input  wire          rst,

    // Wishbone B4 pipelined slave. wb_stall is a register. Behind a read that has not been acknowledged there may be a read, but
    // no write, which is acknowledged at once.
    input  wire          wb_cyc,
    input  wire          wb_stb,
    input  wire          wb_we,
    input  wire [AW-1:0] wb_adr,
    input  wire [3:0]    wb_sel,
    input  wire [31:0]   wb_dat_w,
    output wire          wb_stall,
    output reg           wb_ack,
    output reg  [31:0]   wb_dat_r,
    // A weak read gives way: if it has to wait, and another access is wanted, it is given up. It may be made again.
    input  wire          wb_weak,     // with wb_stb
    input  wire          wb_wanted,
    output reg           wb_given_up, // with wb_ack: it was, wb_dat_r is nothing
    output wire          wb_owed,     // with wb_given_up: its word will come nevertheless
    output reg           wb_late,     // it is here: wb_dat_r, no ack
    output wire          wb_calm,     // a line would be fetched at once

    // To lith_sdram: words.
    output wire          mem_req,
    output wire          mem_we,
    output wire [AW-1:0] mem_adr,
    output wire [31:0]   mem_dat_w,
    input  wire          mem_ready,
    input  wire          mem_valid,
    input  wire [31:0]   mem_dat_r,
    output wire          next_req, // the row of the request after this one
    output wire [AW-1:8] next_adr
);
  localparam W = LINE_WORDS, WORDS = 1 << W, TAG = AW - LINES - W, STATE = TAG + 1 + WORDS;

  // The lowest word of a set.
  function [W-1:0] lowest(input [WORDS-1:0] set);
    integer i;
    begin
      lowest = {W{1'b0}};
      for (i = WORDS - 1; i >= 0; i = i - 1) if (set[i]) lowest = i[W-1:0];
    end
  endfunction

  // What is read in the cycle of a write to the same line is never used: what was written stands in b_ and in d_.
  (* no_rw_check *) reg [32*WORDS-1:0] data  [0:(1<<LINES)-1] /* verilator public_flat_rw */;
  (* no_rw_check *) reg [STATE-1:0]    state [0:(1<<LINES)-1] /* verilator public_flat_rw */;

  // S: the request that is being looked at. K: one that came while S had to wait.
  reg          s_valid;
  reg          s_new, s_again;  // the memories have been read for S: at its request, or at the other port
  reg          s_we, s_weak;
  reg [AW-1:0] s_adr;
  reg [3:0]    s_sel;
  reg [31:0]   s_dat;
  reg          k_valid, k_we, k_weak;
  reg [AW-1:0] k_adr;
  reg [3:0]    k_sel;
  reg [31:0]   k_dat;
  reg          s_waits;         // S has been looked at, and needs a word of SDRAM
  reg          hold;            // S has to wait, or will perhaps, and not K behind it: nothing is taken
  assign wb_stall = hold;
  wire take = wb_cyc && wb_stb && !hold;

  wire [W-1:0]     s_word = s_adr[W-1:0];
  wire [LINES-1:0] s_line = s_adr[W+:LINES];
  wire [TAG-1:0]   s_tag  = s_adr[AW-1-:TAG];

  // ---- The line and its state, as of the last edge. What was written at that edge is newer than what was read: b_ of the
  // data, d_ of the state. Newest is the state that was decided on in the cycle before, c_, which is written in this one:
  // it is decided on late, so it goes no further than into registers.
  reg [32*WORDS-1:0] new_data, again_data;
  reg [STATE-1:0]    new_state, again_state, c_state, d_state;
  wire [32*WORDS-1:0] r_data  = s_new ? new_data : again_data;
  wire [STATE-1:0]    r_state = s_new ? new_state : again_state;
  reg [LINES-1:0]    c_line, d_line, b_line;
  reg                c_new, d_new, b_new;
  reg [W-1:0]        b_word;
  reg [3:0]          b_sel;
  reg [31:0]         b_dat;

  wire [TAG-1:0]   tag;
  wire             fetched;
  wire [WORDS-1:0] dirty;
`ifdef LITH_FAULT_LINES_STATE
  wire             in_c = 1'b0;
`else
  wire             in_c = c_new && c_line == s_line;
`endif
`ifdef LITH_FAULT_LINES_WRITTEN
  wire             in_d = 1'b0;
`else
  wire             in_d = d_new && d_line == s_line;
`endif
  wire [STATE-1:0] known_state = in_c ? c_state : d_state;
  assign {tag, fetched, dirty} = in_c || in_d ? known_state : r_state;
  wire        newer = b_new && b_line == s_line;
  wire [31:0] old_word = r_data[{s_word, 5'd0}+:32];
`ifdef LITH_FAULT_LINES_WORD
  wire [3:0]  newer_bytes = 4'b0000;
`else
  wire [3:0]  newer_bytes = b_sel & {4{newer && b_word == s_word}};
`endif
  wire [31:0] word = {newer_bytes[3] ? b_dat[31:24] : old_word[31:24], newer_bytes[2] ? b_dat[23:16] : old_word[23:16],
                      newer_bytes[1] ? b_dat[15:8] : old_word[15:8], newer_bytes[0] ? b_dat[7:0] : old_word[7:0]};

  // ---- The line that is being fetched, and the victims: the one that is being written back, and one behind it
  reg  [AW-1:W]    f_adr;
  reg  [W-1:0]     f_word;           // the wanted word
  reg  [WORDS-1:0] f_ask, f_left;    // words still to be asked for, still to come
  reg              f_ask_1st, f_1st; // the wanted one is among them
  reg              f_owed;           // to a read that has been given up; while it is, there is no other weak one
  reg              f_behind;         // part of the line is still in v or x: it must be written first
  reg  [AW-1:W]    v_adr;
  reg  [WORDS-1:0] v_dirty, v_left;  // words that v holds, and those still to be written
  reg  [32*WORDS-1:0] v_data;
  reg              x_full;
  reg  [AW-1:W]    x_adr;
  reg  [WORDS-1:0] x_dirty;
  reg  [32*WORDS-1:0] x_data;

  wire         v_full   = v_left != {WORDS{1'b0}};
  wire         fetching = f_left != {WORDS{1'b0}};
  wire [W-1:0] f_asked  = f_ask_1st ? f_word : lowest(f_ask);
  wire [W-1:0] f_coming = f_1st ? f_word : lowest(f_left);
  wire [W-1:0] v_word   = lowest(v_left);
`ifdef LITH_FAULT_LINES_ORDER
  wire         ask = f_ask != {WORDS{1'b0}};
`else
  wire         ask = f_ask != {WORDS{1'b0}} && !(f_behind && (v_full || x_full));
`endif
  assign mem_req   = ask || v_full;
  assign mem_we    = !ask;
  assign mem_adr   = ask ? {f_adr, f_asked} : {v_adr, v_word};
  assign mem_dat_w = v_data[{v_word, 5'd0}+:32];
  assign next_req  = ask ? v_full : s_waits;
  assign next_adr  = ask ? v_adr[AW-1:8] : s_adr[AW-1:8];

  // ---- The look at S
  wire [4*WORDS-1:0] of_s, of_memory; // bytes
  wire look  = s_valid && (s_new || s_again);
  wire whole = s_we && &s_sel;
  wire match, has_word;
  wire [WORDS-1:0] s_bit = {{(WORDS - 1){1'b0}}, 1'b1} << s_word;
  lith_lines_match #(.TAG(TAG), .WORDS(WORDS)) compare (
      .wanted(s_tag), .wanted_word(s_bit), .known(in_c || in_d), .known_match(known_state[STATE-1-:TAG] == s_tag),
      .known_has(known_state[WORDS] || |(known_state[WORDS-1:0] & s_bit)),
      .first(s_new), .first_tag(new_state[STATE-1-:TAG]), .second_tag(again_state[STATE-1-:TAG]),
      .first_words(new_state[WORDS:0]), .second_words(again_state[WORDS:0]), .match(match), .has_word(has_word)
  );
  wire there = match && has_word;
  wire in_f  = fetching && f_adr[W+:LINES] == s_line;
`ifdef LITH_FAULT_LINES_COMING
  wire coming = 1'b0;
`else
  wire coming = in_f && f_left[s_word];
`endif
  // The line may be taken for S: it has the line already, or its victim need not be written, or can move to v.
  wire must_write = dirty != {WORDS{1'b0}};
`ifdef LITH_FAULT_LINES_VICTIM
  wire take_other = !in_f;
`else
  wire take_other = !in_f && !(must_write && (x_full || newer));
`endif
  wire may_take = match || take_other;
  wire late     = mem_valid && f_1st && f_owed;  // takes wb_dat_r
`ifdef LITH_FAULT_LINES_LATE
  wire may_read = look && !s_we && !coming;
`else
  wire may_read = look && !s_we && !coming && !late;
`endif
  wire do_read  = may_read && there;
  // The wanted word, just come.
`ifdef LITH_FAULT_LINES_OWED
  wire pass     = s_valid && !s_we && mem_valid && f_1st;
`else
  wire pass     = s_valid && !s_we && mem_valid && f_1st && !f_owed;
`endif
  wire give_up  = s_valid && s_weak && wb_wanted; // unless it ends in this cycle
  wire given_up = give_up && !(do_read || pass);
  wire do_write, leave, load;
  wire [4*WORDS-1:0] enable;
  lith_lines_write #(.BYTES(4 * WORDS)) write (
      .may(look && s_we && !mem_valid && !coming), .match(match),
      .if_match(whole || has_word), .if_other(whole && take_other), .may_read(may_read), .has_word(has_word),
      .at_once(pass || give_up), .empty(!s_valid), .of_s(of_s), .of_memory(of_memory),
      .do_write(do_write), .leave(leave), .load(load), .enable(enable)
  );
  wire do_fetch = look && !whole && !there && !fetching && may_take;
  wire evict    = (do_write || do_fetch) && !match && must_write;
  assign wb_owed  = f_owed;
  assign wb_calm  = !fetching && !x_full;

  // ---- The memories
  wire             put    = mem_valid || do_write;
  wire [LINES-1:0] p_line = mem_valid ? f_adr[W+:LINES] : s_line;
  wire [W-1:0]     p_word = mem_valid ? f_coming : s_word;
  wire [3:0]       p_sel  = mem_valid ? 4'b1111 : s_sel;
  wire [31:0]      p_dat  = mem_valid ? mem_dat_r : s_dat;
  wire [WORDS-1:0] f_bit  = {{(WORDS - 1){1'b0}}, 1'b1} << f_coming;
  wire [WORDS-1:0] kept   = match ? dirty : {WORDS{1'b0}};
  wire             set    = do_write || do_fetch;
  wire [STATE-1:0] to_set = {s_tag, do_fetch || match && fetched, kept | (do_write ? s_bit : {WORDS{1'b0}})};

  genvar w;
  generate
    for (w = 0; w < WORDS; w = w + 1) begin : bytes
      assign of_s[4*w+:4]      = s_sel & {4{s_bit[w]}};
      assign of_memory[4*w+:4] = {4{mem_valid && f_bit[w]}};
    end
  endgenerate

  integer i;
  always @(posedge clk) begin
    for (i = 0; i < 4 * WORDS; i = i + 1) if (enable[i]) data[p_line][8 * i +: 8] <= p_dat[8 * (i % 4) +: 8];
    again_data <= data[p_line];
  end
  always @(posedge clk) begin
    if (c_new) state[c_line] <= c_state;
    again_state <= state[s_line];
  end
  always @(posedge clk) begin
    new_data  <= data[wb_adr[W+:LINES]];
    new_state <= state[wb_adr[W+:LINES]];
  end

  always @(posedge clk) begin
    b_line  <= p_line;
    b_word  <= p_word;
    b_sel   <= p_sel;
    b_dat   <= p_dat;
    c_line  <= s_line;
    c_state <= to_set;
    d_line  <= c_line;
    d_state <= c_state;
    if (rst) begin
      b_new <= 1'b0;
      c_new <= 1'b0;
      d_new <= 1'b0;
    end else begin
      b_new <= put;
      c_new <= set;
      d_new <= c_new;
    end
  end

  // ---- S, K and the answers
  always @(posedge clk) begin
    wb_dat_r <= pass || late ? mem_dat_r : word;
    s_waits  <= look && !leave && !whole;
    if (load) begin   // (hold only with S)
      s_we   <= hold ? k_we : wb_we;
      s_weak <= hold ? k_weak : wb_weak && !wb_we;
      s_adr  <= hold ? k_adr : wb_adr;
      s_sel  <= hold ? k_sel : wb_sel;
      s_dat  <= hold ? k_dat : wb_dat_w;
    end
    if (!hold) begin
      k_we   <= wb_we;
      k_weak <= wb_weak && !wb_we;
      k_adr  <= wb_adr;
      k_sel  <= wb_sel;
      k_dat  <= wb_dat_w;
    end
    if (rst) begin
      s_valid     <= 1'b0;
      s_new       <= 1'b0;
      s_again     <= 1'b0;
      k_valid     <= 1'b0;
      hold        <= 1'b0;
      wb_ack      <= 1'b0;
      wb_given_up <= 1'b0;
      wb_late     <= 1'b0;
    end else begin
      wb_ack      <= take && wb_we || leave && !s_we;
      wb_given_up <= given_up;
      wb_late     <= late;
      s_new       <= !hold && (!s_valid || leave);
      s_again     <= !leave && !mem_valid;
      if (hold) begin
        if (leave) begin
          s_valid <= k_valid;
          k_valid <= 1'b0;
          hold    <= k_valid;
        end
      end else if (s_valid && !leave) begin
        k_valid <= take;
        hold    <= 1'b1;
      end else begin
        s_valid <= take;
        hold    <= take && wb_we && (!(&wb_sel) || x_full || evict);
      end
    end
  end

  // ---- SDRAM
  always @(posedge clk)
    if (rst) begin
      f_ask  <= {WORDS{1'b0}};
      f_left <= {WORDS{1'b0}};
      v_left <= {WORDS{1'b0}};
      x_full <= 1'b0;
      f_owed <= 1'b0;
    end else begin
      if (late) f_owed <= 1'b0;
      else if (given_up && (do_fetch || fetching && f_1st)) f_owed <= 1'b1;
      if (mem_ready && ask) begin
        f_ask[f_asked] <= 1'b0;
        f_ask_1st      <= 1'b0;
      end
      if (mem_ready && !ask) v_left[v_word] <= 1'b0;
      if (mem_valid) begin
        f_left[f_coming] <= 1'b0;
        f_1st            <= 1'b0;
      end
      if (!v_full && !x_full) f_behind <= 1'b0;
      if (do_fetch) begin
`ifdef LITH_FAULT_LINES_KEPT
        f_ask     <= {WORDS{1'b1}};
        f_left    <= {WORDS{1'b1}};
`else
        f_ask     <= ~kept;
        f_left    <= ~kept;
`endif
      end
      // Whatever S looks at, while neither is in use: whether it is fetched, and drives a line out, is known late.
      if (!fetching) begin
        f_adr     <= s_adr[AW-1:W];
        f_word    <= s_word;
        f_ask_1st <= 1'b1;
        f_1st     <= 1'b1;
        f_behind  <= v_full && v_adr == s_adr[AW-1:W] || x_full && x_adr == s_adr[AW-1:W];
      end
      if (!x_full) begin
        x_adr   <= {tag, s_line};
        x_data  <= r_data;
        x_dirty <= dirty;
      end
      x_full <= evict || x_full && v_full;
      if (!v_full && x_full) begin
        v_adr   <= x_adr;
        v_data  <= x_data;
        v_dirty <= x_dirty;
        v_left  <= x_dirty;
      end
    end

  wire _unused = &{1'b0, v_dirty};
endmodule
