/* Runs a fuzz target over files, without a fuzzer: for the corpus and the regressions in every check. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t capacity = 1 << 21;

    if (file == NULL)
        return 0;

    uint8_t *bytes = malloc(capacity);
    size_t size = bytes != NULL ? fread(bytes, 1, capacity, file) : 0;
    uint8_t *exact = malloc(size ? size : 1); /* so that a sanitizer sees a read past the end */

    for (size_t i = 0; exact != NULL && i < size; i++)
        exact[i] = bytes[i];
    if (exact != NULL)
        LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(bytes);
    fclose(file);
    return 1;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        struct dirent *entry;

        while (folder != NULL && (entry = readdir(folder)) != NULL) {
            char path[4096];

            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            count += run_file(path);
        }
        if (folder != NULL)
            closedir(folder);
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
