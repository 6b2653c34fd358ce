/*
 * The archive: everything that a database holds, in a form that belongs to no database. A folder with
 *
 *   manifest.json          what is in it: form, organisations with their counters, each file with rows and
 * SHA-256 <plural>.jsonl         one line for each record of a kind, ordered by organisation and id
 *   secrets/<plural>.jsonl their secret fields (hashes of passwords, sealed keys), apart and readable by the
 *                          owner alone. Without this folder everything else can be read back; nobody can sign
 * in
 *
 * A line is a JSON object: org, id, version, created_at_ms and the fields by their names in the table: times
 * and amounts as numbers, choices by name, JSON as the text that it is, bytes in base 64. Fields that are
 * empty are left out. The same content gives the same bytes, whatever database it comes from.
 */
#ifndef AM_ARCHIVE_H
#define AM_ARCHIVE_H

#include <jansson.h>

#include "store/store.h"

enum {
    AM_ARCHIVE_FORM = 1,
    AM_ARCHIVE_LINE_MAX = 4194304, /* bytes of one line */
    AM_ARCHIVE_TROUBLE_LEN = 512
};

struct am_archive_told {
    int64_t organisations, rows;
    bool without_secrets; /* read back: it had none */
    char trouble[AM_ARCHIVE_TROUBLE_LEN];
};

/* Writes everything, as it is at one instant, into `folder`, which is made and must not be there. OK, or what
 * went wrong and a line in told->trouble; then nothing is left. */
enum am_kept am_archive_write(am_store *store, const char *folder, int64_t now_ms,
                              struct am_archive_told *told);

/* Reads an archive into a database with all tables and no organisation, in one transaction, after all hashes
 * were checked; then reads the database again and compares with the manifest. REFUSED: the archive is not
 * right, or the database is not empty; nothing was written. */
enum am_kept am_archive_read(am_store *store, const char *folder, struct am_archive_told *told);

/* ---- rows and lines; thread-safe */

/* Which fields of a record a line holds. */
enum am_archive_part { AM_ARCHIVE_OPEN, AM_ARCHIVE_SECRETS };

/* Whether the record has fields of this part. */
bool am_archive_has(const struct am_record *record, enum am_archive_part part);

/* A record as an object; NULL when memory runs out. Owns: the caller. */
json_t *am_archive_line(const struct am_record *record, const void *row, enum am_archive_part part);

/* Fills the fields of this part from an object; texts are copied to the arena. For AM_ARCHIVE_OPEN the row is
 * emptied first. False: `expected` says which field and what was expected. */
enum { AM_ARCHIVE_EXPECTED_LEN = 200 };
bool am_archive_take(const struct am_record *record, const json_t *line, enum am_archive_part part,
                     struct am_arena *arena, void *row, char expected[AM_ARCHIVE_EXPECTED_LEN]);

#endif
