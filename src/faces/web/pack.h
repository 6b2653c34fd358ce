/*
 * The app as it was built: files that stand in the program, most of them compressed, and the engine as
 * WebAssembly. Made by the build (faces/embed/app.c), read-only, any thread.
 */
#ifndef AM_WEB_PACK_H
#define AM_WEB_PACK_H

#include <stdbool.h>
#include <stddef.h>

/* One file. */
struct am_web_file {
    const char *path; /* "/index.html", "/app/main-4F2A.js" */
    const char *type; /* for Content-Type */
    const char *hash; /* of the plain bytes, hexadecimal */
    const char *bytes;
    size_t len_bytes;   /* of `bytes` */
    size_t plain_bytes; /* unpacked */
    bool gzip;          /* `bytes` are a gzip member */
    bool immutable;     /* its name says what is in it */
};

struct am_web_pack {
    const struct am_web_file *files;
    size_t count;       /* without /index.html: the program was built without the app */
    const char *engine; /* the path of the engine; NULL: built without it */
};
extern const struct am_web_pack am_web_pack;

/* The file that is answered under this path: the one of this name, or the app's page where the app itself
 * finds its way: a path without a dot, neither below /app/ nor below /v1/. NULL: none. */
const struct am_web_file *am_web_find(const struct am_web_pack *pack, const char *path);

/* Unpacks the file into `out`, which has room for `plain_bytes`. False where there is no memory. */
bool am_web_unpack(const struct am_web_file *file, char *out);

#endif
