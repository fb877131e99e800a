/* Two faults for the sanitizers: planted overflow, which writes beyond a block; planted sum, which is out of range. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    char *block = malloc((size_t)argc);
    int most = INT_MAX - 2 + argc;
    if (!block || argc < 2) return 0;
    if (!strcmp(argv[1], "overflow")) memset(block, 1, strlen(argv[1]));
    if (!strcmp(argv[1], "sum")) most += argc;
    int status = most > 0 && block[0] == 1 ? 0 : 2;
    free(block);
    return status;
}
