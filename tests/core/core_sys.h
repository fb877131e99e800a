/* The core in its test surroundings: RAM with tags on both ports, a console and an exit register, a scriptable
 * interrupt source, a walker for roots in RAM, random wait states, and a check of the bus rules of docs/machine.md.
 * The walker has no overwrite barrier: programs must not move references in RAM while a collection marks.
 * RAM, SYS_RAM_BYTES with tags, begins at 0; asm/sys.h has the other addresses. */
#ifndef TESTS_CORE_CORE_SYS_H
#define TESTS_CORE_CORE_SYS_H

#include "asm/sys.h"
#include "core_pins.h"

#include <stddef.h>

#define SYS_RAM_BYTES (256u * 1024u)

enum { SYS_IRQ_TIMER = 1, SYS_IRQ_EXTERNAL = 2, SYS_IRQ_HEAP = 4 };

struct sys_port {
    bool pending;   /* an answer is due */
    unsigned delay; /* cycles until it comes */
    bool err;
    uint64_t data;
    bool raised; /* a request was raised and not granted: it must stay */
    uint64_t raised_signature[3];
};

struct sys {
    struct core *core;
    struct core_inputs in;
    struct core_outputs out;
    uint32_t *ram;
    uint8_t *tag; /* one a word */
    struct sys_port i, d;
    uint32_t random;
    unsigned wait; /* chance of a wait state, in 256ths; 0: none */
    uint64_t cycles;
    bool ended;
    uint32_t exit_value;
    unsigned irq_delay; /* cycles from the write to the line going up */
    unsigned irq_countdown;
    uint8_t irq_next;
    char console[4096];
    size_t console_length;
    const char *broken; /* a bus rule that the core broke, or NULL */
    /* the collection under way: the words that the core handed out, then the RAM word to hand in next */
    uint64_t root[64];
    unsigned roots;
    uint32_t walk;
    bool walking;
    /* Called in each cycle after the outputs have settled, before the edge; may be NULL. */
    void (*each_cycle)(struct sys *s, void *user);
    void *user;
};

/* Loads a flat binary at address 0; exits with a message if it cannot be read. */
struct sys *sys_new(const char *binary, uint32_t seed, unsigned wait, const char *trace_file);
void sys_free(struct sys *s);

/* Runs until the program ends, a bus rule is broken, or `cycles` have passed; true if the program ended. */
bool sys_run(struct sys *s, uint64_t cycles);

uint32_t sys_random(struct sys *s);

#endif
