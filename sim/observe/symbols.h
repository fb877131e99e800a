/* The symbols of a machine program, from its ELF file. */
#ifndef SIM_OBSERVE_SYMBOLS_H
#define SIM_OBSERVE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
    uint32_t address, size;
    char *name;
};

struct symbols {
    struct symbol *functions; /* by address; one without a size of its own reaches to the next one */
    size_t count;
    struct symbol *objects; /* variables */
    size_t object_count;
};

/* From the bytes of a 32-bit ELF file. False: it has no symbols, with the reason in err. */
bool symbols_read(struct symbols *s, const void *elf, size_t size, char *err, size_t err_size);
void symbols_free(struct symbols *s);

/* Index of the function at an address, or -1. */
long symbols_function_at(const struct symbols *s, uint32_t address);
/* False: no such variable. */
bool symbols_object(const struct symbols *s, const char *name, uint32_t *address, uint32_t *size);

#endif
