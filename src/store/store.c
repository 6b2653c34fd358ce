#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/store_inside.h"

int64_t am_store_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- connections */

void am_store_note(struct am_store *store, const struct am_sql *sql)
{
    pthread_mutex_lock(&store->lock);
    memcpy(store->trouble, sql->trouble, sizeof store->trouble);
    pthread_mutex_unlock(&store->lock);
}

static bool rests(struct am_store *store)
{
    pthread_mutex_lock(&store->lock);
    bool resting = am_store_clock_ms() < store->away_until_ms;
    pthread_mutex_unlock(&store->lock);
    return resting;
}

enum am_kept am_link_open(struct am_store *store, struct am_link *link, bool writes, bool now)
{
    if (link->tx.sql && store->driver->connected(link->tx.sql))
        return AM_KEPT_OK;
    am_link_close(link);
    if (!now && rests(store))
        return AM_KEPT_AWAY;
    char trouble[AM_SQL_TROUBLE_LEN] = "";
    /* Made only when the store opens: a file that has gone since is not replaced by an empty one. */
    const enum am_sql_use use = !writes ? AM_SQL_READ : store->writer_runs ? AM_SQL_WRITE : AM_SQL_MAKE;
    enum am_kept kept = store->driver->open(store->place, use, &link->tx.sql, trouble);
    link->tx.shapes = store->shapes;
    link->tx.writes = writes;
    pthread_mutex_lock(&store->lock);
    if (kept != AM_KEPT_OK)
        memcpy(store->trouble, trouble, sizeof store->trouble);
    store->away_until_ms = kept == AM_KEPT_AWAY ? am_store_clock_ms() + AM_AWAY_REST_MS : 0;
    pthread_mutex_unlock(&store->lock);
    return kept;
}

void am_link_close(struct am_link *link)
{
    am_sql_close(link->tx.sql);
    link->tx.sql = NULL;
    am_text_dispose(&link->tx.text);
}

/* ---- reading */

static struct am_link *take_reader(struct am_store *store)
{
    struct am_link *link = NULL;
    pthread_mutex_lock(&store->lock);
    while (!store->free_readers && store->readers >= store->settings.readers)
        pthread_cond_wait(&store->reader_free, &store->lock);
    if (store->free_readers) {
        link = store->free_readers;
        store->free_readers = link->next;
    } else {
        link = calloc(1, sizeof *link);
        store->readers += link != NULL;
    }
    pthread_mutex_unlock(&store->lock);
    return link;
}

static void give_reader(struct am_store *store, struct am_link *link)
{
    pthread_mutex_lock(&store->lock);
    link->next = store->free_readers;
    store->free_readers = link;
    pthread_cond_signal(&store->reader_free);
    pthread_mutex_unlock(&store->lock);
}

static enum am_kept read_once(struct am_store *store, struct am_link *link, am_job job, void *context)
{
    enum am_kept kept = am_link_open(store, link, false, false);
    if (kept != AM_KEPT_OK)
        return kept;
    struct am_tx *tx = &link->tx;
    tx->broken = AM_KEPT_OK;
    kept = store->driver->begin(tx->sql, false);
    if (kept == AM_KEPT_OK) {
        kept = job(tx, context);
        if (tx->broken != AM_KEPT_OK)
            kept = tx->broken;
        store->driver->rollback(tx->sql);
    }
    if (tx->broken != AM_KEPT_OK || kept == AM_KEPT_AWAY)
        am_store_note(store, tx->sql);
    return kept;
}

enum am_kept am_store_read(am_store *store, am_job job, void *context)
{
    struct am_link *link = take_reader(store);
    if (!link)
        return AM_KEPT_MEMORY;
    bool known = link->tx.sql != NULL;
    enum am_kept kept = read_once(store, link, job, context);
    /* A connection that lay about may have died since: once more, on a new one. */
    if (kept == AM_KEPT_AWAY && known && !(link->tx.sql && store->driver->connected(link->tx.sql)))
        kept = read_once(store, link, job, context);
    give_reader(store, link);
    return kept;
}

static enum am_kept ping(struct am_tx *tx, void *context)
{
    (void)context;
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx, "SELECT COUNT(*) FROM \"migrations\"", &query);
    return kept == AM_KEPT_OK ? am_tx_note(tx, am_query_run(query)) : kept;
}

enum am_kept am_store_ping(am_store *store)
{
    return am_store_read(store, ping, NULL);
}

enum am_kept am_store_writes(am_store *store)
{
    return (enum am_kept)atomic_load(&store->writes);
}

struct am_store_counts am_store_counts(const am_store *store)
{
    return (struct am_store_counts){atomic_load(&store->commits), atomic_load(&store->committed_jobs)};
}

/* ---- opening and closing */

static am_store *store_new(const char *url, const struct am_store_settings *settings)
{
    am_store *store = calloc(1, sizeof *store);
    const char *place;
    if (!store)
        return NULL;
    store->driver = am_sql_driver_of(url, &place);
    if (settings)
        store->settings = *settings;
    if (store->settings.readers == 0)
        store->settings.readers = AM_READERS_USUAL;
    if (store->settings.readers > AM_READERS_MOST)
        store->settings.readers = AM_READERS_MOST;
    store->last = &store->first;
    store->bell = -1;
    store->place = strdup(place);
    store->shapes = am_shapes_new();
    pthread_mutex_init(&store->lock, NULL);
    pthread_cond_init(&store->reader_free, NULL);
    pthread_cond_init(&store->work, NULL);
    if (!store->place || !store->shapes) {
        am_store_close(store);
        return NULL;
    }
    return store;
}

enum am_kept am_store_open(const char *url, const struct am_store_settings *settings, am_store **store,
                           char trouble[AM_STORE_TROUBLE_LEN])
{
    trouble[0] = '\0';
    am_store *made = store_new(url, settings);
    if (!made) {
        snprintf(trouble, AM_STORE_TROUBLE_LEN, "no memory for the store");
        return AM_KEPT_MEMORY;
    }
    enum am_kept kept = am_link_open(made, &made->writer, true, true);
    if (kept == AM_KEPT_OK && (!am_herald_start(made) || !am_writer_start(made))) {
        snprintf(made->trouble, sizeof made->trouble, "no thread for the writer");
        kept = AM_KEPT_MEMORY;
    }
    if (kept != AM_KEPT_OK) {
        memcpy(trouble, made->trouble, AM_STORE_TROUBLE_LEN);
        am_store_close(made);
        return kept;
    }
    *store = made;
    return AM_KEPT_OK;
}

void am_store_close(am_store *store)
{
    if (!store)
        return;
    am_writer_stop(store);
    am_herald_stop(store);
    while (store->free_readers) {
        struct am_link *link = store->free_readers;
        store->free_readers = link->next;
        am_link_close(link);
        free(link);
    }
    /* Last: the last connection of SQLite puts its journal into the file. */
    am_link_close(&store->writer);
    am_shapes_free(store->shapes);
    pthread_cond_destroy(&store->work);
    pthread_cond_destroy(&store->reader_free);
    pthread_mutex_destroy(&store->lock);
    free(store->place);
    free(store);
}

const char *am_store_engine(const am_store *store)
{
    return store->driver->name;
}

void am_store_trouble(am_store *store, char trouble[AM_STORE_TROUBLE_LEN])
{
    pthread_mutex_lock(&store->lock);
    memcpy(trouble, store->trouble, AM_STORE_TROUBLE_LEN);
    pthread_mutex_unlock(&store->lock);
}
