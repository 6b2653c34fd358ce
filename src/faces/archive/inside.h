/*
 * What writing and reading an archive share: for the files beside it alone.
 */
#ifndef AM_ARCHIVE_INSIDE_H
#define AM_ARCHIVE_INSIDE_H

#include <sodium.h>

#include "faces/archive/archive.h"

enum {
    AM_ARCHIVE_FILES_MOST = 128,
    AM_ARCHIVE_NAME_LEN = 96,
    AM_ARCHIVE_PATH_LEN = 4096,
    AM_ARCHIVE_HASH_LEN = 2 * crypto_hash_sha256_BYTES + 1
};

/* One file of lines, as the manifest has it. */
struct am_archive_file {
    const struct am_record *record;
    enum am_archive_part part;
    char name[AM_ARCHIVE_NAME_LEN]; /* "secrets/people.jsonl" */
    int64_t rows;
    char hash[AM_ARCHIVE_HASH_LEN];
    bool missing; /* read back: it is not there (secrets alone) */
};

struct am_archive_files {
    struct am_archive_file files[AM_ARCHIVE_FILES_MOST];
    size_t count;
};

/* All files that there may be, with their names. */
void am_archive_list(struct am_archive_files *out);

/* Finds hash and rows of every file as the database has it now, and writes the files below `folder` where
 * that is not NULL. */
enum am_kept am_archive_dump(struct am_tx *tx, const char *folder, struct am_archive_files *files,
                             struct am_archive_told *told);

/* Says what is wrong, the first time; gives `kept`. */
__attribute__((format(printf, 3, 4))) enum am_kept
am_archive_wrong(struct am_archive_told *told, enum am_kept kept, const char *format, ...);

/* The hash of a file's bytes. False: it cannot be read. */
bool am_archive_hash(const char *path, char hash[AM_ARCHIVE_HASH_LEN]);

#endif
