#include "store/sqlite/checkpoint.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>

enum { TRIES = 8 }; /* as long as the writer goes on meanwhile: what is left grows less each time */

struct am_checkpoint {
    sqlite3 *handle;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t rung;
    bool wanted, ending;
};

/* When all of it is in the file, the writer begins the journal anew. What readers still need stays there. */
static void put_away(sqlite3 *handle)
{
    int frames = 0, before = -1, done = 0;
    for (unsigned tries = 0; tries < TRIES && done > before; tries++) {
        before = done;
        if (sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &done) != SQLITE_OK ||
            done == frames)
            return;
    }
}

static void *work(void *context)
{
    struct am_checkpoint *checkpoint = context;
    pthread_mutex_lock(&checkpoint->lock);
    while (!checkpoint->ending) {
        if (!checkpoint->wanted) {
            pthread_cond_wait(&checkpoint->rung, &checkpoint->lock);
            continue;
        }
        checkpoint->wanted = false;
        pthread_mutex_unlock(&checkpoint->lock);
        put_away(checkpoint->handle);
        pthread_mutex_lock(&checkpoint->lock);
    }
    pthread_mutex_unlock(&checkpoint->lock);
    return NULL;
}

/* Reading the file's head tells SQLite that there is a journal. */
static bool open_handle(struct am_checkpoint *checkpoint, const char *path)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    return sqlite3_open_v2(path, &checkpoint->handle, flags, NULL) == SQLITE_OK &&
           sqlite3_exec(checkpoint->handle, "PRAGMA synchronous = FULL; PRAGMA schema_version", NULL, NULL,
                        NULL) == SQLITE_OK;
}

struct am_checkpoint *am_checkpoint_start(const char *path)
{
    struct am_checkpoint *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->rung, NULL);
    if (open_handle(made, path) && pthread_create(&made->thread, NULL, work, made) == 0)
        return made;
    sqlite3_close_v2(made->handle);
    free(made);
    return NULL;
}

void am_checkpoint_ring(struct am_checkpoint *checkpoint)
{
    pthread_mutex_lock(&checkpoint->lock);
    checkpoint->wanted = true;
    pthread_cond_signal(&checkpoint->rung);
    pthread_mutex_unlock(&checkpoint->lock);
}

void am_checkpoint_stop(struct am_checkpoint *checkpoint)
{
    if (!checkpoint)
        return;
    pthread_mutex_lock(&checkpoint->lock);
    checkpoint->ending = true;
    pthread_cond_signal(&checkpoint->rung);
    pthread_mutex_unlock(&checkpoint->lock);
    pthread_join(checkpoint->thread, NULL);
    sqlite3_close_v2(checkpoint->handle);
    pthread_mutex_destroy(&checkpoint->lock);
    pthread_cond_destroy(&checkpoint->rung);
    free(checkpoint);
}
