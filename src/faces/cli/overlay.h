/*
 * Playbooks on disk: reading a folder of YAML files, laying it over the built-in one, telling its mistakes,
 * writing the built-in one out. Limits are named here.
 */
#ifndef AM_OVERLAY_H
#define AM_OVERLAY_H

#include <stdbool.h>

#include "playbook/pack.h"

enum {
    AM_OVERLAY_FILE_BYTES_MAX = 4 * 1024 * 1024, /* one file */
    AM_OVERLAY_FILES_MAX = 2048,                 /* files of one folder */
    AM_OVERLAY_DEPTH_MAX = 8                     /* folders in folders */
};

/* Compiles the folder, over the built-in playbook or (alone) by itself. Mistakes are told on standard error,
 * with file, line, column, the line and what was expected. Gives an enum am_exit. Owns: *image is the
 * caller's. */
int am_overlay_compile(const char *folder, bool alone, struct am_buffer *image);

/* Writes the built-in playbook's files into a folder, which is made; a file that is there already is an
 * error. */
int am_overlay_export(const char *folder);

#endif
