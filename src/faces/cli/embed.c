/*
 * A tool of the build: prints a C file that holds the named files. Usage: embed FILE...; each FILE lies below
 * a folder "data" and is called by its path from there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int embed_bytes(const char *path, int number)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    /* A string is compiled in a tenth of the time that numbers take; "?" is escaped because of trigraphs. */
    printf("static const char file_%d[] = \"", number);
    int byte;
    for (unsigned column = 1; (byte = fgetc(file)) != EOF; column++) {
        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\' || byte == '?')
            printf("\\%03o", (unsigned)byte);
        else
            putchar(byte);
        if (column % 128 == 0)
            printf("\"\n\"");
    }
    printf("\";\n");
    int failed = ferror(file);
    fclose(file);
    return failed ? 1 : 0;
}

/* The path inside the playbook: what follows the last "data/". */
static const char *inside(const char *path)
{
    const char *found = path;
    for (const char *at = path; (at = strstr(at, "data/")) != NULL; at += 5)
        found = at + 5;
    return found;
}

int main(int argc, char *argv[])
{
    if (argc < 2) {
        fprintf(stderr, "usage: embed FILE...\n");
        return 2;
    }
    printf("#include \"faces/cli/builtin_files.h\"\n\n"
           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    for (int i = 1; i < argc; i++)
        if (embed_bytes(argv[i], i) != 0)
            return 1;
    printf("const struct am_source_file *am_builtin_files(size_t *count)\n{\n"
           "    static const struct am_source_file files[] = {\n");
    for (int i = 1; i < argc; i++)
        printf("        {\"%s\", {file_%d, sizeof file_%d - 1}},\n", inside(argv[i]), i, i);
    printf("    };\n    *count = sizeof files / sizeof *files;\n    return files;\n}\n");
    return fflush(stdout) == 0 ? 0 : 1;
}
