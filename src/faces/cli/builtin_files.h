/*
 * The files of the built-in playbook, as they stood when the program was built: what a shop's own is laid
 * over, and what `amends playbook export` writes. They are seldom asked for and a quarter as large
 * compressed, so they stand in the program as one Zstandard frame.
 */
#ifndef AM_BUILTIN_FILES_H
#define AM_BUILTIN_FILES_H

#include "playbook/source.h"

/* A file by its path inside the playbook; its bytes follow those of the file before. */
struct am_builtin_name {
    const char *path;
    size_t len_bytes;
};
/* Made by embed.c, static. */
struct am_builtin_pack {
    const struct am_builtin_name *files;
    size_t count;
    const char *packed; /* all files' bytes, one after the other */
    size_t packed_bytes, plain_bytes;
};
extern const struct am_builtin_pack am_builtin_pack;

/* The files, unpacked. */
struct am_builtin_files {
    struct am_source_file *files; /* their bytes stand in `bytes`, their paths are static */
    size_t count;
    char *bytes;
};

/* Unpacks them into memory of its own, to be given back by am_builtin_files_dispose; false where there is no
 * memory, and then nothing needs to be given back. Any thread. */
bool am_builtin_files_unpack(struct am_builtin_files *out);
void am_builtin_files_dispose(struct am_builtin_files *files);

#endif
