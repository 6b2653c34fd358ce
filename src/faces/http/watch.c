#include "faces/http/watch.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "faces/http/serving.h"

struct am_link {
    struct am_link *before, *behind;
    void *owner;
    int socket;
    atomic_int_least64_t until_ms; /* 0: no end */
};

struct am_watch {
    pthread_mutex_t lock;
    pthread_cond_t end;
    pthread_t thread;
    struct am_link *first;
    bool ending;
    void *owner;
};

static void look(struct am_watch *watch, int64_t now_ms)
{
    for (struct am_link *link = watch->first; link; link = link->behind) {
        const int64_t until_ms = atomic_load_explicit(&link->until_ms, memory_order_relaxed);
        if (until_ms == 0 || until_ms > now_ms)
            continue;
        atomic_store_explicit(&link->until_ms, 0, memory_order_relaxed);
        shutdown(link->socket, SHUT_RDWR); /* the server finds it ended, and closes it */
    }
}

static void *watch_over(void *context)
{
    struct am_watch *watch = context;
    pthread_mutex_lock(&watch->lock);
    while (!watch->ending) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&watch->end, &watch->lock, &until);
        look(watch, am_clock_ms());
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct am_watch *am_watch_new(void *owner)
{
    struct am_watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    watch->owner = owner;
    pthread_mutex_init(&watch->lock, NULL);
    /* A clock that somebody sets back would keep it waiting. */
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->end, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&watch->thread, NULL, watch_over, watch) == 0)
        return watch;
    free(watch);
    return NULL;
}

void am_watch_free(struct am_watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->ending = true;
    pthread_cond_signal(&watch->end);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_mutex_destroy(&watch->lock);
    pthread_cond_destroy(&watch->end);
    free(watch);
}

struct am_link *am_link_begin(struct am_watch *watch, int socket, int64_t within_ms)
{
    struct am_link *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    link->socket = socket;
    link->owner = watch->owner;
    am_link_allow(link, within_ms);
    pthread_mutex_lock(&watch->lock);
    link->behind = watch->first;
    if (watch->first)
        watch->first->before = link;
    watch->first = link;
    pthread_mutex_unlock(&watch->lock);
    return link;
}

void am_link_end(struct am_watch *watch, struct am_link *link)
{
    if (!link)
        return;
    pthread_mutex_lock(&watch->lock);
    if (link->behind)
        link->behind->before = link->before;
    if (link->before)
        link->before->behind = link->behind;
    else
        watch->first = link->behind;
    pthread_mutex_unlock(&watch->lock);
    free(link);
}

void am_link_allow(struct am_link *link, int64_t within_ms)
{
    if (link)
        atomic_store_explicit(&link->until_ms, within_ms ? am_clock_ms() + within_ms : 0,
                              memory_order_relaxed);
}

void *am_link_owner(const struct am_link *link)
{
    return link ? link->owner : NULL;
}
