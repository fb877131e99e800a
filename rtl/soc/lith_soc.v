// A Lith machine without its heap memory: core, heap controller, tagged RAM with the root walker, boot ROM, devices.
//
//                     +------+  cell port   +------------+
//                     | core |------------->| controller |---> Wishbone: heap memory
//                     +------+              +------------+
//       fetch port     |    |  data port       ^ roots
//          +-----------+    +---------+--------|---+
//          |         |      |         |        |   |
//          |      +-----+   |     +--------------+ |
//          |      | ROM |---+     |    walker    | +---- devices
//          |      +-----+         +--------------+
//          |      +-----+              |
//          +------| RAM |--------------+
//                 +-----+
//
// The parameters are explained in isa/machines.table, the ports of core and controller in docs/machine.md and docs/heap.md.
`default_nettype none
`include "lith_memmap.vh"

module lith_soc #(
    parameter ROM_FILE = "",
`include "lith_parameters_ulx3s.vh" // the machine gives others
) (
    input  wire               clk,
    input  wire               rst,
    input  wire [23:0]        heap_words, // what the system block says
    output wire               sleeping,   // the core waits in wfi

    output wire               wb_cyc,
    output wire               wb_stb,
    output wire               wb_we,
    output wire [HEAP_AW-1:0] wb_adr,
    output wire [3:0]         wb_sel,
    output wire [31:0]        wb_dat_w,
    input  wire               wb_stall,
    input  wire               wb_ack,
    input  wire [31:0]        wb_dat_r,
    output wire               wb_weak,
    output wire               wb_wanted,
    input  wire               wb_given_up,
    input  wire               wb_owed,
    input  wire               wb_late,
    input  wire               wb_calm,

    input  wire               uart_rx,
    output wire               uart_tx,
    output wire               spi_sck,
    output wire               spi_mosi,
    input  wire               spi_miso,
    output wire [1:0]         spi_cs_n
);
  // Parameters that cannot be are refused when the design is elaborated: the tool misses a module whose name says why.
  // The controller does the same with those of its own.
  generate
    if (ROM_AW < 1) begin : refused_rom_aw
      ROM_AW_is_at_least_1 refused ();
    end
    if (RAM_AW <= ROM_AW || RAM_AW < 3 || RAM_AW > 24) begin : refused_ram_aw
      RAM_AW_is_from_3_to_24_and_more_than_ROM_AW refused ();
    end
    if (RAM_PORTS < 1 || RAM_PORTS > 2) begin : refused_ram_ports
      RAM_PORTS_is_1_or_2 refused ();
    end
    if (RV_C < 0 || RV_C > 1) begin : refused_rv_c
      RV_C_is_0_or_1 refused ();
    end
    if (RV_M < 0 || RV_M > 2) begin : refused_rv_m
      RV_M_is_from_0_to_2 refused ();
    end
    if (REGS_LUT < 0 || REGS_LUT > 1) begin : refused_regs_lut
      REGS_LUT_is_0_or_1 refused ();
    end
    if (WALK_LINE < 0 || WALK_LINE >= RAM_AW) begin : refused_walk_line
      WALK_LINE_is_less_than_RAM_AW refused ();
    end
    if (PLAIN < 0 || PLAIN > 1) begin : refused_plain
      PLAIN_is_0_or_1 refused ();
    end
    if (UART_QUEUE < 1) begin : refused_uart_queue
      UART_QUEUE_is_at_least_1 refused ();
    end
    if (UART_DIVISOR < 2 || UART_DIVISOR > 16) begin : refused_uart_divisor
      UART_DIVISOR_is_from_2_to_16 refused ();
    end
    if (BAUD < 1 || CLOCK_HZ % BAUD != 0 || CLOCK_HZ / BAUD >= (1 << UART_DIVISOR)) begin : refused_baud
      BAUD_is_CLOCK_HZ_over_a_whole_number_of_UART_DIVISOR_bits refused ();
    end
    if (SPI_DIVISOR < 1 || SPI_DIVISOR > 8) begin : refused_spi_divisor
      SPI_DIVISOR_is_from_1_to_8 refused ();
    end
    if (TIMER != 32 && TIMER != 64) begin : refused_timer
      TIMER_is_32_or_64 refused ();
    end
  endgenerate

  // ---- core and controller
  wire        i_req, i_gnt, i_rvalid, i_err;
  wire [31:0] i_addr, i_rdata;
  wire        d_req, d_early, d_again, d_gnt, d_we, d_rvalid, d_err;
  wire [31:0] d_addr, d_addr_new, d_addr_again;
  wire [3:0]  d_be;
  wire [32:0] d_wdata, d_rdata;
  wire        h_req_valid, h_req_ready, h_resp_valid, h_resp_trap;
  wire [4:0]  h_req_op, h_req_kind, h_resp_cause;
  wire [32:0] h_req_ref, h_req_a, h_req_b, h_resp_data;
  wire        gc_start, gc_range, gc_marking;
  wire [31:0] gc_lo, gc_hi;
  wire        rr_valid, rr_ready, rr_busy;
  wire [32:0] rr_data;
  wire        root_valid, root_ready, root_done;
  wire [32:0] root_data;
  wire        irq_timer, irq_external, irq_heap;
  wire               c_cyc, c_stb, c_we, c_stall, c_ack, c_weak; // the controller's Wishbone port
  wire [HEAP_AW-1:0] c_adr;
  wire [3:0]         c_sel;
  wire [31:0]        c_dat_w;

  lith_core #(
      .RESET_VECTOR(`LITH_ROM_BASE),
`include "lith_forward_core.vh"
  ) core (
      .clk(clk), .rst(rst), .sleeping(sleeping),
      .i_req(i_req), .i_gnt(i_gnt), .i_addr(i_addr), .i_rvalid(i_rvalid), .i_rdata(i_rdata), .i_err(i_err),
      .d_req(d_req), .d_early(d_early), .d_again(d_again), .d_gnt(d_gnt), .d_addr(d_addr), .d_addr_new(d_addr_new),
      .d_addr_again(d_addr_again), .d_we(d_we), .d_be(d_be), .d_wdata(d_wdata), .d_rvalid(d_rvalid), .d_rdata(d_rdata), .d_err(d_err),
      .h_req_valid(h_req_valid), .h_req_ready(h_req_ready), .h_req_op(h_req_op), .h_req_kind(h_req_kind),
      .h_req_ref(h_req_ref), .h_req_a(h_req_a), .h_req_b(h_req_b),
      .h_resp_valid(h_resp_valid), .h_resp_data(h_resp_data), .h_resp_trap(h_resp_trap), .h_resp_cause(h_resp_cause),
      .rr_valid(rr_valid), .rr_data(rr_data), .rr_ready(rr_ready), .rr_busy(rr_busy),
      .irq_timer(irq_timer), .irq_external(irq_external), .irq_heap(irq_heap)
  );

  lith_heap #(
`include "lith_forward_heap.vh"
  ) heap (
      .clk(clk), .rst(rst),
      .req_valid(h_req_valid), .req_ready(h_req_ready), .req_op(h_req_op), .req_kind(h_req_kind),
      .req_ref(h_req_ref), .req_a(h_req_a), .req_b(h_req_b),
      .resp_valid(h_resp_valid), .resp_data(h_resp_data), .resp_trap(h_resp_trap), .resp_cause(h_resp_cause),
      .gc_start(gc_start), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(gc_range), .gc_marking(gc_marking),
      .root_valid(root_valid), .root_ready(root_ready), .root_data(root_data), .root_done(root_done),
      .irq_low(irq_heap),
      .wb_cyc(c_cyc), .wb_stb(c_stb), .wb_we(c_we), .wb_adr(c_adr), .wb_sel(c_sel), .wb_dat_w(c_dat_w),
      .wb_stall(c_stall), .wb_ack(c_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(c_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm)
  );

  // ---- fetch port: every request is answered in the cycle after it is taken; data go before fetch at the ROM
  wire        i_low    = i_addr[27:RAM_AW+2] == 0;
  wire        i_at_rom = i_addr[31:28] == 4'h0 && i_low && i_addr[RAM_AW+1:ROM_AW+2] == 0;
  wire        i_at_ram = i_addr[31:28] == 4'h1 && i_low;
  wire        ram_i_gnt, rom_d_req;
  wire [31:0] ram_i_rdata, rom_i_rdata, rom_d_rdata;
  reg         i_answer, i_bad, i_from_ram;
  assign i_gnt    = i_at_ram ? ram_i_gnt : !(i_at_rom && rom_d_req);
  assign i_rvalid = i_answer;
  assign i_err    = i_bad;
  assign i_rdata  = i_from_ram ? ram_i_rdata : rom_i_rdata;
  always @(posedge clk) begin
    i_answer   <= i_req && i_gnt && !rst;
    i_bad      <= !i_at_rom && !i_at_ram;
    i_from_ram <= i_at_ram;
  end

  // ---- data port: the same, but that heap memory (PLAIN) takes longer
  wire        d_at_dev = d_addr[31:14] == 18'h08000; // the 16 KiB at 0x2000_0000
  wire        d_low    = d_addr[27:RAM_AW+2] == 0;
  wire        d_at_rom = d_addr[31:28] == 4'h0 && d_low && d_addr[RAM_AW+1:ROM_AW+2] == 0;
  wire        d_at_ram = d_addr[31:28] == 4'h1 && d_low;
  wire        d_at_plain = PLAIN != 0 && d_addr[31:28] == 4'h4 && d_addr[27:HEAP_AW+2] == 0;
  wire        ram_d_gnt, plain_gnt, plain_valid;
  wire [32:0] ram_d_rdata;
  wire [31:0] dev_rdata;
  reg         d_answer, d_bad, d_from_ram, d_from_dev;
  assign rom_d_req = d_req && d_at_rom;
  assign d_gnt    = d_at_plain ? plain_gnt : !d_at_ram || ram_d_gnt;
  assign d_rvalid = d_answer || plain_valid;
  assign d_err    = d_bad && !plain_valid;
  assign d_rdata  = d_from_ram && !plain_valid ? ram_d_rdata : {1'b0, plain_valid ? wb_dat_r : d_from_dev ? dev_rdata : rom_d_rdata};
  always @(posedge clk) begin
    d_answer   <= d_req && d_gnt && !d_at_plain && !rst;
    d_bad      <= !d_at_ram && !d_at_dev && !(d_at_rom && !d_we) && !d_at_plain;
    d_from_ram <= d_at_ram;
    d_from_dev <= d_at_dev;
  end

  assign wb_weak = PLAIN == 0 && c_weak; // beside plain accesses no read gives way

  generate
    if (PLAIN != 0) begin : g_plain
      lith_plain #(.AW(HEAP_AW)) plain (
          .clk(clk), .rst(rst),
          .req(d_req && d_at_plain), .gnt(plain_gnt), .we(d_we), .be(d_be), .adr(d_addr[HEAP_AW+1:2]), .wdata(d_wdata[31:0]),
          .valid(plain_valid),
          .wb_cyc(c_cyc), .wb_stb(c_stb), .wb_we(c_we), .wb_adr(c_adr), .wb_sel(c_sel), .wb_dat_w(c_dat_w),
          .wb_stall(c_stall), .wb_ack(c_ack),
          .mem_cyc(wb_cyc), .mem_stb(wb_stb), .mem_we(wb_we), .mem_adr(wb_adr), .mem_sel(wb_sel), .mem_dat_w(wb_dat_w),
          .mem_stall(wb_stall), .mem_ack(wb_ack)
      );
    end else begin : g_cells_only
      assign plain_gnt   = 1'b0;
      assign plain_valid = 1'b0;
      assign {wb_cyc, wb_stb, wb_we, wb_adr, wb_sel, wb_dat_w} = {c_cyc, c_stb, c_we, c_adr, c_sel, c_dat_w};
      assign {c_stall, c_ack} = {wb_stall, wb_ack};
    end
  endgenerate

  // ---- tagged RAM behind the root walker
  wire              m_en, m_rd, m_we, m_full, m_new;
  wire [3:0]        m_be;
  wire [RAM_AW-1:0] m_addr, m_addr_old;
  wire [31:0]       m_wdata, m_rdata;
  wire [1:0]        m_wmark, m_rmark;
  wire              ram_i_req = i_req && i_at_ram;
  reg               ram_i_wanted; // a cycle late: the fetch of this cycle depends on the grants of this cycle
  always @(posedge clk) ram_i_wanted <= RAM_PORTS == 1 && ram_i_req;

  lith_roots #(.RAM_AW(RAM_AW), .QUEUE_LOG2(WALK_QUEUE), .LINE_LOG2(WALK_LINE)) roots (
      .clk(clk), .rst(rst), .gc_start(gc_start), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(gc_range),
      .root_valid(root_valid), .root_ready(root_ready), .root_data(root_data), .root_done(root_done),
      .rr_valid(rr_valid), .rr_ready(rr_ready), .rr_data(rr_data), .rr_busy(rr_busy),
      .d_req(d_req && d_at_ram), .d_early(d_early), .d_gnt(ram_d_gnt), .d_we(d_we), .d_be(d_be), .d_addr(d_addr[RAM_AW+1:2]),
      .d_again(d_again), .d_addr_again(d_addr_again[RAM_AW+1:2]),
      .d_wdata(d_wdata), .d_rdata(ram_d_rdata), .other_req(ram_i_wanted),
      .m_en(m_en), .m_rd(m_rd), .m_we(m_we), .m_full(m_full), .m_be(m_be), .m_addr(m_addr), .m_new(m_new),
      .m_addr_old(m_addr_old), .m_wdata(m_wdata), .m_wmark(m_wmark),
      .m_rdata(m_rdata), .m_rmark(m_rmark)
  );

  generate
    if (RAM_PORTS == 2) begin : g_two_ports
      assign ram_i_gnt = 1'b1;
      wire _unused_en = &{1'b0, m_en, m_addr};
      lith_ram #(.AW(RAM_AW)) ram (
          .clk(clk), .i_addr(i_addr[RAM_AW+1:2]), .i_rdata(ram_i_rdata),
          .d_rd(m_rd), .d_new(m_new), .d_addr_new(d_addr_new[RAM_AW+1:2]), .d_addr_old(m_addr_old),
          .d_we(m_we), .d_full(m_full), .d_be(m_be), .d_wdata(m_wdata), .d_wmark(m_wmark),
          .d_rdata(m_rdata), .d_rmark(m_rmark)
      );
    end else begin : g_one_port
      assign ram_i_gnt   = !m_en;
      assign m_full      = 1'b0;
      wire _unused_rd = &{1'b0, m_rd, m_new, m_addr_old, d_addr_new};
      assign ram_i_rdata = m_rdata;
      lith_ram1 #(.AW(RAM_AW)) ram (
          .clk(clk), .en(m_en || ram_i_req), .we(m_we), .be(m_be), .addr(m_en ? m_addr : i_addr[RAM_AW+1:2]),
          .wdata(m_wdata), .wmark(m_wmark), .rdata(m_rdata), .rmark(m_rmark)
      );
    end
  endgenerate

  lith_bootrom #(.AW(ROM_AW), .PORTS(RAM_PORTS), .FILE(ROM_FILE)) rom (
      .clk(clk), .i_addr(i_addr[ROM_AW+1:2]), .i_rdata(rom_i_rdata), .d_req(rom_d_req), .d_addr(d_addr[ROM_AW+1:2]),
      .d_rdata(rom_d_rdata)
  );

  lith_periph #(
`include "lith_forward_devices.vh"
  ) devices (
      .clk(clk), .rst(rst), .en(d_req && d_at_dev), .we(d_we), .addr(d_addr[13:0]), .wdata(d_wdata[31:0]),
      .rdata(dev_rdata), .heap_words(heap_words), .irq_timer(irq_timer), .irq_external(irq_external),
      .uart_rx(uart_rx), .uart_tx(uart_tx), .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso),
      .spi_cs_n(spi_cs_n)
  );

  // The lines are of the memory behind the Wishbone port.
  wire _unused = &{1'b0, LINES != 0, LINE_WORDS != 0, gc_marking, i_addr[1:0], d_addr[1:0], d_addr_new, d_addr_again};
endmodule
