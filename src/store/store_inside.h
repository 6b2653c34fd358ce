/*
 * The inside of a store: its pool of readers and its writer. For src/store alone.
 */
#ifndef AM_STORE_INSIDE_H
#define AM_STORE_INSIDE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "store/store.h"
#include "store/tx.h"

enum {
    AM_READERS_USUAL = 8,
    AM_READERS_MOST = 64,
    AM_GROUP_MOST = 64,          /* jobs in one transaction */
    AM_AGAIN_MOST = 5,           /* times a job is run that two processes keep from each other */
    AM_HERALD_REST_MS = 1000,    /* the herald tries to connect so often */
    AM_AWAY_REST_MS = 200,       /* after a database could not be reached, it is left alone so long */
    AM_COMMIT_PATIENCE_MS = 8000 /* waiting for one that went away while it committed */
};

/* A connection with what belongs to it. */
struct am_link {
    struct am_tx tx; /* tx.sql NULL: not connected */
    struct am_link *next;
};

/* A job that waits for the writer; lives on the stack of who waits. */
struct am_waiting {
    bool wrote; /* when it last ran */
    am_job job;
    void *context;
    enum am_kept kept;
    sem_t answered; /* of its own: who is woken needs no lock that others want too */
    struct am_waiting *next;
};

struct am_store {
    const struct am_sql_driver *driver;
    char *place;
    struct am_store_settings settings;
    atomic_int writes; /* enum am_kept: how the last write stood to the storage */
    atomic_uint_fast64_t commits, committed_jobs;
    struct am_shapes *shapes;

    pthread_mutex_t lock; /* of all below but `writer` */
    pthread_cond_t reader_free;
    struct am_link *free_readers;
    unsigned readers; /* made */
    int64_t away_until_ms;
    char trouble[AM_STORE_TROUBLE_LEN];

    pthread_cond_t work;
    struct am_waiting *first, **last;
    bool closing, writer_runs;
    pthread_t thread;
    struct am_link writer; /* of the writer's thread alone */

    int bell; /* eventfd: rung for the herald; -1: none */
    bool herald_runs;
    pthread_t herald;
};

/* Milliseconds of a clock that nobody sets. */
int64_t am_store_clock_ms(void);

/* Connects where it is not connected. AWAY at once while the database rests after a failure, but for `now`.
 */
enum am_kept am_link_open(struct am_store *store, struct am_link *link, bool writes, bool now);
void am_link_close(struct am_link *link);
/* Notes a link's last trouble in the store. */
void am_store_note(struct am_store *store, const struct am_sql *sql);

/* The writer's thread. */
bool am_writer_start(struct am_store *store);
void am_writer_stop(struct am_store *store);

/* The thread that tells other processes of commits and hears of theirs, where the engine has a way to and
 * somebody is to be told (settings.committed). False: no thread for it. Stopped after the writer. */
bool am_herald_start(struct am_store *store);
void am_herald_stop(struct am_store *store);
/* This process committed. Never waits. */
void am_herald_ring(const struct am_store *store);

/* One migration, as the build embeds it (migrations/): in order. */
struct am_migration {
    const char *engine; /* "sqlite" */
    unsigned number;
    const char *name; /* "0001-records" */
    const char *hash; /* SHA-256, hexadecimal */
    const char *text;
};
extern const struct am_migration am_migrations[];
extern const unsigned am_migration_count;

#endif
