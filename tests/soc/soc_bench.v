// The SoC's blocks side by side, for the tests in this folder: lines and SDRAM controller; root walker with a small tagged
// RAM; devices. They share clock and reset and nothing else. The ports are those of the blocks. With `direct` the requests
// to the SDRAM controller are the test's own, mem_..., and not those of the lines.
`default_nettype none

module soc_bench #(
    parameter RAM_AW = 8,
    parameter QUEUE_LOG2 = 3,
    parameter LINE_LOG2 = 3,
    parameter CL = 2,
    parameter LINES = 3,
    parameter LINE_WORDS = 2
) (
    input  wire              clk,
    input  wire              rst,

    input  wire              wb_stb,
    input  wire              wb_we,
    input  wire [22:0]       wb_adr,
    input  wire [3:0]        wb_sel,
    input  wire [31:0]       wb_dat_w,
    output wire              wb_stall,
    output wire              wb_ack,
    output wire [31:0]       wb_dat_r,
    input  wire              wb_weak,
    input  wire              wb_wanted,
    output wire              wb_given_up,
    output wire              wb_owed,
    output wire              wb_late,
    output wire              wb_calm,
    input  wire              direct,
    input  wire              mem_req,
    input  wire              mem_we,
    input  wire [22:0]       mem_adr,
    input  wire [31:0]       mem_dat_w,
    input  wire              next_req,
    input  wire [22:0]       next_adr,
    output wire              mem_ready,
    output wire              mem_valid,
    output wire [31:0]       mem_dat_r,
    output wire              sdram_cke,
    output wire              sdram_ras_n,
    output wire              sdram_cas_n,
    output wire              sdram_we_n,
    output wire [1:0]        sdram_ba,
    output wire [12:0]       sdram_a,
    output wire [1:0]        sdram_dqm,
    output wire [15:0]       sdram_dq_o,
    output wire              sdram_dq_oe,
    input  wire [15:0]       sdram_dq_i,

    input  wire              gc_start,
    input  wire [31:0]       gc_lo,
    input  wire [31:0]       gc_hi,
    output wire              gc_range,
    output wire              root_valid,
    input  wire              root_ready,
    output wire [32:0]       root_data,
    output wire              root_done,
    input  wire              rr_valid,
    output wire              rr_ready,
    input  wire [32:0]       rr_data,
    input  wire              rr_busy,
    input  wire              d_req,
    output wire              d_gnt,
    input  wire              d_we,
    input  wire [3:0]        d_be,
    input  wire [RAM_AW-1:0] d_addr,
    input  wire [32:0]       d_wdata,
    output wire [32:0]       d_rdata,
    input  wire              other_req,

    input  wire              dev_en,
    input  wire              dev_we,
    input  wire [13:0]       dev_addr,
    input  wire [31:0]       dev_wdata,
    output wire [31:0]       dev_rdata,
    output wire              irq_timer,
    output wire              irq_external,
    input  wire              uart_rx,
    output wire              uart_tx,
    output wire              spi_sck,
    output wire              spi_mosi,
    input  wire              spi_miso,
    output wire [1:0]        spi_cs_n
);
  wire        l_req, l_we, l_next;
  wire [22:8] l_next_adr;
  wire [22:0] l_adr;
  wire [31:0] l_dat_w;
  lith_lines #(.LINES(LINES), .LINE_WORDS(LINE_WORDS)) lines (
      .clk(clk), .rst(rst), .wb_cyc(1'b1), .wb_stb(wb_stb), .wb_we(wb_we), .wb_adr(wb_adr), .wb_sel(wb_sel),
      .wb_dat_w(wb_dat_w), .wb_stall(wb_stall), .wb_ack(wb_ack), .wb_dat_r(wb_dat_r),
      .wb_weak(wb_weak), .wb_wanted(wb_wanted), .wb_given_up(wb_given_up), .wb_owed(wb_owed), .wb_late(wb_late),
      .wb_calm(wb_calm),
      .mem_req(l_req), .mem_we(l_we), .mem_adr(l_adr), .mem_dat_w(l_dat_w),
      .mem_ready(mem_ready && !direct), .mem_valid(mem_valid && !direct), .mem_dat_r(mem_dat_r),
      .next_req(l_next), .next_adr(l_next_adr)
  );
  lith_sdram #(.CL(CL)) sdram (
      .clk(clk), .rst(rst), .mem_req(direct ? mem_req : l_req), .mem_we(direct ? mem_we : l_we),
      .mem_adr(direct ? mem_adr : l_adr), .mem_dat_w(direct ? mem_dat_w : l_dat_w),
      .mem_ready(mem_ready), .mem_valid(mem_valid), .mem_dat_r(mem_dat_r),
      .next_req(direct ? next_req : l_next), .next_adr(direct ? next_adr[22:8] : l_next_adr),
      .sdram_cke(sdram_cke), .sdram_ras_n(sdram_ras_n), .sdram_cas_n(sdram_cas_n), .sdram_we_n(sdram_we_n),
      .sdram_ba(sdram_ba), .sdram_a(sdram_a), .sdram_dqm(sdram_dqm), .sdram_dq_o(sdram_dq_o),
      .sdram_dq_oe(sdram_dq_oe), .sdram_dq_i(sdram_dq_i)
  );

  wire              m_rd, m_we, m_full, m_new, unused_en;
  wire [3:0]        m_be;
  wire [RAM_AW-1:0] m_addr, m_addr_old;
  wire [31:0]       m_wdata, m_rdata, unused_fetch;
  wire [1:0]        m_wmark, m_rmark;
  lith_roots #(.RAM_AW(RAM_AW), .QUEUE_LOG2(QUEUE_LOG2), .LINE_LOG2(LINE_LOG2)) roots (
      .clk(clk), .rst(rst), .gc_start(gc_start), .gc_lo(gc_lo), .gc_hi(gc_hi), .gc_range(gc_range),
      .root_valid(root_valid), .root_ready(root_ready), .root_data(root_data), .root_done(root_done),
      .rr_valid(rr_valid), .rr_ready(rr_ready), .rr_data(rr_data), .rr_busy(rr_busy),
      .d_req(d_req), .d_early(d_req), .d_gnt(d_gnt), .d_we(d_we), .d_be(d_be), .d_addr(d_addr), .d_again(1'b0),
      .d_addr_again({RAM_AW{1'b0}}), .d_wdata(d_wdata), .d_rdata(d_rdata),
      .other_req(other_req),
      .m_en(unused_en), .m_rd(m_rd), .m_we(m_we), .m_full(m_full), .m_be(m_be),
      .m_addr(m_addr), .m_new(m_new), .m_addr_old(m_addr_old), .m_wdata(m_wdata), .m_wmark(m_wmark),
      .m_rdata(m_rdata), .m_rmark(m_rmark)
  );
  lith_ram #(.AW(RAM_AW)) ram (
      .clk(clk), .i_addr({RAM_AW{1'b0}}), .i_rdata(unused_fetch),
      .d_rd(m_rd), .d_new(m_new), .d_addr_new(d_addr), .d_addr_old(m_addr_old), .d_we(m_we), .d_full(m_full),
      .d_be(m_be), .d_wdata(m_wdata), .d_wmark(m_wmark),
      .d_rdata(m_rdata), .d_rmark(m_rmark)
  );

  lith_periph #(.RAM_AW(RAM_AW), .UART_QUEUE(4)) devices (
      .clk(clk), .rst(rst), .en(dev_en), .we(dev_we), .addr(dev_addr), .wdata(dev_wdata), .rdata(dev_rdata),
      .heap_words(24'd1234), .irq_timer(irq_timer), .irq_external(irq_external), .uart_rx(uart_rx), .uart_tx(uart_tx),
      .spi_sck(spi_sck), .spi_mosi(spi_mosi), .spi_miso(spi_miso), .spi_cs_n(spi_cs_n)
  );

  wire _unused = &{1'b0, next_adr, unused_fetch, unused_en, m_addr};
endmodule
