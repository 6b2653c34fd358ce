/*
 * The commands that look after what is kept: migrate, verify, backup, restore, export, import. Each opens
 * what it needs, tells on standard output what was done, and gives how the program ends.
 */
#ifndef AM_KEEPING_H
#define AM_KEEPING_H

#include "faces/serve/opening.h"

int am_config_run(struct am_program *program);
int am_migrate_run(struct am_program *program);
int am_verify_run(struct am_program *program);
int am_backup_run(struct am_program *program);
int am_restore_run(struct am_program *program);
int am_export_run(struct am_program *program);
int am_import_run(struct am_program *program);

/* Makes a backup in `folder`, named after the time, and removes the oldest beyond `keep` (0: none is). The
 * file's path is from opening->arena. For the timer too. */
enum am_kept am_backup_make(struct am_opening *opening, const char *folder, int64_t keep, int64_t now_ms,
                            const char **path, char trouble[AM_CONFIG_TROUBLE_LEN]);

#endif
