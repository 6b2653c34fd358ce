/*
 * The one writer of a process: takes all jobs that wait, runs them in one transaction, commits once, then
 * answers all. So the cost of the sync is shared, and what is answered is on disk. A job that fails behind
 * something that it wrote has all of them run again, each in a savepoint, so that it takes back nobody
 * else's.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/store_inside.h"

static void rest_ms(unsigned ms)
{
    struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

static bool connected(struct am_store *store)
{
    return store->writer.tx.sql && store->driver->connected(store->writer.tx.sql);
}

/* What a commit came to. NOT: none of it is there. LOST: nor is it, because the connection went. */
enum commit { COMMIT_DONE, COMMIT_NOT, COMMIT_LOST, COMMIT_UNKNOWN };

/* The connection went in the middle of a commit: the database is asked, as soon as it is there again. */
static enum commit ask_whether_committed(struct am_store *store, int64_t mark)
{
    if (mark == 0)
        return COMMIT_LOST;
    for (int64_t until = am_store_clock_ms() + AM_COMMIT_PATIENCE_MS; am_store_clock_ms() < until;
         rest_ms(100)) {
        bool committed;
        if (am_link_open(store, &store->writer, true, true) != AM_KEPT_OK)
            continue;
        if (store->driver->was_committed(store->writer.tx.sql, mark, &committed) == AM_KEPT_OK)
            return committed ? COMMIT_DONE : COMMIT_LOST;
    }
    return COMMIT_UNKNOWN;
}

static enum commit commit(struct am_store *store, enum am_kept *kept)
{
    struct am_sql *sql = store->writer.tx.sql;
    *kept = am_held_write(&store->writer.tx);
    if (*kept != AM_KEPT_OK) {
        am_store_note(store, sql);
        store->driver->rollback(sql);
        return connected(store) ? COMMIT_NOT : COMMIT_LOST;
    }
    *kept = store->driver->commit(sql);
    int64_t mark = sql->mark; /* known only now where the job did not wait for any answer */
    if (*kept == AM_KEPT_OK) {
        atomic_fetch_add(&store->commits, 1);
        return COMMIT_DONE;
    }
    am_store_note(store, sql);
    if (connected(store)) {
        store->driver->rollback(sql);
        return COMMIT_NOT;
    }
    return ask_whether_committed(store, mark);
}

static enum am_kept begin(struct am_store *store)
{
    enum am_kept kept = am_link_open(store, &store->writer, true, false);
    if (kept != AM_KEPT_OK)
        return kept;
    store->writer.tx.broken = AM_KEPT_OK;
    store->writer.tx.sql->again = false;
    am_held_begin(&store->writer.tx, true);
    kept = store->driver->begin(store->writer.tx.sql, true);
    if (kept != AM_KEPT_OK)
        am_store_note(store, store->writer.tx.sql);
    return kept;
}

static void roll_back(struct am_store *store)
{
    if (store->writer.tx.sql)
        store->driver->rollback(store->writer.tx.sql);
}

/* Runs a job; what broke the transaction is what it answers. */
static enum am_kept run(struct am_store *store, struct am_waiting *waiting)
{
    struct am_tx *tx = &store->writer.tx;
    tx->wrote = false;
    enum am_kept kept = waiting->job(tx, waiting->context);
    waiting->wrote = tx->wrote;
    if (tx->broken != AM_KEPT_OK) {
        am_store_note(store, tx->sql);
        return tx->broken;
    }
    return kept;
}

/* One job in a transaction of its own, once. *again: it may be tried once more. */
static enum am_kept run_once(struct am_store *store, struct am_waiting *waiting, bool *again)
{
    *again = false;
    enum am_kept kept = begin(store);
    if (kept == AM_KEPT_OK) {
        kept = run(store, waiting);
        if (kept == AM_KEPT_OK) {
            switch (commit(store, &kept)) {
            case COMMIT_DONE:
                return AM_KEPT_OK;
            case COMMIT_UNKNOWN:
                return AM_KEPT_AWAY;
            case COMMIT_LOST:
                *again = true;
                return AM_KEPT_AWAY;
            case COMMIT_NOT:
                break;
            }
        } else {
            roll_back(store);
        }
    }
    *again = kept == AM_KEPT_AWAY && (!connected(store) || store->writer.tx.sql->again);
    return kept;
}

/* One job alone: again after a lost connection (once) or after two processes stood in each other's way. */
static enum am_kept run_alone(struct am_store *store, struct am_waiting *waiting)
{
    for (unsigned tries = 1;; tries++) {
        bool again, was_connected = connected(store);
        enum am_kept kept = run_once(store, waiting, &again);
        if (!again || tries >= AM_AGAIN_MOST || (!connected(store) && !was_connected))
            return kept;
        if (connected(store))
            rest_ms(tries * tries);
    }
}

/* Runs one of several jobs. GUARDED: in a savepoint, to which it can be taken back. What is lost with it. */
enum care { CARE_PLAIN, CARE_GUARDED };
enum loss { LOSS_NONE, LOSS_CARE, LOSS_ALL };

static enum loss run_among(struct am_store *store, struct am_waiting *waiting, enum care care)
{
    const struct am_sql_driver *driver = store->driver;
    struct am_tx *tx = &store->writer.tx;
    if (care == CARE_GUARDED && driver->savepoint(tx->sql, AM_SAVEPOINT_JOB) != AM_KEPT_OK)
        return LOSS_ALL;
    am_held_begin_job(tx);
    waiting->kept = run(store, waiting);
    if (tx->broken != AM_KEPT_OK)
        return LOSS_ALL;
    if (waiting->kept != AM_KEPT_OK) {
        if (care == CARE_PLAIN && tx->wrote)
            return LOSS_CARE;
        am_held_take_back_job(tx);
    }
    if (care == CARE_PLAIN)
        return LOSS_NONE;
    enum am_kept kept =
        (waiting->kept == AM_KEPT_OK ? driver->release : driver->roll_back_to)(tx->sql, AM_SAVEPOINT_JOB);
    return kept == AM_KEPT_OK ? LOSS_NONE : LOSS_ALL;
}

/* All jobs in one transaction. NONE: they are answered. CARE: one failed behind something that it wrote, so
 * they have to be run again, guarded. ALL: none of it is there, and each has to run alone. */
static enum loss run_together(struct am_store *store, struct am_waiting *group, enum care care)
{
    enum am_kept kept;
    enum loss loss = LOSS_NONE;
    if (begin(store) != AM_KEPT_OK)
        return LOSS_ALL;
    for (struct am_waiting *waiting = group; waiting && loss == LOSS_NONE; waiting = waiting->next)
        loss = run_among(store, waiting, care);
    if (loss != LOSS_NONE) {
        roll_back(store);
        return loss;
    }
    switch (commit(store, &kept)) {
    case COMMIT_DONE:
        return LOSS_NONE;
    case COMMIT_NOT:
    case COMMIT_LOST:
        return LOSS_ALL;
    case COMMIT_UNKNOWN:
        for (struct am_waiting *waiting = group; waiting; waiting = waiting->next)
            if (waiting->kept == AM_KEPT_OK)
                waiting->kept = AM_KEPT_AWAY;
    }
    return LOSS_NONE;
}

/* Savepoints cost more than most jobs that fail: a group is run without them first. */
static bool run_group(struct am_store *store, struct am_waiting *group)
{
    if (!group->next)
        return false;
    enum loss loss = run_together(store, group, CARE_PLAIN);
    if (loss == LOSS_CARE)
        loss = run_together(store, group, CARE_GUARDED);
    return loss == LOSS_NONE;
}

static void answer(struct am_store *store, struct am_waiting *group)
{
    bool wrote = false;
    for (struct am_waiting *waiting = group; waiting; waiting = waiting->next) {
        wrote = wrote || waiting->kept == AM_KEPT_OK;
        if (waiting->kept == AM_KEPT_OK)
            atomic_fetch_add(&store->committed_jobs, 1);
        if (waiting->kept == AM_KEPT_OK ? waiting->wrote : waiting->kept >= AM_KEPT_FULL)
            atomic_store(&store->writes, (int)waiting->kept);
    }
    if (wrote && store->settings.committed)
        store->settings.committed(store->settings.committed_context);
    if (wrote)
        am_herald_ring(store);
    while (group) {
        struct am_waiting *next = group->next; /* gone as soon as it is answered */
        sem_post(&group->answered);
        group = next;
    }
}

/* Waits for jobs and takes those that wait, in their order; NULL: the store closes. */
static struct am_waiting *take_group(struct am_store *store)
{
    pthread_mutex_lock(&store->lock);
    while (!store->first && !store->closing)
        pthread_cond_wait(&store->work, &store->lock);
    struct am_waiting *group = store->first, **end = &store->first;
    for (unsigned count = 0; *end && count < AM_GROUP_MOST; count++)
        end = &(*end)->next;
    store->first = *end;
    *end = NULL;
    if (!store->first)
        store->last = &store->first;
    pthread_mutex_unlock(&store->lock);
    return group;
}

static void *work(void *context)
{
    struct am_store *store = context;
    struct am_waiting *group;
    while ((group = take_group(store)) != NULL) {
        if (!run_group(store, group))
            for (struct am_waiting *waiting = group; waiting; waiting = waiting->next)
                waiting->kept = run_alone(store, waiting);
        answer(store, group);
    }
    return NULL;
}

bool am_writer_start(struct am_store *store)
{
    store->writer_runs = pthread_create(&store->thread, NULL, work, store) == 0;
    return store->writer_runs;
}

void am_writer_stop(struct am_store *store)
{
    if (!store->writer_runs)
        return;
    pthread_mutex_lock(&store->lock);
    store->closing = true;
    pthread_cond_signal(&store->work);
    pthread_mutex_unlock(&store->lock);
    pthread_join(store->thread, NULL);
    store->writer_runs = false;
}

enum am_kept am_store_write(am_store *store, am_job job, void *context)
{
    struct am_waiting waiting = {.job = job, .context = context, .kept = AM_KEPT_AWAY};
    sem_init(&waiting.answered, 0, 0);
    pthread_mutex_lock(&store->lock);
    *store->last = &waiting;
    store->last = &waiting.next;
    pthread_cond_signal(&store->work);
    pthread_mutex_unlock(&store->lock);
    while (sem_wait(&waiting.answered) != 0)
        continue; /* a signal came between */
    sem_destroy(&waiting.answered);
    return waiting.kept;
}
