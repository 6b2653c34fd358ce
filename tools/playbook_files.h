/* Reading a playbook's folder from disk, for tools. Owns: what read gives is freed by dispose. */
#ifndef PLAYBOOK_FILES_H
#define PLAYBOOK_FILES_H

#include "playbook/source.h"

struct playbook_files {
    struct am_source_file *files;
    size_t count;
};

/* Reads playbook/ and lang/ under `folder` (of lang/ only `lang`, unless that is NULL), in order of their
 * names. False, with a message on standard error, when the folder cannot be read. */
bool playbook_files_read(struct playbook_files *files, const char *folder, const char *lang);
void playbook_files_dispose(struct playbook_files *files);

#endif
