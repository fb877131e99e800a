// The simulator's shim with a view of RVFI, for a machine that was verilated with RISCV_FORMAL.
#include "sim/shim.cpp"
#include "tests/lockstep/rvfi.h"

#define CORE(name) SOC(core__DOT__rvfi_##name)

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
    return true;
}

uint64_t rvfi_ram_word(void *model, uint32_t index) {
    uint8_t tag;
    uint32_t word = read_ram(model, index, &tag);
    return static_cast<uint64_t>(tag) << 32 | word;
}
