/*
 * A tool of the build: prints a C file that holds the named files, compressed as one (builtin_files.h).
 * Usage: embed FILE...; each FILE lies below a folder "data" and is called by its path from there.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

struct bytes {
    char *at;
    size_t len, capacity;
};

/* Adds the file's bytes; gives how many they are, or -1. */
static long read_file(const char *path, struct bytes *out)
{
    FILE *file = fopen(path, "rb");
    const size_t before = out->len;
    size_t got = 0;

    if (!file) {
        perror(path);
        return -1;
    }
    do {
        out->len += got;
        if (out->len == out->capacity) {
            char *more = realloc(out->at, out->capacity = out->capacity ? out->capacity * 2 : 1 << 20);
            if (!more)
                break;
            out->at = more;
        }
    } while ((got = fread(out->at + out->len, 1, out->capacity - out->len, file)) > 0);
    bool whole = feof(file) && !ferror(file);
    fclose(file);
    if (!whole)
        fprintf(stderr, "%s: cannot be read\n", path);
    return whole ? (long)(out->len - before) : -1;
}

/* A string is compiled in a tenth of the time that numbers take; "?" is escaped because of trigraphs. */
static void print_string(const char *bytes, size_t len)
{
    printf("\"");
    for (size_t i = 0; i < len; i++) {
        unsigned byte = (unsigned char)bytes[i];

        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\' || byte == '?')
            printf("\\%03o", byte);
        else
            putchar((int)byte);
        if (i % 128 == 127)
            printf("\"\n\"");
    }
    printf("\"");
}

/* The path inside the playbook: what follows the last "data/". */
static const char *inside(const char *path)
{
    const char *found = path;
    for (const char *at = path; (at = strstr(at, "data/")) != NULL; at += 5)
        found = at + 5;
    return found;
}

/* The same bytes from the same files: one thread, a level by its number, no checksum. */
static bool print_packed(const struct bytes *plain, int count)
{
    enum { LEVEL = 19 };
    size_t room = ZSTD_compressBound(plain->len);
    char *packed = malloc(room);
    size_t len = packed ? ZSTD_compress(packed, room, plain->at, plain->len, LEVEL) : 0;

    if (!packed || ZSTD_isError(len)) {
        fprintf(stderr, "embed: cannot compress\n");
        free(packed);
        return false;
    }
    printf("static const char packed[] = ");
    print_string(packed, len);
    printf(";\n\nconst struct am_builtin_pack am_builtin_pack = {files, %d, packed, %zu, %zu};\n", count, len,
           plain->len);
    free(packed);
    return true;
}

int main(int argc, char *argv[])
{
    struct bytes plain = {0};

    if (argc < 2) {
        fprintf(stderr, "usage: embed FILE...\n");
        return 2;
    }
    printf("#include \"faces/cli/builtin_files.h\"\n\n"
           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
           "static const struct am_builtin_name files[] = {\n");
    for (int i = 1; i < argc; i++) {
        long len = read_file(argv[i], &plain);

        if (len < 0) {
            free(plain.at);
            return 1;
        }
        printf("    {\"%s\", %ld},\n", inside(argv[i]), len);
    }
    printf("};\n\n");
    bool good = print_packed(&plain, argc - 1);
    free(plain.at);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
