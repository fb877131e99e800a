// Lith's core: RV32I with M, C (parameters), Zicsr, machine mode, and Xcell with transparent tags.
//
//   fetch                 execute                             respond
//   +-----------+ insn    +-----------------------------+     +-----------------------------------+
//   | buffer,   |-------->| decode, operands (bypass),  |---->| memory or cell answer, load lanes |--> register file
//   | realign,  |-------->| ALU, tags, branch, address; |     | register write, traps             |    (w_: last write)
//   | expand    | ra1 ra2 | requests leave here         |     +-----------------------------------+
//   +-----------+         +-----------------------------+
//                   ^                  | redirect
//                   +------------------+
//
// Signals carry their stage: f_ fetch, x_ execute, m_ respond, w_ the word written last, t_ trap entry.
//
// An instruction has effects in execute only when the one before it can no longer trap, so traps are precise and
// interrupts fall between instructions. Exceptions travel to the respond stage; there a trap writes mtval; then mepc
// is written (t_save), then a jump through mtvec runs as an instruction of its own (x_vector).
//
// The register file is synchronous: its addresses are given at the end of fetch. While execute stands still it reads
// again in each cycle, so operands are always: the file, or the word written last (w_), or the result in m_.
//
// Where the program goes, and fetch with it, is decided in lith_steer.v. Bits of instructions are looked at in
// lith_predecode.v (of the next one) and lith_decode.v (of that in execute) alone.
//
// Buses: docs/machine.md. i_addr and d_addr have their two low bits 0. A data request that is not granted at once goes
// on from the respond stage (m_retry), so that a late `d_gnt` holds up nothing else. No output but h_req_valid and the
// requests depends on an input of the same cycle other than the answers.
`default_nettype none
`include "lith_isa.vh"
`include "lith_core_defs.vh"

module lith_core #(
    parameter        RV_C = 1,       // 1: compressed instructions
    parameter        RV_M = 2,       // 0: no M; 1: iterative; 2: multiplier in one cycle, iterative division
    parameter        COUNTERS = 1,   // 1: mcycle, minstret and their high halves, 64 bits
    parameter        COPY = 1,       // 1: xc.copy
    parameter        DURABLE = 1,    // 1: xc.durable, xc.ref
    parameter        REGS_DISTRIBUTED = 0, // 1: registers in LUT RAM (ECP5): quicker than block RAM
    // 1: for a higher clock: a queue behind the instruction port, with jumps followed from there; an own comparator for
    // branches, an own adder for addresses
    parameter        QUICK = REGS_DISTRIBUTED,
    parameter [31:0] RESET_VECTOR = 32'h0000_0000
) (
    input  wire        clk,
    input  wire        rst,

    // Instruction port
    output wire        i_req,
    input  wire        i_gnt,
    output wire [31:0] i_addr,
    input  wire        i_rvalid,
    input  wire [31:0] i_rdata,
    input  wire        i_err,

    // Data port; bit 32 is the tag
    output wire        d_req,
    output wire        d_early, // may become d_req in this cycle; comes long before it
    output wire        d_again, // the request was made before and not granted: its address is d_addr_again, early
    input  wire        d_gnt,
    output wire [31:0] d_addr,
    output wire [31:0] d_addr_new,   // d_addr without d_again
    output wire [31:0] d_addr_again,
    output wire        d_we,
    output wire [3:0]  d_be,
    output wire [32:0] d_wdata,
    input  wire        d_rvalid,
    input  wire [32:0] d_rdata,
    input  wire        d_err,

    // Cell port, towards the heap controller (docs/heap.md)
    output wire        h_req_valid,
    input  wire        h_req_ready,
    output wire [4:0]  h_req_op,
    output wire [4:0]  h_req_kind,
    output wire [32:0] h_req_ref,
    output wire [32:0] h_req_a,
    output wire [32:0] h_req_b,
    input  wire        h_resp_valid,
    input  wire [32:0] h_resp_data,
    input  wire        h_resp_trap,
    input  wire [4:0]  h_resp_cause,

    // Register roots, towards the root walker
    output wire        rr_valid,
    output wire [32:0] rr_data,
    input  wire        rr_ready,
    output wire        rr_busy,

    // Interrupts (level) and state
    input  wire        irq_timer,
    input  wire        irq_external,
    input  wire        irq_heap,
    output wire        sleeping // waits in wfi, nothing pending
`ifdef RISCV_FORMAL
    ,
`define LITH_RVFI_OUT wire
`include "lith_rvfi_ports.vh"
`undef LITH_RVFI_OUT
`endif
);
  // ------------------------------------------------------------------------------------------------ fetch
  wire        f_valid, f_err, f_err_half, x_accept;
  wire [31:0] f_raw;
  wire        jump_sum, jump_near, follow, redirect, redirect_ready;
  wire [31:1] near_target, follow_target;
  wire [31:0] address;

  lith_fetch #(.RV_C(RV_C), .QUEUED(QUICK), .RESET_VECTOR(RESET_VECTOR)) fetch (
      .clk(clk), .rst(rst),
      .i_req(i_req), .i_gnt(i_gnt), .i_addr(i_addr), .i_rvalid(i_rvalid), .i_rdata(i_rdata), .i_err(i_err),
      .jump_sum(jump_sum), .sum_target(address[31:1]), .jump_near(jump_near), .near_target(near_target),
      .follow(follow), .follow_target(follow_target), .redirect(redirect), .redirect_ready(redirect_ready),
      .valid(f_valid), .insn(f_raw), .err(f_err), .err_half(f_err_half), .ready(x_accept));

  wire        f_short, f_is_jal, f_is_branch, f_backwards;
  wire [31:0] f_insn;
  wire [5:0]  f_read1, f_read2;
  wire [20:1] f_offset;
  lith_predecode #(.RV_C(RV_C)) predecode (
      .raw(f_raw), .short(f_short), .insn(f_insn), .read1(f_read1), .read2(f_read2), .is_jal(f_is_jal),
      .is_branch(f_is_branch), .backwards(f_backwards), .offset(f_offset));

  // ------------------------------------------------------------------------------------------------ execute
  reg        x_valid;
  reg [31:0] x_insn;
  reg        x_short, x_err, x_err_half;
  reg [31:1] x_pc;       // of the instruction in execute, or of the next one to come
  reg        x_phase;    // second cycle of csr, mret and the three-operand cell instructions
  reg        x_started;  // has begun and must be completed
  reg        x_stale;    // port 1 of the register file was used for something else in the last cycle
  reg        x_vector;   // not an instruction but the jump of a trap through mtvec
  reg        t_save;     // trap entry: mepc is written
  reg        clearing;   // the register file is cleared after reset
  reg [5:0]  clear_index;
  reg [5:0]  x_ra1, x_ra2; // what the register file's ports show

  reg        m_live;     // an instruction that will retire
  reg        m_mem, m_cell, m_gcstart, m_exc, m_we, m_mul;
  reg [5:0]  m_rd;
  reg [32:0] m_result;   // ALU result, address, xc operand for mtval, tval of an exception
  reg [11:0] m_ways;     // of a load's bytes
  reg        m_short;
  reg [5:0]  m_cause;    // bit 5: interrupt

  reg        w_we;
  reg [5:0]  w_rd;
  reg [32:0] w_data;

  wire [31:0] imm;
  wire illegal_decode, is_lui, is_auipc, is_jal, is_jalr, is_branch, is_load, is_store, is_compute, is_multiply,
       is_muldiv, is_csr, is_fencei, is_ecall, is_ebreak, is_mret, is_wfi, is_kind, is_cell, is_gcstart, kernel;
  wire [4:0] rd, rs1, rs2;
  wire use_imm, writes_rd, reads_rs1, reads_rs2, reads_rd, expects;
  wire [2:0] operation, logic_op;
  wire subtract, compare_unsigned, shift_left, shift_arithmetic, branch_unsigned, branch_on_less, branch_inverted;
  wire gives_sum, gives_logic, gives_shift, gives_less;
  wire [11:0] csr_address;
  wire [5:0] csr_slot;
  wire csr_write, csr_immediate;

  lith_decode #(.RV_M(RV_M), .COPY(COPY), .DURABLE(DURABLE)) decode (
      .insn(x_insn), .second(x_phase), .illegal(illegal_decode),
      .is_lui(is_lui), .is_auipc(is_auipc), .is_jal(is_jal), .is_jalr(is_jalr), .is_branch(is_branch),
      .is_load(is_load), .is_store(is_store), .is_compute(is_compute), .is_multiply(is_multiply), .is_muldiv(is_muldiv),
      .is_csr(is_csr), .is_fencei(is_fencei), .is_ecall(is_ecall), .is_ebreak(is_ebreak), .is_mret(is_mret),
      .is_wfi(is_wfi), .is_kind(is_kind), .is_cell(is_cell), .is_gcstart(is_gcstart), .kernel(kernel),
      .rd(rd), .rs1(rs1), .rs2(rs2), .imm(imm), .use_imm(use_imm), .writes_rd(writes_rd), .reads_rs1(reads_rs1),
      .reads_rs2(reads_rs2), .reads_rd(reads_rd), .expects(expects),
      .operation(operation), .subtract(subtract), .compare_unsigned(compare_unsigned), .logic_op(logic_op),
      .shift_left(shift_left), .shift_arithmetic(shift_arithmetic), .branch_unsigned(branch_unsigned),
      .branch_on_less(branch_on_less), .branch_inverted(branch_inverted),
      .gives_sum(gives_sum), .gives_logic(gives_logic), .gives_shift(gives_shift), .gives_less(gives_less),
      .csr_address(csr_address), .csr_slot(csr_slot), .csr_write(csr_write), .csr_immediate(csr_immediate),
      .cell_op(h_req_op), .cell_kind(h_req_kind));

  wire is_mem   = is_load || is_store;
  wire rd_zero  = rd == 5'd0;

  // Operands. In the second phase of a csr instruction its own rd is in m_ already and must not be seen; in that of the
  // others m_ holds no register's word.
  wire [32:0] rf1, rf2;
  wire m_bypass = m_we && !x_phase;
  wire m_same1, m_same2; // m_rd is x_ra1, x_ra2
  wire m_hit1 = m_bypass && m_same1;
  wire m_hit2 = m_bypass && m_same2;
  // LUT RAM shows what was written in the last cycle.
  wire w_bypass = w_we && REGS_DISTRIBUTED == 0;
  wire w_hit1 = w_bypass && w_rd == x_ra1;
  wire w_hit2 = w_bypass && w_rd == x_ra2;
  wire [32:0] x_a = m_hit1 ? m_result : w_hit1 ? w_data : rf1;
  wire [32:0] x_b = m_hit2 ? m_result : w_hit2 ? w_data : rf2;

  wire        csr_known, csr_in_regfile, irq_waiting, irq_take;
  wire [31:0] csr_rdata;
  wire [4:0]  irq_cause;
  wire [5:0]  mcause;
  wire        vector_mode;

  wire [31:0] op_a = csr_immediate ? {27'd0, rs1} : is_lui ? 32'd0 : x_a[31:0];
  wire [31:0] op_b = use_imm ? imm : is_csr && !csr_in_regfile ? csr_rdata : x_b[31:0];
  wire        op_b_tag = !use_imm && x_b[32];

  // ALU
  wire [31:0] sum, logic_out, shift_out;
  wire        equal, less;
  lith_alu alu (
      .a(op_a), .b(op_b), .subtract(subtract), .compare_unsigned(compare_unsigned), .logic_op(logic_op),
      .shift_left(shift_left), .shift_arithmetic(shift_arithmetic),
      .sum(sum), .equal(equal), .less(less), .logic_out(logic_out), .shift_out(shift_out));

  // Branches decide the next fetch address, loads and jumps the next address of a memory: a comparator and an adder of
  // their own take the operands before the ALU's muxes. imm is 0 for mret.
  wire        branch_less, branch_equal;
  generate
    if (QUICK != 0) begin : g_quick
      assign address = x_a[31:0] + imm;
      wire flip = !branch_unsigned;
      assign branch_less  = {x_a[31] ^ flip, x_a[30:0]} < {x_b[31] ^ flip, x_b[30:0]};
      assign branch_equal = x_a[31:0] == x_b[31:0];
      wire unused = &{1'b0, equal};
    end else begin : g_in_alu
      assign address      = sum;
      assign branch_less  = less;
      assign branch_equal = equal;
      wire unused = &{1'b0, branch_unsigned};
    end
  endgenerate

  wire compute_tag;
  lith_tag tag_rules (
      .operation(operation), .subtract(subtract), .immediate(use_imm), .a(op_a), .b(op_b), .a_tag(x_a[32]),
      .b_tag(op_b_tag), .tag(compute_tag));

  // Next address, also: mepc of a trap in the respond stage (one instruction back), tval of a fetch error.
  wire m_trap, m_step_back;
  wire step_none  = t_save || (x_err && !m_step_back);
  wire step_short = m_step_back ? m_short : x_short;
  wire [31:1] step;
  assign step[1]    = step_none ? x_err && x_err_half && !t_save : step_short;
  assign step[2]    = m_step_back || (!step_none && !step_short);
  assign step[31:3] = {29{m_step_back}};
  wire [31:1] pc_next   = x_pc + step;
  wire [31:1] pc_target = x_pc + imm[31:1];

  // Exceptions
  wire jump_misaligned, misaligned;
  wire illegal = illegal_decode || (is_csr && !csr_known) || (kernel && x_pc[31]);
  wire no_value = illegal || is_ecall || is_ebreak;
  wire x_exc_early = x_err || no_value; // known from the instruction alone
  wire x_exc = x_exc_early || jump_misaligned || (is_mem && misaligned);
  wire [4:0] x_cause = x_err ? `LITH_CAUSE_FETCH : illegal ? `LITH_CAUSE_ILLEGAL : is_ebreak ? `LITH_CAUSE_BREAKPOINT :
                       is_ecall ? `LITH_CAUSE_ECALL : !is_mem ? `LITH_CAUSE_JUMP_MISALIGNED :
                       misaligned ? (is_store ? `LITH_CAUSE_STORE_MISALIGNED : `LITH_CAUSE_LOAD_MISALIGNED) :
                       is_store ? `LITH_CAUSE_STORE : `LITH_CAUSE_LOAD;

  // Going on. What follows may come into execute before it is known whether this instruction traps or jumps: it is
  // then dropped again.
  wire m_mem_ok = d_rvalid && !d_err;
  // Behind a gcstart nothing may run before the register roots are marked as not taken.
  wire m_cell_ok = h_resp_valid && !h_resp_trap && !m_gcstart;
  wire turning_back; // fetch is on its way back from a branch guessed wrongly, which has left execute
  wire x_can   = !m_exc && (!m_mem || m_mem_ok) && (!m_cell || m_cell_ok) && !t_save && !clearing;
`ifdef LITH_FAULT_IRQ
  wire x_irq   = irq_take && x_can && !x_vector && !turning_back; // also in the middle of an instruction
`else
  wire x_irq   = irq_take && x_can && !x_started && !x_vector && !turning_back;
`endif
  wire m_late  = (m_mem || m_mul || m_cell) && m_we;
  wire x_late  = m_late && ((m_same1 && reads_rs1) || (m_same2 && reads_rs2));
  // fence.i lets a store in front of it reach the RAM.
  wire x_serial = ((is_csr && !x_phase) || is_fencei) && m_live;
  wire root_rest, root_steal, root_blocked;
  wire [5:0] root_index;
  wire x_ready = x_valid && x_can && !x_stale && !root_rest && !x_late && !x_serial && !root_blocked && !x_irq;
  wire x_go    = x_ready && !x_exc_early; // runs, unless an address is wrong
  wire x_run   = x_ready && !x_exc;
  wire x_fault = x_irq || (x_ready && x_exc);

  wire        md_done;
  wire [31:0] md_result;
  wire x_may_jump;
  wire x_two_phase = is_csr || is_mret || reads_rd;
  wire x_first  = x_go && x_two_phase && !x_phase;
  wire x_second_or_only = !x_two_phase || x_phase;
  wire x_leaves = x_second_or_only && (!x_may_jump || redirect_ready) && (!is_muldiv || md_done) &&
                  (!is_wfi || irq_waiting);
  wire x_done   = x_run && x_leaves && (!is_cell || h_req_ready);
  // A csr instruction's two cycles, told without the answers that come late in this one: it begins when nothing is in the
  // respond stage, and then nothing but itself is there when it ends.
  wire csr_may_go = is_csr && x_valid && !x_stale && !root_rest && !root_blocked && !x_exc_early;
  wire csr_begins = csr_may_go && !x_phase && !m_live && !m_exc && !t_save && !clearing && !(irq_take && !turning_back);
  wire csr_ends   = csr_may_go && x_phase;
  assign h_req_valid = x_go && x_second_or_only && is_cell;
  assign sleeping    = x_go && is_wfi && !irq_waiting;
  // Behind a cell request nothing can run before its answer, a cycle later at the earliest: the next instruction comes
  // in that cycle, and h_req_ready, which may be late, does not matter here.
  assign x_accept = (!x_valid || (x_ready && x_leaves && !is_cell)) && !t_save && !clearing && !turning_back;

  // Where the program and fetch go
  wire        x_jumps, f_dropped;
  wire [31:1] x_target;
  wire [31:1] x_after   = x_jumps ? x_target : pc_next;
  wire [31:1] x_pc_next = m_step_back ? pc_next : x_done ? x_after : x_pc;
  wire        x_stays   = x_valid && !x_done && !x_fault && !m_trap;
  wire        f_enters  = x_accept && f_valid && !(x_done && f_dropped) && !x_fault && !m_trap;
  wire        condition = (branch_on_less ? branch_less : branch_equal) ^ branch_inverted;
  lith_steer #(.RV_C(RV_C), .QUICK(QUICK)) steer (
      .clk(clk), .rst(rst),
      .f_valid(f_valid), .f_err(f_err), .f_short(f_short), .f_is_jal(f_is_jal), .f_is_branch(f_is_branch),
      .f_backwards(f_backwards), .f_offset(f_offset),
      .x_valid(x_valid), .x_short(x_short), .x_pc(x_pc), .x_is_jal(is_jal), .x_is_jalr(is_jalr),
      .x_is_branch(is_branch), .x_is_fencei(is_fencei), .x_is_mret(is_mret), .x_second(x_phase), .x_vector(x_vector),
      .x_condition(condition), .x_backwards(imm[31]), .x_near_target(pc_target), .x_sum_target(address[31:1]),
      .x_may_jump(x_may_jump), .x_jumps(x_jumps), .x_target(x_target), .x_misaligned(jump_misaligned),
      .x_has_operands(!x_late), .x_go(x_go), .x_done(x_done), .x_stays(x_stays), .x_pc_next(x_pc_next),
      .x_accept(x_accept), .f_enters(f_enters), .trap_entry(t_save),
      .f_dropped(f_dropped), .turning_back(turning_back),
      .jump_sum(jump_sum), .jump_near(jump_near), .near_target(near_target), .follow(follow),
      .follow_target(follow_target), .redirect(redirect), .redirect_ready(redirect_ready));

  // Data port
  wire [3:0]  lanes;
  wire [11:0] ways;
  wire [32:0] x_wdata;
  lith_lsu lsu (
      .size(operation), .offset(address[1:0]), .st_data(x_b), .misaligned(misaligned), .st_be(lanes),
      .st_wdata(x_wdata), .ld_ways(ways));
  reg         m_retry; // the request of the instruction in respond has not been granted yet
  reg         m_store;
  reg  [3:0]  m_be;
  reg  [32:0] m_wdata;
  assign d_req   = m_retry || (x_go && is_mem && !misaligned);
  assign d_early = m_retry || (x_valid && is_mem);
  assign d_again = m_retry;
  assign d_addr_new   = {address[31:2], 2'b00};
  assign d_addr_again = {m_result[31:2], 2'b00};
  assign d_addr  = d_again ? d_addr_again : d_addr_new;
  assign d_we    = m_retry ? m_store : is_store;
  assign d_be    = m_retry ? m_be : lanes | {4{is_load}};
  assign d_wdata = m_retry ? m_wdata : x_wdata;
  always @(posedge clk) begin
`ifdef LITH_FAULT_RETRY
    m_retry <= 1'b0; // the request is withdrawn
`else
    m_retry <= !rst && d_req && !d_gnt;
`endif
    if (!m_retry) begin
      m_store <= is_store;
      m_be    <= d_be;
      m_wdata <= x_wdata;
    end
  end

  // Cell port. The third operand waits in m_result, read a cycle earlier.
  assign h_req_ref  = x_a;
  assign h_req_a    = {op_b_tag, op_b};
  assign h_req_b    = reads_rd ? m_result : x_b;

  // Multiply and divide
  wire [31:0] mul_result;
  generate
    if (RV_M != 0) begin : g_muldiv
      reg md_running;
      wire md_start = x_go && is_muldiv && !md_running;
      lith_muldiv #(.MULTIPLY(RV_M == 1 ? 1 : 0)) muldiv (
          .clk(clk), .rst(rst), .start(md_start), .op(operation), .a(op_a), .b(x_b[31:0]),
          .done(md_done), .result(md_result));
      always @(posedge clk)
        if (rst || md_done) md_running <= 1'b0;
        else if (md_start) md_running <= 1'b1;
    end else begin : g_no_muldiv
      assign md_done = 1'b0;
      assign md_result = 32'd0;
    end
    if (RV_M == 2) begin : g_fast_multiply
      lith_multiply multiply (
          .clk(clk), .start(x_done), .op(operation[1:0]), .a(op_a), .b(x_b[31:0]), .result(mul_result));
    end else begin : g_no_fast_multiply
      assign mul_result = 32'd0;
    end
  endgenerate

  // Result. Everything off gives 0, the tval of most exceptions.
  wire x_value   = !no_value && !x_irq && !x_err && !t_save;
  wire use_sum   = x_value && (gives_sum || (jump_misaligned && is_jalr));
  wire use_logic = x_value && gives_logic;
  wire use_shift = x_value && gives_shift;
  wire use_less  = x_value && gives_less;
  wire use_next  = (x_value && (is_jal || is_jalr) && !jump_misaligned) || (x_err && !x_irq) || t_save;
  wire use_target = x_value && (is_auipc || (jump_misaligned && !is_jalr));
  wire use_md    = x_value && is_muldiv;
  wire use_kind  = x_value && is_kind;
  wire [5:0] kind = x_a[32] ? {1'b0, x_a[6:2]} : {4'b1000, x_a[1:0]};
  wire [31:0] x_result_any = ({32{use_sum}} & sum) | ({32{use_logic}} & logic_out) | ({32{use_shift}} & shift_out) |
                             ({32{use_next}} & {pc_next, 1'b0}) | ({32{use_target}} & {pc_target, 1'b0}) |
                             ({32{use_md}} & md_result) | {26'd0, {6{use_kind}} & kind} | {31'd0, use_less && less};
  // mepc, mtvec and jump targets have bits that are always 0.
  wire csr_second = is_csr && x_phase;
  wire to_mepc    = csr_second && x_ra2 == `LITH_SLOT_MEPC;
  wire to_mtvec   = csr_second && x_ra2 == `LITH_SLOT_MTVEC;
  wire [31:0] x_result = {x_result_any[31:2], x_result_any[1] && !(to_mtvec || (to_mepc && RV_C == 0)),
                          x_result_any[0] && !to_mepc && !jump_misaligned};
  wire x_tag = x_value && ((is_compute && compute_tag) || (is_cell && (x_two_phase && !x_phase ? x_b[32] : x_a[32])) ||
                           (is_csr && !x_phase && csr_in_regfile && x_b[32]));

  // After reset the whole register file is cleared: no tag outlives a reset.
`ifdef LITH_SHORT_RESET
  // For an outside checker, which has few cycles: x0 alone, and the CSRs, which have bits that are always 0. The other
  // registers keep what they had: the checker takes any words, tagged or not.
  localparam [5:0] CLEAR_LAST = `LITH_SLOT_MTVAL;
  wire [5:0] clear_next = clear_index == 6'd0 ? `LITH_SLOT_MTVEC :
                          clear_index == `LITH_SLOT_MTVEC ? `LITH_SLOT_MSCRATCH : clear_index + 6'd1;
`else
  localparam [5:0] CLEAR_LAST = 6'd47;
  wire [5:0] clear_next = clear_index + 6'd1;
`endif

  // The next register file addresses
  wire x_phase_next = x_phase || x_first;
  wire x_third_now = reads_rd && (expects ^ x_phase_next); // xc.cas reads rd first, xc.set rs2
  wire [5:0] x_home1 = t_save || x_vector ? `LITH_SLOT_MTVEC : is_mret ? `LITH_SLOT_MEPC : {1'b0, rs1};
  wire [5:0] x_home2 = is_csr ? csr_slot : {1'b0, x_third_now ? rd : rs2};
  wire [5:0] ra1_other = root_steal ? root_index : x_home1;
  wire [5:0] ra1 = x_accept && !root_steal ? f_read1 : ra1_other; // f_read1 comes last
  wire [5:0] ra2 = x_accept ? f_read2 : x_home2;

  always @(posedge clk) begin
    x_ra1   <= ra1;
    x_ra2   <= ra2;
    x_stale <= root_steal;
    x_valid <= f_enters || x_stays;
    x_pc    <= x_pc_next;

    if (x_done) begin
      x_phase   <= 1'b0;
      x_started <= 1'b0;
      x_vector  <= 1'b0;
    end else if (x_run) begin
      x_started <= 1'b1;
      x_phase   <= x_phase_next;
    end
    if (x_accept) begin
      x_insn     <= f_insn;
      x_short    <= f_short;
      x_err      <= f_err;
      x_err_half <= f_err_half;
    end
    if (m_trap) t_save <= 1'b1;
    if (t_save) begin
      t_save   <= 1'b0;
      x_valid  <= 1'b1;
      x_vector <= 1'b1;
      x_err    <= 1'b0;
      // jalr x0, 0(mtvec), or 4 * cause behind it for an interrupt when it is vectored
      x_insn   <= {5'd0, mcause[4:0] & {5{mcause[5] && vector_mode}}, 2'b00, 13'd0, `LITH_OPCODE_JALR, 2'b11};
    end

    if (clearing) clear_index <= clear_next;
    if (clear_index == CLEAR_LAST) clearing <= 1'b0;

    if (rst) begin
      x_valid   <= 1'b0;
      x_phase   <= 1'b0;
      x_started <= 1'b0;
      x_vector  <= 1'b0;
      x_stale   <= 1'b0;
      x_err     <= 1'b0;
      t_save    <= 1'b0;
      x_pc      <= RESET_VECTOR[31:1];
      clearing  <= 1'b1;
      clear_index <= 6'd0;
    end
  end

  // ------------------------------------------------------------------------------------------------ respond
  wire m_done  = m_mem ? d_rvalid && !d_err : m_cell ? h_resp_valid && !h_resp_trap : !m_exc;
  wire m_waits = (m_mem && !d_rvalid) || (m_cell && !h_resp_valid);
  assign m_step_back = (m_mem && d_rvalid && d_err) || (m_cell && h_resp_valid && h_resp_trap);
  assign m_trap = m_exc || m_step_back;
  wire m_retire = m_live && m_done;
  wire [5:0] m_trap_cause = m_cell ? {1'b0, h_resp_cause} : m_cause;

  wire [5:0] m_rd_next = t_save ? `LITH_SLOT_MEPC : is_csr && x_phase ? x_ra2 : {1'b0, rd};

  // The comparison for the bypass, made a cycle ahead where the clock matters; what decides which is late.
  generate
    if (QUICK != 0) begin : g_same_ahead
      reg same1, same2;
      assign {m_same1, m_same2} = {same1, same2};
      wire f_same1 = m_waits ? f_read1 == m_rd : f_read1 == m_rd_next;
      wire f_same2 = m_waits ? f_read2 == m_rd : f_read2 == m_rd_next;
      wire x_same1 = m_waits ? ra1_other == m_rd : ra1_other == m_rd_next;
      wire x_same2 = m_waits ? x_home2 == m_rd : x_home2 == m_rd_next;
      always @(posedge clk) begin
        same1 <= x_accept && !root_steal ? f_same1 : x_same1;
        same2 <= x_accept ? f_same2 : x_same2;
      end
    end else begin : g_same
      assign m_same1 = m_rd == x_ra1;
      assign m_same2 = m_rd == x_ra2;
    end
  endgenerate

  wire x_to_m = x_done || x_first || x_fault || t_save;

  always @(posedge clk) begin
    if (!m_waits) begin
      m_live    <= (x_done && !x_vector && !(x_phase && is_csr)) || (x_first && is_csr);
      m_mem     <= x_done && is_mem;
      m_cell    <= x_done && is_cell;
      m_gcstart <= is_gcstart;
      m_exc     <= x_fault;
      m_mul     <= x_done && is_multiply;
      m_we      <= (x_done && writes_rd && !rd_zero && !is_csr) || (x_first && is_csr && !rd_zero) ||
                   (x_done && is_csr && csr_in_regfile && csr_write) || t_save;
      m_rd      <= m_rd_next;
      m_ways    <= ways;
      m_short   <= x_short;
      m_cause   <= x_irq ? {1'b1, irq_cause} : {1'b0, x_cause};
    end
    if (x_to_m) m_result <= {x_tag, x_result};
    if (rst) begin
      m_live <= 1'b0;
      m_mem  <= 1'b0;
      m_cell <= 1'b0;
      m_exc  <= 1'b0;
      m_we   <= 1'b0;
    end
  end

  // Register file write. While an answer is awaited nothing is written: whether it is there does not matter here.
  wire [32:0] m_other = clearing ? 33'd0 : m_cell && !h_resp_trap ? h_resp_data :
                        RV_M == 2 && m_mul ? {1'b0, mul_result} : m_result;
  wire [32:0] m_data;
  lith_load load (.ways(m_ways), .rdata(d_rdata), .taken(m_mem && !d_err), .other(m_other), .data(m_data));
  wire        rf_we = clearing || m_trap || (m_we && m_done);
  wire [5:0]  rf_wa = clearing ? clear_index : m_trap ? `LITH_SLOT_MTVAL : m_rd;

  lith_regfile #(.DISTRIBUTED(REGS_DISTRIBUTED)) regfile (
      .clk(clk), .ra1(ra1), .ra2(ra2), .rd1(rf1), .rd2(rf2), .we(rf_we), .wa(rf_wa), .wd(m_data));

  always @(posedge clk) begin
    w_we   <= rf_we;
    w_rd   <= rf_wa;
    w_data <= m_data;
  end

`ifdef RISCV_FORMAL
  wire [31:0] now_mstatus, now_misa, now_mie, now_mip, now_mcause;
  wire [63:0] now_mcycle, now_minstret;
`endif
  lith_csr #(.RV_C(RV_C), .RV_M(RV_M), .COUNTERS(COUNTERS)) csr (
      .clk(clk), .rst(rst),
      .addr(csr_address), .known(csr_known), .in_regfile(csr_in_regfile), .rdata(csr_rdata),
      .writing(csr_write && (csr_begins || (is_csr && x_phase))), .we(csr_write && csr_ends), .wdata(x_result_any),
      .trap(m_trap), .trap_cause(m_trap_cause), .mret(x_done && is_mret), .retire(m_retire), .cause(mcause),
      .vector_mode(vector_mode),
      .irq_timer(irq_timer), .irq_external(irq_external), .irq_heap(irq_heap),
      .irq_waiting(irq_waiting), .irq_take(irq_take), .irq_cause(irq_cause)
`ifdef RISCV_FORMAL
      , .rvfi_mstatus(now_mstatus), .rvfi_misa(now_misa), .rvfi_mie(now_mie), .rvfi_mip(now_mip), .rvfi_mcause(now_mcause),
      .rvfi_mcycle(now_mcycle), .rvfi_minstret(now_minstret)
`endif
  );

  wire root_arm = m_cell && m_gcstart;
  wire root_unread;
  assign root_blocked = root_unread && x_valid && writes_rd;
  reg x_asleep; // in wfi: it has begun, but does not need its operands
  always @(posedge clk) x_asleep <= sleeping;
  lith_rootregs rootregs (
      .clk(clk), .rst(rst),
      .arm(root_arm), .go(root_arm && h_resp_valid && !h_resp_trap && h_resp_data[0]),
      .may_steal(!x_started || x_asleep), .rest(root_rest), .steal(root_steal), .index(root_index), .read_data(rf1),
      .want(rd), .blocked(root_unread), .urgent(root_blocked),
      .rr_valid(rr_valid), .rr_data(rr_data), .rr_ready(rr_ready), .rr_busy(rr_busy));

`ifdef RISCV_FORMAL
  reg [31:0] x_raw; // the instruction as it was fetched
  always @(posedge clk) if (x_accept) x_raw <= f_err ? 32'd0 : f_short ? {16'd0, f_raw[15:0]} : f_raw;

  // What was not fetched whole reads nothing, whatever its bits.
  wire shows_rs1 = reads_rs1 && !no_value && !x_err;
  wire shows_rs2 = reads_rs2 && !no_value && !x_err && !is_csr && !is_mret && !is_wfi;
  wire shows_rs3 = reads_rd && !no_value && !x_err;
  lith_rvfi rvfi (
      .clk(clk), .rst(rst),
      .leave((x_done && !x_vector && !csr_second) || (x_first && is_csr) || x_fault), .irq(x_irq), .insn(x_raw),
      .pc(x_pc), .pc_after(x_after),
      .rs1_addr(shows_rs1 ? rs1 : 5'd0),
      .rs2_addr(shows_rs2 ? rs2 : 5'd0),
      .rs1(shows_rs1 && !is_mret ? x_a : 33'd0),
      .rs2(shows_rs2 ? (reads_rd && !expects ? m_result : x_b) : 33'd0),
      .rs3(shows_rs3 ? (expects ? m_result : x_b) : 33'd0),
      .mem_addr(d_addr), .mem_rmask(is_load ? lanes : 4'd0), .mem_wmask(is_store ? lanes : 4'd0),
      .mem_wdata(x_wdata), .is_cell(is_cell && x_run), .is_mret(is_mret && x_run),
      .is_csr(x_first && is_csr), .csr_address(csr_address), .csr_write(csr_write),
      .csr_old(csr_in_regfile ? x_b[31:0] : csr_rdata), .csr_done(x_done && csr_second),
      .mstatus(now_mstatus), .misa(now_misa), .mie(now_mie), .mip(now_mip), .mcause(now_mcause), .mcycle(now_mcycle),
      .minstret(now_minstret),
      .retire(m_retire), .trap(m_trap), .trap_cause(m_trap_cause), .rd_we(m_we), .rd_addr(m_rd[4:0]),
      .slot_we(rf_we), .slot(rf_wa), .data(m_data), .mem_rdata(d_rdata),
      .vector(x_done && x_vector), .vector_target(x_target),
      .rvfi_valid(rvfi_valid), .rvfi_order(rvfi_order), .rvfi_insn(rvfi_insn), .rvfi_trap(rvfi_trap),
      .rvfi_halt(rvfi_halt), .rvfi_intr(rvfi_intr), .rvfi_mode(rvfi_mode), .rvfi_ixl(rvfi_ixl),
      .rvfi_rs1_addr(rvfi_rs1_addr), .rvfi_rs2_addr(rvfi_rs2_addr), .rvfi_rs1_rdata(rvfi_rs1_rdata),
      .rvfi_rs2_rdata(rvfi_rs2_rdata), .rvfi_rd_addr(rvfi_rd_addr), .rvfi_rd_wdata(rvfi_rd_wdata),
      .rvfi_pc_rdata(rvfi_pc_rdata), .rvfi_pc_wdata(rvfi_pc_wdata), .rvfi_mem_addr(rvfi_mem_addr),
      .rvfi_mem_rmask(rvfi_mem_rmask), .rvfi_mem_wmask(rvfi_mem_wmask), .rvfi_mem_rdata(rvfi_mem_rdata),
      .rvfi_mem_wdata(rvfi_mem_wdata), .rvfi_x_rs1_tag(rvfi_x_rs1_tag), .rvfi_x_rs2_tag(rvfi_x_rs2_tag),
      .rvfi_x_rs3_rdata(rvfi_x_rs3_rdata), .rvfi_x_rs3_tag(rvfi_x_rs3_tag), .rvfi_x_rd_tag(rvfi_x_rd_tag),
      .rvfi_x_mem_rtag(rvfi_x_mem_rtag), .rvfi_x_mem_wtag(rvfi_x_mem_wtag), .rvfi_x_cell(rvfi_x_cell),
      .rvfi_csr_mstatus_rmask(rvfi_csr_mstatus_rmask), .rvfi_csr_mstatus_wmask(rvfi_csr_mstatus_wmask),
      .rvfi_csr_mstatus_rdata(rvfi_csr_mstatus_rdata), .rvfi_csr_mstatus_wdata(rvfi_csr_mstatus_wdata),
      .rvfi_csr_misa_rmask(rvfi_csr_misa_rmask), .rvfi_csr_misa_wmask(rvfi_csr_misa_wmask),
      .rvfi_csr_misa_rdata(rvfi_csr_misa_rdata), .rvfi_csr_misa_wdata(rvfi_csr_misa_wdata),
      .rvfi_csr_mie_rmask(rvfi_csr_mie_rmask), .rvfi_csr_mie_wmask(rvfi_csr_mie_wmask),
      .rvfi_csr_mie_rdata(rvfi_csr_mie_rdata), .rvfi_csr_mie_wdata(rvfi_csr_mie_wdata),
      .rvfi_csr_mtvec_rmask(rvfi_csr_mtvec_rmask), .rvfi_csr_mtvec_wmask(rvfi_csr_mtvec_wmask),
      .rvfi_csr_mtvec_rdata(rvfi_csr_mtvec_rdata), .rvfi_csr_mtvec_wdata(rvfi_csr_mtvec_wdata),
      .rvfi_csr_mscratch_rmask(rvfi_csr_mscratch_rmask), .rvfi_csr_mscratch_wmask(rvfi_csr_mscratch_wmask),
      .rvfi_csr_mscratch_rdata(rvfi_csr_mscratch_rdata), .rvfi_csr_mscratch_wdata(rvfi_csr_mscratch_wdata),
      .rvfi_csr_mepc_rmask(rvfi_csr_mepc_rmask), .rvfi_csr_mepc_wmask(rvfi_csr_mepc_wmask),
      .rvfi_csr_mepc_rdata(rvfi_csr_mepc_rdata), .rvfi_csr_mepc_wdata(rvfi_csr_mepc_wdata),
      .rvfi_csr_mcause_rmask(rvfi_csr_mcause_rmask), .rvfi_csr_mcause_wmask(rvfi_csr_mcause_wmask),
      .rvfi_csr_mcause_rdata(rvfi_csr_mcause_rdata), .rvfi_csr_mcause_wdata(rvfi_csr_mcause_wdata),
      .rvfi_csr_mtval_rmask(rvfi_csr_mtval_rmask), .rvfi_csr_mtval_wmask(rvfi_csr_mtval_wmask),
      .rvfi_csr_mtval_rdata(rvfi_csr_mtval_rdata), .rvfi_csr_mtval_wdata(rvfi_csr_mtval_wdata),
      .rvfi_csr_mip_rmask(rvfi_csr_mip_rmask), .rvfi_csr_mip_wmask(rvfi_csr_mip_wmask),
      .rvfi_csr_mip_rdata(rvfi_csr_mip_rdata), .rvfi_csr_mip_wdata(rvfi_csr_mip_wdata),
      .rvfi_csr_mcycle_rmask(rvfi_csr_mcycle_rmask), .rvfi_csr_mcycle_wmask(rvfi_csr_mcycle_wmask),
      .rvfi_csr_mcycle_rdata(rvfi_csr_mcycle_rdata), .rvfi_csr_mcycle_wdata(rvfi_csr_mcycle_wdata),
      .rvfi_csr_minstret_rmask(rvfi_csr_minstret_rmask), .rvfi_csr_minstret_wmask(rvfi_csr_minstret_wmask),
      .rvfi_csr_minstret_rdata(rvfi_csr_minstret_rdata), .rvfi_csr_minstret_wdata(rvfi_csr_minstret_wdata),
      .rvfi_x_trap_cause(rvfi_x_trap_cause), .rvfi_x_mtval(rvfi_x_mtval));
`endif

`ifndef SYNTHESIS
  always @(posedge clk)
    if (!rst && (csr_begins != (x_first && is_csr) || csr_ends != (x_done && is_csr))) begin
      $display("lith_core: a csr instruction goes on in another cycle than the CSRs were told");
      $stop;
    end

  // For waveforms: what is in execute.
  reg [8*9-1:0] dbg_execute;
  wire unused_dbg = &{1'b0, dbg_execute};
  always @*
    if (clearing) dbg_execute = "reset";
    else if (t_save) dbg_execute = "trap save";
    else if (x_vector) dbg_execute = "trap jump";
    else if (!x_valid) dbg_execute = "-";
    else if (x_irq) dbg_execute = "interrupt";
    else if (x_exc_early) dbg_execute = "exception";
    else if (is_lui) dbg_execute = "lui";
    else if (is_auipc) dbg_execute = "auipc";
    else if (is_jal) dbg_execute = "jal";
    else if (is_jalr) dbg_execute = "jalr";
    else if (is_branch) dbg_execute = "branch";
    else if (is_load) dbg_execute = "load";
    else if (is_store) dbg_execute = "store";
    else if (is_compute) dbg_execute = "compute";
    else if (is_multiply || is_muldiv) dbg_execute = "muldiv";
    else if (is_csr) dbg_execute = "csr";
    else if (is_mret) dbg_execute = "mret";
    else if (is_wfi) dbg_execute = "wfi";
    else if (is_kind) dbg_execute = "xc.kind";
    else if (is_cell) dbg_execute = "xc";
    else dbg_execute = "fence";

  // Retired instructions, for the simulator, whatever COUNTERS is.
  reg [63:0] minstret /* verilator public_flat_rd */;
  always @(posedge clk)
    if (rst) minstret <= 64'd0;
    else if (m_retire) minstret <= minstret + 64'd1;
`endif
endmodule

`default_nettype wire
