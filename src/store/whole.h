/*
 * What treats a database as a whole and no verb of the desk needs: which organisations there are, counters as
 * they stand, a row put back as it was; and a copy of SQLite's file while it is in use. For the program's own
 * commands (export, import, backup), never for what somebody asks over the network.
 */
#ifndef AM_STORE_WHOLE_H
#define AM_STORE_WHOLE_H

#include "store/store.h"

/* The ids of all organisations, in their order, from `arena`. */
enum am_kept am_tx_organisations(struct am_tx *tx, struct am_arena *arena, am_id **ids, size_t *count);

struct am_counter {
    struct amends_view name;
    int64_t value; /* the last number that was given */
};

/* An organisation's counters, in the order of their names, from `arena`. */
enum am_kept am_tx_counters(struct am_tx *tx, am_id org, struct am_arena *arena, struct am_counter **counters,
                            size_t *count);

/* Sets a counter that is not there yet. Only inside a job. TWICE where it is. */
enum am_kept am_tx_counter_put(struct am_tx *tx, am_id org, struct amends_view name, int64_t value);

/* Like am_tx_add, but the row keeps its version. Only inside a job. */
enum am_kept am_tx_put(struct am_tx *tx, const struct am_record *record, void *row);

/* ---- SQLite's file. Thread-safe. */

/* Copies the database at `path` to `copy`, which is not there yet, as it is at one instant, while others use
 * it; checks the copy and syncs it. OK, or what went wrong and a line in `trouble`; then nothing is left.
 * TWICE: `copy` is there. */
enum am_kept am_sqlite_copy(const char *path, const char *copy, char trouble[AM_STORE_TROUBLE_LEN]);

/* Whether the file is a whole SQLite database (integrity_check). OK, or DAMAGED, NONE (no such file), …. */
enum am_kept am_sqlite_check(const char *path, char trouble[AM_STORE_TROUBLE_LEN]);

/* The path in a URL that am_store_open takes; NULL: it is not SQLite's. A view into `url`. */
const char *am_sqlite_path(const char *url);

#endif
