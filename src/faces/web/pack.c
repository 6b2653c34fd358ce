#include "faces/web/pack.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

static const struct am_web_file *named(const struct am_web_pack *pack, const char *path)
{
    for (size_t i = 0; i < pack->count; i++)
        if (strcmp(pack->files[i].path, path) == 0)
            return &pack->files[i];
    return NULL;
}

static bool below(const char *path, const char *folder)
{
    const size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == 0);
}

const struct am_web_file *am_web_find(const struct am_web_pack *pack, const char *path)
{
    const struct am_web_file *file = named(pack, path);
    if (file || path[0] != '/' || strchr(path, '.') || below(path, "/v1") || below(path, "/app"))
        return file;
    return named(pack, "/index.html");
}

bool am_web_unpack(const struct am_web_file *file, char *out)
{
    enum { GZIP_WINDOW = 15 + 16 };
    if (!file->gzip) {
        memcpy(out, file->bytes, file->plain_bytes);
        return true;
    }
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)file->bytes,
                       .avail_in = (uInt)file->len_bytes,
                       .next_out = (Bytef *)out,
                       .avail_out = (uInt)file->plain_bytes};
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return false;
    const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    return whole;
}
