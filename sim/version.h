/* Which Lith this is: what every program says to --version. CHANGES.md tells what each version brought. */
#ifndef LITH_SIM_VERSION_H
#define LITH_SIM_VERSION_H

#define LITH_VERSION "0.2"

#endif
