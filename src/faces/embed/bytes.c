#include "faces/embed/bytes.h"

#include <stdio.h>
#include <stdlib.h>

long am_embed_read(const char *path, struct am_embed_bytes *out)
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

void am_embed_dispose(struct am_embed_bytes *bytes)
{
    free(bytes->at);
    *bytes = (struct am_embed_bytes){0};
}

/* A string is compiled in a tenth of the time that numbers take; "?" is escaped because of trigraphs. */
void am_embed_print(const char *bytes, size_t len)
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
