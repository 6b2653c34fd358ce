/*
 * What other processes commit: a thread with a connection of its own tells them that this one committed, and
 * hears it of them. However many commits fall together, one word is told. It only saves waiting: who is not
 * reached finds what is new when it looks by itself.
 */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "store/store_inside.h"

/* Until something happens on either, or `ms` pass (-1: for ever). */
static void wait_for(int bell, int ear, int ms)
{
    struct pollfd fds[] = {{.fd = bell, .events = POLLIN}, {.fd = ear, .events = POLLIN}};
    while (poll(fds, ear >= 0 ? 2 : 1, ms) < 0 && errno == EINTR)
        continue;
}

static bool rung(int bell)
{
    uint64_t times;
    return read(bell, &times, sizeof times) == (ssize_t)sizeof times;
}

static bool closing(struct am_store *store)
{
    pthread_mutex_lock(&store->lock);
    const bool closes = store->closing;
    pthread_mutex_unlock(&store->lock);
    return closes;
}

/* Tells and hears until the connection goes or the store closes. */
static void serve(struct am_store *store, struct am_ear *ear)
{
    const struct am_ear_driver *driver = store->driver->ear;
    enum am_kept kept = AM_KEPT_OK;
    while (kept == AM_KEPT_OK) {
        bool news = false;
        wait_for(store->bell, driver->descriptor(ear), -1);
        if (closing(store))
            return;
        if (rung(store->bell))
            kept = driver->tell(ear);
        if (kept == AM_KEPT_OK)
            kept = driver->hear(ear, &news);
        /* Also where the connection went: what was told meanwhile is not heard. */
        if (news || kept != AM_KEPT_OK)
            store->settings.committed(store->settings.committed_context);
    }
}

static void *work(void *context)
{
    struct am_store *store = context;
    while (!closing(store)) {
        struct am_ear *ear;
        if (store->driver->ear->open(store->place, &ear) == AM_KEPT_OK) {
            serve(store, ear);
            store->driver->ear->close(ear);
        }
        if (!closing(store)) {
            wait_for(store->bell, -1, AM_HERALD_REST_MS);
            rung(store->bell);
        }
    }
    return NULL;
}

bool am_herald_start(struct am_store *store)
{
    if (!store->driver->ear || !store->settings.committed)
        return true;
    store->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    store->herald_runs = store->bell >= 0 && pthread_create(&store->herald, NULL, work, store) == 0;
    return store->herald_runs;
}

void am_herald_ring(const struct am_store *store)
{
    const uint64_t once = 1;
    /* That it cannot be counted any higher is no harm: it rings. */
    if (store->herald_runs && write(store->bell, &once, sizeof once) < 0)
        return;
}

void am_herald_stop(struct am_store *store)
{
    if (store->herald_runs) {
        pthread_mutex_lock(&store->lock);
        store->closing = true;
        pthread_mutex_unlock(&store->lock);
        am_herald_ring(store);
        pthread_join(store->herald, NULL);
        store->herald_runs = false;
    }
    if (store->bell >= 0)
        close(store->bell);
    store->bell = -1;
}
