#include "faces/cli/builtin_files.h"

#include <stdlib.h>
#include <zstd.h>

bool am_builtin_files_unpack(struct am_builtin_files *out)
{
    const struct am_builtin_pack *pack = &am_builtin_pack;
    size_t at = 0;

    *out = (struct am_builtin_files){.files = calloc(pack->count + 1, sizeof *out->files),
                                     .count = pack->count,
                                     .bytes = malloc(pack->plain_bytes + 1)};
    /* The frame is the program's own: other than memory nothing can fail. */
    if (!out->files || !out->bytes ||
        ZSTD_decompress(out->bytes, pack->plain_bytes, pack->packed, pack->packed_bytes) !=
            pack->plain_bytes) {
        am_builtin_files_dispose(out);
        return false;
    }
    for (size_t i = 0; i < pack->count; i++) {
        const struct am_builtin_name *name = &pack->files[i];

        out->files[i] = (struct am_source_file){name->path, {out->bytes + at, name->len_bytes}};
        at += name->len_bytes;
    }
    return true;
}

void am_builtin_files_dispose(struct am_builtin_files *files)
{
    free(files->files);
    free(files->bytes);
    *files = (struct am_builtin_files){0};
}
