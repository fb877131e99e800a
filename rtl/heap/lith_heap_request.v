// The request in work: latched when it is taken, decoded, and judged as far as its words alone tell (`refused`). What it says
// stands until the next request is taken.
`default_nettype none
`include "lith_isa.vh"

module lith_heap_request #(
  parameter HW      = 13,
  parameter COPY    = 1,
  parameter DURABLE = 1
) (
  input  wire          clk,
  input  wire          accept,
  input  wire [4:0]    req_op,
  input  wire [4:0]    req_kind,
  input  wire [32:0]   req_ref,
  input  wire [32:0]   req_a,
  input  wire [32:0]   req_b,

  output reg  [4:0]    kind,
  output reg  [32:0]   r_ref,
  output reg  [32:0]   r_a,
  output reg  [32:0]   r_b,
  output wire [HW-1:0] ref_h,      // handles that the words name
  output wire [HW-1:0] a_h,
  output wire [4:0]    ref_kind,
  output wire [1:0]    ref_class,
  output wire          raw,        // the reference is to raw bytes,
  output wire          atom,       // or to an atom

  // One operation.
  output wire          op_peek,
  output wire          op_len,
  output wire          op_cas,
  output wire          op_rov,
  output wire          op_retarget,
  output wire          op_mk2,
  output wire          op_copy,
  output wire          op_durable,
  output wire          op_ref,
  output wire          op_gcstart,
  output wire          op_stat,
  output wire          op_ctl,
  output wire          op_getb,
  output wire          op_setb,

  // What several have in common.
  output wire          is_byte,
  output wire          is_set,
  output wire          is_xchg,    // an atom's word is exchanged
  output wire          is_atom,    // operations of atoms
  output wire          is_make,
  output wire          at_once,    // a cell is made without looking at another first
  output wire          is_sized,   // it is open and has the length asked for
  output wire          of_entry,   // changes the entry alone
  output wire          is_read,    // of the accesses
  output wire          is_access,

  output wire          refused,
  output wire [4:0]    refused_as,
  output wire          retarget_refused   // the part of it that concerns retarget
);

  reg [4:0] op;

  always @(posedge clk)
    if (accept) begin
      op    <= req_op;
      kind  <= req_kind;
      r_ref <= req_ref;
      r_a   <= req_a;
      r_b   <= req_b;
    end

  assign ref_h    = r_ref[8 +: HW];
  assign a_h      = r_a[8 +: HW];
  assign ref_kind = r_ref[6:2];
  assign raw      = ref_kind[4];
  assign atom     = ref_kind == `LITH_KIND_ATOM;
  assign ref_class = raw ? `LITH_CLASS_RAW : atom ? `LITH_CLASS_ATOM : `LITH_CLASS_VALUE;

  wire   op_get      = op == `LITH_OP_GET;
  wire   op_set      = op == `LITH_OP_SET;
  assign op_peek     = op == `LITH_OP_PEEK;
  wire   op_seal     = op == `LITH_OP_SEAL;
  assign op_len      = op == `LITH_OP_LEN;
  assign op_cas      = op == `LITH_OP_CAS;
  assign op_rov      = op == `LITH_OP_ROV;
  assign op_retarget = op == `LITH_OP_RETARGET;
  assign op_mk2      = op == `LITH_OP_MK2;
  assign op_copy     = COPY != 0 && op == `LITH_OP_COPY;
  assign op_durable  = DURABLE != 0 && op == `LITH_OP_DURABLE;
  assign op_ref      = DURABLE != 0 && op == `LITH_OP_REF;
  assign op_gcstart  = op == `LITH_OP_GCSTART;
  assign op_stat     = op == `LITH_OP_STAT;
  assign op_ctl      = op == `LITH_OP_CTL;
  assign op_getb     = op == `LITH_OP_GETB;
  assign op_setb     = op == `LITH_OP_SETB;
  assign is_byte     = op_getb || op_setb;
  assign is_set      = op_set || op_setb;
  assign is_xchg     = op == `LITH_OP_SWAP || op_cas;
  assign is_atom     = op == `LITH_OP_AGET || is_xchg || op_rov;
  assign is_make     = op[4:3] == 2'b11;
  assign at_once     = is_make && !op_copy;
  assign is_sized    = op == `LITH_OP_NEW || op_copy;
  assign of_entry    = op_seal || op_durable;
  assign is_read     = !is_set && !is_xchg && !op_len && !of_entry;
  assign is_access   = !op[4] && !op_rov || op_peek || op_copy || op_durable;

  // Words that a cell cannot hold: reference patterns (and the reserved ones) without tag, references among raw bytes.
  wire to_raw = is_make ? kind[4] : raw;
`ifdef LITH_FAULT_FORGE
  wire bad_ref = to_raw && r_ref[32];
  wire bad_a   = to_raw && r_a[32];
  wire bad_b   = to_raw && r_b[32];
`else
  wire bad_ref = to_raw ? r_ref[32] : !r_ref[32] && r_ref[0];
  wire bad_a   = to_raw ? r_a[32]   : !r_a[32]   && r_a[0];
  wire bad_b   = to_raw ? r_b[32]   : !r_b[32]   && r_b[0];
`endif

  // A copy of values among raw bytes would show handles, one of raw bytes among values would forge references.
`ifdef LITH_FAULT_COPY_KIND
  wire other_class = 1'b0;
`else
  wire other_class = kind[4] != raw;
`endif

  wire one_untagged  = !r_ref[32] || !r_a[32];
  wire other_kind    = r_a[6:2] != ref_kind && r_a[6:2] != `LITH_KIND_ABSENT;
  wire trap_untagged = (is_access || op_rov) && !r_ref[32] || op_retarget && one_untagged;
  wire trap_kind     = is_byte && !raw || (op_get || op_set) && atom || is_atom && !atom
                    || (is_sized || op_mk2) && kind == `LITH_KIND_ATOM || is_make && kind == `LITH_KIND_FREE
                    || op_copy && (atom || other_class)
                    || op_durable && ref_kind == `LITH_KIND_ABSENT
                    || op_retarget && other_kind;
  wire trap_value    = (is_set || op_cas) && bad_b || (is_xchg || op_mk2) && bad_a
                    || is_make && !is_sized && bad_ref;

  assign refused    = trap_untagged || trap_kind || trap_value;
  assign refused_as = trap_untagged ? `LITH_TRAP_UNTAGGED : trap_kind ? `LITH_TRAP_KIND : `LITH_TRAP_VALUE;
  assign retarget_refused = op_retarget && (one_untagged || other_kind);

endmodule

`default_nettype wire
