/* The serial flash of the modelled machine. */
#include "devices.h"

enum { READ = 0x03, STATUS = 0x05, FAST_READ = 0x0b, IDENTIFY = 0x9f };

static uint8_t contents(const struct flash *f, uint32_t address) {
    return address - f->base < f->size ? f->contents[address - f->base] : 0xff;
}

void flash_deselect(struct flash *f) { f->position = 0; }

uint8_t flash_exchange(struct flash *f, uint8_t sent) {
    static const uint8_t identity[3] = {0xef, 0x40, 0x18}; /* Winbond W25Q128 */
    unsigned position = f->position++;
    if (position == 0) {
        f->command = sent;
        f->address = 0;
        return 0xff;
    }
    switch (f->command) {
    case IDENTIFY:
        return position <= 3 ? identity[position - 1] : 0xff;
    case STATUS:
        return 0;
    case READ:
    case FAST_READ:
        if (position <= 3) {
            f->address = f->address << 8 | sent;
            return 0xff;
        }
        if (f->command == FAST_READ && position == 4) return 0xff;
        return contents(f, f->address++ & 0xffffff);
    default:
        return 0xff;
    }
}
