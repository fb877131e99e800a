// Expands a 16-bit RVC instruction to its 32-bit equivalent. Reserved encodings give 0, which decodes as illegal;
// so do the floating-point ones. Hints expand to their RV32I form, which writes x0.
`default_nettype none
`include "lith_core_defs.vh"

module lith_decompress (
    input  wire [15:0] c,
    output reg  [31:0] insn,
    // Source registers of insn, by a shorter way; where insn has none, or is illegal, they mean nothing.
    output wire [4:0]  rs1,
    output wire [4:0]  rs2
);
  localparam [6:0] LUI = {`LITH_OPCODE_LUI, 2'b11}, JAL = {`LITH_OPCODE_JAL, 2'b11}, JALR = {`LITH_OPCODE_JALR, 2'b11},
                   BRANCH = {`LITH_OPCODE_BRANCH, 2'b11}, LOAD = {`LITH_OPCODE_LOAD, 2'b11},
                   STORE = {`LITH_OPCODE_STORE, 2'b11}, OP_IMM = {`LITH_OPCODE_OP_IMM, 2'b11},
                   OP = {`LITH_OPCODE_OP, 2'b11}, SYSTEM = {`LITH_OPCODE_SYSTEM, 2'b11};

  wire [4:0] rd   = c[11:7];
  wire [4:0] rdp  = {2'b01, c[9:7]}; // the x8-x15 forms
  wire [4:0] rs2p = {2'b01, c[4:2]};

  wire [11:0] imm6     = {{7{c[12]}}, c[6:2]};
  wire [9:0]  addi4spn = {c[10:7], c[12:11], c[5], c[6], 2'b00};
  wire [11:0] addi16sp = {{3{c[12]}}, c[4:3], c[5], c[2], c[6], 4'b0000};
  wire [6:0]  lsw      = {c[5], c[12:10], c[6], 2'b00};
  wire [7:0]  lwsp     = {c[3:2], c[12], c[6:4], 2'b00};
  wire [7:0]  swsp     = {c[8:7], c[12:9], 2'b00};
  wire [11:1] jump     = {c[12], c[8], c[10:9], c[6], c[7], c[2], c[11], c[5:3]};
  wire [8:1]  branch   = {c[12], c[6:5], c[2], c[11:10], c[4:3]};

  wire imm_zero = {c[12], c[6:2]} == 6'd0;

  // c.li and c.mv read x0; c.addi4spn, c.lwsp and c.swsp the stack pointer; the short forms x8-x15; the others c[11:7].
  wire q1 = c[0], q2 = c[1];
  wire rs1_zero  = (q1 && c[15:13] == 3'b010) || (q2 && c[15:12] == 4'b1000 && c[6:2] != 5'd0);
  wire rs1_sp    = q2 ? c[14] : !q1 && !c[15] && !c[14];
  wire rs1_prime = !q2 && (!q1 || c[15]);
  assign rs1[4]   = rd[4] && !rs1_zero && !rs1_sp && !rs1_prime;
  assign rs1[3]   = (rd[3] || rs1_prime) && !rs1_zero && !rs1_sp;
  assign rs1[2:0] = rs1_zero ? 3'd0 : rs1_sp ? 3'd2 : rd[2:0]; // the low bits stand in the same place in both forms
  // c.beqz and c.bnez compare with x0.
  assign rs2 = q2 ? c[6:2] : q1 && c[14] ? 5'd0 : rs2p;

  always @* begin
    insn = 32'd0;
    case ({c[1:0], c[15:13]})
      5'b00_000: if (addi4spn != 10'd0) insn = {2'b00, addi4spn, 5'd2, 3'd0, rs2p, OP_IMM};
      5'b00_010: insn = {5'd0, lsw, rdp, 3'd2, rs2p, LOAD};
      5'b00_110: insn = {5'd0, lsw[6:5], rs2p, rdp, 3'd2, lsw[4:0], STORE};
      5'b01_000: insn = {imm6, rd, 3'd0, rd, OP_IMM};
      5'b01_001, 5'b01_101: // c.jal, c.j
        insn = {jump[11], jump[10:1], jump[11], {8{jump[11]}}, 4'd0, ~c[15], JAL};
      5'b01_010: insn = {imm6, 5'd0, 3'd0, rd, OP_IMM};
      5'b01_011:
        if (!imm_zero) begin
          if (rd == 5'd2) insn = {addi16sp, 5'd2, 3'd0, 5'd2, OP_IMM};
          else insn = {{15{c[12]}}, c[6:2], rd, LUI};
        end
      5'b01_100:
        case (c[11:10])
          2'b00, 2'b01: if (!c[12]) insn = {1'b0, c[10], 5'd0, c[6:2], rdp, 3'd5, rdp, OP_IMM};
          2'b10: insn = {imm6, rdp, 3'd7, rdp, OP_IMM};
          default:
            if (!c[12])
              insn = {1'b0, c[6:5] == 2'b00, 5'd0, rs2p, rdp,
                      c[6:5] == 2'b00 ? 3'd0 : c[6:5] == 2'b01 ? 3'd4 : c[6:5] == 2'b10 ? 3'd6 : 3'd7, rdp, OP};
        endcase
      5'b01_110, 5'b01_111: // c.beqz, c.bnez
        insn = {{4{branch[8]}}, branch[7:5], 5'd0, rdp, 2'b00, c[13], branch[4:1], branch[8], BRANCH};
      5'b10_000: if (!c[12]) insn = {7'd0, c[6:2], rd, 3'd1, rd, OP_IMM};
      5'b10_010: if (rd != 5'd0) insn = {4'd0, lwsp, 5'd2, 3'd2, rd, LOAD};
      5'b10_100:
        if (c[6:2] != 5'd0) insn = {7'd0, c[6:2], c[12] ? rd : 5'd0, 3'd0, rd, OP}; // c.add, c.mv
        else if (rd != 5'd0) insn = {12'd0, rd, 3'd0, 4'd0, c[12], JALR}; // c.jalr, c.jr
        else if (c[12]) insn = {12'h001, 13'd0, SYSTEM}; // c.ebreak
      5'b10_110: insn = {4'd0, swsp[7:5], c[6:2], 5'd2, 3'd2, swsp[4:0], STORE};
      default: ;
    endcase
  end
endmodule

`default_nettype wire
