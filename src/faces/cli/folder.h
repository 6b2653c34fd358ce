/*
 * Reading a folder of playbook files into memory: every *.yaml below it, in the order of their paths, within
 * limits.
 */
#ifndef AM_FOLDER_H
#define AM_FOLDER_H

#include <stdbool.h>

#include "playbook/source.h"

struct am_folder {
    struct am_source_file *files; /* paths relative to the folder; owned, with their bytes */
    size_t count;
};

/* Tells on standard error what cannot be read, and gives false. Dispose in both cases. */
bool am_folder_read(const char *path, struct am_folder *out);
void am_folder_dispose(struct am_folder *folder);

#endif
