/*
 * What the tools of the build that put files into the program have in common: bytes read from files, and
 * bytes printed as a string of C.
 */
#ifndef AM_EMBED_BYTES_H
#define AM_EMBED_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct am_embed_bytes {
    char *at;
    size_t len, capacity;
};

/* Adds the file's bytes; gives how many they are, or -1, told on standard error. */
long am_embed_read(const char *path, struct am_embed_bytes *out);

void am_embed_dispose(struct am_embed_bytes *bytes);

/* Prints the bytes as a string of C. */
void am_embed_print(const char *bytes, size_t len);

#endif
