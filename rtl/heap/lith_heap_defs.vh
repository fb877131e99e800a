// Names of the heap controller's operations, traps and words (docs/heap.md, docs/xcell.md).
`ifndef LITH_HEAP_DEFS_VH
`define LITH_HEAP_DEFS_VH

`define LITH_OP_GET      5'd0
`define LITH_OP_GETB     5'd1
`define LITH_OP_SET      5'd2
`define LITH_OP_SETB     5'd3
`define LITH_OP_SEAL     5'd4
`define LITH_OP_LEN      5'd5
`define LITH_OP_AGET     5'd7
`define LITH_OP_SWAP     5'd8
`define LITH_OP_CAS      5'd9
`define LITH_OP_ROV      5'd10
`define LITH_OP_RETARGET 5'd16
`define LITH_OP_PEEK     5'd17
`define LITH_OP_GCSTART  5'd18
`define LITH_OP_STAT     5'd19
`define LITH_OP_CTL      5'd20
`define LITH_OP_MK1      5'd24
`define LITH_OP_MK2      5'd25
`define LITH_OP_NEW      5'd26

`define LITH_TRAP_UNTAGGED 5'd24
`define LITH_TRAP_KIND     5'd25
`define LITH_TRAP_BOUNDS   5'd26
`define LITH_TRAP_SEALED   5'd27
`define LITH_TRAP_VALUE    5'd28
`define LITH_TRAP_FULL     5'd29
`define LITH_TRAP_ABSENT   5'd30

`define LITH_KIND_ATOM   5'd2
`define LITH_KIND_FREE   5'd30
`define LITH_KIND_ABSENT 5'd31

`define LITH_NIL         32'h00000002

`define LITH_PHASE_IDLE  2'd0
`define LITH_PHASE_MARK  2'd1
`define LITH_PHASE_SLIDE 2'd2

`endif
