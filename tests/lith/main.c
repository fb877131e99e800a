/* Tests of build/lith: LITH is its path, LITH_TEST_FOLDER where files may be written, LITH_FLASH and LITH_ELF the
 * kernel it carries. */
#include "tests.h"

int main(void) { return options_tests() + outputs_tests() + programs_tests() + prompt_tests() + image_tests() ? 1 : 0; }
