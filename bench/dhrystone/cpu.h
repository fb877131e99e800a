/* A core under measurement: one clock cycle at a time, on its own interface to one-cycle memory. */
#ifndef CPU_H
#define CPU_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CPU_MEMORY_BYTES (256u * 1024u)

struct memory {
    uint32_t word[CPU_MEMORY_BYTES / 4];
    uint8_t tag[CPU_MEMORY_BYTES / 4];
    bool ended; /* the program wrote to the exit register */
    uint32_t exit_value;
    bool fault; /* an access outside memory and devices */
};

uint32_t memory_read(struct memory *m, uint32_t addr);
void memory_write(struct memory *m, uint32_t addr, uint32_t value, unsigned lanes);

/* Provided by one shim per core. The program starts at 0x10000. */
extern const char cpu_name[];
void cpu_reset(void);
void cpu_cycle(struct memory *m);

#ifdef __cplusplus
}
#endif
#endif
