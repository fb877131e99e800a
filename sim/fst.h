/* Waveforms in the FST format of GTKWave. */
#ifndef SIM_FST_H
#define SIM_FST_H

#include <stdbool.h>

/* Whether the file has all that its writer put into it. The writer looks at no error, so what it wrote is looked
 * through: the file is a header and sections,
 *
 *   | type u8 | length from here u64 | ... |     numbers are big-endian; type 255 marks a section under work
 *
 * the last of which ends where the file does. There must be one with the names of the signals and one with their
 * widths, and as many with values as the header says, which is filled in last. */
bool fst_is_whole(const char *path);

#endif
