// The simulator's shim with a view of RVFI, for a machine that was verilated with RISCV_FORMAL.
#include "sim/shim.cpp"
#include "tests/lockstep/rvfi.h"

#define CORE(name) SOC(core__DOT__rvfi_##name)

#define CSR(name)                                                                                                      \
    rvfi_csr {                                                                                                         \
        root->CORE(csr_##name##_rmask), root->CORE(csr_##name##_wmask), root->CORE(csr_##name##_rdata),                \
            root->CORE(csr_##name##_wdata)                                                                             \
    }

static uint64_t tagged(uint8_t tag, uint32_t word) { return static_cast<uint64_t>(tag) << 32 | word; }

bool rvfi_take(void *model, struct rvfi_record *out) {
    auto root = static_cast<Model *>(model)->top.rootp;
    if (!root->CORE(valid)) return false;
    out->order = root->CORE(order);
    out->insn = root->CORE(insn);
    out->pc = root->CORE(pc_rdata);
    out->next_pc = root->CORE(pc_wdata);
    out->rd = root->CORE(rd_addr);
    out->rd_value = root->CORE(rd_wdata);
    out->rd_tag = root->CORE(x_rd_tag);
    out->mem_address = root->CORE(mem_addr);
    out->load_mask = root->CORE(mem_rmask);
    out->store_mask = root->CORE(mem_wmask);
    out->store_value = root->CORE(mem_wdata);
    out->store_tag = root->CORE(x_mem_wtag);
    out->trap = root->CORE(trap);
    out->interrupt = root->CORE(intr);
    out->cell = root->CORE(x_cell);
    out->cause = root->CORE(x_trap_cause);
    out->mtval = static_cast<uint32_t>(root->CORE(x_mtval));
    out->mtval_tag = root->CORE(x_mtval) >> 32 & 1;
    out->rs1 = root->CORE(rs1_addr);
    out->rs2 = root->CORE(rs2_addr);
    out->rs1_word = tagged(root->CORE(x_rs1_tag), root->CORE(rs1_rdata));
    out->rs2_word = tagged(root->CORE(x_rs2_tag), root->CORE(rs2_rdata));
    out->rs3_word = tagged(root->CORE(x_rs3_tag), root->CORE(x_rs3_rdata));
    out->csr[RVFI_MSTATUS] = CSR(mstatus);
    out->csr[RVFI_MISA] = CSR(misa);
    out->csr[RVFI_MIE] = CSR(mie);
    out->csr[RVFI_MTVEC] = CSR(mtvec);
    out->csr[RVFI_MSCRATCH] = CSR(mscratch);
    out->csr[RVFI_MEPC] = CSR(mepc);
    out->csr[RVFI_MCAUSE] = CSR(mcause);
    out->csr[RVFI_MTVAL] = CSR(mtval);
    out->csr[RVFI_MIP] = CSR(mip);
    out->csr[RVFI_MCYCLE] = CSR(mcycle);
    out->csr[RVFI_MINSTRET] = CSR(minstret);
    return true;
}

uint64_t rvfi_ram_word(void *model, uint32_t index) {
    uint8_t tag;
    uint32_t word = read_ram(model, index, &tag);
    return tagged(tag, word);
}
