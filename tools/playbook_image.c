/* A tool of the build: writes the image of the built-in playbook to standard output, for hosts of
 * amends.wasm. */
#include <stdio.h>

#include "amends/engine.h"

int main(void)
{
    const struct amends_view image = amends_builtin_image();
    return fwrite(image.bytes, 1, image.len_bytes, stdout) == image.len_bytes && fflush(stdout) == 0 ? 0 : 1;
}
