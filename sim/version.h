/* Which Lith this is: what every program says to --version. CHANGES.md tells what each version brought. */
#ifndef SIM_VERSION_H
#define SIM_VERSION_H

#define LITH_VERSION "0.2"

#endif
