/*
 * The store: opens a database, keeps its schema in step, and fulfils src/domain/port.h on it. Any number of
 * threads use one store.
 */
#ifndef AM_STORE_H
#define AM_STORE_H

#include "domain/port.h"

enum { AM_STORE_TROUBLE_LEN = 200 };

struct am_store_settings {
    unsigned readers; /* connections that read; 0: eight */
    /* Called by the writer after each commit that wrote something, before the jobs are answered; and, on an
     * engine whose processes can tell each other (PostgreSQL), by a thread of its own after those of others.
     * Short, and asks nothing of the store. NULL: none. */
    void (*committed)(void *context);
    void *committed_context;
};

/* Opens `sqlite:PATH`, a path, or `postgresql://…`. A file that is not there is made, empty: am_store_migrate
 * gives it its tables. A database that can only be read is opened too: writes are answered READONLY.
 * `settings` may be NULL. `trouble`: where it fails, a line for the operator, without secrets. OK, AWAY,
 * READONLY, DAMAGED, FULL, MEMORY. am_store_close releases it. */
enum am_kept am_store_open(const char *url, const struct am_store_settings *settings, am_store **store,
                           char trouble[AM_STORE_TROUBLE_LEN]);

/* Finishes the jobs that wait, then closes. No other thread may use it any more. NULL is allowed. */
void am_store_close(am_store *store);

/* "sqlite" or "postgres", static. */
const char *am_store_engine(const am_store *store);

/* What last went wrong, for the log: codes and our own words, no values of anybody. Empty: nothing yet.
 * Thread-safe. */
void am_store_trouble(am_store *store, char trouble[AM_STORE_TROUBLE_LEN]);

/* Whether a read comes through now: for /readyz. Thread-safe. */
enum am_kept am_store_ping(am_store *store);

/* How the last write stood to the storage: OK, or FULL, READONLY, AWAY, DAMAGED, MEMORY until one succeeds;
 * for /readyz. Thread-safe. */
enum am_kept am_store_writes(am_store *store);

/* What the writer did since the store was opened. Thread-safe. */
struct am_store_counts {
    uint64_t commits; /* transactions that are on disk */
    uint64_t writes;  /* jobs in them: so many a commit, on average, share its sync */
};
struct am_store_counts am_store_counts(const am_store *store);

/* How the database stands to the migrations in this program. */
struct am_store_schema {
    unsigned applied, pending; /* migrations of ours */
    bool newer;                /* it has some that this program does not know: a newer one was here */
    bool differs;              /* one that was applied is not the one that we have: its hash differs */
};

/* Reads that. A server starts only where pending is 0 and newer and differs are false. */
enum am_kept am_store_pending(am_store *store, struct am_store_schema *schema);

/* Applies what is pending, in order, each in a transaction of its own; `*applied` counts them, also where one
 * fails. Two processes may do it at once. `now_ms` is noted beside each. Nothing is done, and DAMAGED is the
 * answer, where the database is newer or differs. */
enum am_kept am_store_migrate(am_store *store, int64_t now_ms, unsigned *applied);

#endif
