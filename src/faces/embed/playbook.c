/*
 * A tool of the build: prints a C file that holds the named files, compressed as one (builtin_files.h).
 * Usage: embed-playbook FILE...; each FILE lies below a folder "data" and is called by its path from there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "faces/embed/bytes.h"

/* The path inside the playbook: what follows the last "data/". */
static const char *inside(const char *path)
{
    const char *found = path;
    for (const char *at = path; (at = strstr(at, "data/")) != NULL; at += 5)
        found = at + 5;
    return found;
}

/* The same bytes from the same files: one thread, a level by its number, no checksum. */
static bool print_packed(const struct am_embed_bytes *plain, int count)
{
    enum { LEVEL = 19 };
    size_t room = ZSTD_compressBound(plain->len);
    char *packed = malloc(room);
    size_t len = packed ? ZSTD_compress(packed, room, plain->at, plain->len, LEVEL) : 0;

    if (!packed || ZSTD_isError(len)) {
        fprintf(stderr, "embed-playbook: cannot compress\n");
        free(packed);
        return false;
    }
    printf("static const char packed[] = ");
    am_embed_print(packed, len);
    printf(";\n\nconst struct am_builtin_pack am_builtin_pack = {files, %d, packed, %zu, %zu};\n", count, len,
           plain->len);
    free(packed);
    return true;
}

int main(int argc, char *argv[])
{
    struct am_embed_bytes plain = {0};

    if (argc < 2) {
        fprintf(stderr, "usage: embed-playbook FILE...\n");
        return 2;
    }
    printf("#include \"faces/cli/builtin_files.h\"\n\n"
           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
           "static const struct am_builtin_name files[] = {\n");
    for (int i = 1; i < argc; i++) {
        long len = am_embed_read(argv[i], &plain);

        if (len < 0) {
            am_embed_dispose(&plain);
            return 1;
        }
        printf("    {\"%s\", %ld},\n", inside(argv[i]), len);
    }
    printf("};\n\n");
    bool good = print_packed(&plain, argc - 1);
    am_embed_dispose(&plain);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
