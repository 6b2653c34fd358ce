/*
 * The files of the built-in playbook, as they stood when the program was built: what a shop's own is laid
 * over, and what `amends playbook export` writes. Static.
 */
#ifndef AM_BUILTIN_FILES_H
#define AM_BUILTIN_FILES_H

#include "playbook/source.h"

const struct am_source_file *am_builtin_files(size_t *count);

#endif
